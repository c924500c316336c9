import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LuaTable } from './table.ts';
import { cursorAfter, TableCursor } from './table-cursor.ts';
import type { LuaValue } from './values.ts';
import { WeakTableMap } from './weak-map.ts';

const keys = fc.oneof(
	fc.integer({ min: -2, max: 40 }),
	fc.constantFrom<LuaValue>('a', 'b', 'length', '1', '__proto__', 'constructor', 0.5, true, false, 2 ** 40),
	fc.integer({ min: 0, max: 60 }).map((n) => `key${n}`),
);
const changes = fc.array(
	fc.record({ key: keys, value: fc.oneof(fc.integer(), fc.constant(undefined), fc.string({ maxLength: 2 })) }),
	{ maxLength: 200 },
);

/** A table and a plain map with the same history. */
function build(history: readonly { key: LuaValue; value: LuaValue }[]): {
	table: LuaTable;
	model: Map<LuaValue, LuaValue>;
} {
	const table = new LuaTable();
	const model = new Map<LuaValue, LuaValue>();
	for (const { key, value } of history) {
		table.set(key, value);
		if (value === undefined) model.delete(key);
		else model.set(key, value);
	}
	return { table, model };
}

const nameOf = (key: LuaValue): string => `${typeof key} ${String(key)}`;
const byKey = (a: [LuaValue, LuaValue], b: [LuaValue, LuaValue]): number => (nameOf(a[0]) < nameOf(b[0]) ? -1 : 1);

describe('a table', () => {
	test('holds what a map holds, whatever the order of changes', () => {
		fc.assert(
			fc.property(changes, (history) => {
				const { table, model } = build(history);
				for (const { key } of history) expect(table.get(key)).toBe(model.get(key));
				expect([...table.entries()].sort(byKey)).toEqual([...model].sort(byKey));
			}),
		);
	});

	test('has a border as its length', () => {
		fc.assert(
			fc.property(changes, (history) => {
				const { table } = build(history);
				const { length } = table;
				if (length > 0) expect(table.get(length)).not.toBeUndefined();
				expect(table.get(length + 1)).toBeUndefined();
			}),
		);
	});

	test('is traversed completely by cursors and by next, also while it is cleared', () => {
		fc.assert(
			fc.property(changes, (history) => {
				const { table, model } = build(history);
				const seen: LuaValue[] = [];
				const cursor = new TableCursor(table);
				while (cursor.next()) seen.push(cursor.key);
				expect(new Set(seen)).toEqual(new Set(model.keys()));
				expect(seen).toHaveLength(model.size);
				const cleared: LuaValue[] = [];
				let key: LuaValue;
				for (;;) {
					const step = cursorAfter(table, key);
					if (step === undefined || step === false) break;
					({ key } = step);
					cleared.push(key);
					table.set(key, undefined);
				}
				expect(new Set(cleared)).toEqual(new Set(model.keys()));
				expect(cursorAfter(table, undefined)).toBeUndefined();
			}),
		);
	});

	test('goes on after a key without having been asked for the key before', () => {
		const { table } = build([1, 2, 'x', 'y', true, -1].map((key) => ({ key, value: 1 })));
		const order = [...table.entries()].map(([key]) => key);
		order.forEach((key, index) => {
			const step = cursorAfter(table, key);
			expect(step === undefined || step === false ? undefined : step.key).toBe(order[index + 1]);
		});
		expect(cursorAfter(table, 'never there')).toBe(false);
	});

	test('is made from arrays and objects', () => {
		expect(LuaTable.fromArray([1, 2, undefined]).length).toBe(2);
		expect([...LuaTable.fromObject({ a: 1, b: 'x' }).entries()]).toEqual([
			['a', 1],
			['b', 'x'],
		]);
	});

	test('does not keep deleted keys for ever', () => {
		const table = new LuaTable();
		for (let index = 0; index < 10_000; index++) {
			const key = `entity${index}`;
			table.set(key, index);
			table.set(key, undefined);
		}
		expect(Object.keys(table.h).length + (table.m?.size ?? 0)).toBeLessThan(100);
	});

	test('holds the same when its keys and values are weak', () => {
		fc.assert(
			fc.property(changes, fc.constantFrom('k', 'v', 'kv'), (history, mode) => {
				const table = new LuaTable();
				table.moveTo(new WeakTableMap(mode));
				const key = {} as LuaTable;
				table.set(key, key);
				for (const change of history) table.set(change.key, change.value);
				const { model } = build(history);
				for (const change of history) expect(table.get(change.key)).toBe(model.get(change.key));
				expect(table.get(key)).toBe(key);
			}),
		);
	});
});
