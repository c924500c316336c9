import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeUtf8, toHex } from '../../bytes/index.ts';
import { portableCrypto } from '../keys/portable-rsa.ts';
import { xteaCtr } from './xtea.ts';

test('enciphers a known text to known bytes', () => {
	// The second text's digest is also a constant in Defold's own tests.
	expect(toHex(xteaCtr(encodeUtf8('stuff to test encryption')))).toBe(
		'9484759d7f2b19ad098acac4ff107c60133001a15e436b8d',
	);
	const text = 'this script was loaded sometime in runtime with liveupdate';
	expect(toHex(portableCrypto.digest('sha1', xteaCtr(encodeUtf8(text))))).toBe(
		'aae1f8cc01c23ba6067f7ed81df5a187a047aa7f',
	);
});

test('deciphers what it enciphered, at any length, and leaves its input as it was', () => {
	fc.assert(
		fc.property(fc.uint8Array({ maxLength: 3000 }), (bytes) => {
			const before = new Uint8Array(bytes);
			expect(xteaCtr(xteaCtr(bytes))).toEqual(before);
			expect(bytes).toEqual(before);
		}),
	);
});

test('a Buffer is not changed either', () => {
	const buffer = Buffer.from('stuff to test encryption');
	xteaCtr(buffer);
	expect(buffer.toString()).toBe('stuff to test encryption');
});

test('the key stream goes on beyond the part that is kept', () => {
	const length = 4 * 1024 * 1024 + 100_003;
	const stream = xteaCtr(new Uint8Array(length));
	// The same counter reached in another way: the first bytes of the second piece follow those that are kept.
	expect(xteaCtr(stream).every((byte) => byte === 0)).toBe(true);
	const at = 4 * 1024 * 1024 - 8;
	expect(toHex(stream.subarray(at, at + 16))).toBe(toHex(xteaCtr(new Uint8Array(at + 16)).subarray(at)));
	expect(toHex(stream.subarray(at, at + 8))).not.toBe(toHex(stream.subarray(at + 8, at + 16)));
});
