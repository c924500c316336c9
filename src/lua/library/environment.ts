// biome-ignore-all lint/complexity/noArguments: the count of arguments tells a missing one from nil.
import { argError, checkInt, checkTable, luaError } from '../runtime/arguments.ts';
import { currentEnvironment, type LuaState, runningThread } from '../runtime/state.ts';
import { environmentOf, setEnvironment } from '../runtime/twins.ts';
import type { LuaFunction, LuaValue } from '../runtime/values.ts';
import { $functionAt } from './caller.ts';
import type { LibraryFields } from './library.ts';

/** `getfenv` and `setfenv`. */
export function createEnvironmentLibrary(state: LuaState): LibraryFields {
	/** The function that the first argument means; `undefined` for level 0, the state itself. */
	const $subject = (which: LuaValue, count: number): LuaFunction | undefined => {
		if (typeof which === 'function') return which;
		const level = checkInt(which, 1, count);
		if (level < 0) argError(1, 'level must be non-negative');
		return level === 0 ? undefined : $functionAt(level);
	};
	return {
		getfenv(which: LuaValue) {
			const fn = $subject(which ?? 1, 1);
			return fn === undefined ? currentEnvironment(state) : (environmentOf(fn) ?? state.globals);
		},
		setfenv(which: LuaValue, env: LuaValue) {
			const table = checkTable(env, 2, arguments.length);
			const fn = $subject(which, arguments.length);
			if (fn === undefined) {
				(runningThread(state) ?? state).env = table;
				return [];
			}
			if (!setEnvironment(fn, table)) luaError("'setfenv' cannot change environment of given object");
			return fn;
		},
	};
}
