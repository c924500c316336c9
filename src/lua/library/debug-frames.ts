// biome-ignore-all lint/complexity/noArguments: the count of arguments tells a missing one from nil.
import { argError, checkInteger, optInteger, optString, typeArgError } from '../runtime/arguments.ts';
import { type Frame, framesOf, hookOf, setHook, visibleLocals } from '../runtime/debug-frames.ts';
import { $captureLevels, type Level, NEAR_FRAMES } from '../runtime/stack.ts';
import { type LuaState, runningThread } from '../runtime/state.ts';
import type { LuaThread } from '../runtime/thread.ts';
import { EMPTY, type LuaResult, type LuaValue } from '../runtime/values.ts';
import { afterThread, type DebugFrames } from './debug.ts';
import type { LibraryFields } from './library.ts';

/** The frame of each level, where the function there was compiled for debugging. */
function framesAt(levels: readonly Level[], state: LuaState): (Frame | undefined)[] {
	const frames = [...framesOf(state, runningThread(state))];
	return levels.map((level) => {
		const frame = frames.at(-1);
		if (frame === undefined || level.info === undefined) return undefined;
		if (frame.chunk.info !== level.info || frame.index !== level.index) return undefined;
		return frames.pop();
	});
}

/** The levels of a coroutine that is not running, as far as its functions were compiled for debugging. */
function levelsOfThread(thread: LuaThread, state: LuaState): { level: Level; frame: Frame }[] {
	return framesOf(state, thread)
		.map((frame) => ({
			frame,
			level: {
				what: frame.index === 0 ? ('main' as const) : ('Lua' as const),
				info: frame.chunk.info,
				index: frame.index,
				line: frame.currentLine,
				calledAs: '',
				hostName: '',
			},
		}))
		.reverse();
}

/** From now on chunks are compiled so that hooks and local variables can be seen. */
function compileForDebugging(state: LuaState): void {
	if (state.compileOptions.debug === undefined) state.compileOptions = { ...state.compileOptions, debug: true };
}

/** `debug.sethook`, `gethook`, `getlocal` and `setlocal`, and what they know of functions. */
export function createDebugFrames(state: LuaState): DebugFrames {
	/** The frame that a thread and a level mean; `undefined` where the function was not compiled for debugging. */
	const $frame = (thread: LuaThread | undefined, level: number, shift: number): Frame | undefined => {
		compileForDebugging(state);
		if (thread !== undefined) {
			const levels = levelsOfThread(thread, state);
			// A coroutine that waits stands in `coroutine.yield`.
			const at = thread.status === 'suspended' ? level - 1 : level;
			if (at >= levels.length || level < 0) argError(1 + shift, 'level out of range');
			return levels[at]?.frame;
		}
		const levels = $captureLevels(NEAR_FRAMES * (level + 2));
		if (level < 0 || levels[level] === undefined) argError(1 + shift, 'level out of range');
		return framesAt(levels, state)[level];
	};
	const fields: LibraryFields = {
		getlocal(...given: LuaValue[]): LuaResult {
			const { thread, args, shift } = afterThread(given, state);
			const frame = $frame(thread, checkInteger(args[0], 1 + shift, given.length), shift);
			const number = checkInteger(args[1], 2 + shift, given.length);
			const local = frame === undefined ? undefined : visibleLocals(frame)[number - 1];
			if (frame === undefined || local === undefined) return undefined;
			return [local.name, frame.access(local.index, false, undefined)];
		},
		setlocal(...given: LuaValue[]): LuaResult {
			const { thread, args, shift } = afterThread(given, state);
			const frame = $frame(thread, checkInteger(args[0], 1 + shift, given.length), shift);
			const number = checkInteger(args[1], 2 + shift, given.length);
			if (given.length < 3 + shift) argError(3 + shift, 'value expected');
			const local = frame === undefined ? undefined : visibleLocals(frame)[number - 1];
			if (frame === undefined || local === undefined) return undefined;
			frame.access(local.index, true, args[2]);
			return local.name;
		},
		sethook(...given: LuaValue[]): LuaResult {
			const { thread = runningThread(state), args, shift } = afterThread(given, state);
			const [hook] = args;
			if (hook === undefined) {
				setHook(state, thread, undefined);
				return EMPTY;
			}
			const mask = optString(args[1], 2 + shift, '');
			if (args[1] === undefined) typeArgError(2 + shift, 'string', { value: undefined, count: given.length });
			if (typeof hook !== 'function') return typeArgError(1 + shift, 'function', { value: hook });
			const count = Math.max(0, optInteger(args[2], 3 + shift, 0));
			const letters = ['c', 'r', 'l'].filter((letter) => mask.includes(letter)).join('');
			if (letters === '' && count === 0) setHook(state, thread, undefined);
			else {
				compileForDebugging(state);
				setHook(state, thread, { fn: hook, mask: letters, count, left: count, isRunning: false });
			}
			return EMPTY;
		},
		gethook(...given: LuaValue[]): LuaResult {
			const { thread = runningThread(state) } = afterThread(given, state);
			const hook = hookOf(state, thread);
			return hook === undefined ? [undefined, '', 0] : [hook.fn, hook.mask, hook.count];
		},
	};
	return {
		fields,
		functionAt: (level, levels) => framesAt(levels, state)[level]?.fn,
		functionOf: (thread, index, level) => {
			const found = levelsOfThread(thread, state)[index - 1];
			const isSame = found?.level.info === level.info && found?.level.index === level.index;
			return isSame ? found?.frame.fn : undefined;
		},
	};
}
