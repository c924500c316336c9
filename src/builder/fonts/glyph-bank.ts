import { create, toBinary } from '@bufbuild/protobuf';
import { concatBytes } from '../../bytes/index.ts';
import { type FontDesc, FontTextureFormat, GlyphBankSchema, OlderGlyphBankSchema } from '../../formats/index.ts';
import {
	CELL_PADDING,
	channelsOf,
	distanceFieldOf,
	drawGlyph,
	type GlyphBox,
	measureGlyph,
	paddingOf,
} from './glyph.ts';
import type { GlyphOutline, SizedFont } from './outline.ts';

/** Bytes of the pixels of all glyphs. */
const MAX_DRAWN_BYTES = 128 * 1024 ** 2;

type Drawn = { readonly outline: GlyphOutline; readonly box: GlyphBox; readonly data: Uint8Array };

/**
 * Draws the characters of a font and writes them as a glyph bank.
 *
 * Each glyph's pixels follow a byte 0, which says that they are not compressed on their own. Characters that the font
 * lacks are left out. `undefined` when the pixels are more than an engine could hold.
 *
 * @param older write the layout of engines before 1.13.0
 */
export function writeGlyphBank(
	sized: SizedFont,
	font: FontDesc,
	{ characters, older }: { characters: readonly number[]; older: boolean },
): Uint8Array | undefined {
	const glyphs: Drawn[] = [];
	let drawnBytes = 0;
	for (const character of characters) {
		const outline = sized.outline(character);
		if (!outline) continue;
		const box = measureGlyph(outline);
		const visible = box.width > 0 && box.ascent + box.descent > 0;
		const data = visible ? concatBytes([Uint8Array.of(0), drawGlyph(outline, box, font)]) : new Uint8Array();
		glyphs.push({ outline, box, data });
		drawnBytes += data.length;
		if (drawnBytes > MAX_DRAWN_BYTES) return undefined;
	}
	const padding = paddingOf(font);
	let offset = 0;
	const records = glyphs.map(({ outline, box, data }) => {
		const width = box.width > 0 ? box.width + padding * 2 : 0;
		const record = {
			character: outline.character,
			width,
			...(older ? { imageWidth: width } : {}),
			advance: Math.round(outline.advance),
			leftBearing: box.leftBearing,
			ascent: box.ascent + padding,
			descent: box.descent + padding,
			glyphDataOffset: BigInt(data.length > 0 ? offset : 0),
			glyphDataSize: BigInt(data.length),
		};
		offset += data.length;
		return record;
	});
	const isDistanceField = font.outputFormat === FontTextureFormat.TYPE_DISTANCE_FIELD;
	const field = distanceFieldOf(font);
	const advance = Math.max(0, ...records.map((record) => record.advance));
	const fields = {
		glyphs: records,
		glyphPadding: BigInt(CELL_PADDING),
		glyphChannels: channelsOf(font),
		glyphData: concatBytes(glyphs.map((glyph) => glyph.data)),
		maxAscent: Math.ceil(sized.ascent),
		maxDescent: Math.ceil(sized.descent),
		maxAdvance: advance,
		maxWidth: advance,
		maxHeight: sized.ascent + sized.descent,
		imageFormat: font.outputFormat,
		...(isDistanceField ? { sdfSpread: field.spread, sdfOutline: field.outlineEdge, sdfShadow: field.shadowEdge } : {}),
		...cacheOf(glyphs, font),
		padding,
		isMonospaced: records.every((record) => record.advance === records[0]?.advance),
	};
	return older
		? toBinary(OlderGlyphBankSchema, create(OlderGlyphBankSchema, fields))
		: toBinary(GlyphBankSchema, create(GlyphBankSchema, fields));
}

/** Size of the texture that an engine keeps drawn glyphs in, and of the cells that it has for each. */
function cacheOf(glyphs: readonly Drawn[], font: FontDesc) {
	const border = paddingOf(font) + CELL_PADDING;
	const boxes = glyphs.map((glyph) => glyph.box).filter((box) => box.width > 0);
	const maxAscent = Math.max(0, ...boxes.map((box) => box.ascent));
	const maxDescent = Math.max(0, ...boxes.map((box) => box.descent));
	const widest = Math.max(0, ...boxes.map((box) => box.width)) + border * 2;
	// Some graphics hardware wants cells of colour pixels to begin at multiples of four.
	const cacheCellWidth = channelsOf(font) === 3 ? Math.ceil(widest / 4) * 4 : widest;
	const cacheCellHeight = maxAscent + maxDescent + border * 2;
	const cacheWidth = font.cacheWidth > 0 ? font.cacheWidth : 1024;
	const columns = Math.max(1, Math.floor(cacheWidth / cacheCellWidth));
	const needed = Math.ceil(glyphs.length / columns) * cacheCellHeight;
	const fitting = Math.min(2048, 2 ** (Math.floor(Math.log2(Math.max(1, needed))) + 1));
	return {
		cacheWidth,
		cacheHeight: font.cacheHeight > 0 ? font.cacheHeight : fitting,
		cacheCellWidth,
		cacheCellHeight,
		cacheCellMaxAscent: maxAscent + paddingOf(font),
	};
}
