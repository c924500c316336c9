import { LuaTable, type LuaValue } from '../../lua/index.ts';

/** A table of an object's fields; plain objects inside become tables too. */
export function luaTableOf(fields: Readonly<Record<string, unknown>>): LuaTable {
	const table = new LuaTable();
	for (const [name, value] of Object.entries(fields)) {
		const isPlain = value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype;
		table.set(name, isPlain ? luaTableOf(value as Record<string, unknown>) : (value as LuaValue));
	}
	return table;
}
