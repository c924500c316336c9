import { FormatError } from '../../error.ts';
import { WIRE, WireReader } from '../../wire/wire-reader.ts';
import { WireWriter } from '../../wire/wire-writer.ts';

// Defold renumbered the fields of several messages between engines. Instead of a second set of message classes there is a
// table a layout: bytes are renumbered to today's fields before they are read and back after they were written, so that
// everything above knows one shape and a file read and written again has the same bytes.

/** What a field of an older layout is today. */
export type FieldRule = {
	readonly to: number;
	/** The layout of the message inside. */
	readonly inside?: Renumbering;
	/**
	 * `float`: it was a whole number and is a float today. `signed`: it was unsigned, so that a negative one has 32 bits there
	 * and 64 today. `taken`: its bytes are handed out of the message, and today's field holds their length.
	 */
	readonly as?: 'float' | 'signed' | 'taken';
};

/** How the fields of a message are numbered in another layout than today's. */
export type Renumbering = {
	/** Number there → what it is today. Fields not listed are kept out of the way, and written back where they were. */
	readonly fields: ReadonlyMap<number, FieldRule>;
	/** Today's fields that this layout has none for and that can be told from the others. They are not written. */
	readonly without?: readonly number[];
};

/** Fields that have no number today are kept in the message as unknown ones from here on. */
export const KEPT_FIELDS = 1_000_000;

type About = {
	readonly name: string;
	/** Filled by `taken` fields when reading, used up in order when writing. */
	readonly taken: Uint8Array[];
};

/** The message in today's numbers. @throws FormatError `truncated`, `invalid` */
export function toToday(bytes: Uint8Array, renumbering: Renumbering, about: About): Uint8Array {
	const reader = new WireReader(bytes, about.name);
	const writer = new WireWriter(bytes.length + 64);
	while (reader.next()) {
		const { field, wireType } = reader;
		const rule = renumbering.fields.get(field);
		const start = reader.at;
		reader.skip();
		const value = bytes.subarray(start, reader.at);
		if (!rule) writer.encoded(KEPT_FIELDS + field, wireType, value);
		else if (rule.inside && wireType === WIRE.BYTES) {
			writer.bytes(rule.to, toToday(bytes.subarray(reader.start, reader.stop), rule.inside, about));
		} else if (rule.as === 'taken' && wireType === WIRE.BYTES) {
			about.taken.push(bytes.subarray(reader.start, reader.stop));
			writer.number(rule.to, reader.stop - reader.start);
		} else if (rule.as === 'float' && wireType === WIRE.VARINT) {
			writer.encoded(rule.to, WIRE.FIXED32, floatBytes(reader.hi * 0x1_0000_0000 + reader.lo));
		} else writer.encoded(rule.to, wireType, value);
	}
	return writer.finish();
}

type Field = { readonly number: number; readonly wireType: number; readonly value: Uint8Array };

/**
 * The message in another layout's numbers, its fields in ascending order as builders write them.
 *
 * @throws FormatError `unrepresentable` for a field that the layout has no place for
 */
export function fromToday(bytes: Uint8Array, renumbering: Renumbering, about: About): Uint8Array {
	const before = new Map([...renumbering.fields].map(([number, rule]) => [rule.to, { number, rule }]));
	const reader = new WireReader(bytes, about.name);
	const fields: Field[] = [];
	while (reader.next()) {
		const { field, wireType } = reader;
		const start = reader.at;
		reader.skip();
		const value = bytes.subarray(start, reader.at);
		if (field >= KEPT_FIELDS) {
			fields.push({ number: field - KEPT_FIELDS, wireType, value });
			continue;
		}
		const known = before.get(field);
		if (!known) {
			if (renumbering.without?.includes(field)) continue;
			throw new FormatError('unrepresentable', `${about.name}: its layout has no place for today's field ${field}`, {
				data: { name: about.name, field },
			});
		}
		const { number, rule } = known;
		if (rule.inside && wireType === WIRE.BYTES) {
			const content = fromToday(bytes.subarray(reader.start, reader.stop), rule.inside, about);
			fields.push({ number, wireType, value: withLength(content) });
		} else if (rule.as === 'taken') {
			const content = about.taken.shift() ?? new Uint8Array();
			fields.push({ number, wireType: WIRE.BYTES, value: withLength(content) });
		} else if (rule.as === 'float' && wireType === WIRE.FIXED32) {
			fields.push({ number, wireType: WIRE.VARINT, value: wholeNumber(value, field, about.name) });
		} else if (rule.as === 'signed' && wireType === WIRE.VARINT) {
			fields.push({ number, wireType, value: varint(reader.lo) });
		} else fields.push({ number, wireType, value });
	}
	fields.sort((a, b) => a.number - b.number);
	const writer = new WireWriter(bytes.length + 64);
	for (const { number, wireType, value } of fields) writer.encoded(number, wireType, value);
	return writer.finish();
}

function floatBytes(value: number): Uint8Array {
	const bytes = new Uint8Array(4);
	new DataView(bytes.buffer).setFloat32(0, value, true);
	return bytes;
}

function wholeNumber(value: Uint8Array, field: number, name: string): Uint8Array {
	const number = new DataView(value.buffer, value.byteOffset, 4).getFloat32(0, true);
	if (!(Number.isInteger(number) && number >= 0)) {
		throw new FormatError(
			'unrepresentable',
			`${name}: its layout holds whole numbers where today's field ${field} is ${number}`,
			{ data: { name, field, found: number } },
		);
	}
	return varint(number);
}

function varint(value: number): Uint8Array {
	const writer = new WireWriter(16);
	writer.varint(value);
	return writer.finish();
}

function withLength(content: Uint8Array): Uint8Array {
	const writer = new WireWriter(content.length + 10);
	writer.varint(content.length);
	writer.raw(content);
	return writer.finish();
}
