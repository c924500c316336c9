import { WIRE, WireReader } from '../wire/wire-reader.ts';
import { WireWriter } from '../wire/wire-writer.ts';

// TextureImage.Image has had three numberings. The newest (from about 1.10.0 on) is the one of the generated schema.
// Source: the descriptors in engines 1.2.192 and 1.11.2, and compiled textures of engines between them.

/** Numberings of an image's fields before today's. */
export type OlderNumbering = 'bare' | 'header-older';

/** The image data itself, in the `bare` layout. */
const DATA_FIELD = 8;
const DATA_SIZE_FIELD = 13;
const ALTERNATIVES_FIELD = 1;
/** `compression_flags` of the `bare` layout has no number today. Out of the way it is kept as an unknown field. */
const KEPT_FLAGS_FIELD = 1010;

/** Field in an older layout → field today. */
const NEWER: Readonly<Record<OlderNumbering, ReadonlyMap<number, number>>> = {
	bare: new Map([
		[1, 1],
		[2, 2],
		[3, 4],
		[4, 5],
		[5, 7],
		[6, 8],
		[7, 9],
		[9, 10],
		[10, KEPT_FLAGS_FIELD],
		[11, 11],
	]),
	'header-older': new Map([
		[1, 1],
		[2, 2],
		[3, 4],
		[4, 5],
		[5, 7],
		[6, 8],
		[7, 9],
		[8, 10],
		[9, 11],
		[10, 12],
		[11, DATA_SIZE_FIELD],
	]),
};

/** One field as it is encoded: everything behind its tag. */
type Field = { readonly number: number; readonly wireType: number; readonly value: Uint8Array };

function readFields(bytes: Uint8Array, name: string): Field[] {
	const reader = new WireReader(bytes, name);
	const fields: Field[] = [];
	while (reader.next()) {
		const start = reader.at;
		reader.skip();
		fields.push({ number: reader.field, wireType: reader.wireType, value: bytes.subarray(start, reader.at) });
	}
	return fields;
}

function writeFields(fields: readonly Field[]): Uint8Array {
	const size = fields.reduce((sum, field) => sum + field.value.length + 6, 0);
	const writer = new WireWriter(size);
	for (const { number, wireType, value } of fields) writer.encoded(number, wireType, value);
	return writer.finish();
}

/** The bytes inside a length-delimited field. */
function contentOf(field: Field, name: string): Uint8Array {
	const reader = new WireReader(field.value, name);
	reader.wireType = WIRE.BYTES;
	return reader.value();
}

function bytesField(number: number, content: Uint8Array): Field {
	const writer = new WireWriter(content.length + 12);
	writer.bytes(number, content);
	return { number, wireType: WIRE.BYTES, value: writer.finish().subarray(1) };
}

/** True for a header of 1.9.7 or 1.9.8: its images have an original width (3) and nothing above 11. */
export function hasOlderImages(header: Uint8Array, name: string): boolean {
	for (const field of readFields(header, name)) {
		if (field.number !== ALTERNATIVES_FIELD || field.wireType !== WIRE.BYTES) continue;
		const image = readFields(contentOf(field, name), name);
		if (image.some(({ number }) => number > 11) || !image.some(({ number }) => number === 3)) return false;
	}
	return true;
}

/**
 * Renumbers the images of an older message and takes the image data out of it.
 *
 * @throws FormatError `truncated`, `invalid`
 */
export function toNewerImages(
	bytes: Uint8Array,
	numbering: OlderNumbering,
	name: string,
): { message: Uint8Array; data: Uint8Array[] } {
	const data: Uint8Array[] = [];
	const fields = readFields(bytes, name).map((field): Field => {
		if (field.number !== ALTERNATIVES_FIELD || field.wireType !== WIRE.BYTES) return field;
		const image: Field[] = [];
		for (const inner of readFields(contentOf(field, name), name)) {
			if (numbering === 'bare' && inner.number === DATA_FIELD && inner.wireType === WIRE.BYTES) {
				const content = contentOf(inner, name);
				data.push(content);
				image.push(numberField(DATA_SIZE_FIELD, content.length));
				continue;
			}
			image.push({ ...inner, number: NEWER[numbering].get(inner.number) ?? inner.number });
		}
		return bytesField(ALTERNATIVES_FIELD, writeFields(image));
	});
	return { message: writeFields(fields), data };
}

/** The reverse: today's numbers to older ones, the data put back into each image for the `bare` layout. */
export function toOlderImages(
	message: Uint8Array,
	numbering: OlderNumbering,
	about: { name: string; data: readonly Uint8Array[] },
): Uint8Array {
	const { name, data } = about;
	const older = new Map([...NEWER[numbering]].map(([before, today]) => [today, before]));
	let index = 0;
	const fields = readFields(message, name).map((field): Field => {
		if (field.number !== ALTERNATIVES_FIELD) return field;
		const image: Field[] = [];
		for (const inner of readFields(contentOf(field, name), name)) {
			if (numbering === 'bare' && inner.number === DATA_SIZE_FIELD) continue;
			image.push({ ...inner, number: older.get(inner.number) ?? inner.number });
		}
		const content = data[index++];
		if (numbering === 'bare' && content) image.push(bytesField(DATA_FIELD, content));
		image.sort((a, b) => a.number - b.number);
		return bytesField(ALTERNATIVES_FIELD, writeFields(image));
	});
	return writeFields(fields);
}

function numberField(number: number, value: number): Field {
	const writer = new WireWriter(16);
	writer.number(number, value);
	return { number, wireType: WIRE.VARINT, value: writer.finish().subarray(1) };
}
