import { argError, checkInt, luaWhere, optInt } from './arguments.ts';
import type { Chunk } from './chunk.ts';
import { LuaError } from './lua-error.ts';
import { displayNumber } from './numbers.ts';
import { $sitePosition } from './raise.ts';
import { LuaTable } from './table.ts';
import { isSeveral, type LuaFunction, type LuaResult, type LuaValue } from './values.ts';

/** Lua's `error`. Generated code recognises it and calls `$errorAt`, which knows the line. */
export const $error: LuaFunction = function error(message, level): never {
	const wanted = optInt(level, 2, 1);
	if (wanted > 0 && (typeof message === 'string' || typeof message === 'number')) {
		throw new LuaError(luaWhere(wanted) + (typeof message === 'number' ? displayNumber(message) : message));
	}
	throw new LuaError(message);
};

/** `error` called from a known line. Named as it is so that tracebacks show it. */
export const $errorAt: (message: LuaValue, level: LuaValue, chunk: Chunk, site: number) => never = function error(
	message,
	level,
	chunk,
	site,
) {
	if (typeof message === 'string' && (level === undefined || level === 1)) {
		throw new LuaError($sitePosition(chunk, site) + message);
	}
	const wanted = optInt(level, 2, 1);
	if (wanted > 0 && (typeof message === 'string' || typeof message === 'number')) {
		throw new LuaError(luaWhere(wanted) + (typeof message === 'number' ? displayNumber(message) : message));
	}
	throw new LuaError(message);
};

/** Lua's `select`. Generated code recognises it where its last argument is `...`. */
export const select: LuaFunction = function select(which, ...rest) {
	return $selectRest(which, rest);
};

/** `select(which, ...)` without spreading the arguments. Named as it is for messages. */
export const $selectRest = function select(which: LuaValue, rest: readonly LuaValue[]): LuaResult {
	if (which === '#') return rest.length;
	let index = checkInt(which, 1);
	if (index < 0) index = rest.length + index + 1;
	if (index <= 0) argError(1, 'index out of range');
	return index === rest.length ? rest[index - 1] : rest.slice(index - 1);
};

/** The first value of `select(which, ...)`. */
export const $selectOne = function select(which: LuaValue, rest: readonly LuaValue[]): LuaValue {
	if (typeof which === 'number' && which >= 1 && which < 0x80000000) return rest[(which | 0) - 1];
	const result = $selectRest(which, rest);
	return isSeveral(result) ? result[0] : result;
};

/** The table `arg` of a vararg function of Lua 5.1 that does not use `...`. */
export function argTable(rest: readonly LuaValue[]): LuaTable {
	const table = LuaTable.fromArray(rest);
	table.set('n', rest.length);
	return table;
}
