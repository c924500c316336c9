import type { LuaTable } from './table.ts';
import type { LuaThread } from './thread.ts';
import type { LuaUserdata } from './userdata.ts';

/**
 * Any Lua value as JavaScript sees it.
 *
 * nil is `undefined`; strings are binary strings (one character of 0…255 a byte); functions are bare JavaScript
 * functions; `null` never occurs.
 */
export type LuaValue = undefined | boolean | number | string | LuaTable | LuaFunction | LuaUserdata | LuaThread;

/**
 * What a Lua function returns: exactly one value bare, any other count as an array.
 *
 * The array is never changed by its receiver, so a function may return the same one again.
 */
export type LuaResult = LuaValue | readonly LuaValue[];

/** A Lua function, compiled or of the host. */
export interface LuaFunction {
	(...args: LuaValue[]): LuaResult;
	/** The generator with the same body, made on first use inside a coroutine; `NEVER_YIELDS` for host functions. */
	$g?: Twin | undefined;
}

/** A function of the host: what it leaves out (`void`) counts as one nil. */
// biome-ignore lint/suspicious/noConfusingVoidType: a host function that returns nothing is welcome.
export type HostFunction = (...args: LuaValue[]) => LuaResult | void;

/** The body of a Lua function as a generator: `yield` hands a result out and receives the values of the next resume. */
export type Twin = (...args: LuaValue[]) => Generator<LuaResult, LuaResult, LuaResult>;

/** No values at all. Shared; never changed. */
export const EMPTY: readonly LuaValue[] = [];

/** Whether a result is any number of values but one. */
export function isSeveral(result: LuaResult): result is readonly LuaValue[] {
	return Array.isArray(result);
}

/** Stands in `$g` of functions that cannot yield: they are called directly, also inside coroutines. */
// biome-ignore lint/correctness/useYield: it stands for a generator and is never run.
export const NEVER_YIELDS: Twin = function* $never() {
	return EMPTY;
};

/**
 * `coroutine.yield` as a generator. Generated code recognises it and yields in place.
 */
export const YIELD: Twin = function* $yield(...args) {
	return yield args.length === 1 ? args[0] : args;
};
