/** How numbers become text, which differs between C libraries and LuaJIT. */
export type NumberStyle = {
	/** The text of NaN. */
	readonly notANumber: string;
	/** A value exactly between two texts becomes the even one; else the greater one. */
	readonly tiesToEven: boolean;
};

/** PUC Lua on x86 with glibc: `0/0` shows the sign bit that its division sets. */
export const PUC_STYLE: NumberStyle = { notANumber: '-nan', tiesToEven: true };
/** LuaJIT formats by itself. */
export const LUAJIT_STYLE: NumberStyle = { notANumber: 'nan', tiesToEven: false };

/** The most digits JavaScript's own formatters give. */
const MAX_DIGITS = 100;
/** Digits beyond the wanted ones that prove a tie: five and only zeros. */
const TIE_DIGITS = 26;
const TIE = /^50*$/;

/** Adds an exponent of at least two digits, as C prints it. */
function exponentText(exponent: number): string {
	const size = Math.abs(exponent);
	return `${exponent < 0 ? '-' : '+'}${size < 10 ? '0' : ''}${size}`;
}

/**
 * JavaScript rounds ties up where C rounds them to even: picks the even neighbour when the value lies exactly
 * between two.
 */
function fixTie(rounded: string, exact: string, keep: number): string {
	const truncated = exact.slice(0, keep);
	if (!TIE.test(exact.slice(keep))) return rounded;
	return Number(truncated.at(-1) === '.' ? truncated.at(-2) : truncated.at(-1)) % 2 === 0 ? truncated : rounded;
}

/** How a number is laid out. */
export type Layout = {
	/** Digits after the point, or significant ones. */
	readonly precision: number;
	/** `#`: the point and trailing zeros stay. */
	readonly isAlternate: boolean;
	readonly tiesToEven: boolean;
};

/** Decimal digits (without point) and exponent of a finite number ≥ 0, correctly rounded. */
function digitsOf(value: number, count: number, tiesToEven: boolean): { digits: string; exponent: number } {
	const wanted = Math.min(count, MAX_DIGITS);
	const text = value.toExponential(wanted - 1);
	const split = text.indexOf('e');
	let mantissa = text.slice(0, split).replace('.', '');
	let exponent = Number(text.slice(split + 1));
	if (!tiesToEven) return { digits: mantissa.padEnd(count, '0'), exponent };
	const exact = value.toExponential(Math.min(MAX_DIGITS, wanted + TIE_DIGITS));
	const exactSplit = exact.indexOf('e');
	const exactDigits = exact.slice(0, exactSplit).replace('.', '');
	const fixed = fixTie(mantissa, exactDigits, wanted);
	if (fixed !== mantissa) {
		mantissa = fixed;
		exponent = Number(exact.slice(exactSplit + 1));
	}
	return { digits: mantissa.padEnd(count, '0'), exponent };
}

/** C's `%.{precision}e` of a finite number ≥ 0. */
export function formatExponential(value: number, layout: Layout): string {
	const { precision, isAlternate, tiesToEven } = layout;
	const { digits, exponent } = digitsOf(value, precision + 1, tiesToEven);
	const point = precision > 0 || isAlternate ? '.' : '';
	return `${digits[0]}${point}${digits.slice(1)}e${exponentText(exponent)}`;
}

/** C's `%.{precision}f` of a finite number ≥ 0. */
export function formatFixed(value: number, layout: Layout): string {
	const { precision, tiesToEven } = layout;
	const wanted = Math.min(precision, MAX_DIGITS);
	let text: string;
	if (value >= 1e21) text = BigInt(value).toString() + (wanted > 0 ? `.${'0'.repeat(wanted)}` : '');
	else {
		text = value.toFixed(wanted);
		const scaled = value * 10 ** wanted;
		// Only a half can be a tie; beyond the mantissa, the product no longer shows it.
		const mayTie = tiesToEven && (scaled - Math.floor(scaled) === 0.5 || scaled >= 2 ** 51);
		if (!mayTie) return finishFixed(text, layout);
		const exact = value.toFixed(Math.min(MAX_DIGITS, wanted + TIE_DIGITS));
		const point = exact.indexOf('.');
		const keep = wanted === 0 ? point : point + 1 + wanted;
		if (wanted < MAX_DIGITS && TIE.test(exact.slice(wanted === 0 ? point + 1 : keep))) {
			const truncated = exact.slice(0, keep);
			if (Number(truncated.at(-1)) % 2 === 0) text = truncated;
		}
	}
	return finishFixed(text, layout);
}

