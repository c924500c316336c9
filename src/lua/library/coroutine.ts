// biome-ignore-all lint/complexity/noArguments: the count of arguments tells a missing one from nil.
import { argError, checkFunction, luaError, luaWhere } from '../runtime/arguments.ts';
import { values } from '../runtime/calls.ts';
import { isCompiled } from '../runtime/chunk.ts';
import { $$resume, resumeProblem, yieldError } from '../runtime/coroutines.ts';
import { execution } from '../runtime/execution.ts';
import { LuaError } from '../runtime/lua-error.ts';
import { currentEnvironment, type LuaState } from '../runtime/state.ts';
import { LuaThread } from '../runtime/thread.ts';
import { isSeveral, type LuaFunction, type LuaResult, type LuaValue, YIELD } from '../runtime/values.ts';
import type { LibraryFields } from './library.ts';

/** All arguments but the first. */
function restOf(args: readonly LuaValue[]): readonly LuaValue[] {
	return Array.prototype.slice.call(args, 1);
}

/** `coroutine`. */
export function createCoroutineLibrary(state: LuaState): LibraryFields {
	const threadOf = (value: LuaValue): LuaThread =>
		value instanceof LuaThread ? value : argError(1, 'coroutine expected');
	const create = (body: LuaValue): LuaThread => {
		// PUC's coroutines run Lua functions only; LuaJIT's run any.
		if (state.isLuaJit) return new LuaThread(checkFunction(body, 1), currentEnvironment(state));
		if (typeof body !== 'function' || !isCompiled(body)) argError(1, 'Lua function expected');
		return new LuaThread(body as LuaFunction, currentEnvironment(state));
	};
	// Called plainly, with no generator between it and its coroutine.
	const plain: { yield: LuaFunction } = {
		yield() {
			throw yieldError(state);
		},
	};
	plain.yield.$g = YIELD;
	return {
		create,
		resume(thread: LuaValue, input: LuaValue) {
			const coroutine = thread instanceof LuaThread ? thread : threadOf(thread);
			if (coroutine.status !== 'suspended') return [false, resumeProblem(coroutine, state)];
			// One value is the usual case and needs no array.
			const given = arguments.length === 2 ? input : restOf(arguments as unknown as LuaValue[]);
			const result = $$resume(coroutine, given, state);
			if (result instanceof LuaError) return [false, result.value];
			return isSeveral(result) ? [true, ...values(result)] : [true, result];
		},
		yield: plain.yield,
		wrap(body: LuaValue) {
			const coroutine = create(body);
			return function wrap(input: LuaValue): LuaResult {
				if (coroutine.status !== 'suspended') luaError(String(resumeProblem(coroutine, state)));
				const given = arguments.length === 1 ? input : Array.from(arguments as unknown as LuaValue[]);
				const result = $$resume(coroutine, given, state);
				if (!(result instanceof LuaError)) return result;
				// Both dialects put the position of the caller in front of errors that are strings.
				if (typeof result.value === 'string') result.value = luaWhere() + result.value;
				if (!result.handled) execution.onError?.(result);
				throw result;
			};
		},
		status(thread: LuaValue) {
			return threadOf(thread).status;
		},
		running() {
			return state.thread;
		},
	};
}
