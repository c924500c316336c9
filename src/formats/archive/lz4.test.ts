import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { equalBytes } from '../../bytes/index.ts';
import { codeOf } from '../refusal-contract.ts';
import { lz4Decode } from './lz4-decode.ts';
import { lz4HcEncode } from './lz4-hc-encode.ts';
import type { Lz4Encoder } from './lz4-hc-match.ts';
import { decodeResource, encodeResource } from './resource-codec.ts';

const ENCODERS: readonly Lz4Encoder[] = ['modern', 'r123'];

/** Bytes with repetitions near and far, runs of one byte, and noise: what a match finder has to choose among. */
const repetitive: fc.Arbitrary<Uint8Array> = fc
	.array(
		fc.oneof(
			fc.record({ kind: fc.constant('run' as const), byte: fc.nat(3), count: fc.integer({ min: 1, max: 400 }) }),
			fc.record({ kind: fc.constant('noise' as const), bytes: fc.uint8Array({ maxLength: 30 }) }),
			fc.record({
				kind: fc.constant('again' as const),
				back: fc.integer({ min: 1, max: 3000 }),
				count: fc.integer({ min: 1, max: 80 }),
			}),
			fc.record({ kind: fc.constant('word' as const), word: fc.constantFrom('local ', 'function', 'self.', '    ') }),
		),
		{ maxLength: 120 },
	)
	.map((parts) => {
		const out: number[] = [];
		for (const part of parts) {
			if (part.kind === 'run') out.push(...Array(part.count).fill(part.byte));
			else if (part.kind === 'noise') out.push(...part.bytes);
			else if (part.kind === 'word') out.push(...Buffer.from(part.word));
			else for (let i = 0; i < part.count; i++) out.push(out[Math.max(0, out.length - part.back)] ?? 0);
		}
		return new Uint8Array(out);
	});

describe.each(ENCODERS)('the %s encoder', (encoder) => {
	test('makes blocks that decode to what they were made from', () => {
		fc.assert(
			fc.property(fc.oneof(repetitive, fc.uint8Array({ maxLength: 200 })), (raw) => {
				expect(equalBytes(lz4Decode(lz4HcEncode(raw, encoder), raw.length, 'test'), raw)).toBe(true);
			}),
			{ numRuns: 300 },
		);
	});

	test('packs a megabyte of zeros to the 255th part, quickly', () => {
		const packed = lz4HcEncode(new Uint8Array(1024 * 1024), encoder);
		expect(packed.length).toBeLessThan(4200);
		expect(lz4Decode(packed, 1024 * 1024, 'test').every((byte) => byte === 0)).toBe(true);
	});

	test('finds a match across the whole window and none beyond it', () => {
		const noise = new Uint8Array(70_000);
		let state = 1;
		for (let at = 0; at < noise.length; at++) {
			state = Math.imul(state, 1_103_515_245) + 12_345;
			noise[at] = state >>> 16;
		}
		const near = new Uint8Array([...noise.subarray(0, 65_535), ...noise.subarray(0, 60)]);
		const far = new Uint8Array([...noise.subarray(0, 65_600), ...noise.subarray(0, 60)]);
		for (const raw of [near, far])
			expect(equalBytes(lz4Decode(lz4HcEncode(raw, encoder), raw.length, 'test'), raw)).toBe(true);
		expect(lz4HcEncode(near, encoder).length).toBeLessThan(near.length + 260 - 30);
		expect(lz4HcEncode(far, encoder).length).toBeGreaterThan(far.length);
	});
});

/** Packs with the lz4 program as one block at level 9; undefined when it stores the bytes raw. */
function packWithProgram(raw: Uint8Array): Uint8Array | undefined {
	const { stdout } = spawnSync('lz4', ['-9', '-B7', '-BI', '--no-frame-crc', '-c'], { input: raw, maxBuffer: 2 ** 28 });
	// Frame: magic number, flags, block size, check byte, then the block's length; its top bit says "stored".
	const length = stdout.readUInt32LE(7);
	// An empty input has no block at all.
	return length === 0 || length & 0x8000_0000 ? undefined : stdout.subarray(11, 11 + length);
}

describe.skipIf(spawnSync('lz4', ['--version']).status !== 0)('the lz4 program', () => {
	test('makes the same bytes at level 9 as the modern encoder', () => {
		let comparedCount = 0;
		fc.assert(
			fc.property(repetitive, (raw) => {
				const expected = packWithProgram(raw);
				if (!expected) return;
				comparedCount++;
				expect(equalBytes(lz4HcEncode(raw, 'modern'), expected)).toBe(true);
			}),
			{ numRuns: 150 },
		);
		expect(comparedCount).toBeGreaterThan(50);
	});
});

describe('bad blocks', () => {
	const good = lz4HcEncode(Buffer.from('abcdabcdabcdabcdabcdabcdabcd, and so on'));
	const size = 39;

	test('throws decompression when the block is cut short anywhere', () => {
		for (let length = 1; length < good.length; length++) {
			expect(codeOf(() => lz4Decode(good.subarray(0, length), size, 'test'))).toBe('decompression');
		}
	});

	test('throws decompression when the size is one less or one more', () => {
		expect(codeOf(() => lz4Decode(good, size - 1, 'test'))).toBe('decompression');
		expect(codeOf(() => lz4Decode(good, size + 1, 'test'))).toBe('decompression');
	});

	test('throws decompression for an offset of 0 and one before the start', () => {
		expect(codeOf(() => lz4Decode(new Uint8Array([0x10, 1, 0, 0, 0]), 5, 'test'))).toBe('decompression');
		expect(codeOf(() => lz4Decode(new Uint8Array([0x10, 1, 2, 0, 0]), 5, 'test'))).toBe('decompression');
	});

	test('throws limit, and allocates nothing, for a size no block of this length can have', () => {
		expect(codeOf(() => lz4Decode(good, 0xffff_fffe, 'test'))).toBe('limit');
	});

	test('never reads or writes out of bounds, whatever the bytes', () => {
		fc.assert(
			fc.property(fc.uint8Array({ minLength: 1, maxLength: 60 }), fc.nat(300), (bytes, sizeBytes) => {
				const code = codeOf(() => expect(lz4Decode(bytes, sizeBytes, 'test').length).toBe(sizeBytes));
				expect(['decompression', 'limit', 'nothing was thrown']).toContain(code);
			}),
		);
	});
});

describe('a resource', () => {
	test('is decoded as it was encoded, whatever was asked for', () => {
		fc.assert(
			fc.property(repetitive, fc.boolean(), fc.boolean(), (raw, compress, encrypt) => {
				const { stored, compressed, encrypted } = encodeResource({ raw, compress, encrypt });
				expect(encrypted).toBe(encrypt);
				if (compressed) expect(stored.length).toBeLessThanOrEqual(raw.length * 0.95);
				const decoded = decodeResource({ stored, sizeBytes: raw.length, compressed, encrypted, name: 'test' });
				expect(equalBytes(decoded, raw)).toBe(true);
			}),
		);
	});

	test('that does not pack well is kept raw', () => {
		const raw = new Uint8Array(Array.from({ length: 100 }, (_, at) => (at * 37) & 0xff));
		expect(encodeResource({ raw, compress: true, encrypt: false })).toEqual({
			stored: raw,
			compressed: false,
			encrypted: false,
		});
	});

	test('stored raw with another size throws invalid', () => {
		const stored = new Uint8Array(4);
		expect(
			codeOf(() => decodeResource({ stored, sizeBytes: 5, compressed: false, encrypted: false, name: 'test' })),
		).toBe('invalid');
	});
});
