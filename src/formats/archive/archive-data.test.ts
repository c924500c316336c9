import fc from 'fast-check';
import { expect, test } from 'vitest';
import { concatBytes } from '../../bytes/index.ts';
import { codeOf } from '../refusal-contract.ts';
import { archiveDataWriter } from './archive-data.ts';
import { LIVE_UPDATE_HEADER_BYTES, readLiveUpdateHeader, writeLiveUpdateHeader } from './live-update-header.ts';

test('every blob lies at its offset, a multiple of the padding, with zeros between', () => {
	const blobs = fc.array(fc.uint8Array({ maxLength: 20 }), { maxLength: 20 });
	fc.assert(
		fc.property(blobs, fc.constantFrom(1, 4, 16), (parts, paddingBytes) => {
			const writer = archiveDataWriter({ paddingBytes });
			const offsets = parts.map((part) => writer.append(part));
			const whole = concatBytes(writer.finish());
			expect(whole.length).toBe(writer.sizeBytes());
			const covered = new Uint8Array(whole.length);
			for (const [at, part] of parts.entries()) {
				const offset = offsets[at] as number;
				expect(offset % paddingBytes).toBe(0);
				expect(whole.subarray(offset, offset + part.length)).toEqual(part);
				covered.fill(1, offset, offset + part.length);
			}
			expect(whole.every((byte, at) => covered[at] === 1 || byte === 0)).toBe(true);
		}),
	);
});

test('a padding that is no power of two is refused', () => {
	expect(() => archiveDataWriter({ paddingBytes: 3 })).toThrow(RangeError);
});

test('a live-update header is read as it was written, and has its filler', () => {
	const header = fc.record({
		sizeBytes: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
		encrypted: fc.boolean(),
		compressed: fc.boolean(),
		liveUpdate: fc.boolean(),
	});
	fc.assert(
		fc.property(header, (value) => {
			const bytes = writeLiveUpdateHeader(value);
			expect(bytes.length).toBe(LIVE_UPDATE_HEADER_BYTES);
			expect(readLiveUpdateHeader(bytes, 'test')).toEqual(value);
			expect(bytes.subarray(5).every((byte) => byte === 0xed)).toBe(true);
		}),
	);
});

test('throws truncated for a header of 15 bytes', () => {
	expect(codeOf(() => readLiveUpdateHeader(new Uint8Array(15), 'test'))).toBe('truncated');
});
