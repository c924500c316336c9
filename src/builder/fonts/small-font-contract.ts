import { createRequire } from 'node:module';

type Path = {
	moveTo(x: number, y: number): void;
	lineTo(x: number, y: number): void;
	close(): void;
};

type Making = {
	Path: new () => Path;
	Glyph: new (options: { name: string; unicode?: number; advanceWidth: number; path: Path }) => object;
	Font: new (options: {
		familyName: string;
		styleName: string;
		unitsPerEm: number;
		ascender: number;
		descender: number;
		glyphs: object[];
	}) => { toArrayBuffer(): ArrayBuffer };
};

/** A font of 100 units: `A` is a square of 60 with a hole of 20 on the base line, `g` one of 40 below it, space is empty. */
export function smallFont(): Uint8Array {
	const { Path, Glyph, Font } = createRequire(import.meta.url)('opentype.js') as Making;
	const square = (path: Path, { x, y, size, hole }: { x: number; y: number; size: number; hole?: boolean }): void => {
		const corners = [
			[x, y],
			[x, y + size],
			[x + size, y + size],
			[x + size, y],
		] as const;
		const [first, ...others] = hole ? corners.toReversed() : corners;
		path.moveTo(first?.[0] ?? 0, first?.[1] ?? 0);
		for (const [cornerX, cornerY] of others) path.lineTo(cornerX, cornerY);
		path.close();
	};
	const glyph = (name: string, unicode: number | undefined, path: Path): object =>
		new Glyph({ name, ...(unicode === undefined ? {} : { unicode }), advanceWidth: 80, path });
	const a = new Path();
	square(a, { x: 10, y: 0, size: 60 });
	square(a, { x: 30, y: 20, size: 20, hole: true });
	const g = new Path();
	square(g, { x: 0, y: -30, size: 40 });
	const font = new Font({
		familyName: 'Small',
		styleName: 'Medium',
		unitsPerEm: 100,
		ascender: 80,
		descender: -40,
		glyphs: [
			glyph('.notdef', undefined, new Path()),
			glyph('space', 32, new Path()),
			glyph('A', 65, a),
			glyph('g', 103, g),
		],
	});
	return new Uint8Array(font.toArrayBuffer());
}
