import { luaError } from './arguments.ts';
import { LuaTable } from './table.ts';
import { cursorAfter, TableCursor } from './table-cursor.ts';
import { EMPTY, type LuaFunction, type LuaResult, type LuaValue } from './values.ts';

/** Walks the elements 1, 2, … as `ipairs` does. */
class IndexCursor {
	key: number;
	value: LuaValue;
	private readonly table: LuaTable;

	constructor(table: LuaTable, from: number) {
		this.table = table;
		this.key = from;
	}

	next(): boolean {
		const key = ++this.key;
		const value = this.table.arr[key];
		this.value = value === undefined || key <= 0 ? this.table.get(key) : value;
		return this.value !== undefined;
	}
}

/** Lua's `next` as a library function. Generated loops recognise it and use a cursor instead. */
export function luaNext(table: LuaTable, key: LuaValue): LuaResult {
	const cursor = cursorAfter(table, key);
	if (cursor === false) luaError("invalid key to 'next'", 0);
	return cursor === undefined ? undefined : [cursor.key, cursor.value];
}

/** The two functions a generic `for` recognises, set when the base library is made: they are the same in all states. */
export const iterators: { next: LuaFunction | undefined; step: LuaFunction | undefined } = {
	next: undefined,
	step: undefined,
};

/** The function that `ipairs` returns. */
export const ipairsStep: LuaFunction = function ipairs_aux(table, index) {
	const key = (index as number) + 1;
	const value = table instanceof LuaTable ? table.get(key) : undefined;
	return value === undefined ? EMPTY : [key, value];
};

/** A cursor for a generic `for` over `pairs` or `ipairs`, `null` for any other iterator. */
export function $iter(fn: LuaValue, subject: LuaValue, control: LuaValue): TableCursor | IndexCursor | null {
	if (!(subject instanceof LuaTable)) return null;
	if (fn === iterators.next && control === undefined) return new TableCursor(subject);
	if (fn === ipairsStep && typeof control === 'number') return new IndexCursor(subject, control);
	return null;
}
