import type { TableMap } from './table-map.ts';
import type { LuaValue } from './values.ts';

/** Named fields of a table: an object without prototype properties, so every string is an ordinary key. */
export type RecordPart = { [name: string]: LuaValue };

/** What all record objects inherit from: nothing at all. */
export const recordPrototype: object = Object.create(null);

// The branch never runs; it tells V8 to reserve room for properties inside the object.
const Record = function (this: RecordPart, reserve: boolean): void {
	if (reserve) {
		this['a'] = 1;
		this['b'] = 2;
		this['c'] = 3;
		this['d'] = 4;
	}
} as unknown as new (
	reserve: boolean,
) => RecordPart;
(Record as unknown as { prototype: object }).prototype = recordPrototype;
for (let i = 0; i < 10; i++) new Record(true);

/** A fresh, empty record object. */
export function createRecord(): RecordPart {
	return new Record(false);
}

/** The record of tables that have no named field yet. Shared; never written. */
export const EMPTY_RECORD: RecordPart = createRecord();
/** The record of tables whose string keys live in the map. Shared; never written. */
export const MAPPED_RECORD: RecordPart = createRecord();
/** The array of tables that have no positional element yet. Shared; never written. */
const EMPTY_ARRAY: LuaValue[] = [0];

/** Elements of an array. Some engines end the process when one outgrows what they can address. */
export const ARRAY_LIMIT = 0x4000000;

/** After this many string keys set by computed name, a table keeps its strings in a map. */
const COMPUTED_KEYS_LIMIT = 24;
/** A count that never gets there. */
const NEVER_MAPPED = -1_000_000_000;
/** The map is swept of deleted keys when it has grown past its limit; the first limit. */
const FIRST_SWEEP_LIMIT = 8;

/**
 * A Lua table.
 *
 * Values live in three places. `h` holds string keys as properties, so that generated code reads fields with the
 * engine's inline caches. `arr` holds the keys 1…n at their own index (`arr[0]` is a dummy), and its last element is
 * never nil. `m` holds every other key, and the strings of tables used as dictionaries (`h` is `MAPPED_RECORD` then).
 * A deleted field keeps its key with value `undefined`, so tables may be cleared while they are traversed.
 *
 * The short fields belong to generated code; hosts use the methods. All methods are raw (no metamethods): see
 * `Lua.index` and `Lua.setIndex` for the others.
 */
export class LuaTable {
	declare h: RecordPart;
	declare arr: LuaValue[];
	declare m: TableMap | null;
	declare mt: LuaTable | null;
	/** How many string keys were added by computed name. */
	declare computedCount: number;
	/** Size of the map at which deleted keys are swept out. */
	declare sweepLimit: number;

	/** @param record  fields, owned by the table from here on  @param array  elements from index 1 on; owned, no nil at the end */
	constructor(record: RecordPart = EMPTY_RECORD, array: LuaValue[] = EMPTY_ARRAY) {
		this.h = record;
		this.arr = array;
		this.m = null;
		this.mt = null;
		this.computedCount = 0;
		this.sweepLimit = FIRST_SWEEP_LIMIT;
	}

	/** A table with the elements at 1…n. */
	static fromArray(values: readonly LuaValue[]): LuaTable {
		const array = [0, ...values];
		return new LuaTable(EMPTY_RECORD, array as LuaValue[]).trim();
	}

	/** A table with the object's own properties as string keys; names must be binary strings. */
	static fromObject(fields: { readonly [name: string]: LuaValue }): LuaTable {
		const table = new LuaTable();
		for (const name of Object.keys(fields)) table.set(name, fields[name]);
		return table;
	}

	/** The metatable, `undefined` when there is none. Setting it does not look at `__metatable`. */
	get metatable(): LuaTable | undefined {
		return this.mt ?? undefined;
	}

	set metatable(table: LuaTable | undefined) {
		this.mt = table ?? null;
	}

	/** A border of the table, as the operator `#` gives it. */
	get length(): number {
		const count = this.arr.length - 1;
		return count > 0 || this.m === null ? count : this.borderOfMap();
	}

	private borderOfMap(): number {
		let border = 0;
		while (this.m?.get(border + 1) !== undefined) border++;
		return border;
	}

	/** The value at the key, `undefined` (nil) when there is none. Raw. */
	get(key: LuaValue): LuaValue {
		if (typeof key === 'string') {
			// Strings are in one place only; a search in vain is slow.
			if (this.h !== MAPPED_RECORD) return this.h[key];
		} else if (typeof key === 'number' && key > 0) {
			const value = this.arr[key];
			if (value !== undefined) return value;
		}
		return this.m === null ? undefined : this.m.get(key);
	}

