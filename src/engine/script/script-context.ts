import { binaryToText, LivemountError } from '../../bytes/index.ts';
import {
	createLua,
	EMPTY,
	first,
	type Lua,
	LuaDefectError,
	LuaError,
	type LuaFunction,
	LuaSyntaxError,
	LuaTable,
	type LuaValue,
	luaError,
} from '../../lua/index.ts';
import { EngineError } from '../error.ts';
import { hashFunctions } from '../modules/hash.ts';
import { createRandom } from '../random.ts';
import type { ScriptResource } from '../resources/script.ts';
import { compiledScriptKey } from './compiled-scripts.ts';
import { MODULES } from './modules.ts';
import { pprintText } from './pprint.ts';
import type { ScriptHost } from './script-host.ts';
import {
	LIFE_CYCLE,
	type LifeCycle,
	type LifeCycleName,
	type ScriptInstance,
	type ScriptKind,
} from './script-instance.ts';

/** A Lua state with the engine's modules, in which scripts and the modules they require run. */
export type ScriptContext = {
	readonly lua: Lua;
	/** Runs a script's text once and takes the functions it defined; later calls give the same ones. @throws EngineError */
	load(script: ScriptResource): LifeCycle;
	/** Runs a changed text and puts its functions in place of the old ones. @throws EngineError */
	reload(script: ScriptResource): void;
	/** Runs a changed module; its new fields take the place of the old ones in the table others hold. @throws EngineError */
	reloadModule(script: ScriptResource): void;
	/** Calls a function for a script and gives its first result. An error is logged with Lua's traceback. */
	call(instance: ScriptInstance, fn: LuaFunction, args: readonly LuaValue[]): LuaValue;
};

/** The script being run in any of a game's contexts. */
export type ScriptRun = { current: ScriptInstance | undefined };

export type ScriptContextOptions = {
	readonly host: ScriptHost;
	/** Whose libraries it has: those of all kinds when scripts share one state. */
	readonly kinds: readonly ScriptKind[];
	readonly run: ScriptRun;
	readonly seed: number;
};

/** What `os.exit` throws: the script stops here, the game at the end of the frame. */
const EXIT = new LuaTable();

type MutableLifeCycle = { [name in LifeCycleName]?: LuaFunction };

