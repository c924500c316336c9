import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';

describe('ByteReader and ByteWriter', () => {
	it('read back what was written', () => {
		fc.assert(
			fc.property(
				fc.nat(255),
				fc.nat(0xffff),
				fc.nat(0xffffffff),
				fc.bigInt(0n, (1n << 64n) - 1n),
				fc.uint8Array(),
				(a, b, c, d, rest) => {
					const writer = new ByteWriter();
					writer.u8(a);
					writer.u16le(b);
					writer.u32le(c);
					writer.u32be(c);
					writer.u64be(d);
					writer.u64le(d);
					writer.append(rest);
					writer.fill(7, 3);
					const reader = new ByteReader(writer.finish(), 'test');
					expect(reader.u8()).toBe(a);
					expect(reader.u16le()).toBe(b);
					expect(reader.u32le()).toBe(c);
					expect(reader.u32be()).toBe(c);
					expect(reader.u64be()).toBe(d);
					expect(reader.u64le()).toBe(d);
					expect(reader.take(rest.length)).toEqual(rest);
					expect([...reader.take(3)]).toEqual([7, 7, 7]);
					expect(reader.remaining).toBe(0);
				},
			),
		);
	});

	it('grow at every size', () => {
		for (let before = 0; before < 24; before++) {
			const writer = new ByteWriter(16);
			writer.fill(0, before);
			writer.u64be(0x0102030405060708n);
			writer.u32le(0x090a0b0c);
			expect([...writer.finish().slice(before)]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 0x0c, 0x0b, 0x0a, 9]);
		}
	});

	it('says what was expected and found when the bytes end', () => {
		const reader = new ByteReader(new Uint8Array(6), 'some.file', 4);
		expect(() => reader.u32be('entry count')).toThrow(
			expect.objectContaining({
				code: 'truncated',
				message: 'some.file: expected 4 more bytes for entry count at byte 4, found 2',
			}),
		);
	});

	it('refuses to move outside the bytes', () => {
		const reader = new ByteReader(new Uint8Array(6), 'some.file');
		expect(() => reader.seek(7)).toThrow(expect.objectContaining({ code: 'out-of-range' }));
	});
});
