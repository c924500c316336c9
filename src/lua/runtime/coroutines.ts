import { luaWhere } from './arguments.ts';
import { TailCall, values } from './calls.ts';
import { $caught } from './caught.ts';
import { execution } from './execution.ts';
import { LuaError } from './lua-error.ts';
import { $captureLevels } from './stack.ts';
import type { LuaState } from './state.ts';
import { DIRECT, newlySuspended, type TwinGenerator } from './suspended.ts';
import type { LuaThread } from './thread.ts';
import { $settleTwin, $twin, $twinToStart } from './twins.ts';
import { isSeveral, type LuaFunction, type LuaResult, NEVER_YIELDS } from './values.ts';

/** Makes the generator of a coroutine's function. */
function $start(thread: LuaThread, body: LuaFunction, input: LuaResult): TwinGenerator {
	thread.body = undefined;
	// Where any function can begin a coroutine, it may be one of the host.
	const twin = thread.state.isLuaJit ? $twin(body) : $twinToStart(body);
	// `$settleTwin` runs functions that cannot yield, too.
	if (twin === NEVER_YIELDS) return $settleTwin(new TailCall(body, values(input)));
	const generator = isSeveral(input) ? twin(...values(input)) : twin(input);
	return generator === DIRECT ? $settleTwin(execution.r) : generator;
}

/** An error leaves the innermost function: those around it, one after the other, may catch it. */
function $raise(thread: LuaThread, error: unknown): IteratorResult<LuaResult, LuaResult> {
	let thrown = error;
	while (thread.calls !== undefined) {
		const { outer } = thread.calls;
		thread.calls = outer;
		try {
			return (outer?.generator ?? (thread.generator as TwinGenerator)).throw(thrown);
		} catch (again) {
			thrown = again;
		}
	}
	throw thrown;
}

/** Hands what the innermost function returned to those around it until one yields or the outermost has returned. */
function $return(thread: LuaThread, first: IteratorResult<LuaResult, LuaResult>): LuaResult {
	let step = first;
	while (step.done === true) {
		const { calls } = thread;
		let { generator } = thread;
		if (calls !== undefined) {
			thread.calls = calls.outer;
			if (calls.outer !== undefined) generator = calls.outer.generator;
		} else if (step.value instanceof TailCall) {
			// A tail call that the coroutine ends with still runs inside it.
			generator = $settleTwin(step.value);
			thread.generator = generator;
		} else {
			thread.status = 'dead';
			thread.generator = undefined;
			return step.value;
		}
		try {
			step = (generator as TwinGenerator).next(step.value);
		} catch (thrown) {
			step = $raise(thread, thrown);
		}
	}
	return $yielded(thread, step.value);
}

/** Takes the functions that yielded just now, which the resumed one called. */
function $yielded(thread: LuaThread, value: LuaResult): LuaResult {
	const { innermost, outermost } = newlySuspended;
	if (outermost !== undefined) {
		outermost.outer = thread.calls;
		thread.calls = innermost;
		newlySuspended.innermost = undefined;
		newlySuspended.outermost = undefined;
	}
	thread.yieldChunk = execution.c;
	thread.yieldIndex = execution.i;
	thread.yieldSite = execution.s;
	execution.c = undefined;
	thread.status = 'suspended';
	return value;
}

/** JavaScript frames looked at when an error ends a coroutine. */
const FRAMES = 2000;

/** An error that nothing inside the coroutine catches: its stack is about to go, and `debug.traceback` may ask for it. */
function $noteStack(error: LuaError): void {
	error.levels = $captureLevels(FRAMES);
}

/**
 * Resumes a suspended coroutine until it yields or ends; its values, or the error that ended it.
 *
 * Its stack is its own: message handlers of the resumer do not run inside it.
 *
 * @param input  the values handed in
 */
export function $$resume(thread: LuaThread, input: LuaResult): LuaResult | LuaError {
	const { n, onError, thread: outer } = execution;
	if (outer !== undefined) outer.status = 'normal';
	thread.status = 'running';
	execution.onError = $noteStack;
	execution.thread = thread;
	let result: LuaResult | LuaError;
	try {
		let step: IteratorResult<LuaResult, LuaResult>;
		const { calls } = thread;
		if (calls !== undefined) {
			try {
				step = calls.generator.next(input);
			} catch (thrown) {
				step = $raise(thread, thrown);
			}
		} else {
			let { generator, body } = thread;
			if (body !== undefined) {
				generator = $start(thread, body, input);
				thread.generator = generator;
			}
			step = (generator as TwinGenerator).next(input);
		}
		result = step.done === true ? $return(thread, step) : $yielded(thread, step.value);
	} catch (thrown) {
		thread.status = 'dead';
		thread.generator = undefined;
		thread.calls = undefined;
		result = $caught(thrown);
		thread.lastLevels = result.levels;
	}
	if (outer !== undefined) outer.status = 'running';
	execution.n = n;
	execution.onError = onError;
	execution.thread = outer;
	return result;
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
