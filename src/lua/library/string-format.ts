import { argError, checkInteger, checkNumber, checkString, luaError, typeArgError } from '../runtime/arguments.ts';
import { toDisplayString } from '../runtime/display.ts';
import { formatExponential, formatFixed, formatGeneral, type Layout } from '../runtime/numbers.ts';
import type { LuaState } from '../runtime/state.ts';
import type { LuaValue } from '../runtime/values.ts';

/** One `%` of a format. */
type Directive = {
	readonly conversion: string;
	readonly isLeft: boolean;
	readonly sign: '' | '+' | ' ';
	readonly isAlternate: boolean;
	readonly isZero: boolean;
	readonly width: number;
	/** -1: none given. */
	readonly precision: number;
	/** Neither flags nor width nor precision. */
	readonly isBare: boolean;
};

/** Where an argument is, for messages. */
type Place = { readonly index: number; readonly count: number; readonly state: LuaState };

/** Turns one argument into text. */
type Formatter = (value: LuaValue, at: Place) => string;

/** A format taken apart: text, what to do with arguments, and what is wrong with it from some point on. */
type Piece = string | Formatter | { readonly problem: string };

const SPECIFIER = /([-+ #0]*)(\d*)(?:(\.)(\d*))?/y;
const FLAGS_LIMIT = 5;

const formats = new Map<string, Piece[]>();
const CACHE_LIMIT = 400;

function parseDirective(format: string, at: number): { piece: Piece; end: number } {
	SPECIFIER.lastIndex = at;
	const parts = SPECIFIER.exec(format) as RegExpExecArray;
	const [whole, flags = '', width = '', point, precision = ''] = parts;
	const end = at + whole.length;
	if (flags.length > FLAGS_LIMIT) return { piece: { problem: 'invalid format (repeated flags)' }, end };
	if (width.length > 2 || precision.length > 2) {
		return { piece: { problem: 'invalid format (width or precision too long)' }, end };
	}
	const directive: Directive = {
		conversion: format[end] ?? '\0',
		isLeft: flags.includes('-'),
		sign: flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '',
		isAlternate: flags.includes('#'),
		isZero: flags.includes('0'),
		width: Number(width),
		precision: point === undefined ? -1 : Number(precision),
		isBare: whole === '',
	};
	return { piece: formatterOf(directive), end: end + 1 };
}

function parseFormat(format: string): Piece[] {
	const pieces: Piece[] = [];
	let text = '';
	for (let at = 0; at < format.length; ) {
		const next = format.indexOf('%', at);
		if (next < 0) {
			text += format.slice(at);
			break;
		}
		text += format.slice(at, next);
		if (format[next + 1] === '%') {
			text += '%';
			at = next + 2;
			continue;
		}
		const { piece, end } = parseDirective(format, next + 1);
		if (text !== '') pieces.push(text);
		text = '';
		pieces.push(piece);
		at = end;
	}
	if (text !== '') pieces.push(text);
	return pieces;
}

/** Fills up to the width: zeros go between sign and digits. */
function pad(sign: string, digits: string, directive: Directive, isZero: boolean): string {
	const missing = directive.width - sign.length - digits.length;
	if (missing <= 0) return sign + digits;
	if (directive.isLeft) return sign + digits + ' '.repeat(missing);
	return isZero ? sign + '0'.repeat(missing) + digits : ' '.repeat(missing) + sign + digits;
}

const WORD = 2n ** 64n;
const MOST_NEGATIVE = -(2n ** 63n);

/** A double cut to a 64-bit integer as x86 does it: what does not fit is the most negative one. */
function toInteger(value: number): bigint {
	return Math.abs(value) < 2 ** 63 ? BigInt(Math.trunc(value)) : MOST_NEGATIVE;
}

function toUnsigned(value: number): bigint {
	if (value >= 2 ** 63 && value < 2 ** 64) return BigInt(Math.trunc(value));
	return (toInteger(value) + WORD) % WORD;
}

function formatSigned(value: number, directive: Directive): string {
	if ((value | 0) === value && value >= 0 && directive.isBare) return String(value);
	const isSmall = Math.abs(value) < 2 ** 53;
	const isNegative = isSmall ? Math.trunc(value) < 0 : toInteger(value) < 0n;
	let digits: string;
	if (isSmall) digits = String(Math.abs(Math.trunc(value)));
	else {
		const integer = toInteger(value);
		digits = String(integer < 0n ? -integer : integer);
	}
	if (directive.precision >= 0) {
		digits = directive.precision === 0 && digits === '0' ? '' : digits.padStart(directive.precision, '0');
	}
	return pad(isNegative ? '-' : directive.sign, digits, directive, directive.isZero && directive.precision < 0);
}

function formatUnsigned(value: number, directive: Directive): string {
	const { conversion, precision, isAlternate } = directive;
	const radix = conversion === 'u' ? 10 : conversion === 'o' ? 8 : 16;
	const integer = toUnsigned(value);
	let digits = integer.toString(radix);
	if (precision >= 0) digits = precision === 0 && integer === 0n ? '' : digits.padStart(precision, '0');
	let prefix = '';
	if (isAlternate && radix === 16 && integer !== 0n) prefix = '0x';
	if (isAlternate && radix === 8 && !digits.startsWith('0')) digits = `0${digits}`;
	const text = pad(prefix, digits, directive, directive.isZero && precision < 0);
	return conversion === 'X' ? text.toUpperCase() : text;
}

/** The formatter of `e`, `f` and `g`. */
function floatFormatter(directive: Directive): Formatter {
	const { conversion, isAlternate } = directive;
	const precision = directive.precision < 0 ? 6 : directive.precision;
	const make = /[eE]/.test(conversion) ? formatExponential : conversion === 'f' ? formatFixed : formatGeneral;
	const isUpper = conversion === 'E' || conversion === 'G';
	const layouts = [true, false].map((tiesToEven) => ({ precision, isAlternate, tiesToEven }));
	const isPlain = directive.sign === '' && !directive.isLeft && !directive.isZero;
	return (value, { index, count, state }) => {
		const number = typeof value === 'number' ? value : checkNumber(value, index, count);
		const layout = layouts[state.numbers.tiesToEven ? 0 : 1] as Layout;
		if (isPlain && number > 0 && number < Number.POSITIVE_INFINITY) {
			const text = make(number, layout).padStart(directive.width);
			return isUpper ? text.toUpperCase() : text;
		}
		const text = formatFloat(number, directive, { state, make: (size) => make(size, layout) });
		return isUpper ? text.toUpperCase() : text;
	};
}

function formatFloat(
	value: number,
	directive: Directive,
	how: { readonly state: LuaState; readonly make: (size: number) => string },
): string {
	const { state, make } = how;
	const size = Math.abs(value);
	const isNegative = value < 0 || Object.is(value, -0);
	let text: string;
	let isNumber = true;
	let sign: string = isNegative ? '-' : directive.sign;
	if (!Number.isFinite(value)) {
		isNumber = false;
		text = Number.isNaN(value) ? 'nan' : 'inf';
		if (Number.isNaN(value)) sign = state.numbers.notANumber.startsWith('-') ? '-' : directive.sign === ' ' ? ' ' : '';
	} else {
		text = make(size);
	}
	return pad(sign, text, directive, directive.isZero && isNumber);
}

function formatCharacter(code: number, directive: Directive, state: LuaState): string {
	const text = pad('', String.fromCharCode(code), directive, false);
	// PUC takes the formatted text for a C string.
	return code === 0 && !state.isLuaJit ? text.slice(0, text.indexOf('\0')) : text;
}

/** A string that Lua reads back. */
function quote(text: string, isLuaJit: boolean): string {
	// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what PUC escapes.
	const escaped = text.replace(isLuaJit ? /["\\\x00-\x1f\x7f]/g : /["\\\n\r\0]/g, (char, at: number) => {
		if (char === '"' || char === '\\' || char === '\n') return `\\${char}`;
		if (!isLuaJit) return char === '\r' ? '\\r' : '\\000';
		const code = String(char.charCodeAt(0));
		return `\\${/\d/.test(text[at + 1] ?? '') ? code.padStart(3, '0') : code}`;
	});
	return `"${escaped}"`;
}

function formatString(text: string, directive: Directive): string {
	const shown = directive.precision >= 0 ? text.slice(0, directive.precision) : text;
	return pad('', shown, directive, false);
}

/** Lua's `string.format`. @param args  the values after the format */
export function formatValues(format: string, args: readonly LuaValue[], state: LuaState): string {
	let pieces = formats.get(format);
	if (pieces === undefined) {
		pieces = parseFormat(format);
		if (formats.size >= CACHE_LIMIT) formats.clear();
		formats.set(format, pieces);
	}
	let result = '';
	let used = 0;
	const count = args.length + 1;
	for (const piece of pieces) {
		if (typeof piece === 'string') result += piece;
		else if (typeof piece === 'object') luaError(piece.problem);
		else {
			const value = args[used];
			used++;
			if (used > args.length && !state.isLuaJit) argError(used + 1, 'no value');
			result += piece(value, { index: used + 1, count, state });
		}
	}
	return result;
}

function formatterOf(directive: Directive): Formatter {
	switch (directive.conversion) {
		case 'd':
		case 'i':
			return (value, { index, count }) => formatSigned(checkNumber(value, index, count), directive);
		case 'u':
		case 'o':
		case 'x':
		case 'X':
			return (value, { index, count }) => formatUnsigned(checkNumber(value, index, count), directive);
		case 'c':
			return (value, { index, count, state }) =>
				formatCharacter(checkInteger(value, index, count) & 255, directive, state);
		case 'e':
		case 'E':
		case 'f':
		case 'g':
		case 'G':
			return floatFormatter(directive);
		case 'q':
			return (value, { index, count, state }) => quote(checkString(value, index, count), state.isLuaJit);
		case 's':
			return (value, at) => formatText(value, directive, at);
		default:
			// C's string ends where the zero at the end of the format is.
			return () => luaError(`invalid option '%${directive.conversion.replace('\0', '')}' to 'format'`);
	}
}

const LONG_STRING_LENGTH = 100;

/** `%s`: PUC takes strings and numbers, LuaJIT whatever `tostring` makes a string of. */
function formatText(value: LuaValue, directive: Directive, { index, count, state }: Place): string {
	const isPlain = directive.width === 0 && directive.precision < 0;
	if (isPlain && typeof value === 'string' && (state.isLuaJit || !value.includes('\0'))) return value;
	if (!state.isLuaJit) {
		const given = checkString(value, index, count);
		// PUC hands shorter strings to C, where a zero byte ends them.
		if (directive.precision < 0 && given.length >= LONG_STRING_LENGTH) return given;
		const end = given.indexOf('\0');
		return formatString(end < 0 ? given : given.slice(0, end), directive);
	}
	if (index > count) typeArgError(index, 'string', { value, count });
	const text = toDisplayString(value, state);
	return formatString(typeof text === 'string' ? text : argError(index, 'string expected'), directive);
}
