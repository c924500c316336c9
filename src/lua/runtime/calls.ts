import type { Chunk } from './chunk.ts';
import { $metamethod } from './metatables.ts';
import { $typeError } from './raise.ts';
import type { LuaState } from './state.ts';
import { LuaUserdata } from './userdata.ts';
import { EMPTY, type LuaFunction, type LuaResult, type LuaValue } from './values.ts';

/**
 * A call that is still to be made: what a tail call returns when the stack is already deep in tail calls. Whoever
 * wants the values makes the call, after the frames in between are gone.
 */
export class TailCall extends Array<LuaValue> {
	readonly callee: LuaFunction;
	readonly callArguments: readonly LuaValue[];

	constructor(callee: LuaFunction, callArguments: readonly LuaValue[]) {
		super();
		this.callee = callee;
		this.callArguments = callArguments;
	}
}

/** Makes postponed tail calls until there are values. */
export function $settle(result: LuaResult): LuaResult {
	while (result instanceof TailCall) result = result.callee(...result.callArguments);
	return result;
}

/** The first value of a call's result, nil when there is none. */
export function first(result: LuaResult): LuaValue {
	return result instanceof Array ? $first(result) : (result as LuaValue);
}

/** `first` of a result that is known to be an array. */
export function $first(result: LuaResult): LuaValue {
	if (result instanceof TailCall) result = $settle(result);
	return result instanceof Array ? result[0] : (result as LuaValue);
}

/** All values of a call's result; not to be changed. */
export function values(result: LuaResult): readonly LuaValue[] {
	if (!(result instanceof Array)) return [result as LuaValue];
	return result instanceof TailCall ? values($settle(result)) : result;
}

/** A result from any number of values: one is bare. */
export function resultOf(list: readonly LuaValue[]): LuaResult {
	return list.length === 1 ? list[0] : list.length === 0 ? EMPTY : list;
}

/** What calling a value that is not a function runs: its `__call`, or `undefined`. */
export function $callHandler(value: LuaValue, state: LuaState): LuaFunction | undefined {
	if (value instanceof LuaUserdata && value.call !== undefined) {
		return function $callable(...args) {
			return value.call?.(...args);
		};
	}
	const handler = $metamethod(value, '__call', state);
	if (typeof handler !== 'function') return undefined;
	return function $callable(...args) {
		return handler(value, ...args);
	};
}

/**
 * A function to call in place of a value that is not one. Without `__call` it throws when it is called, so that the
 * arguments are still evaluated first.
 */
export function $callee(value: LuaValue, chunk: Chunk, site: number): LuaFunction {
	if (typeof value === 'function') return value;
	return (
		$callHandler(value, chunk.state) ??
		function $notCallable(): never {
			return $typeError(value, 'call', { chunk, site });
		}
	);
}

/** Calls any value from a library or the host, with PUC's error if it cannot be called. */
export function $$invoke(callee: LuaValue, args: readonly LuaValue[], state: LuaState): LuaResult {
	const fn = typeof callee === 'function' ? callee : $callee(callee, state.hostChunk, 0);
	const result = fn(...args);
	return result instanceof TailCall ? $settle(result) : result;
}
