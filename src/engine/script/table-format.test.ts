import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../bytes/index.ts';
import { LuaTable, type LuaValue } from '../../lua/index.ts';
import { hashOf } from '../hash.ts';
import { Matrix4 } from '../matrix4.ts';
import { Url } from '../url.ts';
import { Quat, Vector3, Vector4 } from '../vector.ts';
import { readTable, writeTable } from './table-format.ts';

describe('tables in binary form', () => {
	it('begin with HDTB, version 4 and the count of rows', () => {
		const bytes = writeTable(LuaTable.fromObject({ a: true }));
		expect(toHex(bytes)).toBe('48445442' + '04000000' + '01000000' + '0401' + '01000000' + '61' + '01');
	});

	it('align numbers to four bytes', () => {
		const bytes = writeTable(LuaTable.fromObject({ a: 1 }));
		// After the key at 18 comes one byte of padding.
		expect(bytes.length).toBe(28);
		expect(new DataView(bytes.buffer, bytes.byteOffset).getFloat64(20, true)).toBe(1);
	});

	it('are version 5 only when a hash is a key', () => {
		const table = new LuaTable();
		table.set(hashOf('key'), 1);
		expect(writeTable(table)[4]).toBe(5);
		expect(readTable(writeTable(table)).get(hashOf('key'))).toBe(1);
	});

	it('are read in the forms of older engines', () => {
		// Version 0: no header, 16-bit count, texts that end with 0. Version 1: keys of seven bits a byte.
		expect(readTable(fromHex('0100' + '0404' + '6100' + '6200')).get('a')).toBe('b');
		const first = fromHex('48445442' + '01000000' + '0100' + '0301' + 'ac02' + '01');
		expect(readTable(first).get(300)).toBe(true);
	});

	it('come back as they were, however large and whatever they hold', () => {
		const leaf: fc.Arbitrary<LuaValue> = fc.oneof(
			fc.boolean(),
			fc.double({ noNaN: true }),
			fc.string({ unit: 'binary-ascii', maxLength: 400 }),
			fc.string().map((text) => hashOf(text)),
			fc.float({ noNaN: true }).map((x) => new Vector3(x, 2, 3)),
			fc.constant(new Vector4(1, 2, 3, 4)),
			fc.constant(new Quat(0, 0, 0, 1)),
			fc.constant(new Matrix4()),
			fc.constant(new Url(hashOf('main'), hashOf('/a'), undefined)),
		);
		const key = fc.oneof(
			fc.integer({ min: -1000, max: 1_000_000 }),
			fc.string({ unit: 'binary-ascii', maxLength: 20 }),
		);
		const table = fc.array(fc.tuple(key, leaf), { maxLength: 30 });
		const make = (rows: readonly (readonly [number | string, LuaValue])[]): LuaTable => {
			const made = new LuaTable();
			for (const [name, value] of rows) made.set(name, value);
			return made;
		};
		fc.assert(
			fc.property(table, table, (outer, inner) => {
				const whole = make(outer);
				whole.set('inner', make(inner));
				const back = readTable(writeTable(whole));
				for (const [name, value] of whole.entries()) {
					const found = back.get(name);
					if (value instanceof LuaTable || typeof value !== 'object') continue;
					expect(String(found)).toBe(String(value));
				}
				expect(toHex(writeTable(back))).toBe(toHex(writeTable(readTable(writeTable(back)))));
				expect([...(back.get('inner') as LuaTable).entries()].length).toBe([...make(inner).entries()].length);
			}),
			{ seed: 7, numRuns: 200 },
		);
	});

	it('refuse functions, and what contains itself', () => {
		expect(() => writeTable(LuaTable.fromObject({ f: () => undefined }))).toThrow(
			'unsupported value type in table: function',
		);
		const table = new LuaTable();
		table.set('t', table);
		expect(() => writeTable(table)).toThrow('recursive');
	});

	it('say what was cut short, for every length', () => {
		const whole = writeTable(
			LuaTable.fromObject({ a: 1, b: 'text', c: new Vector3(1, 2, 3), d: LuaTable.fromArray([1]) }),
		);
		for (let length = TABLE_START; length < whole.length; length++) {
			expect(() => readTable(whole.subarray(0, length))).toThrow('Reading outside of buffer');
		}
	});
});

const TABLE_START = 8;
