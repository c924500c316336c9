import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { textToBinary } from '../../bytes/index.ts';
import {
	type BudgetOptions,
	type ChunkFactory,
	createLua,
	first,
	type Lua,
	LuaDefectError,
	type LuaError,
	type LuaFunction,
	LuaSyntaxError,
	LuaTable,
	type LuaValue,
} from '../../lua/index.ts';
import { createLuaFiles } from './files.ts';
import { createHeapMeter } from './heap.ts';
import type { LuaSettings, LuaTask } from './settings.ts';
import { createStandardStreams } from './standard-streams.ts';

/** LuaJIT's names of systems. */
const PLATFORMS: { readonly [name: string]: string } = {
	linux: 'Linux',
	darwin: 'OSX',
	win32: 'Windows',
	freebsd: 'BSD',
};

const FAILED = 1;
const DEFECT = 3;

/** A Lua state over the process's own streams, files, clock and environment, and what the stand-alone `lua` does with it. */
export type LuaProgram = {
	/** Runs a task; the exit code. */
	run(task: LuaTask): Promise<number>;
	/** Runs what was typed; `incomplete` when more lines must follow. */
	evaluate(text: string): 'done' | 'incomplete';
};

/** A script as a binary string; a first line for a Unix shell stays, empty. */
function readScript(path: string): string {
	return readFileSync(path === '-' ? 0 : path, 'latin1').replace(/^#[^\n]*/, '');
}

const REASONS: { readonly [code: string]: string } = {
	ENOENT: 'No such file or directory',
	EACCES: 'Permission denied',
	EISDIR: 'Is a directory',
};

/** @param exit  ends the thread at once */
export function createLuaProgram(settings: LuaSettings, exit: (code: number) => never, isSession: boolean): LuaProgram {
	const streams = createStandardStreams(() => exit(FAILED));
	const { env } = process;
	const heap = createHeapMeter();
	const { instructions, memoryBytes } = settings;
	const budget: BudgetOptions = {
		instructions,
		memoryBytes,
		// The engine collects when it likes; what it could collect does not count.
		measureBytes: () => {
			heap.collect();
			return heap.usedBytes();
		},
	};
	const lua: Lua = createLua({
		dialect: settings.dialect,
		print: (line) => streams.write(`${line}\n`, 'stdout'),
		write: streams.write,
		flush: streams.flush,
		read: streams.read,
		platform: { os: PLATFORMS[process.platform] ?? 'Other', arch: process.arch },
		files: createLuaFiles(settings.ioRoot),
		sourceMaps: settings.sourceMaps === true ? pathToFileURL(`${process.cwd()}/`).href : false,
		usedKilobytes: () => heap.usedBytes() / 1024,
		collect: heap.collect,
		...(instructions === undefined && memoryBytes === undefined ? {} : { budget }),
		os: {
			clock: () => {
				const { user, system } = process.cpuUsage();
				return (user + system) / 1e6;
			},
			getenv: (name) => {
				const value = env[Buffer.from(name, 'latin1').toString('utf8')];
				return value === undefined ? undefined : textToBinary(value);
			},
			exit: (code) => {
				streams.flush();
				return exit(code);
			},
		},
	});
	setPath(lua, env['LUA_PATH']);

	const complain = (message: string): number => {
		streams.write(`lua: ${message}\n`, 'stderr');
		return FAILED;
	};
	const report = (error: LuaError): number => {
		const { value } = error;
		if (value === undefined) return FAILED;
		const isText = typeof value === 'string' || typeof value === 'number';
		return complain(isText ? `${error.stack}\n\t[C]: ?` : '(error object is not a string)');
	};
	/** Calls a function that may be there; its values, or the exit code of its failure. */
	const call = (fn: LuaValue, args: readonly LuaValue[]): readonly LuaValue[] | number => {
		try {
			const outcome = lua.pcall(fn, args);
			return outcome.ok ? outcome.values : report(outcome.error);
		} catch (thrown) {
			if (!(thrown instanceof LuaDefectError)) throw thrown;
			streams.write(`lua: ${textToBinary(thrown.message)}\n`, 'stderr');
			return DEFECT;
		}
	};
	/** Runs text; the exit code. */
	const runText = (text: string, name: string, args: readonly LuaValue[]): number => {
		let fn: LuaFunction;
		try {
			fn = lua.load(text, name);
		} catch (thrown) {
			if (thrown instanceof LuaSyntaxError) return complain(thrown.message);
			throw thrown;
		}
		const result = call(fn, args);
		return typeof result === 'number' ? result : 0;
	};
	const runScript = async (path: string, args: readonly LuaValue[]): Promise<number> => {
		if (/\.m?js$/.test(path)) {
			const module = (await import(pathToFileURL(path).href)) as { default?: unknown };
			if (typeof module.default !== 'function') return complain(`${path}: not a module that lua compile wrote`);
			const result = call(lua.loadCompiled(module.default as ChunkFactory), args);
			return typeof result === 'number' ? result : 0;
		}
		let text: string;
		try {
			text = readScript(path);
		} catch (thrown) {
			const { code = '', message } = thrown as NodeJS.ErrnoException;
			return complain(`cannot open ${textToBinary(path)}: ${REASONS[code] ?? message}`);
		}
		return runText(text, path === '-' ? '=stdin' : `@${textToBinary(path)}`, args);
	};
	const close: LuaFunction = function $close() {
		lua.close();
		return undefined;
	};
	const run = async ({ before, script, args }: LuaTask): Promise<number> => {
		const values = args.map(textToBinary);
		setArguments(lua, script ?? '', values);
		const init = env['LUA_INIT'];
		let code = 0;
		if (init !== undefined) {
			code = init.startsWith('@') ? await runScript(init.slice(1), []) : runText(textToBinary(init), '=LUA_INIT', []);
		}
		for (const step of before) {
			if (code !== 0) return code;
			if ('statement' in step) code = runText(textToBinary(step.statement), '=(command line)', []);
			else {
				const result = call(lua.globals.get('require'), [textToBinary(step.module)]);
				code = typeof result === 'number' ? result : 0;
			}
		}
		return code === 0 && script !== undefined ? runScript(script, values) : code;
	};
	return {
		run: async (task) => {
			const code = await run(task);
			// As C does when the state ends, whatever the program's end was.
			if (!isSession) call(close, []);
			streams.flush();
			return code;
		},
		evaluate: (typed) => {
			const text = textToBinary(typed).replace(/^\s*=/, 'return ');
			let fn: LuaFunction;
			try {
				fn = lua.load(text, '=stdin');
			} catch (thrown) {
				if (!(thrown instanceof LuaSyntaxError)) throw thrown;
				if (thrown.message.endsWith("near '<eof>'")) return 'incomplete';
				complain(thrown.message);
				return 'done';
			}
			const result = call(fn, []);
			if (typeof result !== 'number' && result.length > 0) call(lua.globals.get('print'), result);
			streams.flush();
			return 'done';
		},
	};
}

/** The global table `arg`: the script at 0, its arguments from 1, the program before it. */
function setArguments(lua: Lua, script: string, values: readonly string[]): void {
	const arg = LuaTable.fromArray(values);
	arg.set(0, textToBinary(script));
	arg.set(-1, 'lua');
	lua.globals.set('arg', arg);
}

/** `LUA_PATH`, in which `;;` stands for the usual path. */
function setPath(lua: Lua, path: string | undefined): void {
	const library = lua.globals.get('package');
	if (path === undefined || !(library instanceof LuaTable)) return;
	const usual = first(library.get('path'));
	library.set(
		'path',
		textToBinary(path)
			.replaceAll(';;', `;${String(usual)};`)
			.replace(/^;+|;+$/g, ''),
	);
}
