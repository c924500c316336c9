import type { Hash } from './hash.ts';

/** Types of a stream's values; the numbers are the engine's. */
export const VALUE_TYPE = {
	UINT8: 0,
	UINT16: 1,
	UINT32: 2,
	UINT64: 3,
	INT8: 4,
	INT16: 5,
	INT32: 6,
	INT64: 7,
	FLOAT32: 8,
} as const;

type Values =
	| Uint8Array
	| Uint16Array
	| Uint32Array
	| Int8Array
	| Int16Array
	| Int32Array
	| Float32Array
	| Float64Array;

const ARRAYS: Readonly<Record<number, new (length: number) => Values>> = {
	[VALUE_TYPE.UINT8]: Uint8Array,
	[VALUE_TYPE.UINT16]: Uint16Array,
	[VALUE_TYPE.UINT32]: Uint32Array,
	[VALUE_TYPE.INT8]: Int8Array,
	[VALUE_TYPE.INT16]: Int16Array,
	[VALUE_TYPE.INT32]: Int32Array,
	[VALUE_TYPE.FLOAT32]: Float32Array,
	// Scripts see doubles; 64-bit integers beyond 2⁵³ are not kept exactly.
	[VALUE_TYPE.UINT64]: Float64Array,
	[VALUE_TYPE.INT64]: Float64Array,
};

/** One row of values of a buffer: `componentCount` numbers an element. */
export type BufferStream = {
	readonly name: Hash;
	readonly type: number;
	readonly componentCount: number;
	readonly values: Values;
};

/** Streams of the same number of elements, such as the vertices of a mesh. */
export type BufferData = {
	readonly elementCount: number;
	readonly streams: readonly BufferStream[];
	/** Bumped by whoever changes values. */
	version: number;
	readonly metadata: Map<Hash, { readonly type: number; readonly values: readonly number[] }>;
};

/** Makes a buffer of zeros. `undefined` when a type is none. */
export function createBuffer(
	elementCount: number,
	declared: readonly { readonly name: Hash; readonly type: number; readonly componentCount: number }[],
): BufferData | undefined {
	const streams: BufferStream[] = [];
	for (const { name, type, componentCount } of declared) {
		const Values = ARRAYS[type];
		if (!Values) return undefined;
		streams.push({ name, type, componentCount, values: new Values(elementCount * componentCount) });
	}
	return { elementCount, streams, version: 0, metadata: new Map() };
}

/** A copy that shares nothing. */
export function copyBuffer(buffer: BufferData): BufferData {
	const copy = createBuffer(buffer.elementCount, buffer.streams);
	if (!copy) return buffer;
	copy.streams.forEach((stream, at) => {
		stream.values.set(buffer.streams[at]?.values ?? []);
	});
	return copy;
}

/** The stream of a name. */
export function streamOf(buffer: BufferData, name: Hash): BufferStream | undefined {
	return buffer.streams.find((stream) => stream.name === name);
}
