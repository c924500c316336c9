import { LuaUserdata, type LuaValue, luaError } from '../../../lua/index.ts';
import type { BufferData, BufferStream } from '../../buffer.ts';

/** A buffer in a script's hands. */
export class LuaBuffer extends LuaUserdata {
	data: BufferData;

	constructor(data: BufferData) {
		super();
		this.data = data;
	}

	override len(): LuaValue {
		return this.data.elementCount;
	}

	override tostring(): string {
		const streams = this.data.streams.map(({ name, componentCount }) => `${name.text}[${componentCount}]`);
		return `buffer.buffer(count = ${this.data.elementCount}, streams = {${streams.join(', ')}})`;
	}
}

/** One stream of a buffer; indices begin at 1. */
export class LuaBufferStream extends LuaUserdata {
	readonly buffer: BufferData;
	readonly stream: BufferStream;

	constructor(buffer: BufferData, stream: BufferStream) {
		super();
		this.buffer = buffer;
		this.stream = stream;
	}

	#at(key: LuaValue): number {
		const { length } = this.stream.values;
		if (typeof key === 'number' && key >= 1 && key <= length) return Math.floor(key) - 1;
		return luaError(
			`stream.${this.stream.name.text} only has valid indices between 1 and ${length}, not ${String(key)}`,
		);
	}

	override index(key: LuaValue): LuaValue {
		return this.stream.values[this.#at(key)];
	}

	override newindex(key: LuaValue, value: LuaValue): void {
		const at = this.#at(key);
		if (typeof value !== 'number') luaError('values of a stream are numbers');
		this.stream.values[at] = value;
		this.buffer.version++;
	}

	override len(): LuaValue {
		return this.stream.values.length;
	}

	override tostring(): string {
		return `buffer.stream(${this.stream.name.text}, count = ${this.stream.values.length})`;
	}
}
