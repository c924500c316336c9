import { clone, create, type DescMessage, type Message } from '@bufbuild/protobuf';
import { FormatError } from '../error.ts';
import { WireReader } from '../wire/wire-reader.ts';
import { WireWriter } from '../wire/wire-writer.ts';
import { ShaderDescSchema } from './gen/graphics_ddf_pb.ts';
import { type GlyphBank, GlyphBankSchema } from './gen/render_ddf_pb.ts';
import { BANK_FIELDS } from './layouts/font-layouts.ts';
import type { Layout, MessageLayout } from './layouts/layout.ts';
import { layoutsOf } from './layouts/layouts.ts';
import { fromToday, KEPT_FIELDS, toToday } from './layouts/renumber.ts';
import { fillRequired } from './layouts/required-fields.ts';
import { stageOf, TEXT_SHADER_LANGUAGE } from './layouts/shader-layouts.ts';
import { lookAtMessage } from './layouts/wire-look.ts';
import { readMessage, writeMessage } from './message.ts';
import { messagesIn } from './message-walk.ts';
import { type ResourceType, resourceType } from './resource-types.ts';
import { readTexture, type Texture, writeTexture } from './texture.ts';

/** A compiled resource, decoded as far as its type is known. */
export type Resource =
	| {
			readonly kind: 'message' | 'lua';
			readonly path: string;
			readonly type: ResourceType;
			readonly schema: DescMessage;
			/** In the shape of engines 1.11.2 to 1.13.0, whatever the layout of the file. */
			readonly message: Message;
			/** How it lay in its file, and is written again. */
			readonly layout: MessageLayout;
			/** The glyphs of a font that has them inside; fonts from engine 1.4 on name a file of their own. */
			readonly glyphBank?: GlyphBank;
	  }
	| { readonly kind: 'texture'; readonly path: string; readonly type: ResourceType; readonly texture: Texture }
	| { readonly kind: 'raw'; readonly path: string; readonly type: ResourceType; readonly bytes: Uint8Array };

type MessageResource = Extract<Resource, { message: Message }>;

/**
 * Decodes a compiled resource by the ending of its path, in the layout of any engine from 2017 on; what has no known message
 * comes back as it is.
 *
 * Layouts are told by the bytes. A field that a layout does not have has its default, or what follows from the others: the
 * hash of a name, the stage of a shader.
 *
 * @param options `layout` says it where the engine is known; it is needed only for a material before 1.2.156 without constants
 * for its vertices
 * @throws FormatError `invalid`, `truncated`; `unsupported-version` for a layout that the type does not have
 */
export function readResource(path: string, bytes: Uint8Array, options: { layout?: MessageLayout } = {}): Resource {
	const type = resourceType(path);
	if (type.kind === 'texture') return { kind: 'texture', path, type, texture: readTexture(bytes, path) };
	if (type.kind === 'raw' || !type.schema) return { kind: 'raw', path, type, bytes };
	const { kind } = type;
	const found = findLayout(type, { path, bytes, wanted: options.layout });
	if (found === 'text') return readTextShader(path, type, bytes);
	if (!found) {
		const message = readMessage(type.schema, bytes, path);
		return { kind, path, type, schema: type.schema, message, layout: 'current' };
	}
	const layout = found;
	const schema = layout.schema ?? type.schema;
	const today = toToday(bytes, layout.renumbering, { name: path, taken: [] });
	const { font, bank } = hasBank(layout) ? splitBank(today, path) : { font: today, bank: undefined };
	const message = readMessage(schema, font, path);
	fillRequired(schema, message);
	layout.complete?.(message, { path });
	const glyphBank = bank && readMessage(GlyphBankSchema, bank, path);
	if (glyphBank) fillRequired(GlyphBankSchema, glyphBank);
	return { kind, path, type, schema, message, layout: layout.name, ...(glyphBank ? { glyphBank } : {}) };
}

/**
 * Encodes a compiled resource in its layout; give it another `layout` to have it written for other engines. Fields the schema
 * does not know are written as they were read, as long as the layout is the same.
 *
 * @throws FormatError `unrepresentable` for what the layout has no place for
 */
export function writeResource(resource: Resource): Uint8Array {
	switch (resource.kind) {
		case 'texture':
			return writeTexture(resource.texture, resource.path);
		case 'raw':
			return resource.bytes;
		default:
			return writeLaidOut(resource);
	}
}

