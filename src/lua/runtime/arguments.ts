import { LuaError } from './lua-error.ts';
import { displayNumber, parseNumber } from './numbers.ts';
import { $captureLevels, NEAR_FRAMES, positionOf } from './stack.ts';
import { LuaTable } from './table.ts';
import { nameOf } from './traceback.ts';
import { typeName } from './type-name.ts';
import type { LuaFunction, LuaValue } from './values.ts';

/**
 * Throws a Lua error from a host function, with the position of a Lua function in front, as `luaL_error` does.
 *
 * @param level  1: the function that called the host function; 2: its caller; 0: no position
 */
export function luaError(message: string, level = 1): never {
	throw new LuaError(luaWhere(level) + message);
}

/** `chunk:line: ` of the Lua function at a level (1 called the host function); empty where that is not Lua. */
export function luaWhere(level = 1): string {
	return level === 0 ? '' : positionOf($captureLevels(NEAR_FRAMES * level)[level]);
}

/**
 * Throws PUC's error for a wrong argument: `bad argument #1 to 'insert' (table expected, got nil)`.
 *
 * The function's name is the one by which Lua code called it.
 *
 * @param index  1 for the first argument
 */
export function argError(index: number, message: string): never {
	const levels = $captureLevels(NEAR_FRAMES);
	const position = positionOf(levels[1]);
	const calledAs = levels[0]?.calledAs ?? '';
	const name = nameOf(calledAs) || '?';
	const isMethod = calledAs.startsWith('method');
	if (isMethod && index === 1) throw new LuaError(`${position}calling '${name}' on bad self (${message})`);
	throw new LuaError(`${position}bad argument #${isMethod ? index - 1 : index} to '${name}' (${message})`);
}

/** `argError` for a value of the wrong type. */
export function typeArgError(index: number, expected: string, actual: ActualArgument): never {
	const { value, count } = actual;
	const found = count !== undefined && index > count ? 'no value' : typeName(value);
	return argError(index, `${expected} expected, got ${found}`);
}

/**
 * The argument found; with the number of arguments of the call, a missing one is told from nil, as PUC does.
 */
export type ActualArgument = { readonly value: LuaValue; readonly count?: number | undefined };

/** A number, or a string that looks like one. @param count  `arguments.length`, to tell a missing argument from nil */
export function checkNumber(value: LuaValue, index: number, count?: number): number {
	if (typeof value === 'number') return value;
	const number = typeof value === 'string' ? parseNumber(value) : undefined;
	return number ?? typeArgError(index, 'number', { value, count });
}

const INTEGER_LIMIT = 2 ** 63;

/** A number cut to a whole one, as `luaL_checkinteger` does on 64-bit machines. */
export function checkInteger(value: LuaValue, index: number, count?: number): number {
	const number = checkNumber(value, index, count);
	if ((number | 0) === number) return number;
	return number >= -INTEGER_LIMIT && number < INTEGER_LIMIT ? Math.trunc(number) : -INTEGER_LIMIT;
}

/** `checkInteger` cut to 32 bits, as a cast to `int` does, which is what most functions of PUC take. */
export function checkInt(value: LuaValue, index: number, count?: number): number {
	return checkInteger(value, index, count) | 0;
}

/** `checkInt`, or the default for nil. */
export function optInt(value: LuaValue, index: number, otherwise: number): number {
	return value === undefined ? otherwise : checkInt(value, index);
}

/** A string, or a number as `tostring` shows it. A binary string. */
export function checkString(value: LuaValue, index: number, count?: number): string {
	if (typeof value === 'string') return value;
	return typeof value === 'number' ? displayNumber(value) : typeArgError(index, 'string', { value, count });
}

export function checkTable(value: LuaValue, index: number, count?: number): LuaTable {
	return value instanceof LuaTable ? value : typeArgError(index, 'table', { value, count });
}

export function checkFunction(value: LuaValue, index: number, count?: number): LuaFunction {
	return typeof value === 'function' ? value : typeArgError(index, 'function', { value, count });
}

/** Any boolean. */
export function checkBoolean(value: LuaValue, index: number, count?: number): boolean {
	return typeof value === 'boolean' ? value : typeArgError(index, 'boolean', { value, count });
}

/** Refuses a missing argument; nil is a value. */
export function checkAny(index: number, count: number): void {
	if (index > count) argError(index, 'value expected');
}

/** `checkNumber`, or the default for nil. */
export function optNumber(value: LuaValue, index: number, otherwise: number): number {
	return value === undefined ? otherwise : checkNumber(value, index);
}

/** `checkInteger`, or the default for nil. */
export function optInteger(value: LuaValue, index: number, otherwise: number): number {
	return value === undefined ? otherwise : checkInteger(value, index);
}

/** `checkString`, or the default for nil. */
export function optString(value: LuaValue, index: number, otherwise: string): string {
	return value === undefined ? otherwise : checkString(value, index);
}
