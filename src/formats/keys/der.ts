import { FormatError } from '../error.ts';

/** Tags of the DER values that RSA keys are made of. */
export const DER = {
	INTEGER: 0x02,
	BIT_STRING: 0x03,
	OCTET_STRING: 0x04,
	NULL: 0x05,
	OID: 0x06,
	SEQUENCE: 0x30,
} as const;

/** A DER value: its tag and the bytes inside. */
export type DerValue = { readonly tag: number; readonly content: Uint8Array };

/**
 * Reads the DER values that lie one after the other in `bytes`. Lengths up to 2^32.
 *
 * @throws FormatError `invalid-key`
 */
export function readDer(bytes: Uint8Array, name: string): DerValue[] {
	const values: DerValue[] = [];
	let at = 0;
	const byte = (): number => {
		const value = bytes[at++];
		if (value === undefined) throw invalid(name, at - 1, 'more bytes', 'the end');
		return value;
	};
	while (at < bytes.length) {
		const tag = byte();
		let length = byte();
		if (length >= 0x80) {
			const count = length & 0x7f;
			if (count === 0 || count > 4) throw invalid(name, at - 1, 'a length of 1 to 4 bytes', `${count}`);
			length = 0;
			for (let i = 0; i < count; i++) length = length * 256 + byte();
		}
		if (length > bytes.length - at) throw invalid(name, at, `${length} bytes`, `${bytes.length - at}`);
		values.push({ tag, content: bytes.subarray(at, at + length) });
		at += length;
	}
	return values;
}

/** One DER value of a tag and its content. */
export function writeDer(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
	let length = 0;
	for (const part of parts) length += part.length;
	const head = [tag];
	if (length < 0x80) head.push(length);
	else {
		const digits: number[] = [];
		for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) digits.unshift(rest % 256);
		head.push(0x80 | digits.length, ...digits);
	}
	const bytes = new Uint8Array(head.length + length);
	bytes.set(head);
	let at = head.length;
	for (const part of parts) {
		bytes.set(part, at);
		at += part.length;
	}
	return bytes;
}

/** @throws FormatError `invalid-key` unless the value has this tag */
export function expectDer(value: DerValue | undefined, tag: number, name: string): Uint8Array {
	if (value?.tag !== tag) throw invalid(name, 0, `DER tag ${tag}`, value ? `tag ${value.tag}` : 'the end');
	return value.content;
}

/** A DER INTEGER's content as a number; negative ones are refused. @throws FormatError `invalid-key` */
export function readDerInteger(content: Uint8Array, name: string): bigint {
	if (content.length === 0 || ((content[0] as number) & 0x80) !== 0) {
		throw invalid(name, 0, 'an integer above 0', content.length === 0 ? 'an empty one' : 'a negative one');
	}
	return bytesToBigint(content);
}

/** An unsigned big-endian number. */
export function bytesToBigint(bytes: Uint8Array): bigint {
	let hex = '0x0';
	for (const byte of bytes) hex += byte.toString(16).padStart(2, '0');
	return BigInt(hex);
}

/** A number as `length` big-endian bytes; it must fit. */
export function bigintToBytes(value: bigint, length: number): Uint8Array {
	const hex = value.toString(16).padStart(length * 2, '0');
	const bytes = new Uint8Array(length);
	for (let at = 0; at < length; at++) bytes[at] = Number.parseInt(hex.slice(at * 2, at * 2 + 2), 16);
	return bytes;
}

function invalid(name: string, offset: number, expected: string, found: string): FormatError {
	return new FormatError('invalid-key', `${name}: expected ${expected} at byte ${offset} of a key, found ${found}`, {
		data: { name, offset, expected, found },
	});
}
