import type { Pixels } from './pixels.ts';

/** A point from the bottom left pixel. */
type Point = { readonly x: number; readonly y: number };

/** Directions a hull is fitted from; what bob uses, and so the shapes that games were tuned with. */
const PLANE_COUNT = 16;

/** How far a pixel may lie outside of a side before a corner is needed. */
const TOLERANCE = 0.01;

/**
 * Corners of a shape around the pixels that are not fully transparent: x and y by turns, counted from the bottom left pixel,
 * counter-clockwise. Empty without such pixels.
 *
 * The shape is the one bob gives to tiles: sixteen lines laid against the pixels, their crossings rounded to whole pixels,
 * and those corners dropped again that no pixel needs. Source: read in bob; the corpus agrees.
 */
export function convexHull(pixels: Pixels): number[] {
	const outer = outerPixels(pixels);
	if (outer.length === 0) return [];
	const { width, height } = pixels;
	const corners = dropNeedless(fitCorners(outer, pixels), outer);
	const inside = corners.every(({ x, y }) => x >= 0 && x <= width && y >= 0 && y <= height);
	return (inside ? corners : boundsOf(outer, height)).flatMap(({ x, y }) => [x, y]);
}

/** The lowest and highest opaque pixel of each column: no others can be corners. */
function outerPixels({ width, height, rgba }: Pixels): Point[] {
	const points: Point[] = [];
	for (let x = 0; x < width; x++) {
		const opaque = (row: number): boolean => (rgba[(row * width + x) * 4 + 3] ?? 0) > 0;
		let top = 0;
		while (top < height && !opaque(top)) top++;
		if (top === height) continue;
		let bottom = height - 1;
		while (!opaque(bottom)) bottom--;
		points.push({ x, y: height - 1 - bottom });
		if (top !== bottom) points.push({ x, y: height - 1 - top });
	}
	return points;
}

/** Crossings of neighbouring lines that touch the pixels from each direction, each once. */
function fitCorners(outer: readonly Point[], { width, height }: Pixels): Point[] {
	const centre = { x: (width - 1) / 2, y: (height - 1) / 2 };
	const lines = Array.from({ length: PLANE_COUNT }, (_, index) => {
		const angle = (index * 2 * Math.PI) / PLANE_COUNT;
		const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
		const reach = Math.max(...outer.map((point) => (point.x - centre.x) * cos + (point.y - centre.y) * sin));
		return { x: cos * reach + centre.x, y: sin * reach + centre.y, tangent: { x: -sin, y: cos } };
	});
	const corners: Point[] = [];
	lines.forEach((line, index) => {
		const next = lines[(index + 1) % PLANE_COUNT] ?? line;
		const { tangent } = line;
		const along =
			((line.y - next.y) * next.tangent.x - (line.x - next.x) * next.tangent.y) /
			(tangent.x * next.tangent.y - next.tangent.x * tangent.y);
		const x = Math.floor(tangent.x * along + line.x + 0.5);
		const y = Math.floor(tangent.y * along + line.y + 0.5);
		if (!corners.some((corner) => corner.x === x && corner.y === y)) corners.push({ x, y });
	});
	return corners;
}

/** Drops corner after corner, in order and again, as long as every pixel stays inside. */
function dropNeedless(all: readonly Point[], outer: readonly Point[]): readonly Point[] {
	let corners = all;
	for (let dropped = true; dropped && corners.length > 3; ) {
		dropped = false;
		for (let index = 0; index < corners.length; ) {
			const fewer = corners.toSpliced(index, 1);
			if (fewer.length > 0 && holds(fewer, outer)) {
				corners = fewer;
				dropped = true;
			} else index++;
		}
	}
	return corners;
}

function holds(corners: readonly Point[], outer: readonly Point[]): boolean {
	return corners.every((corner, index) => {
		const next = corners[(index + 1) % corners.length] as Point;
		const [along, up] = [next.x - corner.x, next.y - corner.y];
		const length = Math.hypot(along, up);
		// A side without length has no outside.
		if (length === 0) return true;
		return outer.every(({ x, y }) => (along * (y - next.y) - up * (x - next.x)) / length >= -TOLERANCE);
	});
}

/** The upright rectangle around the pixels, rows counted from the top as bob does here. */
function boundsOf(outer: readonly Point[], height: number): Point[] {
	const [left, right] = [Math.min(...outer.map(({ x }) => x)), Math.max(...outer.map(({ x }) => x))];
	const rows = outer.map(({ y }) => height - 1 - y);
	const [top, bottom] = [Math.min(...rows), Math.max(...rows)];
	return [
		{ x: left, y: top },
		{ x: left, y: bottom },
		{ x: right, y: bottom },
		{ x: right, y: top },
	];
}
