import { type LuaTable, MAPPED_RECORD, type RecordPart } from './table.ts';
import type { LuaValue } from './values.ts';

/** Where a traversal of a table stands. */
export class TableCursor {
	readonly table: LuaTable;
	/** Key and value of the pair reached by the last successful `next`. */
	key: LuaValue;
	value: LuaValue;
	private index = 0;
	private record: RecordPart | undefined;
	private names: string[] | undefined;
	private keys: IterableIterator<LuaValue> | undefined;

	constructor(table: LuaTable) {
		this.table = table;
	}

	/** Goes to the next pair that has a value; `false` at the end. */
	next(): boolean {
		if (this.names === undefined) {
			const array = this.table.arr;
			while (++this.index < array.length) {
				const value = array[this.index];
				if (value !== undefined) {
					this.key = this.index;
					this.value = value;
					return true;
				}
			}
			this.record = this.table.h;
			this.names = Object.keys(this.record);
			this.index = -1;
		}
		return this.nextNamed(this.names);
	}

	private nextNamed(names: string[]): boolean {
		const { table } = this;
		if (this.keys === undefined) {
			const record = table.h === MAPPED_RECORD ? MAPPED_RECORD : this.record;
			if (record !== undefined) {
				while (++this.index < names.length) {
					const name = names[this.index] as string;
					const value = record === MAPPED_RECORD ? table.get(name) : record[name];
					if (value !== undefined) {
						this.key = name;
						this.value = value;
						return true;
					}
				}
			}
			if (table.m === null) return false;
			this.keys = table.m.keys();
		}
		return this.nextMapped(this.keys);
	}

	private nextMapped(keys: IterableIterator<LuaValue>): boolean {
		for (;;) {
			const step = keys.next();
			if (step.done === true) return false;
			const value = this.table.m?.get(step.value);
			if (value !== undefined) {
				this.key = step.value;
				this.value = value;
				return true;
			}
		}
	}

	/** Goes on until the key is reached, also one whose value has been removed; `false` when the table never had it. */
	seek(key: LuaValue): boolean {
		const { table } = this;
		if (typeof key === 'number' && key > 0 && key < table.arr.length && (key | 0) === key) {
			this.index = key;
			this.key = key;
			return true;
		}
		this.record = table.h;
		this.names = Object.keys(this.record);
		if (typeof key === 'string' && table.h !== MAPPED_RECORD) {
			this.index = this.names.indexOf(key);
			this.key = key;
			if (this.index >= 0) return true;
		}
		this.index = this.names.length;
		if (table.m === null) return false;
		this.keys = table.m.keys();
		for (;;) {
			const step = this.keys.next();
			if (step.done === true) return false;
			if (step.value === key) {
				this.key = key;
				return true;
			}
		}
	}
}

/** Traversals begun by `next(t, k)`, newest first, so that going on costs no search. */
const recent: (TableCursor | undefined)[] = [undefined, undefined, undefined, undefined];

/**
 * The cursor after the key, moved to the following pair; `undefined` at the end, `false` when the key is not in the
 * table.
 */
export function cursorAfter(table: LuaTable, key: LuaValue): TableCursor | undefined | false {
	let cursor: TableCursor | undefined;
	if (key === undefined) cursor = new TableCursor(table);
	else {
		const place = recent.findIndex((other) => other !== undefined && other.table === table && other.key === key);
		if (place >= 0) {
			cursor = recent[place];
			recent[place] = recent[0];
			recent[0] = cursor;
		} else {
			cursor = new TableCursor(table);
			if (!cursor.seek(key)) return false;
		}
	}
	if (cursor?.next() !== true) {
		// A finished traversal would keep its table alive.
		const place = recent.indexOf(cursor);
		if (place >= 0) recent[place] = undefined;
		return undefined;
	}
	if (!recent.includes(cursor)) {
		recent.pop();
		recent.unshift(cursor);
	}
	return cursor;
}
