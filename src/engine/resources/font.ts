import { create } from '@bufbuild/protobuf';
import {
	childResources,
	FontMapSchema,
	type GlyphBankSchema,
	type MessageShape,
	readResource,
} from '../../formats/index.ts';
import type { ResourceType } from '../resources.ts';
import type { MessageResource } from './message.ts';

export type Glyph = { readonly advance: number; readonly width: number; readonly leftBearing: number };

/** A font: what measuring a text needs, and the messages for who draws it. */
export type FontResource = {
	readonly path: string;
	readonly font: MessageShape<typeof FontMapSchema>;
	readonly bank: MessageShape<typeof GlyphBankSchema> | undefined;
	readonly glyphs: ReadonlyMap<number, Glyph>;
	readonly maxAscent: number;
	readonly maxDescent: number;
};

export const fontType: ResourceType<FontResource> = {
	extension: 'fontc',
	createBuiltin(path) {
		const font = create(FontMapSchema, {});
		return { path, font, bank: undefined, glyphs: new Map(), maxAscent: 0, maxDescent: 0 };
	},
	create(bytes, { path, load }) {
		const resource = readResource(path, bytes);
		if (resource.kind !== 'message') throw new TypeError(`${path}: a font is a message`);
		const font = resource.message as MessageShape<typeof FontMapSchema>;
		let bank = resource.glyphBank as MessageShape<typeof GlyphBankSchema> | undefined;
		for (const needed of childResources(path, bytes)) {
			const loaded = load(needed);
			if (needed.endsWith('.glyph_bankc')) bank = (loaded.value as MessageResource<typeof GlyphBankSchema>).desc;
		}
		const glyphs = new Map<number, Glyph>();
		for (const glyph of bank?.glyphs ?? []) {
			glyphs.set(glyph.character, { advance: glyph.advance, width: glyph.width, leftBearing: glyph.leftBearing });
		}
		return { path, font, bank, glyphs, maxAscent: bank?.maxAscent ?? 0, maxDescent: bank?.maxDescent ?? 0 };
	},
};
