import type { Message } from '@bufbuild/protobuf';

/** A message and every message inside it. */
export function* messagesIn(message: Message): Generator<Message> {
	yield message;
	for (const value of Object.values(message) as unknown[]) {
		if (isMessageObject(value)) yield* messagesIn(value);
		// Lists are of one kind; those of numbers can be long.
		else if (Array.isArray(value) && isMessageObject(value[0])) {
			for (const item of value as Message[]) yield* messagesIn(item);
		} else if (isOneof(value)) yield* messagesIn(value.value);
	}
}

function isMessageObject(value: unknown): value is Message {
	return typeof value === 'object' && value !== null && '$typeName' in value;
}

function isOneof(value: unknown): value is { value: Message } {
	return (
		typeof value === 'object' && value !== null && 'case' in value && 'value' in value && isMessageObject(value.value)
	);
}
