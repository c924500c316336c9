import { luaWhere } from './arguments.ts';
import { TailCall } from './calls.ts';
import { $caught } from './caught.ts';
import { execution } from './execution.ts';
import { LuaError } from './lua-error.ts';
import type { LuaState } from './state.ts';
import type { LuaThread } from './thread.ts';
import { $settleTwin, $twin } from './twins.ts';
import { EMPTY, type LuaResult, type LuaValue, NEVER_YIELDS } from './values.ts';

/** Starts or continues the generator behind a coroutine. */
function $step(thread: LuaThread, args: readonly LuaValue[]): LuaResult {
	let step: IteratorResult<LuaResult, LuaResult>;
	const { body } = thread;
	if (body !== undefined) {
		thread.body = undefined;
		// `$settleTwin` runs functions that cannot yield, too.
		const twin = $twin(body);
		thread.generator = twin === NEVER_YIELDS ? $settleTwin(new TailCall(body, args)) : twin(...args);
		step = thread.generator.next();
	} else if (thread.generator !== undefined) step = thread.generator.next(args.length === 1 ? args[0] : args);
	else return EMPTY;
	while (step.done === true) {
		if (!(step.value instanceof TailCall)) {
			thread.status = 'dead';
			thread.generator = undefined;
			return step.value;
		}
		thread.generator = $settleTwin(step.value);
		step = thread.generator.next();
	}
	thread.status = 'suspended';
	return step.value;
}

/**
 * Resumes a suspended coroutine until it yields or ends; its values, or the error that ended it.
 *
 * Its stack is its own: message handlers of the resumer do not run inside it.
 */
export function $$resume(thread: LuaThread, args: readonly LuaValue[], state: LuaState): LuaResult | LuaError {
	const outer = state.thread;
	const { n, onError } = execution;
	thread.resumer = outer;
	if (outer !== undefined) outer.status = 'normal';
	thread.status = 'running';
	state.thread = thread;
	execution.onError = undefined;
	try {
		return $step(thread, args);
	} catch (thrown) {
		thread.status = 'dead';
		thread.generator = undefined;
		return $caught(thrown);
	} finally {
		state.thread = outer;
		if (outer !== undefined) outer.status = 'running';
		execution.n = n;
		execution.onError = onError;
	}
}

/** Why a coroutine cannot be resumed, `undefined` when it can. */
export function resumeProblem(thread: LuaThread, state: LuaState): string | undefined {
	if (thread.status === 'suspended') return undefined;
	const status = state.isLuaJit && thread.status === 'normal' ? 'running' : thread.status;
	return `cannot resume ${status} coroutine`;
}

/** `coroutine.yield` called where no generator is between it and its coroutine. */
export function yieldError(state: LuaState): LuaError {
	if (state.isLuaJit) return new LuaError(`${luaWhere()}attempt to yield across C-call boundary`);
	return new LuaError('attempt to yield across metamethod/C-call boundary');
}
