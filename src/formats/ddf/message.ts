import { type DescMessage, fromBinary, type MessageShape, toBinary } from '@bufbuild/protobuf';
import { FormatError } from '../error.ts';

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

/** Writes a compiled message. @throws FormatError `unrepresentable` when a required field is missing or a value does not fit */
export function writeMessage<D extends DescMessage>(schema: D, message: MessageShape<D>, name: string): Uint8Array {
	try {
		return toBinary(schema, message);
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
