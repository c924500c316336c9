import { binaryToText } from '../../bytes/index.ts';
import type { Log } from '../../liveupdate/index.ts';
import {
	createLua,
	EMPTY,
	first,
	type Lua,
	type LuaFunction,
	LuaSyntaxError,
	LuaTable,
	type LuaValue,
	luaError,
} from '../../lua/index.ts';
import { EngineError } from '../error.ts';
import { hashFunctions } from '../modules/hash.ts';
import type { ScriptResource } from '../resources/script.ts';
import { MODULES } from './modules.ts';
import { pprintText } from './pprint.ts';
import type { ScriptHost } from './script-host.ts';
import { LIFE_CYCLE, type LifeCycle, type LifeCycleName, type ScriptInstance } from './script-instance.ts';

/** A Lua state with the engine's modules, in which scripts and the modules they require run. */
export type ScriptContext = {
	readonly lua: Lua;
	/** Runs a script's text once and takes the functions it defined; later calls give the same ones. @throws EngineError */
	load(script: ScriptResource): LifeCycle;
	/** Calls a function for a script and gives its first result. An error is logged with Lua's traceback. */
	call(instance: ScriptInstance, fn: LuaFunction, args: readonly LuaValue[]): LuaValue;
	/** The script being run. */
	readonly running: ScriptInstance | undefined;
};

/** Makes a context. `host` is asked for lazily, because it and its contexts need each other. */
export function createScriptContext(host: ScriptHost): ScriptContext {
	const log: Log = host.log;
	const print = (text: string): void => log({ severity: 'debug', domain: 'SCRIPT', message: binaryToText(text) });
	const lua = createLua({ print });
	const loadedScripts = new Map<string, LifeCycle>();
	const loadedModules = new Map<string, LuaValue>();
	/** Modules a script may require, by the name it uses. */
	const modules = new Map<string, ScriptResource>();
	let running: ScriptInstance | undefined;

	for (const [name, create] of Object.entries(MODULES)) {
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
			return lua.load(script.source, script.chunkName);
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

	lua.globals.set('require', (nameValue: LuaValue) => {
		const name = typeof nameValue === 'string' ? nameValue : luaError('bad argument #1 to require (string expected)');
		const loaded = loadedModules.get(name);
		if (loaded !== undefined) return loaded;
		const script = modules.get(name);
		// What is not a module of the project may be one of Lua's own libraries.
		if (!script) {
			const library = lua.globals.get(name);
			if (library instanceof LuaTable) return library;
			return luaError(`module '${name}' not found:\n\tno file '${name}'`);
		}
		loadedModules.set(name, true);
		const value = first(compile(script)(name));
		const kept = value === undefined ? loadedModules.get(name) : value;
		loadedModules.set(name, kept);
		return kept;
	});

	const call = (instance: ScriptInstance, fn: LuaFunction, args: readonly LuaValue[]): LuaValue => {
		const outer = running;
		running = instance;
		try {
			const outcome = lua.pcall(fn, args);
			if (outcome.ok) return outcome.values[0];
			log({ severity: 'error', domain: 'SCRIPT', message: binaryToText(outcome.error.stack) });
			return undefined;
		} finally {
			running = outer;
		}
	};

	return {
		lua,
		call,
		get running() {
			return running;
		},
		load(script) {
			const known = loadedScripts.get(script.path);
			if (known) return known;
			register(script);
			const outcome = lua.pcall(compile(script), []);
			const lifeCycle: { [name in LifeCycleName]?: LuaFunction } = {};
			if (!outcome.ok) {
				throw new EngineError('script-error', binaryToText(outcome.error.stack), {
					cause: outcome.error,
					data: { path: script.path },
				});
			}
			for (const name of LIFE_CYCLE) {
				const value = lua.globals.get(name);
				lua.globals.set(name, undefined);
				if (typeof value === 'function') lifeCycle[name] = value;
				else if (value !== undefined) {
					log({
						severity: 'error',
						domain: 'SCRIPT',
						message: `The global name '${name}' in '${script.path}' must be a function.`,
					});
				}
			}
			loadedScripts.set(script.path, lifeCycle);
			return lifeCycle;
		},
	};
}
