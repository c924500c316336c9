import { BytesError } from './error.ts';

const DIGITS: string[] = Array.from({ length: 256 }, (_, value) => value.toString(16).padStart(2, '0'));

/** Lowercase hexadecimal without separators. */
export function toHex(bytes: Uint8Array): string {
	let text = '';
	for (let i = 0; i < bytes.length; i++) text += DIGITS[bytes[i] as number];
	return text;
}

/** Bytes of an even number of hexadecimal digits of either case. @throws BytesError `invalid-hex` */
export function fromHex(text: string): Uint8Array {
	if (text.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(text)) {
		throw new BytesError('invalid-hex', `expected pairs of hexadecimal digits, found "${text.slice(0, 80)}"`, {
			data: { found: text.slice(0, 80) },
		});
	}
	const bytes = new Uint8Array(text.length / 2);
	for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(text.slice(i * 2, i * 2 + 2), 16);
	return bytes;
}

/** A 64-bit hash as 16 lowercase digits, as Defold's `hash_to_hex` prints it. */
export function hash64ToHex(hash: bigint): string {
	return hash.toString(16).padStart(16, '0');
}
