import { fromBinaryString, toBinaryString } from '../../bytes/index.ts';
import { LuaTable, type LuaValue, luaError } from '../../lua/index.ts';
import { Hash, hashOfValue } from '../hash.ts';
import { Matrix4 } from '../matrix4.ts';
import { Url } from '../url.ts';
import { Quat, Vector3, Vector4 } from '../vector.ts';

/** `HDTB`, least significant byte first. */
const TABLE_MAGIC = 0x42544448;
/** Bytes before the first table: magic and version. */
export const TABLE_HEADER_BYTES = 8;
/** What is written, unless a hash is a key. */
const VERSION = 4;
const VERSION_WITH_HASH_KEYS = 5;

/** Types of keys and values: Lua's own numbers, and two of the engine's. */
const TYPE = { BOOLEAN: 1, NUMBER: 3, STRING: 4, TABLE: 5, USERDATA: 7, NEGATIVE: 64, HASH_KEY: 65 } as const;
const SUB_TYPE = { VECTOR3: 0, VECTOR4: 1, QUAT: 2, MATRIX4: 3, HASH: 4, URL: 5 } as const;
const MAX_KEY = 0xffffffff;

/** Bytes that grow as they are written, least significant first. */
class Writer {
	bytes = new Uint8Array(256);
	view: DataView = new DataView(this.bytes.buffer);
	size = 0;

	reserve(count: number): number {
		const at = this.size;
		this.size += count;
		if (this.size > this.bytes.length) {
			const grown = new Uint8Array(Math.max(this.size, this.bytes.length * 2));
			grown.set(this.bytes);
			this.bytes = grown;
			this.view = new DataView(grown.buffer);
		}
		return at;
	}

	// Room is made first: it may replace the view.

	u8(value: number): void {
		const at = this.reserve(1);
		this.view.setUint8(at, value);
	}

	u32(value: number): void {
		const at = this.reserve(4);
		this.view.setUint32(at, value, true);
	}

	f32(value: number): void {
		const at = this.reserve(4);
		this.view.setFloat32(at, value, true);
	}

	f64(value: number): void {
		const at = this.reserve(8);
		this.view.setFloat64(at, value, true);
	}

	u64(value: bigint): void {
		const at = this.reserve(8);
		this.view.setBigUint64(at, value, true);
	}

	text(binary: string): void {
		this.u32(binary.length);
		const bytes = fromBinaryString(binary);
		const at = this.reserve(bytes.length);
		this.bytes.set(bytes, at);
	}

	/** Numbers and objects begin at a multiple of four. */
	align(): void {
		this.reserve(-this.size & 3);
	}
}

/**
 * A table in Defold's binary form, as `sys.save` and `sys.serialize` write it.
 *
 * Magic and version, then for each table the count of rows (32 bits) and rows of key type, value type, key, value. Text
 * has its length before it; numbers are doubles, vectors 32-bit floats, both aligned to four bytes from the beginning.
 * Source: Defold's engine, script_table, versions 4 and 5; the layout of an address within its 32 bytes is unverified.
 *
 * @throws LuaError for keys and values that cannot be written and for tables that contain themselves
 */
export function writeTable(table: LuaTable): Uint8Array {
	const writer = new Writer();
	writer.u32(TABLE_MAGIC);
	const versionAt = writer.reserve(4);
	const state = { version: VERSION };
	writeRows(writer, table, { stack: [], state });
	writer.view.setUint32(versionAt, state.version, true);
	return writer.bytes.slice(0, writer.size);
}

type Progress = { readonly stack: LuaTable[]; readonly state: { version: number } };

function writeRows(writer: Writer, table: LuaTable, progress: Progress): void {
	if (progress.stack.includes(table)) luaError('Save table is recursive!');
	progress.stack.push(table);
	const countAt = writer.reserve(4);
	let count = 0;
	for (const [key, value] of table.entries()) {
		count++;
		const types = writer.reserve(2);
		const keyType = writeKey(writer, key, progress.state);
		const valueType = writeValue(writer, value, progress);
		writer.view.setUint8(types, keyType);
		writer.view.setUint8(types + 1, valueType);
	}
	writer.view.setUint32(countAt, count, true);
	progress.stack.pop();
}

function writeKey(writer: Writer, key: LuaValue, state: { version: number }): number {
	if (typeof key === 'string') {
		writer.text(key);
		return TYPE.STRING;
	}
	if (typeof key === 'number') {
		if (Math.abs(key) > MAX_KEY) luaError(`index out of bounds, max is ${MAX_KEY}`);
		writer.u32(Math.trunc(Math.abs(key)));
		return key < 0 ? TYPE.NEGATIVE : TYPE.NUMBER;
	}
	if (key instanceof Hash) {
		state.version = VERSION_WITH_HASH_KEYS;
		writer.u64(key.value);
		return TYPE.HASH_KEY;
	}
	return luaError(`keys in table must be of type number, string or hash (found ${typeOf(key)})`);
}

function writeValue(writer: Writer, value: LuaValue, progress: Progress): number {
	if (typeof value === 'boolean') {
		writer.u8(value ? 1 : 0);
		return TYPE.BOOLEAN;
	}
	if (typeof value === 'number') {
		writer.align();
		writer.f64(value);
		return TYPE.NUMBER;
	}
	if (typeof value === 'string') {
		writer.text(value);
		return TYPE.STRING;
	}
	if (value instanceof LuaTable) {
		writeRows(writer, value, progress);
		return TYPE.TABLE;
	}
	const subType = writer.reserve(1);
	writer.align();
	const kind = writeObject(writer, value);
	writer.view.setUint8(subType, kind);
	return TYPE.USERDATA;
}

