// biome-ignore-all lint/complexity/noArguments: the count of arguments tells a missing one from nil.
import {
	argError,
	checkAny,
	checkInt,
	checkString,
	checkTable,
	luaError,
	optInt,
	optString,
	typeArgError,
} from '../runtime/arguments.ts';
import { $$invoke } from '../runtime/callee.ts';
import { first, resultOf } from '../runtime/calls.ts';
import { toDisplayString } from '../runtime/display.ts';
import { ipairsStep, iterators, luaNext } from '../runtime/loops.ts';
import { LuaError } from '../runtime/lua-error.ts';
import { $metatableOf } from '../runtime/metatables.ts';
import { displayNumber, parseNumber } from '../runtime/numbers.ts';
import type { LuaState } from '../runtime/state.ts';
import { LuaTable } from '../runtime/table.ts';
import { typeName } from '../runtime/type-name.ts';
import { LuaProxy, LuaUserdata } from '../runtime/userdata.ts';
import { EMPTY, type LuaFunction, type LuaValue } from '../runtime/values.ts';
import { $error, select } from '../runtime/vararg.ts';
import { WeakTableMap } from '../runtime/weak-map.ts';
import { classMetatable } from './class-metatable.ts';
import type { LibraryFields } from './library.ts';

/** Results that `unpack` gives at most, as PUC's C stack does. */
const UNPACK_LIMIT = 7998;

const next: LuaFunction = function next(table, key) {
	return luaNext(checkTable(table, 1, arguments.length), key);
};
iterators.next = next;

/** Functions of the base library that are the same in every state. */
const shared: LibraryFields = {
	error: $error,
	select,
	next,
	ipairs(table: LuaValue) {
		return [ipairsStep, checkTable(table, 1, arguments.length), 0];
	},
	pairs(table: LuaValue) {
		return [next, checkTable(table, 1, arguments.length), undefined];
	},
	rawequal(a: LuaValue, b: LuaValue) {
		checkAny(2, arguments.length);
		return a === b;
	},
	rawget(table: LuaValue, key: LuaValue) {
		const t = checkTable(table, 1, arguments.length);
		checkAny(2, arguments.length);
		return t.get(key);
	},
	rawset(table: LuaValue, key: LuaValue, value: LuaValue) {
		const t = checkTable(table, 1, arguments.length);
		checkAny(3, arguments.length);
		if (key === undefined) luaError('table index is nil', 0);
		if (Number.isNaN(key)) luaError('table index is NaN', 0);
		t.set(key, value);
		return t;
	},
	type(value: LuaValue) {
		if (value === undefined) checkAny(1, arguments.length);
		return typeName(value);
	},
	unpack(table: LuaValue, from: LuaValue, to: LuaValue) {
		const t = checkTable(table, 1, arguments.length);
		const first = optInt(from, 2, 1);
		const last = to === undefined ? t.length : checkInt(to, 3);
		if (first > last) return EMPTY;
		if (last - first >= UNPACK_LIMIT) luaError('too many results to unpack');
		if (first === 1 && last === t.arr.length - 1) return resultOf(t.arr.slice(1));
		const list: LuaValue[] = [];
		for (let index = first; index <= last; index++) list.push(t.get(index));
		return resultOf(list);
	},
};

/** Where C's `unsigned long` ends. */
const UNSIGNED_LIMIT = 2 ** 64;

/** `strtoul`: blanks, a sign that wraps around (not in LuaJIT), digits, blanks. */
function parseInBase(text: string, base: number, isLuaJit: boolean): number | undefined {
	const parts = /^[ \t-\r]*([-+]?)(?:0[xX](?=[\da-fA-F]))?([\da-zA-Z]+)[ \t-\r]*$/.exec(text);
	const prefixed = /^[ \t-\r]*[-+]?0[xX]/.test(text);
	if (parts === null) return undefined;
	let digits = parts[2] as string;
	if (prefixed && base !== 16) digits = `0x${digits}`;
	let value = 0;
	for (const digit of digits.toLowerCase()) {
		const number = Number.parseInt(digit, 36);
		if (!(number < base)) return undefined;
		value = value * base + number;
	}
	if (value >= UNSIGNED_LIMIT) return UNSIGNED_LIMIT;
	if (parts[1] !== '-') return value;
	return isLuaJit ? -value : UNSIGNED_LIMIT - value;
}

