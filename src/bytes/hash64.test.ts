import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hash32, hash64 } from './hash64.ts';
import { hash64ToHex } from './hex.ts';

/** The same function written with BigInt, straight from its definition. */
function reference(bytes: Uint8Array): bigint {
	const m = 0xc6a4a7935bd1e995n;
	const mask = (1n << 64n) - 1n;
	const mix = (h: bigint, block: bigint): bigint => {
		let k = (block * m) & mask;
		k ^= k >> 47n;
		k = (k * m) & mask;
		return ((h * m) & mask) ^ k;
	};
	let h = 0n;
	let at = 0;
	const block = (from: number, to: number): bigint => {
		let value = 0n;
		for (let i = to - 1; i >= from; i--) value = (value << 8n) | BigInt(bytes[i] as number);
		return value;
	};
	for (; at + 8 <= bytes.length; at += 8) h = mix(h, block(at, at + 8));
	h = mix(h, block(at, bytes.length));
	h = mix(h, BigInt(bytes.length));
	h ^= h >> 47n;
	h = (h * m) & mask;
	return h ^ (h >> 47n);
}

describe('hash64()', () => {
	it.each([
		['', '0000000000000000'],
		['a', 'e2758033e4b942c2'],
		['hello', 'e36ee61949bf9cbd'],
		['defold', '733cb846ff719618'],
		['main', 'f00a0e6d893ec85e'],
		['abcdefgh', '41ae9a29d4cb9ad4'],
		['abcdefghi', 'd0182041dfcc1afb'],
		['/main/main.collectionc', '315bf2bc11728318'],
		['/archive_data/file4.adc', '1db7f0530911b1ce'],
		['/archive_data/liveupdate.file7.adc', 'e7b921ca4d761083'],
	])('hashes %j as Defold does', (text, expected) => {
		expect(hash64ToHex(hash64(text))).toBe(expected);
	});

	it('agrees with the definition for any bytes', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
				expect(hash64(bytes)).toBe(reference(bytes));
			}),
		);
	});

	it('agrees with the definition for any text, in ASCII and beyond', () => {
		fc.assert(
			fc.property(fc.oneof(fc.string({ maxLength: 80 }), fc.string({ unit: 'binary', maxLength: 60 })), (text) => {
				expect(hash64(text)).toBe(reference(new TextEncoder().encode(text)));
				expect(hash64(`/a/path/${text}.goc`)).toBe(reference(new TextEncoder().encode(`/a/path/${text}.goc`)));
			}),
		);
	});

	it('agrees with the definition for bytes that lie anywhere in their buffer', () => {
		const whole = Uint8Array.from({ length: 300 }, (_, at) => (at * 37) & 255);
		for (let at = 0; at < 40; at++)
			expect(hash64(whole.subarray(at, 200 + at))).toBe(reference(whole.slice(at, 200 + at)));
	});
});

describe('hash32()', () => {
	it.each([
		['', 0],
		['a', 0x0803888b],
		['hello', 0x0f7e3bda],
		['defold', 0xb8013b58],
		['abcdefghi', 0xc6578446],
		['/main/main.collectionc', 0xa91160c2],
	])('hashes %j', (text, expected) => {
		expect(hash32(text)).toBe(expected);
	});
});