/** Adds the zeros that JavaScript has no digits for, and the point that `#` wants. */
function finishFixed(text: string, { precision, isAlternate }: Layout): string {
	if (precision > MAX_DIGITS) text += '0'.repeat(precision - MAX_DIGITS);
	return isAlternate && precision === 0 ? `${text}.` : text;
}

/** C's `%.{precision}g` of a finite number ≥ 0. */
export function formatGeneral(value: number, layout: Layout): string {
	const { precision, isAlternate: alternate, tiesToEven } = layout;
	const count = precision === 0 ? 1 : precision;
	if (value === 0) return alternate ? `0.${'0'.repeat(count - 1)}` : '0';
	const { digits, exponent } = digitsOf(value, count, tiesToEven);
	const kept = alternate ? digits : digits.replace(/0+$/, '');
	if (exponent < -4 || exponent >= count) {
		const rest = kept.slice(1);
		return `${kept[0]}${rest === '' && !alternate ? '' : '.'}${rest}e${exponentText(exponent)}`;
	}
	if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${kept}`;
	const whole = kept.padEnd(exponent + 1, '0');
	const fraction = whole.slice(exponent + 1);
	return whole.slice(0, exponent + 1) + (fraction === '' && !alternate ? '' : `.${fraction}`);
}

/** The significant digits with which `tostring` and `..` show numbers. */
const DISPLAY_DIGITS = 14;

/**
 * A number as `tostring`, `print` and `..` show it: C's `%.14g`.
 *
 * @param style  PUC's by default
 */
export function displayNumber(value: number, style: NumberStyle = PUC_STYLE): string {
	const text = String(value);
	const size = Math.abs(value);
	// Up to fourteen digits, the shortest text that reads back is also the rounded one.
	if (text.length <= DISPLAY_DIGITS && size >= 1e-4 && size <= Number.MAX_VALUE) return text;
	if (value === 0) return Object.is(value, -0) ? '-0' : '0';
	if (Number.isNaN(value)) return style.notANumber;
	if (size === Number.POSITIVE_INFINITY) return value < 0 ? '-inf' : 'inf';
	const layout = { precision: DISPLAY_DIGITS, isAlternate: false, tiesToEven: style.tiesToEven };
	return (value < 0 ? '-' : '') + formatGeneral(size, layout);
}

const DECIMAL = /^[ \t-\r]*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?[ \t-\r]*$/;
const HEXADECIMAL = /^[ \t-\r]*([-+]?)0[xX]([\da-fA-F]*)(?:\.([\da-fA-F]*))?(?:[pP]([-+]?\d+))?[ \t-\r]*$/;
const SPECIAL = /^[ \t-\r]*([-+]?)(?:(inf|infinity)|nan)[ \t-\r]*$/i;

/** Any number of hexadecimal digits as a double. */
function hexadecimalValue(digits: string): number {
	return digits.length <= 12 ? Number.parseInt(digits || '0', 16) : Number(BigInt(`0x${digits}`));
}

/**
 * The number a string stands for by C's `strtod`: decimal or hexadecimal, blanks around it; `undefined` when it is
 * none.
 */
export function parseNumber(text: string): number | undefined {
	if (DECIMAL.test(text)) return Number(text);
	const hexadecimal = HEXADECIMAL.exec(text);
	if (hexadecimal !== null) {
		const [, sign, whole = '', fraction = '', exponent] = hexadecimal;
		if (whole === '' && fraction === '') return undefined;
		let value = hexadecimalValue(whole + fraction);
		const shift = Number(exponent ?? 0) - 4 * fraction.length;
		if (shift !== 0) value *= 2 ** shift;
		return sign === '-' ? -value : value;
	}
	const special = SPECIAL.exec(text);
	if (special === null) {
		// To C, a string ends at its first zero.
		const end = text.indexOf('\0');
		return end < 0 ? undefined : parseNumber(text.slice(0, end));
	}
	const value = special[2] === undefined ? Number.NaN : Number.POSITIVE_INFINITY;
	return special[1] === '-' ? -value : value;
}
