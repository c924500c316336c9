import fc from 'fast-check';
import { expect, test } from 'vitest';
import { codeOf } from '../refusal-contract.ts';
import { WireReader } from './wire-reader.ts';
import { WireWriter } from './wire-writer.ts';

const reader = (...bytes: number[]): WireReader => new WireReader(new Uint8Array(bytes), 'test');

test('reads numbers and bytes as they were written', () => {
	const field = fc.integer({ min: 1, max: 2 ** 29 - 1 });
	const value = fc.oneof(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), fc.uint8Array({ maxLength: 40 }));
	fc.assert(
		fc.property(fc.array(fc.tuple(field, value)), (fields) => {
			const writer = new WireWriter(1);
			for (const [number, content] of fields) {
				if (typeof content === 'bigint') writer.number(number, content);
				else writer.bytes(number, content);
			}
			const wire = new WireReader(writer.finish(), 'test');
			for (const [number, content] of fields) {
				expect(wire.next()).toBe(true);
				expect(wire.field).toBe(number);
				if (typeof content === 'bigint') {
					wire.varint();
					expect((BigInt(wire.hi) << 32n) | BigInt(wire.lo)).toBe(content);
				} else expect(wire.value()).toEqual(content);
			}
			expect(wire.next()).toBe(false);
		}),
	);
});

test('writes numbers below 2^53 as it writes the same as a bigint', () => {
	fc.assert(
		fc.property(fc.maxSafeNat(), (value) => {
			const [a, b] = [new WireWriter(), new WireWriter()];
			a.number(1, value);
			b.number(1, BigInt(value));
			expect(a.finish()).toEqual(b.finish());
		}),
	);
});

test('passes over every wire type, groups inside groups included', () => {
	const wire = reader(
		0x08,
		0x96,
		0x01,
		0x11,
		1,
		2,
		3,
		4,
		5,
		6,
		7,
		8,
		0x1b,
		0x23,
		0x28,
		1,
		0x24,
		0x1c,
		0x35,
		1,
		2,
		3,
		4,
	);
	const fields: number[] = [];
	while (wire.next()) {
		fields.push(wire.field);
		wire.skip();
	}
	expect(fields).toEqual([1, 2, 3, 6]);
});

test('throws truncated when a varint, a length or a group is cut short', () => {
	for (const bytes of [[0x80], [0x08, 0x80], [0x0a, 5, 1], [0x0d, 1, 2], [0x09, 1], [0x0b, 0x10, 1]]) {
		expect(
			codeOf(() => {
				const wire = reader(...bytes);
				while (wire.next()) wire.skip();
			}),
		).toBe('truncated');
	}
});

test('throws invalid for field 0, wire types 6 and 7, a varint of 11 bytes and a group that ends as another', () => {
	for (const bytes of [[0x00], [0x0e], [0x0f], [0x08, ...Array(10).fill(0x80), 0], [0x0b, 0x14], [0x0c]]) {
		expect(
			codeOf(() => {
				const wire = reader(...bytes);
				while (wire.next()) wire.skip();
			}),
		).toBe('invalid');
	}
});

test('throws invalid for a number of 2^53 or more and for the wrong wire type', () => {
	const large = new WireWriter();
	large.number(1, 2n ** 53n);
	expect(
		codeOf(() => {
			const wire = new WireReader(large.finish(), 'test');
			wire.next();
			wire.uint();
		}),
	).toBe('invalid');
	expect(
		codeOf(() => {
			const wire = reader(0x08, 1);
			wire.next();
			wire.range();
		}),
	).toBe('invalid');
});
