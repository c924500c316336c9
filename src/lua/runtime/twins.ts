import { TailCall } from './calls.ts';
import { type Chunk, isCompiled } from './chunk.ts';
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
	fn(QUERY);
	const chunk = answerChunk as Chunk;
	const index = answerIndex;
	const env = answerEnv;
	const captures = answerCaptures;
	const yields = chunk.info.functions[index]?.[4] ?? 1;
	let twin: Twin = NEVER_YIELDS;
	if (yields !== 0) {
		let isNever = yields !== 1;
		if (typeof yields === 'object') {
			const isOutermost = pending.size === 0;
			pending.add(fn);
			isNever = yields.every((dependency) =>
				neverYields(typeof dependency === 'number' ? captures[dependency] : valueAt(env, dependency)),
			);
			pending.delete(fn);
			// Inside a cycle the answer rests on an assumption about an outer function: do not keep it.
			if (isNever && !isOutermost) return NEVER_YIELDS;
		}
		if (!isNever) {
			chunk.twins ??= chunk.loadTwins();
			const factory = chunk.twins[index];
			if (factory) twin = captures.length === 0 ? factory(fn, env) : factory(fn, env, ...captures);
		}
	}
	fn.$g = twin;
	return twin;
}

/** `$settle` inside a generator: the postponed calls may yield. */
export function* $settleTwin(result: LuaResult): Generator<LuaResult, LuaResult, LuaResult> {
	while (result instanceof TailCall) {
		const { callee, callArguments } = result as TailCall;
		const twin = $twin(callee);
		result = twin === NEVER_YIELDS ? callee(...callArguments) : yield* twin(...callArguments);
	}
	return result;
}
