import { type DescMessage, fromBinary, type MessageShape, toBinary } from '@bufbuild/protobuf';
import { FormatError } from '../error.ts';
import { WIRE, WireReader } from '../wire/wire-reader.ts';
import { WireWriter } from '../wire/wire-writer.ts';
import { messagesIn } from './message-walk.ts';

/**
 * Reads a compiled message. Fields the schema does not know are kept and written again by `writeMessage`.
 *
 * @throws FormatError `invalid`
 */
export function readMessage<D extends DescMessage>(schema: D, bytes: Uint8Array, name: string): MessageShape<D> {
	try {
		return fromBinary(schema, bytes);
	} catch (cause) {
		throw new FormatError('invalid', `${name}: expected a ${schema.typeName}: ${(cause as Error).message}`, {
			cause,
			data: { name, expected: schema.typeName },
		});
	}
}

/**
 * Writes a compiled message, its fields in ascending order as builders do, also those the schema does not know.
 *
 * @throws FormatError `unrepresentable` when a required field is missing or a value does not fit
 */
export function writeMessage<D extends DescMessage>(schema: D, message: MessageShape<D>, name: string): Uint8Array {
	try {
		const bytes = toBinary(schema, message);
		return [...messagesIn(message)].some(({ $unknown }) => $unknown && $unknown.length > 0)
			? inFieldOrder(schema, bytes, name)
			: bytes;
	} catch (cause) {
		throw new FormatError(
			'unrepresentable',
			`${name}: cannot be written as ${schema.typeName}: ${(cause as Error).message}`,
			{
				cause,
				data: { name, expected: schema.typeName },
			},
		);
	}
}

/** Unknown fields, and values that an enumeration does not know, are written last; builders knew where they belong. */
function inFieldOrder(schema: DescMessage, bytes: Uint8Array, name: string): Uint8Array {
	const reader = new WireReader(bytes, name);
	const fields: { number: number; wireType: number; start: number; stop: number }[] = [];
	while (reader.next()) {
		const { field: number, wireType, at: start } = reader;
		reader.skip();
		fields.push({ number, wireType, start, stop: reader.at });
	}
	fields.sort((a, b) => a.number - b.number);
	const messages = new Map(schema.fields.map((field) => [field.number, field.message]));
	const writer = new WireWriter(bytes.length + 16);
	for (const { number, wireType, start, stop } of fields) {
		const inside = messages.get(number);
		if (inside && wireType === WIRE.BYTES) {
			reader.enter(start, stop);
			reader.wireType = WIRE.BYTES;
			writer.bytes(number, inFieldOrder(inside, reader.value(), name));
		} else writer.encoded(number, wireType, bytes.subarray(start, stop));
	}
	return writer.finish();
}
