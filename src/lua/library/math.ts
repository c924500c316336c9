// biome-ignore-all lint/complexity/noArguments: the count of arguments tells a missing one from nil.
import { argError, checkInt, checkNumber, luaError, optNumber } from '../runtime/arguments.ts';
import type { LuaState } from '../runtime/state.ts';
import { EMPTY, type HostFunction, type LuaFunction, type LuaValue } from '../runtime/values.ts';
import type { LibraryFields } from './library.ts';

/** A source of random numbers a state draws from. */
export type LuaRandom = {
	/** The next number, at least 0 and less than 1. */
	readonly next: () => number;
	/** Starts the sequence that belongs to the seed. */
	readonly seed: (seed: number) => void;
};

const WEYL_STEP = 0x6d2b79f5;

/** The generator of states that are given none: 32 bits, the same sequence in every new state. */
export function createRandom(): LuaRandom {
	let word = 1;
	return {
		seed: (seed) => {
			word = Math.trunc(seed) | 0;
		},
		next: () => {
			word = (word + WEYL_STEP) | 0;
			let mixed = Math.imul(word ^ (word >>> 15), 1 | word);
			mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
			return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
		},
	};
}

/** A function of one number. */
function unary(name: string, compute: (x: number) => number): { [name: string]: LuaFunction } {
	return {
		[name](x: LuaValue) {
			return compute(typeof x === 'number' ? x : checkNumber(x, 1, arguments.length));
		},
	};
}

function frexp(x: number): [number, number] {
	if (x === 0 || !Number.isFinite(x)) return [x, 0];
	let exponent = Math.max(-1023, Math.floor(Math.log2(Math.abs(x))) + 1);
	let mantissa = x * 2 ** -exponent;
	// The logarithm is not exact, and tiny numbers overflow the power.
	while (Math.abs(mantissa) < 0.5) {
		mantissa *= 2;
		exponent--;
	}
	while (Math.abs(mantissa) >= 1) {
		mantissa /= 2;
		exponent++;
	}
	return [mantissa, exponent];
}

/** `x * 2 ^ exponent` in steps that do not overflow on the way. */
function ldexp(x: number, exponent: number): number {
	const steps = Math.min(3, Math.ceil(Math.abs(exponent) / 1023));
	let result = x;
	for (let step = 0; step < steps; step++) result *= 2 ** Math.floor((exponent + step) / steps);
	return result;
}

/** C's `fmod`: the sign is that of the dividend. */
function fmod(x: LuaValue, y: LuaValue, count: number): number {
	const right = checkNumber(y, 2, count);
	return checkNumber(x, 1, count) % right;
}

const functions: { readonly [name: string]: HostFunction } = {
	...unary('sin', Math.sin),
	...unary('cos', Math.cos),
	...unary('tan', Math.tan),
	...unary('asin', Math.asin),
	...unary('acos', Math.acos),
	...unary('atan', Math.atan),
	...unary('sinh', Math.sinh),
	...unary('cosh', Math.cosh),
	...unary('tanh', Math.tanh),
	...unary('exp', Math.exp),
	...unary('log10', Math.log10),
	...unary('deg', (x) => x / (Math.PI / 180)),
	...unary('rad', (x) => x * (Math.PI / 180)),
	abs(x) {
		return Math.abs(typeof x === 'number' ? x : checkNumber(x, 1, arguments.length));
	},
	floor(x) {
		return Math.floor(typeof x === 'number' ? x : checkNumber(x, 1, arguments.length));
	},
	ceil(x) {
		return Math.ceil(typeof x === 'number' ? x : checkNumber(x, 1, arguments.length));
	},
	sqrt(x) {
		return Math.sqrt(typeof x === 'number' ? x : checkNumber(x, 1, arguments.length));
	},
	log(x) {
		return Math.log(checkNumber(x, 1, arguments.length));
	},
	atan2(y, x) {
		// C compilers evaluate the second argument first.
		const right = checkNumber(x, 2, arguments.length);
		return Math.atan2(checkNumber(y, 1, arguments.length), right);
	},
	pow(x, y) {
		const right = checkNumber(y, 2, arguments.length);
		return checkNumber(x, 1, arguments.length) ** right;
	},
	fmod(x, y) {
		return fmod(x, y, arguments.length);
	},
	modf(x) {
		const value = checkNumber(x, 1, arguments.length);
		const whole = Math.trunc(value);
		// What is left of a whole number keeps its sign.
		return [whole, value === whole ? (value < 0 || Object.is(value, -0) ? -0 : 0) : value - whole];
	},
	frexp(x) {
		return frexp(checkNumber(x, 1, arguments.length));
	},
	ldexp(x, exponent) {
		const right = checkInt(exponent, 2, arguments.length);
		return ldexp(checkNumber(x, 1, arguments.length), right);
	},
	max(first, second) {
		if (typeof first === 'number' && typeof second === 'number' && arguments.length === 2) {
			return second > first ? second : first;
		}
		let best = checkNumber(first, 1, arguments.length);
		for (let index = 1; index < arguments.length; index++) {
			const number = checkNumber(arguments[index] as LuaValue, index + 1);
			if (number > best) best = number;
		}
		return best;
	},
	min(first, second) {
		if (typeof first === 'number' && typeof second === 'number' && arguments.length === 2) {
			return second < first ? second : first;
		}
		let best = checkNumber(first, 1, arguments.length);
		for (let index = 1; index < arguments.length; index++) {
			const number = checkNumber(arguments[index] as LuaValue, index + 1);
			if (number < best) best = number;
		}
		return best;
	},
};

/** `math`. */
export function createMathLibrary(state: LuaState, random: LuaRandom): LibraryFields {
	const own: LibraryFields = {
		pi: Math.PI,
		huge: Number.POSITIVE_INFINITY,
		random(low: LuaValue, high: LuaValue) {
			const drawn = random.next();
			switch (arguments.length) {
				case 0:
					return drawn;
				case 1: {
					const limit = checkInt(low, 1);
					if (limit < 1) argError(1, 'interval is empty');
					return Math.floor(drawn * limit) + 1;
				}
				case 2: {
					const from = checkInt(low, 1);
					const to = checkInt(high, 2);
					if (from > to) argError(2, 'interval is empty');
					return Math.floor(drawn * (to - from + 1)) + from;
				}
				default:
					return luaError('wrong number of arguments');
			}
		},
		randomseed(seed: LuaValue) {
			random.seed(checkNumber(seed, 1, arguments.length));
			return EMPTY;
		},
	};
	if (!state.isLuaJit) return { ...functions, ...own, mod: functions['fmod'] as LuaFunction };
	return {
		...functions,
		...own,
		log(x: LuaValue, base: LuaValue) {
			const value = checkNumber(x, 1, arguments.length);
			return base === undefined ? Math.log(value) : Math.log(value) / Math.log(optNumber(base, 2, Math.E));
		},
	};
}