function writeObject(writer: Writer, value: LuaValue): number {
	const floats = (...values: number[]): void => {
		for (const number of values) writer.f32(number);
	};
	if (value instanceof Vector3) {
		floats(value.x, value.y, value.z);
		return SUB_TYPE.VECTOR3;
	}
	if (value instanceof Vector4) {
		floats(value.x, value.y, value.z, value.w);
		return SUB_TYPE.VECTOR4;
	}
	if (value instanceof Quat) {
		floats(value.x, value.y, value.z, value.w);
		return SUB_TYPE.QUAT;
	}
	if (value instanceof Matrix4) {
		floats(...value.m);
		return SUB_TYPE.MATRIX4;
	}
	if (value instanceof Hash) {
		writer.u64(value.value);
		return SUB_TYPE.HASH;
	}
	if (value instanceof Url) {
		for (const part of [value.socket, undefined, value.path, value.fragment]) writer.u64(part?.value ?? 0n);
		return SUB_TYPE.URL;
	}
	return luaError(`unsupported value type in table: ${typeOf(value)}`);
}

function typeOf(value: LuaValue): string {
	if (value === undefined) return 'nil';
	if (typeof value === 'function') return 'function';
	return typeof value === 'boolean' ? 'boolean' : 'userdata';
}

/** Deepest nesting that is read. */
const MAX_DEPTH = 200;

/**
 * Reads what `writeTable` or any version of the engine wrote.
 *
 * @throws LuaError when it is cut short, of an unknown version or of unknown types
 */
export function readTable(bytes: Uint8Array): LuaTable {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	let at = 0;
	let version = 0;
	const take = (count: number, what: string): number => {
		if (count > bytes.length - at) {
			luaError(`Reading outside of buffer (${what}): wanted to read: ${count} bytes left: ${bytes.length - at}`);
		}
		const from = at;
		at += count;
		return from;
	};
	const align = (): void => {
		take(-at & 3, 'padding');
	};
	const text = (): string => {
		if (version >= 2) {
			const length = view.getUint32(take(4, 'length of a string'), true);
			const from = take(length, 'string');
			return toBinaryString(bytes.subarray(from, from + length));
		}
		const end = bytes.indexOf(0, at);
		const from = take((end < 0 ? bytes.length : end) - at + 1, 'string');
		return toBinaryString(bytes.subarray(from, at - 1));
	};
	const index = (): number => {
		if (version === 0) return view.getUint16(take(2, 'key'), true);
		if (version > 2) return view.getUint32(take(4, 'key'), true);
		let value = 0;
		for (let shift = 0; shift < 35; shift += 7) {
			const part = view.getUint8(take(1, 'key'));
			value += (part & 0x7f) * 2 ** shift;
			if (part < 0x80) return value;
		}
		return luaError('Invalid key in table: its number does not end');
	};
	const key = (type: number): LuaValue => {
		if (type === TYPE.STRING) return text();
		if (type === TYPE.NUMBER) return index();
		if (type === TYPE.NEGATIVE) return -index();
		if (type === TYPE.HASH_KEY) return hashOfValue(view.getBigUint64(take(8, 'hash'), true));
		return luaError(`Invalid key type in table: ${type}`);
	};
	const floats = (count: number): number[] => {
		const from = take(count * 4, 'vector');
		return Array.from({ length: count }, (_, number) => view.getFloat32(from + number * 4, true));
	};
	const hash = (): Hash | undefined => {
		const value = view.getBigUint64(take(8, 'hash'), true);
		return value === 0n ? undefined : hashOfValue(value);
	};
	const object = (): LuaValue => {
		const subType = view.getUint8(take(1, 'type of an object'));
		align();
		if (subType === SUB_TYPE.VECTOR3) return new Vector3(...(floats(3) as [number, number, number]));
		if (subType === SUB_TYPE.VECTOR4) return new Vector4(...(floats(4) as [number, number, number, number]));
		if (subType === SUB_TYPE.QUAT) return new Quat(...(floats(4) as [number, number, number, number]));
		if (subType === SUB_TYPE.MATRIX4) return new Matrix4(Float32Array.from(floats(16)));
		if (subType === SUB_TYPE.HASH) return hashOfValue(view.getBigUint64(take(8, 'hash'), true));
		if (subType !== SUB_TYPE.URL) return luaError(`Invalid user data type in table: ${subType}`);
		const socket = hash();
		take(8, 'url');
		return new Url(socket, hash(), hash());
	};
	const table = (depth: number): LuaTable => {
		if (depth > MAX_DEPTH) luaError(`Table is nested more than ${MAX_DEPTH} deep`);
		const result = new LuaTable();
		const count = version >= 4 ? view.getUint32(take(4, 'count'), true) : view.getUint16(take(2, 'count'), true);
		for (let row = 0; row < count; row++) {
			const types = take(2, 'types');
			const name = key(view.getUint8(types));
			const type = view.getUint8(types + 1);
			if (type === TYPE.BOOLEAN) result.set(name, view.getUint8(take(1, 'boolean')) !== 0);
			else if (type === TYPE.NUMBER) {
				align();
				result.set(name, view.getFloat64(take(8, 'number'), true));
			} else if (type === TYPE.STRING) result.set(name, text());
			else if (type === TYPE.USERDATA) result.set(name, object());
			else if (type === TYPE.TABLE) result.set(name, table(depth + 1));
			else luaError(`Invalid value type in table: ${type}`);
		}
		return result;
	};
	if (bytes.length >= TABLE_HEADER_BYTES && view.getUint32(0, true) === TABLE_MAGIC) {
		version = view.getUint32(4, true);
		at = TABLE_HEADER_BYTES;
		if (version < 1 || version > VERSION_WITH_HASH_KEYS)
			luaError(`Unsupported serialized table data: version = 0x${version.toString(16)}`);
	}
	return table(0);
}
