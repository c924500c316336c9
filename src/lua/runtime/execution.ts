import type { LuaError } from './lua-error.ts';
import type { LuaFunction } from './values.ts';

/** What is known of the JavaScript stack right now; shared by all states, since there is only one such stack. */
export const execution: {
	/** Tail calls on the stack; beyond a limit they return a `TailCall` to unwind it. */
	n: number;
	/** What the innermost protected call wants done with an error before the stack unwinds; none inside `pcall`. */
	onError: ((error: LuaError) => void) | undefined;
	/** The compiled function that last called something named `setfenv`, `getfenv`, `module` or `getinfo`. */
	f: LuaFunction | undefined;
} = { n: 0, onError: undefined, f: undefined };
