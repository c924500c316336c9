import { $settle, TailCall } from './calls.ts';
import type { Chunk } from './chunk.ts';
import { $metamethod } from './metatables.ts';
import { $typeError } from './raise.ts';
import type { LuaState } from './state.ts';
import { $callTwin } from './twins.ts';
import { LuaUserdata } from './userdata.ts';
import type { LuaFunction, LuaResult, LuaValue } from './values.ts';

/** What calling a value that is not a function runs: its `__call`, or `undefined`. */
export function $callHandler(value: LuaValue, state: LuaState): LuaFunction | undefined {
	if (value instanceof LuaUserdata && value.call !== undefined) {
		return function $callable(...args) {
			return value.call?.(...args);
		};
	}
	const handler = $metamethod(value, '__call', state);
	if (typeof handler !== 'function') return undefined;
	const callable: LuaFunction = function $callable(...args) {
		return handler(value, ...args);
	};
	// What it calls may yield.
	callable.$g = function* $callable(...args) {
		return yield* $callTwin(handler, [value, ...args]);
	};
	return callable;
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
