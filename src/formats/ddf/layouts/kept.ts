import type { Message } from '@bufbuild/protobuf';
import { WIRE, WireReader } from '../../wire/wire-reader.ts';
import { WireWriter } from '../../wire/wire-writer.ts';
import { KEPT_FIELDS } from './renumber.ts';

/** Contents of the fields of another layout that a message keeps because today's has none for them. */
export function keptBytes(message: Message, field: number): Uint8Array[] {
	const found: Uint8Array[] = [];
	for (const { no, wireType, data } of message.$unknown ?? []) {
		if (no !== KEPT_FIELDS + field || wireType !== WIRE.BYTES) continue;
		const reader = new WireReader(data, 'kept field');
		reader.wireType = WIRE.BYTES;
		found.push(reader.value());
	}
	return found;
}

/** Whole numbers of such a field, packed or not. */
export function keptNumbers(message: Message, field: number): bigint[] {
	const found: bigint[] = [];
	for (const { no, wireType, data } of message.$unknown ?? []) {
		if (no !== KEPT_FIELDS + field) continue;
		const reader = new WireReader(data, 'kept field');
		if (wireType === WIRE.BYTES) {
			reader.wireType = WIRE.BYTES;
			reader.range();
			reader.enter(reader.start, reader.stop);
		} else if (wireType !== WIRE.VARINT) continue;
		while (reader.at < reader.end) {
			reader.varint();
			found.push((BigInt(reader.hi) << 32n) | BigInt(reader.lo));
		}
	}
	return found;
}

/** Puts other contents in place of a kept field's. */
export function setKeptBytes(message: Message, field: number, contents: readonly Uint8Array[]): void {
	const rest = (message.$unknown ?? []).filter(({ no }) => no !== KEPT_FIELDS + field);
	const added = contents.map((content) => {
		const writer = new WireWriter(content.length + 10);
		writer.varint(content.length);
		writer.raw(content);
		return { no: KEPT_FIELDS + field, wireType: WIRE.BYTES, data: writer.finish() };
	});
	message.$unknown = [...rest, ...added];
}
