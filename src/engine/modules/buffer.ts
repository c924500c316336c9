import { toBinaryString } from '../../bytes/index.ts';
import {
	checkInteger,
	checkTable,
	type HostFunction,
	LuaTable,
	type LuaValue,
	luaError,
	typeArgError,
} from '../../lua/index.ts';
import { checkHash } from '../arguments.ts';
import { createBuffer, streamOf, VALUE_TYPE } from '../buffer.ts';
import type { Hash } from '../hash.ts';
import { LuaBuffer, LuaBufferStream } from './buffer/objects.ts';

/** Module `buffer`: rows of numbers for meshes and textures. */
export function createBufferModule(): Record<string, HostFunction | LuaValue> {
	return {
		...Object.fromEntries(Object.entries(VALUE_TYPE).map(([name, value]) => [`VALUE_TYPE_${name}`, value])),
		create(count, declaration) {
			const elementCount = checkInteger(count, 1);
			if (elementCount < 0) luaError('buffer.create: the count cannot be negative');
			const declared: { name: Hash; type: number; componentCount: number }[] = [];
			for (const [, entry] of checkTable(declaration, 2).entries()) {
				if (!(entry instanceof LuaTable)) luaError('buffer.create: every stream is a table of name, type and count');
				declared.push({
					name: checkHash(entry.get('name'), 2),
					type: checkInteger(entry.get('type'), 2),
					componentCount: checkInteger(entry.get('count'), 2),
				});
			}
			const data = createBuffer(elementCount, declared);
			return data ? new LuaBuffer(data) : luaError('buffer.create: unknown type of a stream');
		},
		get_stream(buffer, name) {
			const { data } = checkBuffer(buffer, 1);
			const id = checkHash(name, 2);
			const stream = streamOf(data, id);
			return stream ? new LuaBufferStream(data, stream) : luaError(`buffer.get_stream: no stream '${id.text}'`);
		},
		copy_stream(to, toOffset, from, fromOffset, count) {
			const target = checkStream(to, 1);
			const source = checkStream(from, 3);
			const [t, s, n] = [checkInteger(toOffset, 2), checkInteger(fromOffset, 4), checkInteger(count, 5)];
			if (t < 0 || s < 0 || n < 0 || t + n > target.stream.values.length || s + n > source.stream.values.length) {
				luaError('buffer.copy_stream: trying to copy outside of a stream');
			}
			target.stream.values.set(source.stream.values.subarray(s, s + n), t);
			target.buffer.version++;
		},
		copy_buffer(to, toOffset, from, fromOffset, count) {
			const target = checkBuffer(to, 1).data;
			const source = checkBuffer(from, 3).data;
			const [t, s, n] = [checkInteger(toOffset, 2), checkInteger(fromOffset, 4), checkInteger(count, 5)];
			if (t < 0 || s < 0 || n < 0 || t + n > target.elementCount || s + n > source.elementCount) {
				luaError('buffer.copy_buffer: trying to copy outside of a buffer');
			}
			for (const stream of target.streams) {
				const other = streamOf(source, stream.name);
				if (!other || other.componentCount !== stream.componentCount) {
					luaError(`buffer.copy_buffer: the buffers differ in the stream '${stream.name.text}'`);
				}
				const width = stream.componentCount;
				stream.values.set(other.values.subarray(s * width, (s + n) * width), t * width);
			}
			target.version++;
		},
		get_bytes(buffer, name) {
			const { data } = checkBuffer(buffer, 1);
			const stream = streamOf(data, checkHash(name, 2));
			if (!stream) return luaError('buffer.get_bytes: no such stream');
			const { values } = stream;
			return toBinaryString(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
		},
		set_metadata(buffer, name, values, type) {
			const { data } = checkBuffer(buffer, 1);
			const numbers: number[] = [];
			for (const [, value] of checkTable(values, 3).entries()) numbers.push(Number(value));
			data.metadata.set(checkHash(name, 2), { type: checkInteger(type, 4), values: numbers });
		},
		get_metadata(buffer, name) {
			const found = checkBuffer(buffer, 1).data.metadata.get(checkHash(name, 2));
			return found ? [LuaTable.fromArray(found.values), found.type] : undefined;
		},
	};
}

export function checkBuffer(value: LuaValue, index: number): LuaBuffer {
	return value instanceof LuaBuffer ? value : typeArgError(index, 'buffer', { value });
}

function checkStream(value: LuaValue, index: number): LuaBufferStream {
	return value instanceof LuaBufferStream ? value : typeArgError(index, 'bufferstream', { value });
}
