// biome-ignore-all lint/complexity/noArguments: the count of arguments tells a missing one from nil.
import { checkFunction, checkInt, checkTable, luaError, optInt, optString } from '../runtime/arguments.ts';
import { first } from '../runtime/calls.ts';
import { $lt } from '../runtime/compare.ts';
import { displayNumber } from '../runtime/numbers.ts';
import type { LuaState } from '../runtime/state.ts';
import { LuaTable } from '../runtime/table.ts';
import { TableCursor } from '../runtime/table-cursor.ts';
import { typeName } from '../runtime/type-name.ts';
import { EMPTY, type LuaResult, type LuaValue } from '../runtime/values.ts';
import type { LibraryFields } from './library.ts';
import { lessByFunction, nativeSort, quickSort } from './table-sort.ts';

/** Elements moved one by one up to here; above, the engine's block move is faster. */
const MOVE_LIMIT = 24;

/** Whether 1…n is the array part and nothing else can hold a positive key. */
function isPlainArray(table: LuaTable): boolean {
	return table.m === null && table.arr.length > 1;
}

/** Inserts into a plain array, at 1…n. */
function insertIntoArray(array: LuaValue[], position: number, value: LuaValue): void {
	const size = array.length;
	if (size - position > MOVE_LIMIT) {
		array.splice(position, 0, value);
		return;
	}
	array.push(array[size - 1]);
	for (let index = size - 1; index > position; index--) array[index] = array[index - 1];
	array[position] = value;
}

function removeAt(table: LuaTable, position: number, size: number): LuaValue {
	const value = table.get(position);
	const array = table.arr;
	if (isPlainArray(table) && position < array.length) {
		if (size - position > MOVE_LIMIT) array.splice(position, 1);
		else {
			for (let index = position; index < size; index++) array[index] = array[index + 1];
			array.pop();
		}
		table.trim();
		return value;
	}
	for (let index = position; index < size; index++) table.set(index, table.get(index + 1));
	table.set(size, undefined);
	return value;
}

/** Functions that are the same in every state. */
const shared: LibraryFields = {
	insert(table: LuaValue, at: LuaValue, given: LuaValue) {
		const t = table instanceof LuaTable ? table : checkTable(table, 1, arguments.length);
		const end = t.length + 1;
		if (arguments.length === 2) {
			if (end > 1 && t.m === null && at !== undefined) t.arr.push(at);
			else t.set(end, at);
			return EMPTY;
		}
		if (arguments.length !== 3) luaError("wrong number of arguments to 'insert'");
		const position = checkInt(at, 2);
		if (isPlainArray(t) && position >= 1 && position < end && given !== undefined) {
			insertIntoArray(t.arr, position, given);
			return EMPTY;
		}
		for (let index = Math.max(end, position); index > position; index--) t.set(index, t.get(index - 1));
		t.set(position, given);
		return EMPTY;
	},
	remove(table: LuaValue, at: LuaValue) {
		const t = table instanceof LuaTable ? table : checkTable(table, 1, arguments.length);
		const size = t.length;
		const position = optInt(at, 2, size);
		if (position < 1 || position > size) return EMPTY;
		if (position === size && isPlainArray(t)) {
			const value = t.arr.pop();
			if (t.arr[size - 1] === undefined) t.trim();
			return value;
		}
		return removeAt(t, position, size);
	},
	concat(table: LuaValue, separator: LuaValue, from: LuaValue, to: LuaValue) {
		const t = checkTable(table, 1, arguments.length);
		const between = optString(separator, 2, '');
		const start = optInt(from, 3, 1);
		const end = to === undefined ? t.length : checkInt(to, 4);
		let text = '';
		for (let index = start; index <= end; index++) {
			const value = t.get(index);
			if (typeof value === 'string') text += value;
			else if (typeof value === 'number') text += displayNumber(value);
			else luaError(`invalid value (${typeName(value)}) at index ${index} in table for 'concat'`);
			if (index < end) text += between;
		}
		return text;
	},
	foreach(table: LuaValue, visit: LuaValue) {
		const cursor = new TableCursor(checkTable(table, 1, arguments.length));
		const call = checkFunction(visit, 2, arguments.length);
		while (cursor.next()) {
			const result = first(call(cursor.key, cursor.value));
			if (result !== undefined) return result;
		}
		return EMPTY;
	},
	foreachi(table: LuaValue, visit: LuaValue) {
		const t = checkTable(table, 1, arguments.length);
		const call = checkFunction(visit, 2, arguments.length);
		const size = t.length;
		for (let index = 1; index <= size; index++) {
			const result = first(call(index, t.get(index)));
			if (result !== undefined) return result;
		}
		return EMPTY;
	},
	getn(table: LuaValue) {
		return checkTable(table, 1, arguments.length).length;
	},
	maxn(table: LuaValue) {
		let most = 0;
		for (const [key] of checkTable(table, 1, arguments.length).entries()) {
			if (typeof key === 'number' && key > most) most = key;
		}
		return most;
	},
};

/** LuaJIT's `table.move`, with metamethods left out as its tables here are plain. */
function move(table: LuaValue, from: LuaValue, to: LuaValue, at: LuaValue, target: LuaValue): LuaResult {
	const source = checkTable(table, 1);
	const goal = target === undefined ? source : checkTable(target, 5);
	const start = checkInt(from, 2);
	const end = checkInt(to, 3);
	const first = checkInt(at, 4);
	const count = end - start;
	const isUpwards = first <= start || first > end || goal !== source;
	for (let step = 0; step <= count; step++) {
		const offset = isUpwards ? step : count - step;
		goal.set(first + offset, source.get(start + offset));
	}
	return goal;
}

/** `table`. */
export function createTableLibrary(state: LuaState): LibraryFields {
	return {
		...shared,
		...(state.isLuaJit
			? { move }
			: {
					setn(): never {
						return luaError("'setn' is obsolete");
					},
				}),
		sort(table: LuaValue, compare: LuaValue) {
			const t = checkTable(table, 1, arguments.length);
			const chunk = state.hostChunk;
			const less =
				compare === undefined
					? (a: LuaValue, b: LuaValue) => $lt(a, b, chunk, 0)
					: lessByFunction(checkFunction(compare, 2));
			const size = t.length;
			if (t.arr.length - 1 === size) {
				if (size > 1 && (compare !== undefined || !nativeSort(t.arr))) quickSort(t.arr, [1, size], less);
				return EMPTY;
			}
			// Weak tables keep their elements elsewhere.
			const copy: LuaValue[] = [0];
			for (let index = 1; index <= size; index++) copy.push(t.get(index));
			quickSort(copy, [1, size], less);
			for (let index = 1; index <= size; index++) t.set(index, copy[index]);
			return EMPTY;
		},
	};
}
