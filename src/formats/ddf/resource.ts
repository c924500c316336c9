import type { DescMessage, Message } from '@bufbuild/protobuf';
import { FormatError } from '../error.ts';
import { WIRE, WireReader } from '../wire/wire-reader.ts';
import { OlderGlyphBankSchema } from './gen/glyph_bank_ddf_pb.ts';
import { GlyphBankSchema } from './gen/render_ddf_pb.ts';
import { readMessage, writeMessage } from './message.ts';
import { isRenumbered, type ResourceType, resourceType } from './resource-types.ts';
import { readTexture, type Texture, writeTexture } from './texture.ts';

/** Which engines' layouts a message is read in: `current` is that of 1.11.2 to 1.13.0, `older` what was before. */
export type ResourceGeneration = 'current' | 'older';

/** A compiled resource, decoded as far as its type is known. */
export type Resource =
	| {
			readonly kind: 'message' | 'lua';
			readonly path: string;
			readonly type: ResourceType;
			readonly schema: DescMessage;
			readonly message: Message;
	  }
	| { readonly kind: 'texture'; readonly path: string; readonly type: ResourceType; readonly texture: Texture }
	| { readonly kind: 'raw'; readonly path: string; readonly type: ResourceType; readonly bytes: Uint8Array };

/**
 * Decodes a compiled resource by the ending of its path. Textures are read in every layout, other messages in the layouts
 * of one generation; what has no known message comes back as it is.
 *
 * @throws FormatError `invalid`, `truncated`; `unsupported-version` for a type that was renumbered since the generation asked
 * for
 */
export function readResource(
	path: string,
	bytes: Uint8Array,
	options: { generation?: ResourceGeneration } = {},
): Resource {
	const { generation = 'current' } = options;
	const type = resourceType(path);
	if (type.kind === 'texture') return { kind: 'texture', path, type, texture: readTexture(bytes, path) };
	if (type.kind === 'raw' || !type.schema) return { kind: 'raw', path, type, bytes };
	if (generation === 'older' && isRenumbered(type.extension)) {
		throw new FormatError(
			'unsupported-version',
			`${path}: the layouts of .${type.extension} files before engine 1.11 are not known here`,
			{ data: { name: path, extension: type.extension } },
		);
	}
	const schema = type.schema === GlyphBankSchema && hasOlderGlyphs(bytes, path) ? OlderGlyphBankSchema : type.schema;
	return { kind: type.kind, path, type, schema, message: readMessage(schema, bytes, path) };
}

/** Encodes a compiled resource again; fields the schema does not know are written as they were read. */
export function writeResource(resource: Resource): Uint8Array {
	switch (resource.kind) {
		case 'texture':
			return writeTexture(resource.texture, resource.path);
		case 'raw':
			return resource.bytes;
		default:
			return writeMessage(resource.schema, resource.message, resource.path);
	}
}

/** A glyph of engines before 1.13.0 has one field more, so its last one has number 11. */
function hasOlderGlyphs(bytes: Uint8Array, name: string): boolean {
	const reader = new WireReader(bytes, name);
	while (reader.next()) {
		if (reader.field !== 1 || reader.wireType !== WIRE.BYTES) {
			reader.skip();
			continue;
		}
		reader.range();
		const glyph = new WireReader(bytes, name, reader.start, reader.stop);
		while (glyph.next()) {
			if (glyph.field === 11) return true;
			glyph.skip();
		}
	}
	return false;
}
