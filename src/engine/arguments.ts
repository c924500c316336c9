import { binaryToText } from '../bytes/index.ts';
import { LuaTable, type LuaValue, typeArgError } from '../lua/index.ts';
import { Hash, hashOfBinary } from './hash.ts';
import { Matrix4 } from './matrix4.ts';
import { parseUrl, Url } from './url.ts';
import { Quat, Vector3, Vector4 } from './vector.ts';

/** A hash, or a string that is hashed. */
export function checkHash(value: LuaValue, index: number): Hash {
	if (value instanceof Hash) return value;
	return typeof value === 'string' ? hashOfBinary(value) : typeArgError(index, 'hash or string', { value });
}

export function checkVector3(value: LuaValue, index: number): Vector3 {
	return value instanceof Vector3 ? value : typeArgError(index, 'vector3', { value });
}

export function checkQuat(value: LuaValue, index: number): Quat {
	return value instanceof Quat ? value : typeArgError(index, 'quat', { value });
}

export function checkVector4(value: LuaValue, index: number): Vector4 {
	return value instanceof Vector4 ? value : typeArgError(index, 'vector4', { value });
}

export function checkMatrix4(value: LuaValue, index: number): Matrix4 {
	return value instanceof Matrix4 ? value : typeArgError(index, 'matrix4', { value });
}

/** An address: a url, a string relative to `own`, or the id of a game object of the own collection. Nil is `own`. */
export function checkUrl(value: LuaValue, index: number, own: Url): Url {
	if (value === undefined) return own;
	if (value instanceof Url) return value;
	if (value instanceof Hash) return new Url(own.socket, value);
	return typeof value === 'string'
		? parseUrl(binaryToText(value), own)
		: typeArgError(index, 'url, hash or string', { value });
}

/** Truth as Lua sees it: everything but nil and false. */
export function isTrue(value: LuaValue): boolean {
	return value !== undefined && value !== false;
}

/** A table of options; an empty one for nil. */
export function optTable(value: LuaValue, index: number): LuaTable {
	if (value === undefined) return new LuaTable();
	return value instanceof LuaTable ? value : typeArgError(index, 'table', { value });
}
