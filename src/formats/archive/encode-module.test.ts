import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeInModule } from './encode-module.ts';
import { lz4Decode } from './lz4-decode.ts';
import { lz4HcEncode } from './lz4-hc-encode.ts';

/** Bytes with repetitions, runs and noise, as the encoder's choices need them. */
const part = fc.oneof(
	fc.uint8Array({ minLength: 1, maxLength: 40 }),
	fc
		.tuple(fc.nat({ max: 255 }), fc.integer({ min: 1, max: 700 }))
		.map(([byte, count]) => new Uint8Array(count).fill(byte)),
	fc
		.tuple(fc.uint8Array({ minLength: 1, maxLength: 9 }), fc.integer({ min: 2, max: 90 }))
		.map(([unit, count]) =>
			Uint8Array.from({ length: unit.length * count }, (_, index) => unit[index % unit.length] ?? 0),
		),
);
const content = fc.array(fc.tuple(part, fc.nat({ max: 6 })), { maxLength: 40 }).map((parts) => {
	const bytes: number[] = [];
	for (const [own, back] of parts) {
		// Some of it again, from somewhere before.
		if (back > 3 && bytes.length > 20) bytes.push(...bytes.slice(bytes.length >> 1, (bytes.length >> 1) + 60 * back));
		bytes.push(...own);
	}
	return Uint8Array.from(bytes);
});

describe('the encoder in WebAssembly', () => {
	it('gives the bytes of the plain one for whatever it is given', () => {
		fc.assert(
			fc.property(content, (raw) => {
				const packed = encodeInModule(raw);
				expect(packed).toEqual(lz4HcEncode(raw, 'modern'));
				if (raw.length > 0) expect(lz4Decode(packed ?? new Uint8Array(), raw.length, 'test')).toEqual(raw);
			}),
			{ numRuns: 600, seed: 7 },
		);
	});

	it('does so for far matches, long literals and long runs', () => {
		let seed = 5;
		const noise = Uint8Array.from({ length: 200_000 }, () => {
			seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
			return seed >>> 24;
		});
		const far = new Uint8Array(400_000);
		far.set(noise.subarray(0, 70_000));
		far.set(noise.subarray(0, 66_000), 65_500);
		far.set(noise.subarray(0, 60_000), 200_000);
		const few = Uint8Array.from(noise, (byte) => byte & 3);
		for (const raw of [noise, far, few, new Uint8Array(300_000), new Uint8Array(0), new Uint8Array(11).fill(1)]) {
			expect(Buffer.compare(encodeInModule(raw) ?? Buffer.of(1), lz4HcEncode(raw, 'modern'))).toBe(0);
		}
	});

	it('leaves what is too large for its memory to the plain one', () => {
		expect(encodeInModule(new Uint8Array(49 * 1024 * 1024))).toBeUndefined();
	});
});
