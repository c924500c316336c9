import type { LuaValue } from './values.ts';

/** What a table needs of the map behind it: a `Map`, or a weak one. */
export interface TableMap extends Iterable<[LuaValue, LuaValue]> {
	readonly size: number;
	get(key: LuaValue): LuaValue;
	set(key: LuaValue, value: LuaValue): unknown;
	delete(key: LuaValue): unknown;
	keys(): IterableIterator<LuaValue>;
}
