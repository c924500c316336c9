import type { Chunk } from './chunk.ts';
import type { LuaResult } from './values.ts';

/** The running body of a Lua function inside a coroutine. */
export type TwinGenerator = Generator<LuaResult, LuaResult, LuaResult>;

/**
 * A function of a coroutine that waits for its callee to return.
 *
 * Generators do not delegate to each other (`yield*` would pass every value through every level, every time): a
 * caller starts its callee like a plain call, and only if that yields instead of returning does the caller yield as
 * well, leaving the callee here. From then on the coroutine itself hands results outwards, one generator at a time.
 */
export type Suspended = {
	/** The callee. */
	readonly generator: TwinGenerator;
	/** Where its caller called it: `undefined` for a function of the host. */
	readonly chunk: Chunk | undefined;
	readonly index: number;
	readonly site: number;
	/** The same of its caller; `undefined` when that is the coroutine's outermost function. */
	outer: Suspended | undefined;
};

/** Callees that yielded since the coroutine was resumed. */
export const newlySuspended: { innermost: Suspended | undefined; outermost: Suspended | undefined } = {
	innermost: undefined,
	outermost: undefined,
};

/** Keeps a callee that yielded; gives what it yielded, for the caller to yield on. */
export function $hold(
	generator: TwinGenerator,
	step: IteratorResult<LuaResult, LuaResult>,
	chunk: Chunk | undefined,
	index: number,
	site: number,
): LuaResult {
	const call: Suspended = { generator, chunk, index, site, outer: undefined };
	const { outermost } = newlySuspended;
	if (outermost === undefined) newlySuspended.innermost = call;
	else outermost.outer = call;
	newlySuspended.outermost = call;
	return step.value;
}

/** What a twin gives instead of a generator when it has run the function plainly: the result is `execution.r`. */
// biome-ignore lint/correctness/useYield: it stands for a generator and is never run.
export const DIRECT: TwinGenerator = (function* $direct(): TwinGenerator {
	return undefined;
})();

/** `next` of every generator, called in a way that needs no look-up. */
export const nextStep: TwinGenerator['next'] = (
	Object.getPrototypeOf(function* $any() {}) as { prototype: TwinGenerator }
).prototype.next;
