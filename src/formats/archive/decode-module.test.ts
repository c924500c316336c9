import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { equalBytes } from '../../bytes/index.ts';
import { FormatError } from '../error.ts';
import { decodeInModule } from './decode-module.ts';
import { lz4Decode } from './lz4-decode.ts';
import { lz4HcEncode } from './lz4-hc-encode.ts';
import { xteaCtr } from './xtea.ts';

function plainly(stored: Uint8Array, sizeBytes: number): Uint8Array | undefined {
	try {
		return lz4Decode(stored, sizeBytes, 'test');
	} catch (error) {
		expect(error).toBeInstanceOf(FormatError);
		return undefined;
	}
}

/** Runs that repeat after any distance, which is what copying has to get right. */
const periodic = fc
	.array(fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 60 })), { maxLength: 12 })
	.map((parts) =>
		Uint8Array.from(
			parts.flatMap(([piece, count]) =>
				Array(count)
					.fill([...piece])
					.flat(),
			),
		),
	);

describe('the module', () => {
	test('unpacks what the plain decoder unpacks to the same bytes', () => {
		fc.assert(
			fc.property(periodic, fc.boolean(), (raw, encrypted) => {
				const packed = lz4HcEncode(raw);
				expect(decodeInModule(encrypted ? xteaCtr(packed) : packed, raw.length, encrypted)).toEqual(raw);
			}),
			{ numRuns: 400 },
		);
	});

	test('gives nothing exactly where the plain decoder refuses', () => {
		const block = fc.oneof(
			fc.uint8Array({ maxLength: 60 }),
			fc
				.tuple(periodic, fc.nat(), fc.nat(255))
				.map(([raw, at, byte]) => lz4HcEncode(raw).map((value, index) => (index === at % 50 ? byte : value))),
		);
		fc.assert(
			fc.property(block, fc.nat(400), (stored, sizeBytes) => {
				expect(decodeInModule(stored, sizeBytes, false)).toEqual(plainly(stored, sizeBytes));
			}),
			{ numRuns: 3000 },
		);
	});

	test('leaves to the plain decoder what is too large for it', () => {
		expect(decodeInModule(new Uint8Array(10), 64 * 1024 * 1024, false)).toBeUndefined();
		expect(decodeInModule(new Uint8Array(256 * 1024), 10, true)).toBeUndefined();
	});

	test('grows its memory for a large resource after a small one', () => {
		const raw = new Uint8Array(3_000_000).map((_, at) => at % 251);
		expect(decodeInModule(lz4HcEncode(new Uint8Array(5)), 5, true)).toBeUndefined();
		const packed = lz4HcEncode(raw);
		for (const encrypted of [false, true]) {
			const decoded = decodeInModule(encrypted ? xteaCtr(packed) : packed, raw.length, encrypted);
			expect(decoded && equalBytes(decoded, raw)).toBe(true);
		}
	});
});
