import { LuaTable, type LuaValue, luaError, typeName } from '../../lua/index.ts';
import { Hash } from '../hash.ts';
import { Matrix4 } from '../matrix4.ts';
import { Url } from '../url.ts';
import { Quat, Vector3, Vector4 } from '../vector.ts';
import { TABLE_HEADER_BYTES } from './table-format.ts';

/** Bytes a message's table may take in the engine's own form, its header included. */
const MAX_MESSAGE_BYTES = 2048;

/** Bytes used so far, and the tables being copied. */
type Budget = { bytes: number; readonly stack: LuaTable[] };

/**
 * A copy of a table as a message carries it: sender and receiver share nothing.
 *
 * Keys are strings, numbers or hashes; values booleans, numbers, strings, tables, hashes, urls, vectors, quaternions and
 * matrices.
 *
 * @throws LuaError for anything else, for tables that contain themselves and for those of more than two kilobytes
 */
export function copyMessageTable(table: LuaTable): LuaTable {
	return copyTable(table, { bytes: TABLE_HEADER_BYTES, stack: [] });
}

function copyTable(table: LuaTable, budget: Budget): LuaTable {
	if (budget.stack.includes(table)) luaError('Save table is recursive!');
	budget.stack.push(table);
	budget.bytes += 4;
	const copy = new LuaTable();
	let row = 0;
	const { h: fields, arr: elements, m: others } = table;
	if (others === null) {
		// Nearly all tables are plain: their parts can be walked without an iterator.
		for (let at = 1; at < elements.length; at++) {
			const value = elements[at];
			if (value !== undefined) copyRow(copy, { key: at, value, row: ++row }, budget);
		}
		for (const key in fields) {
			const value = fields[key];
			if (value !== undefined) copyRow(copy, { key, value, row: ++row }, budget);
		}
	} else for (const [key, value] of table.entries()) copyRow(copy, { key, value, row: ++row }, budget);
	budget.stack.pop();
	return copy;
}

function copyRow(
	copy: LuaTable,
	{ key, value, row }: { readonly key: LuaValue; readonly value: LuaValue; readonly row: number },
	budget: Budget,
): void {
	if (typeof key === 'string') budget.bytes += 6 + key.length;
	else if (typeof key === 'number') budget.bytes += 6;
	else if (key instanceof Hash) budget.bytes += 10;
	else luaError(`keys in table must be of type number, string or hash (found ${typeName(key)})`);
	copy.set(key, copyValue(value, budget));
	if (budget.bytes > MAX_MESSAGE_BYTES) {
		const name = key instanceof Hash ? key.text : key;
		luaError(`buffer (${MAX_MESSAGE_BYTES} bytes) too small for table, exceeded at '${name}' for element #${row}`);
	}
}

/** Numbers and objects begin at a multiple of four. */
function addAligned(budget: Budget, bytes: number): void {
	budget.bytes = ((budget.bytes + 3) & ~3) + bytes;
}

function copyValue(value: LuaValue, budget: Budget): LuaValue {
	if (typeof value === 'number') {
		addAligned(budget, 8);
		return value;
	}
	if (typeof value === 'string') {
		budget.bytes += 4 + value.length;
		return value;
	}
	if (typeof value === 'boolean') {
		budget.bytes += 1;
		return value;
	}
	if (value instanceof LuaTable) return copyTable(value, budget);
	budget.bytes += 1;
	if (value instanceof Hash) {
		addAligned(budget, 8);
		return value;
	}
	if (value instanceof Vector3) {
		addAligned(budget, 12);
		return new Vector3(value.x, value.y, value.z);
	}
	addAligned(budget, 16);
	if (value instanceof Vector4) return new Vector4(value.x, value.y, value.z, value.w);
	if (value instanceof Quat) return new Quat(value.x, value.y, value.z, value.w);
	addAligned(budget, 16);
	if (value instanceof Url) return new Url(value.socket, value.path, value.fragment);
	addAligned(budget, 32);
	if (value instanceof Matrix4) return new Matrix4(value.m.slice());
	return luaError(`unsupported value type in table: ${typeName(value)}`);
}
