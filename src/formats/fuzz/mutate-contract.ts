import { concatBytes, decodeUtf8Lossy, encodeUtf8 } from '../../bytes/index.ts';
import { FormatError } from '../error.ts';
import { WIRE, WireReader } from '../wire/wire-reader.ts';
import { WireWriter } from '../wire/wire-writer.ts';
import { oneOf, type Random } from './random-contract.ts';

/** How a file is built, so that a change can keep everything around it sound. */
export type Structure = 'bytes' | 'protobuf' | 'words' | 'zip' | 'text' | 'der';

const BYTES = [0, 1, 2, 0x0a, 0x7f, 0x80, 0xfe, 0xff, 0x2f, 0x50];
const NUMBERS = [
	0, 1, 2, 4, 5, 6, 20, 47, 48, 64, 0x7f, 0x80, 0xff, 0xffff, 0x1_0000, 0x7fff_ffff, 0x8000_0000, 0xffff_fffe,
];
const WIDE = [
	...NUMBERS.map(BigInt),
	0xffff_ffffn,
	1n << 32n,
	(1n << 53n) - 1n,
	1n << 53n,
	1n << 63n,
	(1n << 64n) - 1n,
];
const MAX_INPUT_BYTES = 100_000;
const MAX_DEPTH = 5;

/** A changed copy: one to four changes, half of them made with the structure in mind. */
export function mutate(
	bytes: Uint8Array,
	about: { structure: Structure; other: Uint8Array; random: Random },
): Uint8Array {
	const { structure, other, random } = about;
	let out: Uint8Array = new Uint8Array(bytes);
	for (let change = 0; change <= random(4); change++) {
		const inStructure = structure !== 'bytes' && random(2) === 0;
		out = inStructure ? changeStructure(out, structure, random) : changeBytes(out, other, random);
		if (out.length > MAX_INPUT_BYTES) out = out.slice(0, MAX_INPUT_BYTES);
	}
	return out;
}

/** Bytes, cuts, repeats, and pieces of another file. */
function changeBytes(out: Uint8Array, other: Uint8Array, random: Random): Uint8Array {
	const at = random(out.length + 1);
	switch (random(7)) {
		case 0:
			out[at] = random(256);
			return out;
		case 1:
			out[at] = oneOf(BYTES, random);
			return out;
		case 2:
			out[at] = (out[at] ?? 0) ^ (1 << random(8));
			return out;
		case 3:
			return out.slice(0, at);
		case 4:
			return concatBytes([out.subarray(0, at), out.subarray(Math.max(0, at - 1 - random(16)))]);
		case 5:
			return out.fill(random(2) === 0 ? 0xff : 0, at, at + 1 + random(8));
		default: {
			const from = random(other.length + 1);
			const piece = other.subarray(from, from + random(other.length - from + 1));
			return concatBytes([out.subarray(0, at), piece, out.subarray(at)]);
		}
	}
}

function changeStructure(out: Uint8Array, structure: Structure, random: Random): Uint8Array {
	switch (structure) {
		case 'protobuf':
			return changeMessage(out, random, 0);
		case 'words':
			return changeWord(out, { at: random(Math.max(1, out.length >> 2)) * 4, random, littleEndian: false });
		case 'zip':
			return changeZip(out, random);
		case 'text':
			return changeText(out, random);
		case 'der':
			return changeDer(out, random, 0);
		default:
			return out;
	}
}

type Field = { readonly number: number; readonly wireType: number; readonly encoded: Uint8Array };

/** One field of the message, or of a message in it, gets another value, number or place; the lengths around it stay right. */
function changeMessage(bytes: Uint8Array, random: Random, depth: number): Uint8Array {
	const fields = fieldsOf(bytes);
	if (!fields || fields.length === 0) return bytes;
	const at = random(fields.length);
	const field = fields[at] as Field;
	const writer = new WireWriter(bytes.length + 64);
	for (const [index, { number, wireType, encoded }] of fields.entries()) {
		if (index !== at) writer.encoded(number, wireType, encoded);
		else writeChanged(writer, field, { fields, random, depth });
	}
	return writer.finish();
}

