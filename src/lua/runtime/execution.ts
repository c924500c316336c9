import type { Chunk } from './chunk.ts';
import type { LuaError } from './lua-error.ts';
import type { LuaThread } from './thread.ts';
import type { LuaFunction, LuaResult } from './values.ts';

/** What is known of the JavaScript stack right now; shared by all states, since there is only one such stack. */
export const execution: {
	/** Tail calls on the stack; beyond a limit they return a `TailCall` to unwind it. */
	n: number;
	/** What the innermost protected call wants done with an error before the stack unwinds; none inside `pcall`. */
	onError: ((error: LuaError) => void) | undefined;
	/** The compiled function that last called something named `setfenv`, `getfenv`, `module` or `getinfo`. */
	f: LuaFunction | undefined;
	/** What a function returned whose twin did not need to be a generator after all: it gave `DIRECT`. */
	r: LuaResult;
	/** The running coroutine of whichever state. */
	thread: LuaThread | undefined;
	/** The place of a `yield` under way: chunk, function and site. */
	c: Chunk | undefined;
	i: number;
	s: number;
} = { n: 0, onError: undefined, f: undefined, r: undefined, thread: undefined, c: undefined, i: 0, s: 0 };
