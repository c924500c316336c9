/** The part of opentype.js that is used; the package has no types of its own. */
declare module 'opentype.js' {
	export type PathCommand =
		| { readonly type: 'M'; readonly x: number; readonly y: number }
		| { readonly type: 'L'; readonly x: number; readonly y: number }
		| { readonly type: 'Q'; readonly x1: number; readonly y1: number; readonly x: number; readonly y: number }
		| {
				readonly type: 'C';
				readonly x1: number;
				readonly y1: number;
				readonly x2: number;
				readonly y2: number;
				readonly x: number;
				readonly y: number;
		  }
		| { readonly type: 'Z' };
	export type Glyph = {
		readonly index: number;
		readonly advanceWidth?: number;
		getPath(x: number, y: number, fontSize: number): { readonly commands: readonly PathCommand[] };
	};
	export type Font = {
		readonly unitsPerEm: number;
		readonly ascender: number;
		readonly descender: number;
		readonly tables: { readonly cmap?: { readonly glyphIndexMap?: Readonly<Record<string, number>> } };
		charToGlyph(character: string): Glyph;
		charToGlyphIndex(character: string): number;
	};
	type Library = { parse(buffer: ArrayBuffer): Font };
	export const parse: Library['parse'] | undefined;
	/** What Node sees: the package is CommonJS there. */
	const library: Library | undefined;
	// biome-ignore lint/style/noDefaultExport: this is how the package looks from Node
	export default library;
}
