// biome-ignore-all lint/complexity/noArguments: the count of arguments tells a missing one from nil.
import {
	argError,
	checkAny,
	checkFunction,
	checkInteger,
	checkTable,
	luaError,
	optString,
} from '../runtime/arguments.ts';
import { toNumber } from '../runtime/arithmetic.ts';
import type { Cell, ChunkInfo } from '../runtime/chunk.ts';
import { $metatableOf } from '../runtime/metatables.ts';
import { displayNumber } from '../runtime/numbers.ts';
import { $captureLevels, type Level, levelsOfCoroutine } from '../runtime/stack.ts';
import { type LuaState, runningThread } from '../runtime/state.ts';
import { LuaTable } from '../runtime/table.ts';
import { LuaThread } from '../runtime/thread.ts';
import { $tracebackText, nameOf } from '../runtime/traceback.ts';
import { environmentOf, inspectFunction, setEnvironment } from '../runtime/twins.ts';
import { typeName } from '../runtime/type-name.ts';
import { LuaProxy, LuaUserdata } from '../runtime/userdata.ts';
import { EMPTY, type LuaFunction, type LuaValue } from '../runtime/values.ts';
import { findFunctionAt } from './caller.ts';
import type { LibraryFields } from './library.ts';

/** What `getinfo` says about where a function comes from. */
function sourceFields(info: ChunkInfo | undefined, index: number): { readonly [name: string]: LuaValue } {
	if (info === undefined) {
		return { source: '=[C]', short_src: '[C]', what: 'C', linedefined: -1, lastlinedefined: -1 };
	}
	const fn = info.functions[index];
	return {
		source: info.name,
		short_src: info.shortName,
		what: index === 0 ? 'main' : 'Lua',
		linedefined: fn?.[0] ?? -1,
		// PUC does not note where the main function ends.
		lastlinedefined: index === 0 ? -1 : (fn?.[1] ?? -1),
	};
}

const OPTIONS = /^[Slnuf>L]*$/;

function nameFields(level: Level | undefined): { readonly [name: string]: LuaValue } {
	const name = nameOf(level?.calledAs ?? '');
	if (name === '') return { name: undefined, namewhat: '' };
	return { name, namewhat: level?.calledAs.split(' ')[0] };
}

const TAIL_FIELDS = {
	source: '=(tail call)',
	short_src: '(tail call)',
	what: 'tail',
	linedefined: -1,
	lastlinedefined: -1,
} as const;

/** Lines of a function that may hold code: which of them do is not kept. */
function activeLines(info: ChunkInfo, index: number): LuaTable {
	const [first = 0, last = 0] = info.functions[index] ?? [];
	const lines = new LuaTable();
	for (let line = first + 1; line <= last; line++) lines.set(line, true);
	return lines;
}

type Subject = { readonly level: Level | undefined; readonly fn: LuaFunction | undefined };

function infoTable(subject: Subject, options: string): LuaTable {
	const { level, fn } = subject;
	const anatomy = fn === undefined ? undefined : inspectFunction(fn);
	const info = level?.info ?? anatomy?.chunk.info;
	const index = level?.index ?? anatomy?.index ?? 0;
	const table = new LuaTable();
	const add = (fields: { readonly [name: string]: LuaValue }): void => {
		for (const [name, value] of Object.entries(fields)) table.set(name, value);
	};
	if (options.includes('S')) add(level?.what === 'tail' ? TAIL_FIELDS : sourceFields(info, index));
	if (options.includes('l')) add({ currentline: level?.line ?? -1 });
	if (options.includes('u')) add({ nups: info?.functions[index]?.[5].length ?? 0 });
	if (options.includes('n')) add(nameFields(level));
	if (options.includes('f')) add({ func: fn });
	if (options.includes('L') && info !== undefined) add({ activelines: activeLines(info, index) });
	return table;
}

/** JavaScript frames looked at where the whole stack is wanted. */
const ALL_FRAMES = 100_000;

const isCell = (value: unknown): value is Cell =>
	typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype && 'v' in value;

/** What stands for each variable that closures share. */
const cellIds = new WeakMap<object, LuaProxy>();

/** LuaJIT's `debug.upvalueid`: the same for closures that share a variable; others' are known by function and place. */
const upvalueId: LuaFunction = function upvalueid(fn, which) {
	const index = checkInteger(which, 2, arguments.length);
	const closure = checkFunction(fn, 1);
	const anatomy = inspectFunction(closure);
	if (anatomy === undefined || !(index >= 1 && index <= anatomy.captures.length)) {
		return argError(2, 'invalid upvalue index');
	}
	const held = anatomy.captures[index - 1];
	const owner: object = isCell(held) ? held : ownUpvalue(closure, index);
	let id = cellIds.get(owner);
	if (id === undefined) {
		id = new LuaProxy();
		cellIds.set(owner, id);
	}
	return id;
};

const ownUpvalues = new WeakMap<LuaFunction, object[]>();

function ownUpvalue(fn: LuaFunction, index: number): object {
	const places = ownUpvalues.get(fn) ?? [];
	ownUpvalues.set(fn, places);
	places[index] ??= {};
	return places[index];
}

/** The arguments after an optional thread, and how many places they are shifted by. */
export function afterThread(
	given: readonly LuaValue[],
	state: LuaState,
): { readonly thread: LuaThread | undefined; readonly args: readonly LuaValue[]; readonly shift: number } {
	const [first] = given;
	if (!(first instanceof LuaThread)) return { thread: undefined, args: given, shift: 0 };
	return { thread: first === runningThread(state) ? undefined : first, args: given.slice(1), shift: 1 };
}

