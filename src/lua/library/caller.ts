import { argError, luaError } from '../runtime/arguments.ts';
import { findFunction } from '../runtime/chunk.ts';
import { execution } from '../runtime/execution.ts';
import { $captureLevels, type Level, NEAR_FRAMES } from '../runtime/stack.ts';
import type { LuaFunction } from '../runtime/values.ts';

/** Whether a function is the one running at a level. */
function runsAt(fn: LuaFunction, level: Level | undefined): boolean {
	const found = findFunction(fn.name);
	return found !== undefined && found.info === level?.info && found.index === level.index;
}

/** JavaScript tells the caller only of functions compiled at run time (a module's are strict). */
function callerOf(fn: LuaFunction): LuaFunction | undefined {
	try {
		const { caller } = fn as unknown as { caller?: LuaFunction | null };
		return caller ?? undefined;
	} catch {
		// Strict functions and generators refuse: nothing is known.
		return undefined;
	}
}

/**
 * The function object at a level of the stack, `undefined` when JavaScript does not tell.
 *
 * Compiled code leaves the function that calls `setfenv`, `getfenv`, `module` or `getinfo` by one of these names.
 *
 * @param levels  from the library function, which is level 0
 */
export function findFunctionAt(level: number, levels: readonly Level[]): LuaFunction | undefined {
	let fn = execution.f;
	if (fn === undefined || !runsAt(fn, levels[1])) return undefined;
	for (let at = 1; at < level && fn !== undefined; at++) {
		fn = callerOf(fn);
		if (fn !== undefined && !runsAt(fn, levels[at + 1])) return undefined;
	}
	return fn;
}

/** Stands for any function of the host: none has an environment of its own. */
const someHostFunction: LuaFunction = () => undefined;

/** `findFunctionAt` for libraries that cannot go on without. */
export function $functionAt(level: number): LuaFunction {
	const levels = $captureLevels(NEAR_FRAMES * (level + 1));
	const found = levels[level];
	if (found === undefined) return argError(1, 'invalid level');
	if (found.what === 'C') return someHostFunction;
	if (found.what === 'tail') return luaError(`no function environment for tail call at level ${level}`);
	const fn = findFunctionAt(level, levels);
	return fn ?? luaError(`the function at level ${level} is not known to JavaScript; pass the function itself`);
}
