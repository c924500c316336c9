import { type DescMessage, type JsonValue, type Message, toJson } from '@bufbuild/protobuf';
import { FormatError } from '../error.ts';
import { KEPT_FIELDS } from './layouts/renumber.ts';

export type { JsonValue } from '@bufbuild/protobuf';

/**
 * A message as plain JSON, for people and tools: field names in camel case, 64-bit numbers as text, bytes as base64.
 * Fields that the schema does not know are not in it; `unknownFieldNumbers` tells them.
 *
 * @throws FormatError `unrepresentable`
 */
export function messageToJson(schema: DescMessage, message: Message, name: string): JsonValue {
	try {
		return toJson(schema, message);
	} catch (cause) {
		throw new FormatError('unrepresentable', `${name}: cannot be shown as JSON: ${(cause as Error).message}`, {
			cause,
			data: { name },
		});
	}
}

/** Numbers of the fields of the outermost message that its schema does not know, each once. */
export function unknownFieldNumbers(message: Message): number[] {
	const numbers = (message.$unknown ?? []).map(({ no }) => no).filter((no) => no < KEPT_FIELDS);
	return [...new Set(numbers)].sort((a, b) => a - b);
}
