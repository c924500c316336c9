import { LuaTable, type LuaValue, luaError, typeArgError } from '../../lua/index.ts';
import { checkHash } from '../arguments.ts';
import { Hash } from '../hash.ts';
import { Matrix4 } from '../matrix4.ts';
import type { PropertyValue } from '../properties.ts';
import type { PropertyOptions, PropertyResult } from '../property-table.ts';
import { Url } from '../url.ts';
import { Quat, Vector3, Vector4 } from '../vector.ts';

/** Says why a property could not be read or set, in the engine's words. */
export function propertyError(result: Exclude<PropertyResult, 'ok'>, target: string, name: Hash): never {
	if (result === 'not-found') luaError(`'${target}' does not have any property called '${name.text}'`);
	if (result === 'wrong-type') luaError(`the property '${name.text}' of '${target}' has incorrect type`);
	return luaError(
		`could not perform unsupported operation on '${target}': the property '${name.text}' can only be read`,
	);
}

/** A value that a property may have. */
export function checkPropertyValue(value: LuaValue): PropertyValue {
	if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string') return value;
	if (
		value instanceof Hash ||
		value instanceof Url ||
		value instanceof Vector3 ||
		value instanceof Vector4 ||
		value instanceof Quat ||
		value instanceof Matrix4
	) {
		return value;
	}
	return typeArgError(3, 'number, boolean, hash, url, vector3, vector4, quat or matrix4', { value });
}

/** `{ index = 1, key = "name" }`. */
export function propertyOptions(value: LuaValue, index: number): PropertyOptions | undefined {
	if (value === undefined) return undefined;
	if (!(value instanceof LuaTable)) return typeArgError(index, 'table', { value });
	const at = value.get('index');
	const key = value.get('key');
	if (at !== undefined && (typeof at !== 'number' || at < 1)) luaError('the index of a property begins at 1');
	return {
		...(at === undefined ? {} : { index: at as number }),
		...(key === undefined ? {} : { key: checkHash(key, index) }),
	};
}

/** As many numbers as a property has, of a number or vector. */
export function numbersOf(value: LuaValue, count: number, index: number): number[] {
	if (typeof value === 'number') return new Array<number>(count).fill(value);
	if (value instanceof Vector3) return count === 1 ? [value.x] : [value.x, value.y, value.z, 1].slice(0, count);
	if (value instanceof Vector4 || value instanceof Quat) return [value.x, value.y, value.z, value.w].slice(0, count);
	return typeArgError(index, 'number, vector3, vector4 or quat', { value });
}
