import { execution } from './execution.ts';
import { LuaError } from './lua-error.ts';
import { $levelsOfText, positionOf } from './stack.ts';
import { $tracebackText } from './traceback.ts';

/** Safari and Chromium throw a RangeError, Firefox an `InternalError`. */
function isStackOverflow(thrown: Error): boolean {
	return /call stack size|too much recursion/.test(thrown.message);
}

function isOutOfMemory(thrown: Error): boolean {
	return (
		thrown instanceof RangeError &&
		/invalid (string|array) length|out of memory|maximum size exceeded/i.test(thrown.message)
	);
}

/**
 * What a protected call makes of something thrown: Lua errors as they are, an exhausted stack or memory as Lua's own
 * errors. What no protected call may stop goes on, and so does anything else, which is a defect of the host.
 */
export function $caught(thrown: unknown): LuaError {
	if (thrown instanceof LuaError) {
		if (thrown.isFinal) throw thrown;
		return thrown;
	}
	if (thrown instanceof Error) {
		if (isStackOverflow(thrown)) {
			// The stack is gone, but JavaScript noted its innermost frames.
			const levels = $levelsOfText(String(thrown.stack));
			const level = levels.find((candidate) => candidate.info !== undefined && candidate.line > 0);
			const { onError } = execution;
			execution.onError = undefined;
			const error = new LuaError(`${positionOf(level)}stack overflow`);
			error.traceback = $tracebackText(levels);
			execution.onError = onError;
			onError?.(error);
			return error;
		}
		if (isOutOfMemory(thrown)) return new LuaError('not enough memory');
	}
	throw thrown;
}

/**
 * Runs something with its own way of handling errors, and puts everything back whatever happens.
 *
 * @param onError  runs at the throw, before the stack unwinds
 */
export function $protect<Result>(
	run: () => Result,
	onError: ((error: LuaError) => void) | undefined,
): Result | LuaError {
	const { n, onError: outer } = execution;
	execution.onError = onError;
	try {
		return run();
	} catch (thrown) {
		execution.n = n;
		const error = $caught(thrown);
		// A host function's own error, or one that crossed a coroutine: the handler could not run earlier.
		if (!error.handled) onError?.(error);
		return error;
	} finally {
		execution.onError = outer;
	}
}
