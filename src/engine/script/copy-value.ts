import { LuaTable, type LuaValue, luaError } from '../../lua/index.ts';
import { Hash } from '../hash.ts';
import { Url } from '../url.ts';
import { Quat, Vector3, Vector4 } from '../vector.ts';

/** Rows of one table in a message. */
const MAX_ROW_COUNT = 65_535;
const MAX_DEPTH = 16;

/**
 * A copy of a table as a message carries it: sender and receiver share nothing.
 *
 * Keys are strings or numbers; values booleans, numbers, strings, tables, hashes, urls, vectors and quaternions.
 *
 * @throws LuaError for anything else, for cycles and for tables that are too large
 */
export function copyMessageTable(table: LuaTable, depth = 0): LuaTable {
	if (depth > MAX_DEPTH) luaError('table is nested too deeply to be sent, or refers to itself');
	const copy = new LuaTable();
	let rowCount = 0;
	for (const [key, value] of table.entries()) {
		if (typeof key !== 'string' && typeof key !== 'number') {
			luaError('keys in table must be of type number or string');
		}
		if (++rowCount > MAX_ROW_COUNT) luaError(`too many values in table, at most ${MAX_ROW_COUNT} can be sent`);
		copy.set(key, copyValue(value, key, depth));
	}
	return copy;
}

function copyValue(value: LuaValue, key: string | number, depth: number): LuaValue {
	if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean') return value;
	if (value instanceof LuaTable) return copyMessageTable(value, depth + 1);
	if (value instanceof Hash) return value;
	if (value instanceof Url) return new Url(value.socket, value.path, value.fragment);
	if (value instanceof Vector3) return new Vector3(value.x, value.y, value.z);
	if (value instanceof Vector4) return new Vector4(value.x, value.y, value.z, value.w);
	if (value instanceof Quat) return new Quat(value.x, value.y, value.z, value.w);
	const type = typeof value === 'function' ? 'function' : 'userdata';
	luaError(`unsupported value type in table: ${type} (at key '${key}')`);
}