	/**
	 * Sets the key; nil removes it. Raw. Neither nil nor NaN may be keys: the caller has checked.
	 */
	set(key: LuaValue, value: LuaValue): void {
		if (typeof key === 'string') this.setString(key, value);
		else if (typeof key === 'number' && key > 0) this.setNumber(key, value);
		else this.setOther(key, value);
	}

	/** Keeps all string keys as fields, however many are added: for tables that are read by name in the program. */
	keepFields(): this {
		this.computedCount = NEVER_MAPPED;
		return this;
	}

	/** `set` for string keys. */
	setString(key: string, value: LuaValue): void {
		const record = this.h;
		if (record === MAPPED_RECORD) this.setOther(key, value);
		else if (record[key] !== undefined) record[key] = value;
		else if (value !== undefined) {
			if (this.computedCount++ < COMPUTED_KEYS_LIMIT) {
				if (record === EMPTY_RECORD) this.h = createRecord();
				this.h[key] = value;
			} else {
				this.mapStrings();
				this.setOther(key, value);
			}
		}
	}

	/** `set` for positive numbers. */
	setNumber(key: number, value: LuaValue): void {
		const array = this.arr;
		const size = array.length;
		if (key < size) {
			if (array[key] === undefined && (key | 0) !== key) this.setOther(key, value);
			else {
				array[key] = value;
				if (value === undefined && key === size - 1) this.trim();
			}
		} else if (key === size && !this.isWeak) {
			if (value === undefined) {
				if (this.m !== null) this.setOther(key, value);
			} else {
				// Two places of allocation, so that arrays of whole numbers stay arrays of whole numbers.
				if (size > ARRAY_LIMIT) throw new RangeError('Invalid array length');
				if (array !== EMPTY_ARRAY) array.push(value);
				else if (typeof value === 'number') this.arr = [0, value];
				else this.arr = [0, value];
				if (this.m !== null) this.takeFromMap(key);
			}
		} else this.setOther(key, value);
	}

	private setOther(key: LuaValue, value: LuaValue): void {
		const map = this.m;
		if (value === undefined) {
			// Kept as a tombstone, so that a traversal standing on the key can go on.
			if (map !== null && map.get(key) !== undefined) map.set(key, undefined);
			return;
		}
		if (map === null) {
			this.m = new Map([[key, value]]);
			return;
		}
		map.set(key, value);
		if (map.size > this.sweepLimit) {
			for (const [other, held] of map) if (held === undefined) map.delete(other);
			this.sweepLimit = Math.max(FIRST_SWEEP_LIMIT, map.size * 2);
		}
	}

	/** After the element at `key` was appended: the one that held it, and its followers, leave the map. */
	private takeFromMap(key: number): void {
		const map = this.m;
		if (map === null || map.size === 0) return;
		map.delete(key);
		for (let next = key + 1; ; next++) {
			const value = map.get(next);
			if (value === undefined) return;
			map.delete(next);
			this.arr.push(value);
		}
	}

	/** Moves all string keys to the map. */
	private mapStrings(): void {
		const record = this.h;
		this.h = MAPPED_RECORD;
		for (const name of Object.keys(record)) {
			const value = record[name];
			if (value !== undefined) this.setOther(name, value);
		}
	}

	/** Cuts nils off the end of the array. */
	trim(): this {
		const array = this.arr;
		let size = array.length;
		while (size > 1 && array[size - 1] === undefined) size--;
		if (size !== array.length) array.length = size;
		return this;
	}

	/** Whether keys or values are held weakly; such tables keep everything in the map. */
	get isWeak(): boolean {
		return this.m !== null && 'isWeak' in this.m;
	}

	/**
	 * Makes keys or values weak by moving everything into the given map.
	 */
	moveTo(map: TableMap): void {
		for (const [key, value] of this.entries()) map.set(key, value);
		this.h = MAPPED_RECORD;
		this.arr = EMPTY_ARRAY;
		this.m = map;
	}

	/**
	 * All pairs with a value: first 1…n, then the others in no promised order. Fields may be set to nil on the way.
	 */
	*entries(): IterableIterator<[LuaValue, LuaValue]> {
		for (let index = 1; index < this.arr.length; index++) {
			const value = this.arr[index];
			if (value !== undefined) yield [index, value];
		}
		const record = this.h;
		for (const name of Object.keys(record)) {
			const value = record[name];
			if (value !== undefined) yield [name, value];
		}
		if (this.m === null) return;
		for (const [key, value] of this.m) if (value !== undefined) yield [key, value];
	}
}
