// biome-ignore-all lint/complexity/noArguments: the count of arguments tells a missing one from nil.
import { argError, checkFunction, checkInt, checkInteger, checkString, luaError } from '../runtime/arguments.ts';
import { resultOf } from '../runtime/calls.ts';
import type { LuaState } from '../runtime/state.ts';
import { EMPTY, type LuaValue } from '../runtime/values.ts';
import { dumpFunction } from './dump.ts';
import type { LibraryFields } from './library.ts';
import { formatValues } from './string-format.ts';
import { createSearchLibrary } from './string-search.ts';

/** Bytes `string.byte` gives at most, as PUC's C stack does. */
const SLICE_LIMIT = 7998;

/** 1-based position counted from the end when negative. */
function position(value: number, length: number): number {
	return value < 0 ? Math.max(0, length + value + 1) : value;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII.
const NOT_ASCII = /[^\x00-\x7f]/;

/** Functions that are the same in every state. */
const shared: LibraryFields = {
	len(text: LuaValue) {
		return checkString(text, 1, arguments.length).length;
	},
	sub(text: LuaValue, from: LuaValue, to: LuaValue) {
		const s = typeof text === 'string' ? text : checkString(text, 1, arguments.length);
		const start = position(checkInteger(from, 2, arguments.length), s.length);
		const end = to === undefined ? s.length : position(checkInteger(to, 3), s.length);
		return s.slice(start < 1 ? 0 : start - 1, end);
	},
	byte(text: LuaValue, from: LuaValue, to: LuaValue) {
		const s = typeof text === 'string' ? text : checkString(text, 1, arguments.length);
		const wanted = from === undefined ? 1 : position(checkInteger(from, 2), s.length);
		if (to === undefined) return wanted >= 1 && wanted <= s.length ? s.charCodeAt(wanted - 1) : EMPTY;
		const start = Math.max(1, wanted);
		const end = Math.min(s.length, position(checkInteger(to, 3), s.length));
		if (start > end) return EMPTY;
		if (end - start >= SLICE_LIMIT) luaError('string slice too long');
		const codes: number[] = [];
		for (let at = start - 1; at < end; at++) codes.push(s.charCodeAt(at));
		return resultOf(codes);
	},
	char(...codes: LuaValue[]) {
		let text = '';
		for (let index = 0; index < codes.length; index++) {
			const code = checkInt(codes[index], index + 1);
			if (code < 0 || code > 255) argError(index + 1, 'invalid value');
			text += String.fromCharCode(code);
		}
		return text;
	},
	rep(text: LuaValue, times: LuaValue) {
		const s = checkString(text, 1, arguments.length);
		const count = checkInt(times, 2, arguments.length);
		return count > 0 ? s.repeat(count) : '';
	},
	reverse(text: LuaValue) {
		const s = checkString(text, 1, arguments.length);
		let reversed = '';
		for (let at = s.length - 1; at >= 0; at--) reversed += s[at];
		return reversed;
	},
	lower(text: LuaValue) {
		const s = checkString(text, 1, arguments.length);
		return NOT_ASCII.test(s) ? s.replace(/[A-Z]+/g, (word) => word.toLowerCase()) : s.toLowerCase();
	},
	upper(text: LuaValue) {
		const s = checkString(text, 1, arguments.length);
		return NOT_ASCII.test(s) ? s.replace(/[a-z]+/g, (word) => word.toUpperCase()) : s.toUpperCase();
	},
	dump(fn: LuaValue) {
		const dumped = dumpFunction(checkFunction(fn, 1, arguments.length));
		return dumped ?? luaError('unable to dump given function');
	},
};

/** `string`. */
export function createStringLibrary(state: LuaState): LibraryFields {
	const library: LibraryFields = {
		...shared,
		...createSearchLibrary(state),
		format(format: LuaValue, ...args: LuaValue[]) {
			return formatValues(checkString(format, 1, arguments.length), args, state);
		},
	};
	if (!state.isLuaJit) return library;
	return {
		...library,
		rep(text: LuaValue, times: LuaValue, separator: LuaValue) {
			const s = checkString(text, 1, arguments.length);
			const count = checkInt(times, 2, arguments.length);
			if (count <= 0) return '';
			if (separator === undefined) return s.repeat(count);
			return (s + checkString(separator, 3)).repeat(count - 1) + s;
		},
	};
}