/** Makes a context. `host` is asked for lazily, because it and its contexts need each other. */
export function createScriptContext({ host, kinds, run, seed }: ScriptContextOptions): ScriptContext {
	const { log } = host;
	const print = (text: string): void => log({ severity: 'debug', domain: 'SCRIPT', message: binaryToText(text) });
	const lua = createLua({
		print,
		notANumber: 'nan',
		files: host.files,
		random: createRandom(seed),
		libraries: ['string', 'table', 'math', 'os', 'io', 'coroutine', 'debug', 'package', 'bit'],
		os: {
			clock: () => host.clock.used(),
			time: () => Math.floor(host.clock.now()),
			exit: (code) => {
				host.exit(code);
				throw new LuaError(EXIT);
			},
		},
	});
	const loadedScripts = new Map<string, MutableLifeCycle>();
	const loadedModules = new Map<string, LuaValue>();
	/** Modules a script may require, by the name it uses. */
	const modules = new Map<string, ScriptResource>();

	for (const [name, { create, onlyFor }] of Object.entries(MODULES)) {
		if (onlyFor && !kinds.includes(onlyFor)) continue;
		const fields = create(host);
		if (fields) lua.register(name, fields);
	}
	for (const [name, fn] of Object.entries(hashFunctions)) lua.globals.set(name, fn as LuaFunction);
	lua.globals.set('pprint', (...values: LuaValue[]) => {
		for (const value of values) print(pprintText(value, lua));
		return EMPTY;
	});

	/** The text of a resource as a function. @throws EngineError for a syntax error: the resource cannot be used */
	const compile = (script: ScriptResource): LuaFunction => {
		try {
			const compiled = host.compiledScripts?.get(compiledScriptKey(script, host.crypto));
			return compiled ? lua.loadCompiled(compiled) : lua.load(script.source, script.chunkName);
		} catch (cause) {
			if (!(cause instanceof LuaSyntaxError)) throw cause;
			throw new EngineError('script-error', cause.message, { cause, data: { path: script.path } });
		}
	};

	const register = (script: ScriptResource): void => {
		for (const { name, resource } of script.required) {
			if (modules.get(name) === resource.value) continue;
			modules.set(name, resource.value);
			register(resource.value);
		}
	};

	const runModule = (name: string, script: ScriptResource): LuaValue => keepModule(name, compile(script));

	const keepModule = (name: string, main: LuaFunction): LuaValue => {
		loadedModules.set(name, true);
		const value = first(main(name));
		const kept = value === undefined ? loadedModules.get(name) : value;
		loadedModules.set(name, kept);
		packageLoaded()?.set(name, kept);
		return kept;
	};

	const packageLoaded = (): LuaTable | undefined => {
		const library = lua.globals.get('package');
		const loaded = library instanceof LuaTable ? library.get('loaded') : undefined;
		return loaded instanceof LuaTable ? loaded : undefined;
	};

	lua.globals.set('require', (nameValue: LuaValue) => {
		const name = typeof nameValue === 'string' ? nameValue : luaError('bad argument #1 to require (string expected)');
		const loaded = loadedModules.get(name) ?? packageLoaded()?.get(name);
		if (loaded !== undefined) return loaded;
		const script = modules.get(name);
		// What is not a module of the project may be one of Lua's own libraries.
		const outside = script ? undefined : host.findModule?.(binaryToText(name));
		if (outside) return keepModule(name, lua.load(outside.source, outside.chunkName));
		if (!script) {
			const library = lua.globals.get(name);
			if (library instanceof LuaTable) return library;
			return luaError(`module '${name}' not found:\n\tno file '${name}'`);
		}
		return runModule(name, script);
	});

	/** Runs a script's text and takes the functions it defined. */
	const define = (script: ScriptResource, lifeCycle: MutableLifeCycle): void => {
		register(script);
		const main = compile(script);
		const outer = run.current;
		run.current = undefined;
		const outcome = lua.pcall(main, []);
		run.current = outer;
		if (!outcome.ok) {
			throw new EngineError('script-error', binaryToText(outcome.error.stack), {
				cause: outcome.error,
				data: { path: script.path },
			});
		}
		for (const name of LIFE_CYCLE) {
			const value = lua.globals.get(name);
			lua.globals.set(name, undefined);
			delete lifeCycle[name];
			if (typeof value === 'function') lifeCycle[name] = value;
			else if (value !== undefined) {
				log({
					severity: 'error',
					domain: 'SCRIPT',
					message: `The global name '${name}' in '${script.path}' must be a function.`,
				});
			}
		}
	};

	return {
		lua,
		call(instance, fn, args) {
			const outer = run.current;
			run.current = instance;
			try {
				const outcome = lua.pcall(fn, args);
				if (outcome.ok) return outcome.values[0];
				if (outcome.error.value === EXIT) return undefined;
				const text = outcome.error.stack;
				log({ severity: 'error', domain: 'SCRIPT', message: binaryToText(text) });
				const message = lua.tostring(outcome.error.value);
				const handler = host.errorHandler;
				// An error in the handler itself must not call it again.
				if (handler) {
					host.errorHandler = undefined;
					handler.call('lua', message, text.startsWith(message) ? text.slice(message.length + 1) : text);
					host.errorHandler ??= handler;
				}
				return undefined;
			} catch (error) {
				// Content that is broken or missing is no defect of ours, wherever it was noticed: the game goes on.
				if (!(error instanceof LuaDefectError) || !(error.cause instanceof LivemountError)) throw error;
				if (error.cause instanceof LuaDefectError) throw error;
				log({ severity: 'error', domain: 'SCRIPT', message: `${instance.url.plainText()}: ${error.cause.message}` });
				return undefined;
			} finally {
				run.current = outer;
			}
		},
		load(script) {
			const known = loadedScripts.get(script.path);
			if (known) return known;
			const lifeCycle: MutableLifeCycle = {};
			define(script, lifeCycle);
			loadedScripts.set(script.path, lifeCycle);
			return lifeCycle;
		},
		reload(script) {
			const lifeCycle = loadedScripts.get(script.path);
			if (lifeCycle) define(script, lifeCycle);
		},
		reloadModule(script) {
			for (const [name, known] of modules) {
				if (known.path !== script.path) continue;
				modules.set(name, script);
				register(script);
				const before = loadedModules.get(name);
				if (before === undefined) continue;
				const outcome = lua.pcall(
					(...args: LuaValue[]) => {
						const value = runModule(String(args[0]), script);
						return value;
					},
					[name],
				);
				if (!outcome.ok) {
					loadedModules.set(name, before);
					throw new EngineError('script-error', binaryToText(outcome.error.stack), {
						cause: outcome.error,
						data: { path: script.path },
					});
				}
				const after = loadedModules.get(name);
				if (before instanceof LuaTable && after instanceof LuaTable) {
					for (const [key, value] of after.entries()) before.set(key, value);
					loadedModules.set(name, before);
					packageLoaded()?.set(name, before);
				}
			}
		},
	};
}
