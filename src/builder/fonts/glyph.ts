import { type FontDesc, FontTextureFormat } from '../../formats/index.ts';
import type { GlyphOutline, Segment } from './outline.ts';
import { blur, type Grid, rasterizeCoverage, rasterizeDistance } from './rasterize.ts';

/** Where the edge of a glyph is in a distance field, of 0 … 1: above is inside. */
const EDGE = 0.75;

/** Bob's diagonal of a pixel: keeps a spread of nothing from dividing by nothing. */
// biome-ignore lint/suspicious/noApproximativeNumericConstant: bob writes this number, not the square root of two
const MIN_SPREAD = 1.4142;

/** Pixels of nothing around each stored glyph, so that filtering does not meet the next one. */
export const CELL_PADDING = 1;

/** How the distance field of a font is to be read. */
export type DistanceField = {
	readonly spread: number;
	readonly shadowSpread: number;
	/** Values at the edge of the outline and of the shadow. */
	readonly outlineEdge: number;
	readonly shadowEdge: number;
};

/** Numbers of a font's distance field. Without blur the shadow has the outline's edge, which 1 stands for. */
export function distanceFieldOf(font: FontDesc): DistanceField {
	const spread = MIN_SPREAD + font.outlineWidth;
	const shadowSpread = MIN_SPREAD + font.shadowBlur;
	return {
		spread,
		shadowSpread,
		outlineEdge: (-font.outlineWidth / spread) * (1 - EDGE) + EDGE,
		shadowEdge: font.shadowBlur === 0 ? 1 : (-font.shadowBlur / shadowSpread) * (1 - EDGE) + EDGE,
	};
}

/** Pixels around a glyph's shape that its outline and shadow need. */
export function paddingOf(font: FontDesc): number {
	if (font.outputFormat === FontTextureFormat.TYPE_DISTANCE_FIELD) {
		return font.shadowBlur + Math.trunc(font.outlineWidth) + 1;
	}
	return Math.min(4, font.shadowBlur) + Math.trunc(font.outlineWidth);
}

/** Channels of a font's pixels: face alone, or face, outline and shadow. */
export function channelsOf(font: FontDesc): 1 | 3 {
	if (font.outputFormat === FontTextureFormat.TYPE_DISTANCE_FIELD) {
		return font.shadowBlur > 0 && font.shadowAlpha > 0 ? 3 : 1;
	}
	return (font.outlineWidth > 0 && font.outlineAlpha > 0) || font.shadowAlpha > 0 ? 3 : 1;
}

/** Measures of a glyph in whole pixels, as an engine lays text out with them. */
export type GlyphBox = {
	readonly width: number;
	readonly ascent: number;
	readonly descent: number;
	readonly leftBearing: number;
};

/** The box around a glyph's shape. */
export function measureGlyph({ segments }: GlyphOutline): GlyphBox {
	if (segments.length === 0) return { width: 0, ascent: 0, descent: 0, leftBearing: 0 };
	let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
	for (const { x0, y0, x1, y1 } of segments) {
		left = Math.min(left, x0, x1);
		right = Math.max(right, x0, x1);
		top = Math.min(top, y0, y1);
		bottom = Math.max(bottom, y0, y1);
	}
	const width = Math.ceil(right) - Math.floor(left) + (left === 0 ? 0 : 1);
	return { width, ascent: -Math.floor(top), descent: Math.ceil(bottom), leftBearing: Math.floor(left) };
}

/** Pixels of a glyph with its padding and the cell's: `channels` bytes each, rows from the top. */
export function drawGlyph(outline: GlyphOutline, box: GlyphBox, font: FontDesc): Uint8Array {
	const border = paddingOf(font) + CELL_PADDING;
	const width = box.width + border * 2;
	const height = box.ascent + box.descent + border * 2;
	const segments = outline.segments.map(
		({ x0, y0, x1, y1 }): Segment => ({
			x0: x0 - box.leftBearing + border,
			y0: y0 + box.ascent + border,
			x1: x1 - box.leftBearing + border,
			y1: y1 + box.ascent + border,
		}),
	);
	const layers =
		font.outputFormat === FontTextureFormat.TYPE_DISTANCE_FIELD
			? distanceLayers(segments, { width, height }, font)
			: bitmapLayers(segments, { width, height }, font);
	const channels = channelsOf(font);
	const bytes = new Uint8Array(width * height * channels);
	for (let y = CELL_PADDING; y < height - CELL_PADDING; y++) {
		for (let x = CELL_PADDING; x < width - CELL_PADDING; x++) {
			const at = y * width + x;
			for (let channel = 0; channel < channels; channel++) {
				const value = layers[channel]?.values[at] ?? 0;
				bytes[at * channels + channel] = Math.round(Math.max(0, Math.min(1, value)) * 255);
			}
		}
	}
	return bytes;
}

type Size = { readonly width: number; readonly height: number };

function bitmapLayers(segments: readonly Segment[], { width, height }: Size, font: FontDesc): Grid[] {
	const face = rasterizeCoverage(segments, width, height);
	if (font.antialias === 0) for (const [at, value] of face.values.entries()) face.values[at] = value >= 0.5 ? 1 : 0;
	if (channelsOf(font) === 1) return [scaled(face, font.alpha)];
	const outline = font.outlineWidth > 0 ? widened(segments, { width, height }, font.outlineWidth) : face;
	const outlined = font.outlineWidth > 0 && font.outlineAlpha > 0;
	const shadow = blur(outlined ? outline : face, font.shadowBlur);
	return [
		scaled(face, font.alpha),
		scaled(outline, outlined ? font.outlineAlpha : 0),
		scaled(shadow, font.shadowAlpha),
	];
}

/** Coverage of the shape with a line of that width around it. */
function widened(segments: readonly Segment[], { width, height }: Size, by: number): Grid {
	const distance = rasterizeDistance(segments, { width, height, limit: by + 1 });
	return { width, height, values: distance.values.map((value) => Math.max(0, Math.min(1, value + by + 0.5))) };
}

function distanceLayers(segments: readonly Segment[], { width, height }: Size, font: FontDesc): Grid[] {
	const { spread, shadowSpread } = distanceFieldOf(font);
	// Values run from 1 at a quarter of the range inside to 0 at three quarters outside.
	const toField = (by: number): Grid => {
		const { values } = rasterizeDistance(segments, { width, height, limit: (by * EDGE) / (1 - EDGE) });
		return { width, height, values: values.map((value) => (value / by) * (1 - EDGE) + EDGE) };
	};
	const face = toField(spread);
	return channelsOf(font) === 1 ? [face] : [face, face, blur(toField(shadowSpread), font.shadowBlur)];
}

function scaled(grid: Grid, by: number): Grid {
	return by === 1 ? grid : { ...grid, values: grid.values.map((value) => value * by) };
}
