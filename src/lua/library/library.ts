import { EMPTY_RECORD, LuaTable } from '../runtime/table.ts';
import type { HostFunction, LuaFunction, LuaValue } from '../runtime/values.ts';

/** Functions and constants of a library by name; the JavaScript name of a function is shown in tracebacks. */
export type LibraryFields = { readonly [name: string]: HostFunction | LuaValue };

/** Loads enough for an engine to look at where they end. */
const WARM_UP_COUNT = 100;

function readThrough(heir: { readonly missing?: unknown }): unknown {
	return heir.missing;
}

/**
 * Makes reading the fields of a library as fast as reading those of an object built by one constructor: engines keep
 * objects in their fast form once they are prototypes that something is looked up in.
 */
function keepFast(table: LuaTable): LuaTable {
	if (table.h === EMPTY_RECORD) return table;
	const heir = Object.create(table.h) as { readonly missing?: unknown };
	for (let count = 0; count < WARM_UP_COUNT; count++) readThrough(heir);
	return table;
}

/** Adds functions and constants to a table. */
export function addToLibrary(table: LuaTable, fields: LibraryFields): LuaTable {
	table.keepFields();
	for (const name of Object.keys(fields)) table.set(name, fields[name] as LuaFunction | LuaValue);
	return keepFast(table);
}

/**
 * A table of host functions, ready to be set as a global or returned from a loader.
 */
export function createLibrary(fields: LibraryFields): LuaTable {
	return addToLibrary(new LuaTable(), fields);
}
