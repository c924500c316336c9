// biome-ignore-all lint/complexity/noArguments: the count of arguments tells a missing one from nil.
import { checkAny, checkFunction } from '../runtime/arguments.ts';
import { $$invoke } from '../runtime/callee.ts';
import { values } from '../runtime/calls.ts';
import { $caught } from '../runtime/caught.ts';
import { execution } from '../runtime/execution.ts';
import type { LuaError } from '../runtime/lua-error.ts';
import type { LuaState } from '../runtime/state.ts';
import { $hold, DIRECT } from '../runtime/suspended.ts';
import { $settleTwin, $twin } from '../runtime/twins.ts';
import {
	isSeveral,
	type LuaFunction,
	type LuaResult,
	type LuaValue,
	NEVER_YIELDS,
	type Twin,
} from '../runtime/values.ts';
import { $error } from '../runtime/vararg.ts';
import type { LibraryFields } from './library.ts';

/** Message handlers that fail are given their own error this often before PUC gives up. */
const HANDLER_LIMIT = 10;

const succeeded = (result: LuaResult): LuaResult => (isSeveral(result) ? [true, ...values(result)] : [true, result]);

/** What runs at the throw below `xpcall`: the handler's answer replaces the error's value. */
function $handlerFor(handler: LuaValue, state: LuaState): (error: LuaError) => void {
	return function $handle(error) {
		const outer = execution.onError;
		execution.onError = undefined;
		error.handled = true;
		let { value } = error;
		try {
			for (let attempt = 0; attempt < (state.isLuaJit ? 1 : HANDLER_LIMIT); attempt++) {
				try {
					error.value = values($$invoke(handler, [value], state))[0];
					return;
				} catch (thrown) {
					({ value } = $caught(thrown));
				}
			}
			error.value = 'error in error handling';
		} finally {
			execution.onError = outer;
		}
	};
}

/** The generator of `pcall` and `xpcall`, for dialects in which a protected function may yield. */
function* $protectTwin(
	callee: LuaValue,
	args: readonly LuaValue[],
	onError: ((error: LuaError) => void) | undefined,
	state: LuaState,
): Generator<LuaResult, LuaResult, LuaResult> {
	const { n, onError: outer } = execution;
	execution.onError = onError;
	try {
		const twin = typeof callee === 'function' ? $twin(callee) : NEVER_YIELDS;
		if (twin === NEVER_YIELDS) return succeeded($$invoke(callee, args, state));
		const generator = twin(...args);
		if (generator === DIRECT) return succeeded(yield* $settleTwin(execution.r));
		const step = generator.next();
		return succeeded(
			yield* $settleTwin(step.done === true ? step.value : yield $hold(generator, step, undefined, 0, 0)),
		);
	} catch (thrown) {
		execution.n = n;
		const error = $caught(thrown);
		if (!error.handled) onError?.(error);
		return [false, error.value];
	} finally {
		execution.onError = outer;
	}
}

/** `pcall` and `xpcall`. */
export function createProtectedCalls(state: LuaState): LibraryFields {
	const pcall: LuaFunction = function pcall(callee, ...args) {
		if (callee === undefined) checkAny(1, arguments.length);
		// No Lua function is to blame for it, so there is no position to look for.
		if (callee === $error && typeof args[0] !== 'number' && args[1] === undefined) return [false, args[0]];
		const { n, onError } = execution;
		execution.onError = undefined;
		try {
			return succeeded($$invoke(callee, args, state));
		} catch (thrown) {
			execution.n = n;
			return [false, $caught(thrown).value];
		} finally {
			execution.onError = onError;
		}
	};
	const xpcall: LuaFunction = function xpcall(callee, handler, ...args) {
		if (handler === undefined && state.isLuaJit) checkFunction(handler, 2, arguments.length);
		if (handler === undefined) checkAny(2, arguments.length);
		const { n, onError } = execution;
		const onOwnError = $handlerFor(handler, state);
		execution.onError = onOwnError;
		try {
			// PUC calls the function without arguments.
			return succeeded($$invoke(callee, state.isLuaJit ? args : [], state));
		} catch (thrown) {
			execution.n = n;
			const error = $caught(thrown);
			if (!error.handled) onOwnError(error);
			return [false, error.value];
		} finally {
			execution.onError = onError;
		}
	};
	if (state.isLuaJit) {
		const pcallTwin: Twin = function* pcall(callee, ...args) {
			return yield* $protectTwin(callee, args, undefined, state);
		};
		const xpcallTwin: Twin = function* xpcall(callee, handler, ...args) {
			return yield* $protectTwin(callee, args, $handlerFor(handler, state), state);
		};
		pcall.$g = pcallTwin;
		xpcall.$g = xpcallTwin;
	}
	return { pcall, xpcall };
}
