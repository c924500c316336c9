import { BytesError } from './error.ts';

const DIGITS: string[] = Array.from({ length: 256 }, (_, value) => value.toString(16).padStart(2, '0'));

/** Lowercase hexadecimal without separators. */
export function toHex(bytes: Uint8Array): string {
	let text = '';
	for (let i = 0; i < bytes.length; i++) text += DIGITS[bytes[i] as number];
	return text;
}

/** The value of each digit by its character code; 255 for what is none. */
const VALUES: Uint8Array = new Uint8Array(128).fill(255);
for (const [value, digit] of [...'0123456789abcdef'].entries()) {
	VALUES[digit.charCodeAt(0)] = value;
	VALUES[digit.toUpperCase().charCodeAt(0)] = value;
}

/** Bytes of an even number of hexadecimal digits of either case. @throws BytesError `invalid-hex` */
export function fromHex(text: string): Uint8Array {
	const bytes = new Uint8Array(text.length >> 1);
	let seen = text.length & 1 ? 255 : 0;
	for (let i = 0; i < bytes.length; i++) {
		const high = VALUES[text.charCodeAt(i * 2)] ?? 255;
		const low = VALUES[text.charCodeAt(i * 2 + 1)] ?? 255;
		seen |= high | low;
		bytes[i] = (high << 4) | low;
	}
	if (seen > 15) {
		throw new BytesError('invalid-hex', `expected pairs of hexadecimal digits, found "${text.slice(0, 80)}"`, {
			data: { found: text.slice(0, 80) },
		});
	}
	return bytes;
}

/** A 64-bit hash as 16 lowercase digits, as Defold's `hash_to_hex` prints it. */
export function hash64ToHex(hash: bigint): string {
	return hash.toString(16).padStart(16, '0');
}
