import { TailCall } from './calls.ts';
import { type Chunk, isCompiled } from './chunk.ts';
import { execution } from './execution.ts';
import { DIRECT, type TwinGenerator } from './suspended.ts';
import { LuaTable } from './table.ts';
import { type LuaFunction, type LuaResult, type LuaValue, NEVER_YIELDS, type Twin } from './values.ts';

/**
 * Questions to a compiled function about itself.
 *
 * Called with `QUERY` as its first argument, a compiled function passes everything it is made of to `$answer` and
 * stores the environment that comes back. That costs the function one comparison a call and no memory.
 */
export const QUERY = { isQuery: true } as unknown as LuaValue;

export type Anatomy = {
	readonly chunk: Chunk;
	readonly index: number;
	readonly env: LuaTable | undefined;
	/** Captured variables in order: the value itself, or its `Cell` when it is assigned somewhere. */
	readonly captures: readonly unknown[];
};

/** The answer to the query under way; variables instead of an object, because coroutines ask often. */
let answerChunk: Chunk | undefined;
let answerIndex = 0;
let answerEnv: LuaTable | undefined;
let answerCaptures: readonly unknown[] = [];
let nextEnv: LuaTable | undefined;

/** Generated code answers a query. Returns the function's environment from now on. */
export function $answer(
	chunk: Chunk,
	index: number,
	env: LuaTable | undefined,
	captures: readonly unknown[],
): LuaTable | undefined {
	answerChunk = chunk;
	answerIndex = index;
	answerEnv = env;
	answerCaptures = captures;
	return nextEnv ?? env;
}

/** What a compiled function is made of, `undefined` for functions of the host. */
export function inspectFunction(fn: LuaFunction): Anatomy | undefined {
	if (!isCompiled(fn)) return undefined;
	fn(QUERY);
	if (answerChunk === undefined) return undefined;
	return { chunk: answerChunk, index: answerIndex, env: answerEnv, captures: answerCaptures };
}

/** Environments of functions that do not use theirs, for `getfenv`. */
const unusedEnvs = new WeakMap<LuaFunction, LuaTable>();

/** The environment of a compiled function. */
export function environmentOf(fn: LuaFunction): LuaTable | undefined {
	const given = unusedEnvs.get(fn);
	if (given !== undefined) return given;
	const anatomy = inspectFunction(fn);
	return anatomy?.env ?? anatomy?.chunk.env;
}

/** Gives a compiled function another environment; `false` for functions of the host. */
export function setEnvironment(fn: LuaFunction, env: LuaTable): boolean {
	if (!isCompiled(fn)) return false;
	nextEnv = env;
	try {
		fn(QUERY);
	} finally {
		nextEnv = undefined;
	}
	unusedEnvs.set(fn, env);
	// The twin has the old one.
	if (fn.$g !== NEVER_YIELDS) fn.$g = undefined;
	return true;
}

/** Functions whose yielding is being found out: calling one of them again changes nothing. */
const pending = new Set<LuaFunction>();

function valueAt(env: LuaTable | undefined, path: string): LuaValue {
	let value: LuaValue = env;
	for (const name of path.split('.')) value = value instanceof LuaTable ? value.get(name) : undefined;
	return value;
}

function neverYields(value: unknown): boolean {
	if (typeof value !== 'function') return false;
	const fn = value as LuaFunction;
	return pending.has(fn) || $twin(fn) === NEVER_YIELDS;
}

/**
 * The generator with a function's body, made on first use and kept in `$g`.
 *
 * `NEVER_YIELDS` for functions of the host and for those that provably call nothing that yields.
 */
export function $twin(fn: LuaFunction): Twin {
	if (fn.$g !== undefined) return fn.$g;
	if (!isCompiled(fn)) {
		fn.$g = NEVER_YIELDS;
		return NEVER_YIELDS;
	}
	const twin = makeTwin(fn);
	if (twin !== undefined) fn.$g = twin;
	return twin ?? NEVER_YIELDS;
}

/** Whether a captured variable certainly holds something that yields. */
function certainlyYields(value: unknown): boolean {
	if (typeof value !== 'function') return false;
	const { $g } = value as LuaFunction;
	return $g !== undefined && $g !== NEVER_YIELDS;
}

/** The twin of a compiled function; `undefined` when it never yields as far as that can be said now. */
function makeTwin(fn: LuaFunction): Twin | undefined {
	fn(QUERY);
	const chunk = answerChunk as Chunk;
	const index = answerIndex;
	const env = answerEnv;
	const captures = answerCaptures;
	const yields = chunk.info.functions[index]?.[4] ?? 1;
	let twin: Twin = NEVER_YIELDS;
	if (yields !== 0) {
		let isNever = yields !== 1;
		// Whether it yields depends on nothing but its arguments.
		let isAsking = false;
		if (typeof yields === 'object') {
			isNever = !yields.some((dependency) => typeof dependency === 'number' && certainlyYields(captures[dependency]));
		}
		if (isNever && typeof yields === 'object') {
			const isOutermost = pending.size === 0;
			pending.add(fn);
			isNever = yields.every(
				(dependency) =>
					(typeof dependency === 'number' && dependency < 0) ||
					neverYields(typeof dependency === 'number' ? captures[dependency] : valueAt(env, dependency)),
			);
			pending.delete(fn);
			if (isNever && yields.some((dependency) => typeof dependency === 'number' && dependency < 0)) {
				isNever = false;
				isAsking = true;
			}
			// Inside a cycle the answer rests on an assumption about an outer function: do not keep it.
			if (isNever && !isOutermost) return undefined;
		}
		if (!isNever) {
			chunk.twins ??= chunk.loadTwins();
			const factory = chunk.twins[index];
			if (factory) twin = factory(isAsking, fn, env, ...captures);
		}
	}
	return twin;
}

/** The function that last began a coroutine. */
let lastStarted: LuaFunction | undefined;

/**
 * `$twin` of a compiled function that begins a coroutine: most do so once, and then keeping the twin would only cost
 * the function another hidden class.
 */
export function $twinToStart(fn: LuaFunction): Twin {
	if (fn.$g !== undefined) return fn.$g;
	if (lastStarted === fn) return $twin(fn);
	lastStarted = fn;
	return makeTwin(fn) ?? NEVER_YIELDS;
}

/** Whether calling a value, here and now, cannot yield. */
export function $isQuiet(value: LuaValue): boolean {
	return typeof value === 'function' && (value.$g ?? $twin(value)) === NEVER_YIELDS;
}

/** A call inside a generator. */
export function* $callTwin(callee: LuaFunction, args: readonly LuaValue[]): TwinGenerator {
	const twin = $twin(callee);
	if (twin === NEVER_YIELDS) return callee(...args);
	const generator = twin(...args);
	return generator === DIRECT ? execution.r : yield* generator;
}

/** `$settle` inside a generator: the postponed calls may yield. */
export function* $settleTwin(result: LuaResult): TwinGenerator {
	while (result instanceof TailCall) {
		const { callee, callArguments } = result as TailCall;
		result = yield* $callTwin(callee, callArguments);
	}
	return result;
}