function writeChanged(
	writer: WireWriter,
	{ number, wireType, encoded }: Field,
	{ fields, random, depth }: { fields: readonly Field[]; random: Random; depth: number },
): void {
	const isBytes = wireType === WIRE.BYTES;
	// Most files are messages in messages, so most changes go inside.
	if (isBytes && depth < MAX_DEPTH && random(4) !== 0) {
		const inner = new WireReader(encoded, 'field');
		inner.wireType = WIRE.BYTES;
		const value = inner.value();
		const changed = fieldsOf(value)?.length
			? changeMessage(value, random, depth + 1)
			: changeBytes(new Uint8Array(value), value, random);
		writer.bytes(number, changed);
		return;
	}
	switch (random(6)) {
		case 0:
			return;
		case 1:
			writer.encoded(number, wireType, encoded);
			writer.encoded(number, wireType, encoded);
			return;
		case 2:
			writer.encoded(1 + random(12), wireType, encoded);
			return;
		case 3: {
			const other = oneOf(fields, random);
			writer.encoded(number, other.wireType, other.encoded);
			return;
		}
		case 4:
			if (isBytes) writer.bytes(number, new Uint8Array(random(40)));
			else writer.number(number, oneOf(WIDE, random));
			return;
		default:
			writer.number(number, oneOf(WIDE, random));
	}
}

/** The fields of what may be a message; undefined when it is none. */
function fieldsOf(bytes: Uint8Array): Field[] | undefined {
	const fields: Field[] = [];
	const reader = new WireReader(bytes, 'message');
	try {
		while (reader.next()) {
			const { field: number, wireType, at } = reader;
			reader.skip();
			fields.push({ number, wireType, encoded: bytes.subarray(at, reader.at) });
		}
		return fields;
	} catch (error) {
		if (error instanceof FormatError) return undefined;
		throw error;
	}
}

function changeWord(
	out: Uint8Array,
	{ at, random, littleEndian }: { at: number; random: Random; littleEndian: boolean },
): Uint8Array {
	if (at + 4 > out.length) return out;
	const view = new DataView(out.buffer, out.byteOffset, out.length);
	const value = random(3) === 0 ? view.getUint32(at, littleEndian) + random(3) - 1 : oneOf(NUMBERS, random);
	view.setUint32(at, value, littleEndian);
	return out;
}

/** A number in one of the headers of a zip. */
function changeZip(out: Uint8Array, random: Random): Uint8Array {
	const headers: number[] = [];
	for (let at = 0; at + 4 <= out.length; at++) if (out[at] === 0x50 && out[at + 1] === 0x4b) headers.push(at);
	if (headers.length === 0) return out;
	const at = oneOf(headers, random) + 4 + random(44);
	if (random(2) === 0) return changeWord(out, { at, random, littleEndian: true });
	if (at + 2 > out.length) return out;
	new DataView(out.buffer, out.byteOffset, out.length).setUint16(at, oneOf(NUMBERS, random) & 0xffff, true);
	return out;
}

const WORDS = [
	'{',
	'}',
	'"',
	'\\',
	'[',
	']',
	':',
	'=',
	',',
	'@',
	'\n',
	'#',
	'-',
	'1e999',
	'99999999999999999999',
	'true',
	'\\x',
	'\0',
	'é',
	'""',
];

/** Lines and words: dropped, repeated, moved, and signs put in. */
function changeText(out: Uint8Array, random: Random): Uint8Array {
	const byLine = random(2) === 0;
	const parts = decodeUtf8Lossy(out).split(byLine ? '\n' : /(?<=[\s"{}:,=])/);
	const at = random(parts.length);
	switch (random(4)) {
		case 0:
			parts.splice(at, 1);
			break;
		case 1:
			parts.splice(at, 0, ...parts.slice(at, at + 1 + random(3)));
			break;
		case 2:
			parts.splice(at, 0, oneOf(parts, random));
			break;
		default:
			parts.splice(at, 0, oneOf(WORDS, random).repeat(1 + random(2) * random(200)));
	}
	return encodeUtf8(parts.join(byLine ? '\n' : ''));
}

/** One value of a DER tree; the lengths around it stay right. */
function changeDer(bytes: Uint8Array, random: Random, depth: number): Uint8Array {
	const tag = bytes[0] ?? 0;
	let start = 2;
	if ((bytes[1] ?? 0) >= 0x80) start += (bytes[1] as number) & 0x7f;
	const content = bytes.slice(start);
	if (depth < MAX_DEPTH && (tag === 0x30 || tag === 4) && random(4) !== 0) {
		return concatBytes([Uint8Array.of(tag), derLength(content.length), changeDer(content, random, depth + 1)]);
	}
	const changed = changeBytes(content, content, random);
	return concatBytes([Uint8Array.of(random(8) === 0 ? oneOf(BYTES, random) : tag), derLength(changed.length), changed]);
}

function derLength(length: number): Uint8Array {
	return length < 0x80 ? Uint8Array.of(length) : Uint8Array.of(0x82, length >> 8, length & 0xff);
}