/**
 * Hooks and local variables: what needs code compiled for it, and so comes with the compiler.
 */
export type DebugFrames = {
	readonly fields: LibraryFields;
	/** The function at a level of the stack, if it was compiled for debugging. */
	functionAt(level: number, levels: readonly Level[]): LuaFunction | undefined;
	/** The same of a coroutine that is not running. */
	functionOf(thread: LuaThread, index: number, level: Level): LuaFunction | undefined;
};

/** In place of hooks and local variables, where there is no compiler. */
const NO_FRAMES: LibraryFields = Object.fromEntries(
	['sethook', 'gethook', 'getlocal', 'setlocal'].map((name) => [
		name,
		() => luaError(`debug.${name} is not available: this Lua state was made without a compiler`),
	]),
);

/** `debug`. */
export function createDebugLibrary(state: LuaState, frames: DebugFrames | undefined): LibraryFields {
	const levelsUpTo = (level: number): Level[] => $captureLevels(60 * (level + 2));
	const metatableFor = (value: LuaValue, table: LuaTable | undefined): void => {
		if (value instanceof LuaTable) value.mt = table ?? null;
		else if (value instanceof LuaUserdata) value.metatable = table;
		else state.typeMetatables[typeName(value)] = table;
	};
	return {
		...(frames?.fields ?? NO_FRAMES),
		traceback(...given: LuaValue[]) {
			const { thread: other, args, shift } = afterThread(given, state);
			const [message, level] = args;
			// Anything else is handed back as it is, a nil that was given too.
			if (args.length > 0 && typeof message !== 'string' && typeof message !== 'number') return message;
			const skip = level === undefined ? (other === undefined ? 1 : 0) : checkInteger(level, 2 + shift);
			const levels = other === undefined ? $captureLevels(ALL_FRAMES) : levelsOfCoroutine(other);
			const head = message === undefined ? '' : `${typeof message === 'number' ? displayNumber(message) : message}\n`;
			return head + $tracebackText(levels, skip);
		},
		getinfo(...given: LuaValue[]) {
			const { thread, args, shift } = afterThread(given, state);
			const [which, wanted] = args;
			const options = optString(wanted, 2 + shift, 'flnSu');
			if (!OPTIONS.test(options)) argError(2 + shift, 'invalid option');
			if (typeof which === 'function') return infoTable({ level: undefined, fn: which }, options);
			if (toNumber(which) === undefined) argError(1 + shift, 'function or level expected');
			const number = checkInteger(which, 1 + shift);
			if (number < 0) return undefined;
			if (thread !== undefined) {
				const level = levelsOfCoroutine(thread)[number];
				if (level === undefined) return undefined;
				return infoTable({ level, fn: frames?.functionOf(thread, number, level) }, options);
			}
			const levels = levelsUpTo(number);
			const level = levels[number];
			if (level === undefined) return undefined;
			const fn = frames?.functionAt(number, levels) ?? findFunctionAt(number, levels);
			return infoTable({ level, fn }, options);
		},
		getmetatable(value: LuaValue) {
			checkAny(1, arguments.length);
			return $metatableOf(value, state);
		},
		setmetatable(value: LuaValue, table: LuaValue) {
			if (table !== undefined && !(table instanceof LuaTable)) argError(2, 'nil or table expected');
			metatableFor(value, table instanceof LuaTable ? table : undefined);
			return true;
		},
		getfenv(fn: LuaValue) {
			checkAny(1, arguments.length);
			if (fn instanceof LuaThread) return fn.env;
			return typeof fn === 'function' ? (environmentOf(fn) ?? state.globals) : undefined;
		},
		setfenv(fn: LuaValue, env: LuaValue) {
			const table = checkTable(env, 2, arguments.length);
			if (fn instanceof LuaThread) fn.env = table;
			else if (typeof fn !== 'function' || !setEnvironment(fn, table)) {
				luaError("'setfenv' cannot change environment of given object");
			}
			return fn;
		},
		...(state.isLuaJit ? { upvalueid: upvalueId } : {}),
		getregistry() {
			return state.registry;
		},
		getupvalue(fn: LuaValue, which: LuaValue) {
			const index = checkInteger(which, 2, arguments.length);
			const anatomy = inspectFunction(checkFunction(fn, 1));
			const name = anatomy?.chunk.info.functions[anatomy.index]?.[5][index - 1];
			if (anatomy === undefined || name === undefined) return EMPTY;
			const held = anatomy.captures[index - 1];
			return [name, isCell(held) ? held.v : (held as LuaValue)];
		},
		setupvalue(fn: LuaValue, which: LuaValue, value: LuaValue) {
			checkAny(3, arguments.length);
			const index = checkInteger(which, 2);
			const anatomy = inspectFunction(checkFunction(fn, 1));
			const name = anatomy?.chunk.info.functions[anatomy.index]?.[5][index - 1];
			if (anatomy === undefined || name === undefined) return EMPTY;
			const held = anatomy.captures[index - 1];
			if (!isCell(held)) return luaError(`upvalue '${name}' is never assigned and so cannot be set`);
			held.v = value;
			return name;
		},
		debug() {
			return luaError('debug.debug is not available');
		},
	};
}
