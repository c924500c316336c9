import { create, type DescField, type DescMessage, type Message, ScalarType } from '@bufbuild/protobuf';
import { type ReflectMessage, reflect, type ScalarValue } from '@bufbuild/protobuf/reflect';

/** `LEGACY_REQUIRED` of protobuf's field presence: what proto2 calls required. */
const REQUIRED = 3;

/** Gives every required field that is not set its zero, in messages inside too: 0, false, "", no bytes, the first of an enum. */
export function fillRequired(schema: DescMessage, message: Message): void {
	fill(reflect(schema, message));
}

function fill(message: ReflectMessage): void {
	for (const field of message.fields) {
		if (!message.isSet(field)) {
			if (field.presence === REQUIRED) setZero(message, field);
			continue;
		}
		if (field.fieldKind === 'message') fill(message.get(field));
		else if (field.fieldKind === 'list' && field.listKind === 'message') {
			for (const item of message.get(field)) fill(item as ReflectMessage);
		}
	}
}

function setZero(message: ReflectMessage, field: DescField): void {
	switch (field.fieldKind) {
		case 'scalar':
			message.set(field, zeroOf(field.scalar));
			break;
		case 'enum':
			message.set(field, field.enum.values[0]?.number ?? 0);
			break;
		case 'message':
			message.set(field, reflect(field.message, create(field.message)));
			break;
	}
}

function zeroOf(type: ScalarType): ScalarValue {
	switch (type) {
		case ScalarType.BOOL:
			return false;
		case ScalarType.STRING:
			return '';
		case ScalarType.BYTES:
			return new Uint8Array();
		case ScalarType.INT64:
		case ScalarType.UINT64:
		case ScalarType.SINT64:
		case ScalarType.FIXED64:
		case ScalarType.SFIXED64:
			return 0n;
		default:
			return 0;
	}
}
