/** What generated programs are made of. */
export type Dice = {
	/** A whole number from 0 below a limit. */
	readonly below: (limit: number) => number;
	readonly pick: <T>(list: readonly T[]) => T;
};

/** The same numbers for the same seed, so that what fails fails again. */
export function createDice(seed: number): Dice {
	let word = Math.imul(seed + 1, 0x9e3779b1) >>> 0;
	const below = (limit: number): number => {
		word = (word + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(word ^ (word >>> 15), word | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
	};
	return { below, pick: (list) => list[below(list.length)] as (typeof list)[number] };
}

/** About what a value is. */
export type Kind = 'number' | 'string' | 'table' | 'function' | 'any';
/** A variable that a program may use. */
export type Variable = { readonly name: string; readonly kind: Kind };

/** What is known where a piece of program is made. */
export type Scope = {
	readonly variables: readonly Variable[];
	readonly isVararg: boolean;
	readonly isLoop: boolean;
	/** Inside a function whose coroutine waits for it. */
	readonly canYield: boolean;
};

export const NUMBERS: readonly string[] = [
	'0',
	'1',
	'2',
	'3',
	'7',
	'10',
	'-1',
	'-4',
	'2.5',
	'-0.5',
	'1e3',
	'255',
	'0x1F',
	'1e15',
	'123456.789',
];
export const STRINGS: readonly string[] = [
	'""',
	'"a"',
	'"abc"',
	'"10"',
	'"-3.5"',
	'"0x10"',
	'" 7 "',
	'"hello world"',
	'"x,y;z"',
	"'it\\'s'",
];
export const LONG_STRINGS: readonly string[] = [
	'"line\\nbreak"',
	'[[long [x] text]]',
	'"\\0\\1\\255"',
	'"tab\\t\\65"',
	'"key = value; n=12"',
];
export const FIELDS: readonly string[] = ['a', 'b', 'name', 'x', 'n'];
export const MISSING: readonly string[] = ['nothing', 'void'];
export const PATTERNS: readonly string[] = [
	'%a+',
	'%d+',
	'(%w)(%w*)',
	'[^,;]+',
	'^%s*(.-)%s*$',
	'()l',
	'%f[%w]%w+',
	'.',
	'l*',
	'%S',
	'(a*(.)%w(%s*))',
];
export const BAD_PATTERNS: readonly string[] = ['[a', '%', '(x', 'x)', '%b', '(()', '%1', '[%'];
export const FORMATS: readonly string[] = [
	'%d',
	'%5.1f',
	'%s',
	'%q',
	'%x',
	'%-6s|',
	'%05d',
	'%g',
	'%e',
	'%c',
	'%i',
	'%+d',
	'%10.3s|',
	'%%%s',
	'%o',
];
export const ARITHMETIC: readonly string[] = ['+', '-', '*', '/', '%', '+', '-', '*'];
export const COMPARISONS: readonly string[] = ['==', '~=', '<', '<=', '>', '>='];