function writeLaidOut(resource: MessageResource): Uint8Array {
	const { path, type, schema, layout: name, glyphBank } = resource;
	if (name === 'text') return writeTextShader(resource);
	const layout = layoutsOf(type.extension)?.layouts.find((candidate) => candidate.name === name);
	if (!layout && name !== 'current') throw unknownLayout(path, name);
	if (glyphBank && !(layout && hasBank(layout))) {
		throw new FormatError('unrepresentable', `${path}: the ${name} layout of fonts has no glyphs inside`, {
			data: { name: path, layout: name },
		});
	}
	if ((layout?.schema ?? type.schema) !== schema) {
		throw new FormatError(
			'unrepresentable',
			`${path}: the ${name} layout holds another message than ${schema.typeName}`,
			{
				data: { name: path, layout: name },
			},
		);
	}
	if (!layout) return writeMessage(schema, withoutKept(schema, resource.message), path);
	const message = layout.restore ? clone(schema, resource.message) : resource.message;
	layout.restore?.(message, path);
	let today = writeMessage(schema, message, path);
	if (glyphBank) today = joinBank(today, writeMessage(GlyphBankSchema, glyphBank, path), path);
	return fromToday(today, layout.renumbering, { name: path, taken: [] });
}

function findLayout(
	type: ResourceType,
	{ path, bytes, wanted }: { path: string; bytes: Uint8Array; wanted: MessageLayout | undefined },
): Layout | 'text' | undefined {
	const known = layoutsOf(type.extension);
	if (!known) {
		if (wanted !== undefined && wanted !== 'current') throw unknownLayout(path, wanted);
		return undefined;
	}
	const isShader = known.schema === ShaderDescSchema;
	if (wanted === 'text' && isShader) return 'text';
	if (wanted === 'current') return undefined;
	try {
		const look = lookAtMessage(bytes, path);
		const layout = known.layouts.find((candidate) => (wanted ? candidate.name === wanted : candidate.fits(look)));
		if (layout) return layout;
	} catch (error) {
		// Shaders of 2017 are no messages. Anything else that is none is told by reading it.
		if (!(error instanceof FormatError) || wanted !== undefined) throw error;
		return isShader && !bytes.includes(0) ? 'text' : undefined;
	}
	if (wanted !== undefined) throw unknownLayout(path, wanted);
	return undefined;
}

function unknownLayout(path: string, layout: MessageLayout): FormatError {
	return new FormatError('unsupported-version', `${path}: there is no layout ${layout} of this type`, {
		data: { name: path, layout },
	});
}

function readTextShader(path: string, type: ResourceType, bytes: Uint8Array): Resource {
	const message = create(ShaderDescSchema, {
		shaders: [{ source: bytes, shaderType: stageOf(path), language: TEXT_SHADER_LANGUAGE }],
	});
	return { kind: 'message', path, type, schema: ShaderDescSchema, message, layout: 'text' };
}

function writeTextShader({ path, message }: MessageResource): Uint8Array {
	const { shaders = [] } = message as Partial<{ shaders: { source: Uint8Array; shaderType: number }[] }>;
	const [only, second] = shaders;
	if (only && !second && only.shaderType === stageOf(path)) return only.source;
	throw new FormatError('unrepresentable', `${path}: as text it holds one shader, that of its own stage`, {
		data: { name: path, found: shaders.length },
	});
}

/** True for the layouts of fonts that have a glyph bank inside. */
function hasBank({ renumbering }: Layout): boolean {
	return [...renumbering.fields.values()].some(({ to }) => to > BANK_FIELDS && to < KEPT_FIELDS);
}

/** Parts a font from the glyph bank whose fields were renumbered out of its way; a bank is made only of its own fields. */
function splitBank(today: Uint8Array, name: string): { font: Uint8Array; bank: Uint8Array | undefined } {
	const font = new WireWriter(256);
	const bank = new WireWriter(today.length);
	const reader = new WireReader(today, name);
	let found = false;
	while (reader.next()) {
		const { field, wireType, at } = reader;
		reader.skip();
		const value = today.subarray(at, reader.at);
		if (field > BANK_FIELDS && field < KEPT_FIELDS) {
			found = true;
			bank.encoded(field - BANK_FIELDS, wireType, value);
		} else font.encoded(field, wireType, value);
	}
	return found ? { font: font.finish(), bank: bank.finish() } : { font: today, bank: undefined };
}

function joinBank(font: Uint8Array, bank: Uint8Array, name: string): Uint8Array {
	const writer = new WireWriter(font.length + bank.length + 64);
	writer.raw(font);
	const reader = new WireReader(bank, name);
	while (reader.next()) {
		const { field, wireType, at } = reader;
		reader.skip();
		writer.encoded(BANK_FIELDS + field, wireType, bank.subarray(at, reader.at));
	}
	return writer.finish();
}

/** The message without what it keeps of another layout, in messages inside too: today's has no place for it. */
function withoutKept(schema: DescMessage, message: Message): Message {
	const keeps = ({ $unknown }: Message): boolean => $unknown?.some(({ no }) => no >= KEPT_FIELDS) ?? false;
	if (![...messagesIn(message)].some(keeps)) return message;
	const copy = clone(schema, message);
	for (const part of messagesIn(copy)) {
		if (part.$unknown) part.$unknown = part.$unknown.filter(({ no }) => no < KEPT_FIELDS);
	}
	return copy;
}
