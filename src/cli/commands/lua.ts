import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { type Command, Option } from 'commander';
import { textToBinary } from '../../bytes/index.ts';
import { compileToModule, type Dialect, LuaSyntaxError } from '../../lua/index.ts';
import {
	ioError,
	LUA_STACK_MEGABYTES,
	type LuaSettings,
	type LuaTask,
	openLuaSession,
	runLua,
	writeFileAtomically,
} from '../../node/index.ts';
import { type CliCommand, EXIT, parseCount, UsageError } from '../command.ts';
import { runRepl } from '../lua-repl.ts';
import type { Output } from '../output.ts';

type Step = LuaTask['before'][number];

type Options = {
	execute?: Step[];
	interactive?: boolean;
	luajit?: boolean;
	ioRoot?: string;
	instructions?: string;
	memory?: string;
	sourceMaps?: boolean;
	stack: string;
};

type CompileOptions = { out: string; name?: string };

export const luaCommand: CliCommand = {
	name: 'lua',
	summary: 'run a Lua script, or try Lua line by line',
	example: "livemount lua -e 'print(_VERSION, ...)'",
	define(command, action) {
		const steps: Step[] = [];
		const add = (step: Step): Step[] => {
			steps.push(step);
			return steps;
		};
		command
			.argument(
				'[file]',
				'Lua text, or a module that "lua compile" wrote; - for standard input; without it, line by line',
			)
			.argument('[args...]', "the script's arguments: ... and the table arg")
			.option('-e <statement>', 'run a statement first; may be repeated', (statement) => add({ statement }))
			.option('-l <module>', 'require a module first; may be repeated', (module) => add({ module }))
			.option('-i, --interactive', 'go on line by line after the script')
			.option('--luajit', "be LuaJIT 2.1, as in Defold's desktop and mobile games, instead of Lua 5.1, as on the web")
			.option('--io-root <dir>', 'the only folder that io, os, require and loadfile reach')
			.option('--instructions <count>', 'stop a script that runs longer; no pcall catches it')
			.option('--memory <megabytes>', 'stop a script that holds more; no pcall catches it')
			.option('--source-maps', 'let debuggers stop in the Lua text: node --inspect-brk <livemount> lua …')
			.addOption(
				new Option('--stack <megabytes>', "room for calls; JavaScript's own stack is about one").default(
					String(LUA_STACK_MEGABYTES),
				),
			)
			.passThroughOptions()
			.action(async (file: string | undefined, args: string[], options: Options) =>
				action((output) => run({ before: steps, script: file, args }, options, output)),
			);
		defineCompile(command, action);
	},
};

function defineCompile(command: Command, action: Parameters<CliCommand['define']>[1]): void {
	command
		.command('compile')
		.summary('write a JavaScript module that runs without eval')
		.description(
			'Compiles Lua text to a JavaScript module, for pages that forbid eval. Import it and give its default export to ' +
				'Lua.loadCompiled, or run it with "livemount lua <file.mjs>".',
		)
		.argument('<file>', 'Lua text; - for standard input')
		.requiredOption('--out <file.mjs>', 'the module to write')
		.option('--name <name>', 'the chunk’s name in error messages; default: the file’s')
		.exitOverride()
		.action(async (file: string, options: CompileOptions) =>
			action((output) => compile(file, { ...command.opts<Options>(), ...options }, output)),
		);
}

function settingsOf(options: Options): LuaSettings {
	const { instructions, memory } = options;
	return {
		dialect: options.luajit === true ? 'luajit' : 'puc',
		ioRoot: options.ioRoot,
		sourceMaps: options.sourceMaps,
		instructions: instructions === undefined ? undefined : parseCount(instructions, '--instructions', 1),
		memoryBytes: memory === undefined ? undefined : parseCount(memory, '--memory', 1) * 1_000_000,
	};
}

async function run(task: LuaTask, options: Options, output: Output): Promise<number> {
	if (output.json) throw new UsageError('--json: a Lua script prints what it likes');
	const settings = settingsOf(options);
	const stackMegabytes = parseCount(options.stack, '--stack', 1);
	const isTerminal = process.stdin.isTTY === true;
	const hasWork = task.script !== undefined || task.before.length > 0;
	if (options.interactive === true || (!hasWork && isTerminal)) {
		return runRepl(await openLuaSession(task, settings, stackMegabytes), output);
	}
	return runLua(hasWork ? task : { ...task, script: '-' }, settings, stackMegabytes);
}

async function compile(file: string, options: Options & CompileOptions, output: Output): Promise<number> {
	const dialect: Dialect = options.luajit === true ? 'luajit' : 'puc';
	let source: string;
	try {
		source = readFileSync(file === '-' ? 0 : file, 'latin1').replace(/^#[^\n]*/, '');
	} catch (cause) {
		throw ioError('read', file, cause);
	}
	const name = options.name ?? (file === '-' ? 'stdin' : file);
	try {
		const sourceMaps = options.sourceMaps === true ? pathToFileURL(`${process.cwd()}/`).href : false;
		const text = compileToModule(source, `@${textToBinary(name)}`, { dialect, sourceMaps });
		await writeFileAtomically(options.out, Buffer.from(text));
		output.line(`${options.out}: ${text.length} bytes`);
		output.result({ ok: true, file: options.out, sizeBytes: text.length });
		return EXIT.ok;
	} catch (error) {
		if (!(error instanceof LuaSyntaxError)) throw error;
		output.warn(Buffer.from(error.message, 'latin1').toString('utf8'));
		output.result({ ok: false, error: error.toJSON() });
		return EXIT.input;
	}
}
