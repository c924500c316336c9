import { create, toBinary } from '@bufbuild/protobuf';
import { concatBytes } from '../../bytes/index.ts';
import {
	FontDescSchema,
	FontTextureFormat,
	GlyphBankSchema,
	OlderGlyphBankSchema,
	type SourceText,
} from '../../formats/index.ts';
import type { CompileContext, CompiledResource, SourceUnit } from '../compiler.ts';
import { withExtension } from '../compiler.ts';
import { isAtLeast } from '../engine-version.ts';
import { type BitmapFont, type BitmapGlyph, readBitmapFont } from '../fonts/bitmap-font.ts';
import { CELL_PADDING } from '../fonts/glyph.ts';
import { loadPicture, type Picture } from '../textures/picture.ts';
import { cropPixels, padPixels, premultiply } from '../textures/pixels.ts';

/** Channels of a bitmap font's pixels: they keep their own colours. */
const CHANNELS = 4;

/** The glyphs of a bitmap font (`.fnt`): cut out of its pictures. */
export async function compileBitmapGlyphs(
	unit: SourceUnit,
	settings: SourceText,
	context: CompileContext,
): Promise<CompiledResource[]> {
	const { message } = context.readMessage(FontDescSchema, settings);
	const named = settings.locate(0);
	const bytes = message && (await context.load(message.font, { at: named, field: 'font' }));
	if (!message || !bytes) return [];
	const file = await context.textOf({ path: message.font, extension: 'fnt' });
	const font = readBitmapFont(file.text);
	if ('line' in font) {
		const at = { file: message.font, line: font.line, column: 1 };
		context.report(at, { code: 'invalid-font', message: font.message });
		return [];
	}
	const pictures = await loadPages(font, message.font, context);
	if (!pictures) return [];
	const outside = font.glyphs.find((glyph) => !isInside(glyph, pictures[glyph.page]));
	if (outside) {
		const at = { file: message.font, line: lineOf(file.text, outside.character), column: 1 };
		context.report(at, { code: 'invalid-font', message: `character ${outside.character} lies outside of its picture` });
		return [];
	}
	const older = !isAtLeast(context.settings.engineVersion, [1, 13, 0]);
	const fields = glyphFields(font, pictures, { older, width: message.cacheWidth, height: message.cacheHeight });
	const bank = older
		? toBinary(OlderGlyphBankSchema, create(OlderGlyphBankSchema, fields))
		: toBinary(GlyphBankSchema, create(GlyphBankSchema, fields));
	return [{ path: withExtension(unit.path, 'glyph_bankc'), bytes: bank }];
}

async function loadPages(
	font: BitmapFont,
	path: string,
	context: CompileContext,
): Promise<(Picture | undefined)[] | undefined> {
	const folder = path.slice(0, path.lastIndexOf('/') + 1);
	const pictures: (Picture | undefined)[] = [];
	for (const [page, name] of font.pages.entries()) {
		const picture = name
			? await loadPicture(`${folder}${name}`, { file: path, line: 1, column: 1 }, context)
			: undefined;
		if (name && !picture) return undefined;
		if (picture) premultiply(picture);
		pictures[page] = picture;
	}
	return pictures;
}

function isInside({ x, y, width, height }: BitmapGlyph, picture: Picture | undefined): boolean {
	if (width === 0 || height === 0) return true;
	return picture !== undefined && x >= 0 && y >= 0 && x + width <= picture.width && y + height <= picture.height;
}

function lineOf(text: string, character: number): number {
	const at = text.search(new RegExp(`^\\s*char\\s+id=${character}\\b`, 'm'));
	return text.slice(0, Math.max(0, at)).split('\n').length;
}

function glyphFields(
	font: BitmapFont,
	pictures: readonly (Picture | undefined)[],
	options: { older: boolean; width: number; height: number },
) {
	let offset = 0;
	const data: Uint8Array[] = [];
	const glyphs = font.glyphs.map((glyph) => {
		const { character, page, x, y, width, height } = glyph;
		const picture = pictures[page];
		const visible = picture && width > 0 && height > 0;
		const pixels = visible && padPixels(cropPixels(picture, { x, y, width, height }), CELL_PADDING);
		const part = pixels ? concatBytes([Uint8Array.of(0), pixels.rgba]) : new Uint8Array();
		data.push(part);
		const ascent = font.base - glyph.yOffset;
		const record = {
			character,
			width,
			...(options.older ? { imageWidth: width } : {}),
			advance: glyph.advance,
			leftBearing: glyph.xOffset,
			ascent,
			descent: height - ascent,
			glyphDataOffset: BigInt(part.length > 0 ? offset : 0),
			glyphDataSize: BigInt(part.length),
		};
		offset += part.length;
		return record;
	});
	const largest = (of: (glyph: (typeof glyphs)[number]) => number): number => Math.max(0, ...glyphs.map(of));
	const cacheCellWidth = largest((glyph) => glyph.width) + CELL_PADDING * 2;
	const maxAscent = largest((glyph) => glyph.ascent);
	const cacheCellHeight = maxAscent + largest((glyph) => glyph.descent) + CELL_PADDING * 2;
	const cacheWidth = options.width > 0 ? options.width : 1024;
	const columns = Math.max(1, Math.floor(cacheWidth / cacheCellWidth));
	const needed = Math.ceil(glyphs.length / columns) * cacheCellHeight;
	const advance = largest((glyph) => glyph.advance);
	return {
		glyphs,
		glyphPadding: BigInt(CELL_PADDING),
		glyphChannels: CHANNELS,
		glyphData: concatBytes(data),
		maxAscent: font.base,
		maxDescent: font.lineHeight - font.base,
		maxAdvance: advance,
		maxWidth: advance,
		maxHeight: font.lineHeight,
		imageFormat: FontTextureFormat.TYPE_BITMAP,
		cacheWidth,
		cacheHeight:
			options.height > 0 ? options.height : Math.min(2048, 2 ** (Math.floor(Math.log2(Math.max(1, needed))) + 1)),
		cacheCellWidth,
		cacheCellHeight,
		cacheCellMaxAscent: maxAscent,
		padding: 0,
		isMonospaced: glyphs.every((glyph) => glyph.advance === glyphs[0]?.advance),
	};
}
