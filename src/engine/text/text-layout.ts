import type { FontResource } from '../resources/font.ts';

/** One line of a text that was laid out. */
export type TextLine = { readonly text: string; readonly width: number };

export type TextStyle = {
	/** Width at which lines are broken; without `lineBreak` it means nothing. */
	readonly width: number;
	readonly lineBreak: boolean;
	/** Distance of lines, 1 is as far as they are high. */
	readonly leading: number;
	/** Extra room between letters, 1 is as wide as lines are high. */
	readonly tracking: number;
};

export type TextLayout = {
	readonly lines: readonly TextLine[];
	readonly width: number;
	readonly height: number;
	readonly maxAscent: number;
	readonly maxDescent: number;
};

const FALLBACK_GLYPH = 126;
const ZERO_WIDTH_SPACE = 0x200b;

/**
 * Breaks a text into lines and measures it, in pixels of the font.
 *
 * A line ends where its last glyph's picture ends, not where the next letter would begin. Source: Defold's engine, render.
 */
export function layoutText(font: FontResource, text: string, style: TextStyle): TextLayout {
	const { maxAscent, maxDescent } = font;
	const lineHeight = maxAscent + maxDescent;
	const tracking = lineHeight * style.tracking;
	const measure = (line: string): number => lineWidth(font, line, tracking);
	const lines: TextLine[] = [];
	for (const paragraph of text.split('\n')) {
		if (style.lineBreak) lines.push(...breakParagraph(paragraph, style.width, measure));
		else lines.push({ text: paragraph, width: measure(paragraph) });
	}
	const leading = Math.abs(style.leading);
	return {
		lines,
		width: lines.reduce((widest, { width }) => Math.max(widest, width), 0),
		height: lines.length * lineHeight * leading - lineHeight * (leading - 1),
		maxAscent,
		maxDescent,
	};
}

function lineWidth({ glyphs }: FontResource, line: string, tracking: number): number {
	let width = 0;
	let tail = 0;
	for (const character of line) {
		const code = character.codePointAt(0) as number;
		if (code === ZERO_WIDTH_SPACE) continue;
		const glyph = glyphs.get(code) ?? glyphs.get(FALLBACK_GLYPH);
		if (!glyph) continue;
		width += glyph.advance + tracking;
		// A space has no picture; it counts in full.
		const end = glyph.width > 0 ? glyph.leftBearing + glyph.width : glyph.advance;
		tail = glyph.advance + tracking - end;
	}
	return line.length > 0 ? Math.max(0, width - tail) : 0;
}

/** Lines no wider than `width`, broken at spaces; a word that is wider stands alone. */
function breakParagraph(paragraph: string, width: number, measure: (line: string) => number): TextLine[] {
	const lines: TextLine[] = [];
	let current = '';
	for (const word of paragraph.split(/(?<=[ \u200b])/)) {
		const longer = current + word;
		if (current !== '' && measure(longer.trimEnd()) > width) {
			const text = current.trimEnd();
			lines.push({ text, width: measure(text) });
			current = word;
		} else current = longer;
	}
	const text = current.trimEnd();
	lines.push({ text, width: measure(text) });
	return lines;
}
