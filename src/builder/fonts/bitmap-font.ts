/** A glyph of a bitmap font: a rectangle of a picture, and how text is laid out with it. In pixels. */
export type BitmapGlyph = {
	readonly character: number;
	readonly page: number;
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
	readonly xOffset: number;
	/** From the top of the line. */
	readonly yOffset: number;
	readonly advance: number;
};

/** A bitmap font as AngelCode's BMFont and tools like it write it, in text. */
export type BitmapFont = {
	readonly lineHeight: number;
	/** From the top of the line to where letters stand. */
	readonly base: number;
	readonly size: number;
	/** Pictures by their number. */
	readonly pages: readonly string[];
	readonly glyphs: readonly BitmapGlyph[];
};

/** A fault and its line, from 1. */
export type BitmapFontFault = { readonly line: number; readonly message: string };

/** More pixels than a side of a picture has; more characters than there are. */
const MAX_PIXELS = 16384;
const MAX_CHARACTER = 0x10ffff;

/**
 * Reads a font in the text form of BMFont: lines of `tag key=value …`, values in quotes where they have blanks.
 *
 * @returns the font, or what is wrong first
 */
export function readBitmapFont(text: string): BitmapFont | BitmapFontFault {
	let common: Record<string, string> | undefined;
	let size = 0;
	const pages: string[] = [];
	const glyphs: BitmapGlyph[] = [];
	for (const [index, line] of text.split(/\r?\n/).entries()) {
		const tag = /^\s*(\w+)/.exec(line)?.[1];
		const fields = fieldsOf(line);
		const fault = (message: string): BitmapFontFault => ({ line: index + 1, message });
		if (tag === 'info') size = Math.abs(Number(fields['size'] ?? 0)) || 0;
		else if (tag === 'common') common = fields;
		else if (tag === 'page') {
			if (!fields['file']) return fault('expected a page to name its picture (file="…")');
			pages[Number(fields['id']) || 0] = fields['file'];
		} else if (tag === 'char') {
			const numbers = ['id', 'x', 'y', 'width', 'height', 'xoffset', 'yoffset', 'xadvance'].map((key) =>
				Number(fields[key]),
			);
			const odd = numbers.findIndex((value, at) => !isWithin(value, at === 0 ? MAX_CHARACTER : MAX_PIXELS));
			// -1 is the glyph for characters that are not there; engines have no use for it.
			if (numbers[0] === -1) continue;
			if (odd >= 0) return fault('expected a char to have whole numbers for id, place, size, offsets and advance');
			const [character, x, y, width, height, xOffset, yOffset, advance] = numbers as [
				number,
				number,
				number,
				number,
				number,
				number,
				number,
				number,
			];
			glyphs.push({
				character,
				page: Number(fields['page'] ?? 0) || 0,
				x,
				y,
				width,
				height,
				xOffset,
				yOffset,
				advance,
			});
		}
	}
	const [lineHeight, base] = [Number(common?.['lineHeight']), Number(common?.['base'])];
	if (!common || !isWithin(lineHeight, MAX_PIXELS) || !isWithin(base, MAX_PIXELS)) {
		return {
			line: 1,
			message: 'expected a line "common lineHeight=… base=…", as fonts in the text form of BMFont have',
		};
	}
	if (pages.length === 0) return { line: 1, message: 'expected a line "page id=0 file=…", found none' };
	return { lineHeight, base, size: size || lineHeight, pages, glyphs };
}

function isWithin(value: number, limit: number): boolean {
	return Number.isFinite(value) && Math.abs(value) <= limit;
}

function fieldsOf(line: string): Record<string, string> {
	return Object.fromEntries(
		[...line.matchAll(/(\w+)=(?:"([^"]*)"|(\S*))/g)].map(([, key = '', quoted, plain]) => [key, quoted ?? plain ?? '']),
	);
}
