// biome-ignore-all lint/complexity/noArguments: the count of arguments tells a missing one from nil.
import { checkNumber, optInteger } from '../runtime/arguments.ts';
import type { LuaValue } from '../runtime/values.ts';
import type { LibraryFields } from './library.ts';

/** A number's low 32 bits as BitOp takes them: rounded to the nearest whole number, ties to even. */
function toBits(value: LuaValue, index: number, count: number): number {
	const number = checkNumber(value, index, count);
	if ((number | 0) === number) return number;
	const low = Math.floor(number);
	const difference = number - low;
	const rounded = difference < 0.5 || (difference === 0.5 && low % 2 === 0) ? low : low + 1;
	return rounded | 0;
}

/** A fold over all arguments. */
function fold(name: string, combine: (a: number, b: number) => number): LibraryFields {
	return {
		[name](first: LuaValue, ...rest: LuaValue[]) {
			let bits = toBits(first, 1, arguments.length);
			for (let index = 0; index < rest.length; index++)
				bits = combine(bits, toBits(rest[index], index + 2, rest.length + 1));
			return bits;
		},
	};
}

/** A shift by the low five bits of the second argument. */
function shift(name: string, by: (a: number, n: number) => number): LibraryFields {
	return {
		[name](value: LuaValue, count: LuaValue) {
			return by(toBits(value, 1, arguments.length), toBits(count, 2, arguments.length) & 31) | 0;
		},
	};
}

const HEX_DIGITS = 8;

/** `bit`: Mike Pall's BitOp, which LuaJIT has built in and Defold adds to PUC Lua. */
export function createBitLibrary(): LibraryFields {
	return {
		...fold('band', (a, b) => a & b),
		...fold('bor', (a, b) => a | b),
		...fold('bxor', (a, b) => a ^ b),
		...shift('lshift', (a, n) => a << n),
		...shift('rshift', (a, n) => a >>> n),
		...shift('arshift', (a, n) => a >> n),
		...shift('rol', (a, n) => (a << n) | (a >>> ((32 - n) & 31))),
		...shift('ror', (a, n) => (a >>> n) | (a << ((32 - n) & 31))),
		tobit(value: LuaValue) {
			return toBits(value, 1, arguments.length);
		},
		bnot(value: LuaValue) {
			return ~toBits(value, 1, arguments.length);
		},
		bswap(value: LuaValue) {
			const bits = toBits(value, 1, arguments.length);
			return ((bits & 0xff) << 24) | ((bits & 0xff00) << 8) | ((bits >>> 8) & 0xff00) | ((bits >>> 24) & 0xff) | 0;
		},
		tohex(value: LuaValue, digits: LuaValue) {
			const bits = toBits(value, 1, arguments.length);
			const wanted = optInteger(digits, 2, HEX_DIGITS);
			const size = Math.min(HEX_DIGITS, Math.abs(wanted));
			const text = (bits >>> 0)
				.toString(16)
				.padStart(HEX_DIGITS, '0')
				.slice(HEX_DIGITS - size);
			return wanted < 0 ? text.toUpperCase() : text;
		},
	};
}
