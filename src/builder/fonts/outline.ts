import type { PathCommand } from 'opentype.js';

/** A straight piece of an outline, in pixels: x to the right and y down from the start of the base line. */
export type Segment = { readonly x0: number; readonly y0: number; readonly x1: number; readonly y1: number };

/** A character's shape at a size. */
export type GlyphOutline = {
	readonly character: number;
	readonly advance: number;
	readonly segments: readonly Segment[];
};

/** A font at a size. */
export type SizedFont = {
	/** Pixels above and below the base line that the font claims. */
	readonly ascent: number;
	readonly descent: number;
	/** Every character the font has, in order. */
	characters(): number[];
	/** `undefined` when the font lacks the character. */
	outline(character: number): GlyphOutline | undefined;
};

/** Straight pieces that a curve is made of: enough that none is more than a tenth of a pixel off at common sizes. */
const MIN_PIECES = 4;
const MAX_PIECES = 24;

/**
 * Opens a TrueType or OpenType font. Rejects with what opentype.js throws when it is none.
 *
 * The library is half a megabyte, which every command would read at its start if it were imported by name.
 */
export async function openFont(bytes: Uint8Array, size: number): Promise<SizedFont> {
	const opentype = await import('opentype.js');
	const parse = opentype.parse ?? opentype.default?.parse;
	if (!parse) throw new Error('opentype.js is not what was expected');
	const font = parse(bytes.slice().buffer as ArrayBuffer);
	const scale = size / font.unitsPerEm;
	const pieces = Math.max(MIN_PIECES, Math.min(MAX_PIECES, Math.ceil(Math.sqrt(size))));
	return {
		ascent: font.ascender * scale,
		descent: -font.descender * scale,
		characters: () =>
			Object.keys(font.tables.cmap?.glyphIndexMap ?? {})
				.map(Number)
				.sort((a, b) => a - b),
		outline(character) {
			const text = String.fromCodePoint(character);
			if (font.charToGlyphIndex(text) === 0) return undefined;
			const glyph = font.charToGlyph(text);
			const segments = flatten(glyph.getPath(0, 0, size).commands, pieces);
			return { character, advance: (glyph.advanceWidth ?? 0) * scale, segments };
		},
	};
}

function flatten(commands: readonly PathCommand[], pieces: number): Segment[] {
	const segments: Segment[] = [];
	let start = { x: 0, y: 0 };
	let at = start;
	const lineTo = (x: number, y: number): void => {
		if (x !== at.x || y !== at.y) segments.push({ x0: at.x, y0: at.y, x1: x, y1: y });
		at = { x, y };
	};
	for (const command of commands) {
		if (command.type === 'Z') lineTo(start.x, start.y);
		else if (command.type === 'M') {
			lineTo(start.x, start.y);
			start = { x: command.x, y: command.y };
			at = start;
		} else if (command.type === 'L') lineTo(command.x, command.y);
		else {
			const from = at;
			for (let piece = 1; piece <= pieces; piece++) {
				const t = piece / pieces;
				const u = 1 - t;
				if (command.type === 'Q') {
					const [a, b, c] = [u * u, 2 * u * t, t * t];
					lineTo(a * from.x + b * command.x1 + c * command.x, a * from.y + b * command.y1 + c * command.y);
				} else if (command.type === 'C') {
					const [a, b, c, d] = [u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t];
					lineTo(
						a * from.x + b * command.x1 + c * command.x2 + d * command.x,
						a * from.y + b * command.y1 + c * command.y2 + d * command.y,
					);
				}
			}
		}
	}
	lineTo(start.x, start.y);
	return segments;
}
