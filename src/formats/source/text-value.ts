import type { DescEnum, DescField } from '@bufbuild/protobuf';
import { ScalarType } from '@bufbuild/protobuf';
import type { Complaint } from './diagnostic.ts';
import { didYouMean } from './did-you-mean.ts';
import { decodeLiteralBytes, decodeLiteralText } from './string-literal.ts';
import { describeToken, type TextToken } from './text-token.ts';

/** A value of a field, or what is wrong with it and where. */
export type TextValue = {
	readonly token: TextToken;
	readonly value?: unknown;
	readonly complaint?: Complaint;
	readonly at?: number;
};

const INTEGER_RANGES: Readonly<Record<number, readonly [bigint, bigint]>> = {
	[ScalarType.INT32]: [-(2n ** 31n), 2n ** 31n - 1n],
	[ScalarType.SINT32]: [-(2n ** 31n), 2n ** 31n - 1n],
	[ScalarType.SFIXED32]: [-(2n ** 31n), 2n ** 31n - 1n],
	[ScalarType.UINT32]: [0n, 2n ** 32n - 1n],
	[ScalarType.FIXED32]: [0n, 2n ** 32n - 1n],
	[ScalarType.INT64]: [-(2n ** 63n), 2n ** 63n - 1n],
	[ScalarType.SINT64]: [-(2n ** 63n), 2n ** 63n - 1n],
	[ScalarType.SFIXED64]: [-(2n ** 63n), 2n ** 63n - 1n],
	[ScalarType.UINT64]: [0n, 2n ** 64n - 1n],
	[ScalarType.FIXED64]: [0n, 2n ** 64n - 1n],
};

const WIDE = new Set<ScalarType>([
	ScalarType.INT64,
	ScalarType.SINT64,
	ScalarType.SFIXED64,
	ScalarType.UINT64,
	ScalarType.FIXED64,
]);

/** The value that a token denotes for a scalar or enum field, single or in a list. */
export function readTextValue(source: string, token: TextToken, field: DescField): TextValue {
	if (field.enum) return readEnum(token, field, field.enum);
	const scalar = field.scalar;
	switch (scalar) {
		case ScalarType.STRING:
		case ScalarType.BYTES:
			return readString(source, token, field, scalar);
		case ScalarType.BOOL:
			return readBool(token, field);
		case ScalarType.FLOAT:
		case ScalarType.DOUBLE:
			return readReal(token, field, scalar);
		default:
			return readInteger(token, field, scalar as ScalarType);
	}
}

function wrong(token: TextToken, field: DescField, expected: string): TextValue {
	const message = `expected ${expected} for ${field.name}, found ${describeToken(token)}`;
	return { token, complaint: { code: 'wrong-type', message } };
}

function readString(source: string, token: TextToken, field: DescField, scalar: ScalarType): TextValue {
	if (token.kind !== 'string') return wrong(token, field, 'a string in quotes');
	const value =
		scalar === ScalarType.BYTES ? decodeLiteralBytes(source, token.pieces) : decodeLiteralText(source, token.pieces);
	if (typeof value === 'string' || value instanceof Uint8Array) return { token, value };
	return { token, complaint: { code: 'wrong-escape', message: value.message }, at: value.at };
}

function readBool(token: TextToken, field: DescField): TextValue {
	if (token.kind === 'word' || token.kind === 'number') {
		if (/^(true|True|t|1)$/.test(token.text)) return { token, value: true };
		if (/^(false|False|f|0)$/.test(token.text)) return { token, value: false };
	}
	return wrong(token, field, 'true or false');
}

function readReal(token: TextToken, field: DescField, scalar: ScalarType): TextValue {
	let value: number | undefined;
	if (token.kind === 'number')
		value = Number(token.text.replace(/\s/g, '').replace(/(?<!^-?0[xX][0-9a-fA-F]*)[fF]$/, ''));
	else if (token.kind === 'word') {
		const word = token.text.toLowerCase();
		if (/^-?(inf|infinity)f?$/.test(word)) value = word.startsWith('-') ? -Infinity : Infinity;
		else if (/^-?nanf?$/.test(word)) value = Number.NaN;
	}
	// A negative hexadecimal number is none to Number().
	if (value === undefined || (Number.isNaN(value) && token.kind === 'number')) return wrong(token, field, 'a number');
	return { token, value: scalar === ScalarType.FLOAT ? Math.fround(value) : value };
}

function readInteger(token: TextToken, field: DescField, scalar: ScalarType): TextValue {
	const [low, high] = INTEGER_RANGES[scalar] ?? [0n, 0n];
	const value = token.kind === 'number' ? integerOf(token.text.replace(/\s/g, '')) : undefined;
	if (value === undefined) return wrong(token, field, 'a whole number');
	if (value < low || value > high) return wrong(token, field, `a number from ${low} to ${high}`);
	return { token, value: WIDE.has(scalar) ? value : Number(value) };
}

function integerOf(text: string): bigint | undefined {
	const negative = text.startsWith('-');
	const digits = negative ? text.slice(1) : text;
	let value: bigint | undefined;
	if (/^0[xX][0-9a-fA-F]+$/.test(digits)) value = BigInt(digits);
	else if (/^0[0-7]+$/.test(digits)) value = BigInt(`0o${digits.slice(1)}`);
	else if (/^[0-9]+$/.test(digits) && !/^0\d/.test(digits)) value = BigInt(digits);
	return value !== undefined && negative ? -value : value;
}

function readEnum(token: TextToken, field: DescField, kind: DescEnum): TextValue {
	if (token.kind === 'word') {
		const found = kind.values.find((value) => value.name === token.text);
		if (found) return { token, value: found.number };
	} else if (token.kind === 'number') {
		const number = integerOf(token.text.replace(/\s/g, ''));
		if (number !== undefined && kind.value[Number(number)]) return { token, value: Number(number) };
	}
	const names = kind.values.map((value) => value.name);
	return {
		token,
		complaint: {
			code: 'unknown-value',
			message: `expected one of ${names.length > 12 ? `the ${names.length} names of ${kind.name}` : names.join(', ')} for ${field.name}, found ${describeToken(token)}`,
			hint: token.kind === 'word' ? didYouMean(token.text, names) : undefined,
		},
	};
}
