// biome-ignore-all lint/complexity/noArguments: the count of arguments tells a missing one from nil.
import { argError, checkFunction, luaError, luaWhere } from '../runtime/arguments.ts';
import { values } from '../runtime/calls.ts';
import { isCompiled } from '../runtime/chunk.ts';
import { $$resume, resumeProblem, yieldError } from '../runtime/coroutines.ts';
import { execution } from '../runtime/execution.ts';
import { LuaError } from '../runtime/lua-error.ts';
import { currentEnvironment, type LuaState, runningThread } from '../runtime/state.ts';
import { LuaThread } from '../runtime/thread.ts';
import { isSeveral, type LuaFunction, type LuaResult, type LuaValue, YIELD } from '../runtime/values.ts';
import type { LibraryFields } from './library.ts';

/** `coroutine`. */
export function createCoroutineLibrary(state: LuaState): LibraryFields {
	const threadOf = (value: LuaValue): LuaThread =>
		value instanceof LuaThread ? value : argError(1, 'coroutine expected');
	const create = (body: LuaValue): LuaThread => {
		// PUC's coroutines run Lua functions only; LuaJIT's run any.
		if (state.isLuaJit) return new LuaThread(checkFunction(body, 1), currentEnvironment(state), state);
		if (typeof body !== 'function' || !isCompiled(body)) argError(1, 'Lua function expected');
		return new LuaThread(body as LuaFunction, currentEnvironment(state), state);
	};
	// Called plainly, with no generator between it and its coroutine.
	const plain: { yield: LuaFunction } = {
		yield() {
			throw yieldError(state);
		},
	};
	plain.yield.$g = YIELD;
	const isYieldable = {
		isyieldable() {
			return runningThread(state) !== undefined;
		},
	};
	return {
		...(state.isLuaJit ? isYieldable : {}),
		create,
		resume(thread: LuaValue, input: LuaValue) {
			const coroutine = thread instanceof LuaThread ? thread : threadOf(thread);
			if (coroutine.status !== 'suspended') return [false, resumeProblem(coroutine, state)];
			// One value is the usual case and needs no array.
			let given: LuaResult = input;
			if (arguments.length !== 2) {
				const list: LuaValue[] = [];
				// Passing `arguments` on would make it an object every time.
				for (let index = 1; index < arguments.length; index++) list.push(arguments[index] as LuaValue);
				given = list;
			}
			const result = $$resume(coroutine, given);
			if (result instanceof LuaError) return [false, result.value];
			return isSeveral(result) ? [true, ...values(result)] : [true, result];
		},
		yield: plain.yield,
		wrap(body: LuaValue) {
			const coroutine = create(body);
			return function wrap(input: LuaValue): LuaResult {
				if (coroutine.status !== 'suspended') luaError(String(resumeProblem(coroutine, state)));
				let given: LuaResult = input;
				if (arguments.length !== 1) {
					const list: LuaValue[] = [];
					for (let index = 0; index < arguments.length; index++) list.push(arguments[index] as LuaValue);
					given = list;
				}
				const result = $$resume(coroutine, given);
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
			return runningThread(state);
		},
	};
}
