import { EMPTY, isSeveral, type LuaFunction, type LuaResult, type LuaValue } from './values.ts';

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
	return isSeveral(result) ? $first(result) : result;
}

/** `first` of a result that is known to be an array. */
export function $first(result: LuaResult): LuaValue {
	if (result instanceof TailCall) result = $settle(result);
	return isSeveral(result) ? result[0] : result;
}

/** All values of a call's result; not to be changed. */
export function values(result: LuaResult): readonly LuaValue[] {
	if (!isSeveral(result)) return [result];
	return result instanceof TailCall ? values($settle(result)) : result;
}

/** A result from any number of values: one is bare. */
export function resultOf(list: readonly LuaValue[]): LuaResult {
	return list.length === 1 ? list[0] : list.length === 0 ? EMPTY : list;
}
