import { argError, checkString, typeArgError } from '../runtime/arguments.ts';
import { LuaTable } from '../runtime/table.ts';
import { EMPTY, type LuaFunction, type LuaValue } from '../runtime/values.ts';
import { createLibrary, type LibraryFields } from './library.ts';

/** What `jit.os` and `jit.arch` say, in LuaJIT's words: `Linux`, `Windows`, `OSX`, `Other`; `x64`, `arm64`. */
export type JitPlatform = { readonly os: string; readonly arch: string };

/** `jit`: there is a just-in-time compiler, JavaScript's, and scripts cannot change anything about it. */
export function createJitLibrary(platform: JitPlatform): LibraryFields {
	let isOn = true;
	/** `jit.on`, `off` and `flush`: of everything, of a function, or of the calling function. */
	const setMode =
		(change: () => void): ((...given: LuaValue[]) => LuaValue | readonly LuaValue[]) =>
		(...given) => {
			const [what] = given;
			if (given.length === 0) change();
			else if (typeof what !== 'function' && what !== true && what !== undefined) {
				typeArgError(1, 'function', { value: what, count: given.length });
			}
			return EMPTY;
		};
	const options = createLibrary({
		start(...given: LuaValue[]) {
			given.forEach((option, index) => {
				checkString(option, index + 1);
			});
			return EMPTY;
		},
	});
	return {
		version: 'LuaJIT 2.1.0-beta3',
		version_num: 20100,
		os: platform.os,
		arch: platform.arch,
		opt: options,
		on: setMode(() => {
			isOn = true;
		}),
		off: setMode(() => {
			isOn = false;
		}),
		flush(what: LuaValue) {
			// A number is a trace's.
			if (typeof what !== 'number') setMode(() => {})(...(what === undefined ? [] : [what]));
			return EMPTY;
		},
		status() {
			return isOn;
		},
		attach(callback: LuaValue) {
			if (typeof callback !== 'function') typeArgError(1, 'function', { value: callback });
			return EMPTY;
		},
		security(name: LuaValue) {
			const known = { prng: 1, strhash: 1, strid: 1, mcode: 0 } as const;
			const wanted = checkString(name, 1);
			return wanted in known ? known[wanted as keyof typeof known] : argError(1, `invalid option '${wanted}'`);
		},
	};
}

/** Functions that LuaJIT keeps for `require`: `table.new` and `table.clear`. */
export const LUAJIT_PRELOADS: { readonly [module: string]: LuaFunction } = {
	'table.new': () =>
		function table_new() {
			return new LuaTable();
		},
	'table.clear': () =>
		function table_clear(table) {
			if (!(table instanceof LuaTable)) return typeArgError(1, 'table', { value: table });
			for (const [key] of [...table.entries()]) table.set(key, undefined);
			return EMPTY;
		},
};
