import { luaWhere } from './arguments.ts';
import { TailCall, values } from './calls.ts';
import { $caught } from './caught.ts';
import { execution } from './execution.ts';
import { LuaError } from './lua-error.ts';
import type { LuaState } from './state.ts';
import type { LuaThread } from './thread.ts';
import { $settleTwin, $twin } from './twins.ts';
import { EMPTY, type LuaFunction, type LuaResult, type LuaValue, NEVER_YIELDS } from './values.ts';

/** Runs a coroutine's function for the first time. */
function $start(thread: LuaThread, body: LuaFunction, args: readonly LuaValue[]): LuaResult {
	thread.body = undefined;
	const twin = $twin(body);
	// `$settleTwin` runs functions that cannot yield, too.
	thread.generator = twin === NEVER_YIELDS ? $settleTwin(new TailCall(body, args)) : twin(...args);
	return $taken(thread, thread.generator.next());
}

/** What a coroutine yielded or returned; a tail call it ends with still runs inside it. */
function $taken(thread: LuaThread, step: IteratorResult<LuaResult, LuaResult>): LuaResult {
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
 *
 * @param input  the values handed in
 */
export function $$resume(thread: LuaThread, input: LuaResult, state: LuaState): LuaResult | LuaError {
	const outer = state.thread;
	const { n, onError } = execution;
	const { body, generator } = thread;
	thread.resumer = outer;
	if (outer !== undefined) outer.status = 'normal';
	thread.status = 'running';
	state.thread = thread;
	execution.onError = undefined;
	let result: LuaResult;
	try {
		if (generator !== undefined) result = $taken(thread, generator.next(input));
		else result = body === undefined ? EMPTY : $start(thread, body, values(input));
	} catch (thrown) {
		thread.status = 'dead';
		thread.generator = undefined;
		$leave(outer, state);
		execution.n = n;
		execution.onError = onError;
		return $caught(thrown);
	}
	$leave(outer, state);
	execution.n = n;
	execution.onError = onError;
	return result;
}

function $leave(outer: LuaThread | undefined, state: LuaState): void {
	state.thread = outer;
	if (outer !== undefined) outer.status = 'running';
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