const beforeZero = (text: string): string => (text.includes('\0') ? text.slice(0, text.indexOf('\0')) : text);

/** What `tostring` returned as text; `print` wants a string or a number. */
function printable(text: LuaValue): string {
	if (typeof text === 'string') return text;
	if (typeof text === 'number') return displayNumber(text);
	return luaError("'tostring' must return a string to 'print'");
}

/** The base library, less what has a file of its own. */
export function createBaseLibrary(state: LuaState, print: (line: string) => void): LibraryFields {
	const tostring: LuaFunction = function tostring(value) {
		if (value === undefined) checkAny(1, arguments.length);
		return toDisplayString(value, state);
	};
	return {
		...shared,
		tostring,
		_G: state.globals,
		_VERSION: 'Lua 5.1',
		print(...values: LuaValue[]) {
			const convert = state.globals.get('tostring');
			const texts = values.map((value) =>
				printable(convert === tostring ? toDisplayString(value, state) : first($$invoke(convert, [value], state))),
			);
			// PUC prints C strings.
			print(state.isLuaJit ? texts.join('\t') : texts.map(beforeZero).join('\t'));
			return EMPTY;
		},
		assert(value: LuaValue, message: LuaValue) {
			if (value === undefined || value === false) {
				checkAny(1, arguments.length);
				if (state.isLuaJit && arguments.length > 1 && typeof message !== 'string') throw new LuaError(message);
				const text = optString(message, 2, 'assertion failed!');
				// To C, a string ends at its first zero.
				luaError(text.split('\0', 1)[0] ?? '');
			}
			return arguments.length === 1 ? value : Array.from(arguments as unknown as LuaValue[]);
		},
		tonumber(value: LuaValue, base: LuaValue) {
			const radix = optInt(base, 2, 10);
			if (radix === 10) {
				checkAny(1, arguments.length);
				if (typeof value === 'number') return value;
				return typeof value === 'string' ? parseNumber(value) : undefined;
			}
			if (typeof value !== 'string' && typeof value !== 'number') {
				return typeArgError(1, 'string', { value, count: arguments.length });
			}
			if (radix < 2 || radix > 36) argError(2, 'base out of range');
			return parseInBase(checkString(value, 1), radix, state.isLuaJit);
		},
		getmetatable(value: LuaValue) {
			checkAny(1, arguments.length);
			const table = $metatableOf(value, state) ?? (value instanceof LuaUserdata ? classMetatable(value) : undefined);
			return table?.get('__metatable') ?? table;
		},
		setmetatable(table: LuaValue, metatable: LuaValue) {
			const t = table instanceof LuaTable ? table : checkTable(table, 1, arguments.length);
			if (metatable instanceof LuaTable) {
				if (t.mt !== null && t.mt.get('__metatable') !== undefined) luaError('cannot change a protected metatable');
				t.mt = metatable;
				if (metatable.get('__mode') !== undefined) makeWeak(t, metatable.get('__mode'));
				return t;
			}
			if (metatable !== undefined || arguments.length < 2) argError(2, 'nil or table expected');
			if (t.mt !== null && t.mt.get('__metatable') !== undefined) luaError('cannot change a protected metatable');
			t.mt = null;
			return t;
		},
		newproxy(given: LuaValue) {
			const proxy = new LuaProxy();
			if (given === true) proxy.metatable = new LuaTable();
			else if (given instanceof LuaProxy && given.metatable !== undefined) proxy.metatable = given.metatable;
			else if (given !== undefined && given !== false) argError(1, 'boolean or proxy expected');
			if (proxy.metatable !== undefined) state.finalizers.add(proxy, proxy.metatable);
			return proxy;
		},
	};
}

/** Weakness is decided when the metatable is set; later changes of `__mode` have no effect. */
function makeWeak(table: LuaTable, mode: LuaValue): void {
	if (typeof mode === 'string' && /[kv]/.test(mode) && !table.isWeak) table.moveTo(new WeakTableMap(mode));
}
