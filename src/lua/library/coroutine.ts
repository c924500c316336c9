// biome-ignore-all lint/complexity/noArguments: the count of arguments tells a missing one from nil.
import { argError, checkFunction, luaWhere } from '../runtime/arguments.ts';
import { values } from '../runtime/calls.ts';
import { isCompiled } from '../runtime/chunk.ts';
import { $$resume, resumeProblem, yieldError } from '../runtime/coroutines.ts';
import { execution } from '../runtime/execution.ts';
import { LuaError } from '../runtime/lua-error.ts';
import { currentEnvironment, type LuaState } from '../runtime/state.ts';
import { LuaThread } from '../runtime/thread.ts';
import { type LuaFunction, type LuaResult, type LuaValue, YIELD } from '../runtime/values.ts';
import type { LibraryFields } from './library.ts';

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
		resume(thread: LuaValue, ...args: LuaValue[]) {
			const coroutine = threadOf(thread);
			const problem = resumeProblem(coroutine, state);
			if (problem !== undefined) return [false, problem];
			const result = $$resume(coroutine, args, state);
			if (result instanceof LuaError) return [false, result.value];
			return result instanceof Array ? [true, ...values(result)] : [true, result as LuaValue];
		},
		yield: plain.yield,
		wrap(body: LuaValue) {
			const coroutine = create(body);
			return function wrap(...args): LuaResult {
				const problem = resumeProblem(coroutine, state);
				if (problem !== undefined) throw new LuaError(luaWhere() + problem);
				const result = $$resume(coroutine, args, state);
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
