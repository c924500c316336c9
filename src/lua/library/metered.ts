import type { Budget } from '../runtime/budget.ts';
import type { LuaFunction, LuaValue } from '../runtime/values.ts';
import type { LibraryFields } from './library.ts';

/** What strings take besides their bytes, what an array's element takes, and a coroutine. */
const STRING_BYTES = 24;
const ELEMENT_BYTES = 16;
const THREAD_BYTES = 800;

const STRING_MAKERS: ReadonlySet<string> = new Set(['format', 'gsub', 'upper', 'lower', 'reverse', 'char', 'concat']);

/** What a call of a library function may take, known before it. */
const BEFORE: { readonly [name: string]: (args: readonly LuaValue[]) => number } = {
	rep: ([text, times]) => {
		const size = String(text ?? '').length * Number(times);
		return size > 0 ? STRING_BYTES + size : 0;
	},
	insert: () => ELEMENT_BYTES,
	create: () => THREAD_BYTES,
	wrap: () => THREAD_BYTES,
};

/** A library whose functions count the memory they take. */
export function meterLibrary(fields: LibraryFields, budget: Budget): LibraryFields {
	const metered: { [name: string]: LibraryFields[string] } = { ...fields };
	for (const [name, value] of Object.entries(fields)) {
		if (typeof value !== 'function') continue;
		const fn = value as LuaFunction;
		const before = BEFORE[name];
		if (before === undefined && !STRING_MAKERS.has(name)) continue;
		const counting: LuaFunction = function $metered(...args) {
			if (before !== undefined) budget.$use(before(args));
			const result = fn(...args);
			// Makes the engine write the text out now instead of later: the bytes counted are then there.
			if (name === 'rep' && typeof result === 'string') result.charCodeAt(0);
			if (before === undefined) {
				const text = Array.isArray(result) ? result[0] : result;
				if (typeof text === 'string') budget.$use(STRING_BYTES + text.length);
			}
			return result;
		};
		if (fn.$g !== undefined) counting.$g = fn.$g;
		metered[name] = counting;
	}
	return metered;
}
