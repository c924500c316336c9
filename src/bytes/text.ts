import { BytesError } from './error.ts';

// Both are globals of Node and of every browser; the neutral rooms compile without either's type library.
declare const TextEncoder: new () => { encode(text: string): Uint8Array };
declare const TextDecoder: new (
	label: string,
	options: { fatal: boolean; ignoreBOM: boolean },
) => { decode(bytes: Uint8Array): string };

const encoder = new TextEncoder();
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lenient = new TextDecoder('utf-8', { fatal: false, ignoreBOM: true });

export function encodeUtf8(text: string): Uint8Array {
	return encoder.encode(text);
}

/** Text of UTF-8 bytes. @throws BytesError `invalid-utf8`, naming what was read */
export function decodeUtf8(bytes: Uint8Array, name = 'text'): string {
	try {
		return strict.decode(bytes);
	} catch (cause) {
		throw new BytesError('invalid-utf8', `${name}: expected UTF-8 text, found other bytes`, { cause, data: { name } });
	}
}

/** Text of UTF-8 bytes, with U+FFFD where they are not UTF-8: for messages and previews only. */
export function decodeUtf8Lossy(bytes: Uint8Array): string {
	return lenient.decode(bytes);
}

const CHUNK = 8192;

/**
 * A string with one character of 0…255 a byte: the form in which Lua strings live.
 */
export function toBinaryString(bytes: Uint8Array): string {
	let text = '';
	for (let at = 0; at < bytes.length; at += CHUNK) {
		text += String.fromCharCode.apply(null, bytes.subarray(at, at + CHUNK) as unknown as number[]);
	}
	return text;
}

/** Bytes of a string whose characters are all below 256; higher ones keep their low byte. */
export function fromBinaryString(text: string): Uint8Array {
	const bytes = new Uint8Array(text.length);
	for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
	return bytes;
}

function isAscii(text: string): boolean {
	for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return false;
	return true;
}

/** Ordinary text to a binary string of its UTF-8 bytes. */
export function textToBinary(text: string): string {
	return isAscii(text) ? text : toBinaryString(encodeUtf8(text));
}

/** A binary string of UTF-8 bytes to ordinary text; bytes that are not UTF-8 become U+FFFD. */
export function binaryToText(binary: string): string {
	return isAscii(binary) ? binary : decodeUtf8Lossy(fromBinaryString(binary));
}
