import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { portableDigest } from './crypto.ts';
import { fromHex, toHex } from './hex.ts';
import { memoryAccess } from './random-access.ts';
import { binaryToText, decodeUtf8, encodeUtf8, fromBinaryString, textToBinary, toBinaryString } from './text.ts';

describe('text and hexadecimal', () => {
	it('survive a round trip', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme' }), fc.uint8Array(), (text, bytes) => {
				expect(decodeUtf8(encodeUtf8(text))).toBe(text);
				expect(binaryToText(textToBinary(text))).toBe(text);
				expect(fromBinaryString(toBinaryString(bytes))).toEqual(bytes);
				expect(fromHex(toHex(bytes))).toEqual(bytes);
			}),
		);
	});

	it('names what was not UTF-8', () => {
		expect(() => decodeUtf8(new Uint8Array([0xff]), 'main.collection')).toThrow('main.collection: expected UTF-8');
	});

	it('refuses odd and foreign digits', () => {
		expect(() => fromHex('abc')).toThrow(expect.objectContaining({ code: 'invalid-hex' }));
		expect(() => fromHex('zz')).toThrow(expect.objectContaining({ code: 'invalid-hex' }));
	});
});

describe('portableDigest()', () => {
	it.each([
		['md5', '5d41402abc4b2a76b9719d911017c592'],
		['sha1', 'aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d'],
		['sha256', '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824'],
	] as const)('computes %s', (algorithm, expected) => {
		expect(toHex(portableDigest(algorithm, encodeUtf8('hello')))).toBe(expected);
	});
});

describe('memoryAccess()', () => {
	it('refuses a range outside the bytes', () => {
		const access = memoryAccess(new Uint8Array(10), 'x.bin');
		expect(access.read(8, 2)).toHaveLength(2);
		expect(() => access.read(8, 3)).toThrow('x.bin: expected 3 bytes at byte 8, found 10 bytes in all');
	});
});
