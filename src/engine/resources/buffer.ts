import { BufferDescSchema, readMessage } from '../../formats/index.ts';
import { type BufferData, createBuffer } from '../buffer.ts';
import { hashOf } from '../hash.ts';
import type { ResourceType } from '../resources.ts';

/** A buffer in memory; scripts may replace its data. */
export type BufferResource = { readonly path: string; data: BufferData };

export const bufferType: ResourceType<BufferResource> = {
	extension: 'bufferc',
	create(bytes, { path }) {
		const desc = readMessage(BufferDescSchema, bytes, path);
		const lists = desc.streams.map((stream) => {
			const { f, i, ui, i64, ui64 } = stream;
			const values: readonly (number | bigint)[] = [f, i, ui, i64, ui64].find((list) => list.length > 0) ?? [];
			return { stream, values };
		});
		const elementCount = lists.reduce(
			(least, { stream, values }) => Math.min(least, Math.floor(values.length / Math.max(1, stream.valueCount))),
			lists.length > 0 ? Number.POSITIVE_INFINITY : 0,
		);
		const declared = lists.map(({ stream }) => ({
			name: hashOf(stream.name),
			type: stream.valueType,
			componentCount: stream.valueCount,
		}));
		const data = createBuffer(elementCount, declared);
		if (!data) throw new TypeError(`${path}: a stream has no known type of values`);
		lists.forEach(({ values }, at) => {
			const into = data.streams[at]?.values;
			for (let index = 0; into && index < into.length; index++) into[index] = Number(values[index]);
		});
		return { path, data };
	},
};
