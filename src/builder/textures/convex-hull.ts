import type { Pixels } from './pixels.ts';

/** A pixel's place, from the bottom left. */
type Point = { readonly x: number; readonly y: number };

/**
 * Corners of the smallest convex shape around the pixels that are not fully transparent: x and y by turns, counted from
 * the bottom left pixel, counter-clockwise from the rightmost one furthest up. Empty without such pixels.
 */
export function convexHull({ width, height, rgba }: Pixels): number[] {
	const points: Point[] = [];
	for (let x = 0; x < width; x++) {
		// Only the outermost pixels of a column can be corners.
		const opaque = (row: number): boolean => (rgba[(row * width + x) * 4 + 3] ?? 0) > 0;
		let top = 0;
		while (top < height && !opaque(top)) top++;
		if (top === height) continue;
		let bottom = height - 1;
		while (!opaque(bottom)) bottom--;
		points.push({ x, y: height - 1 - bottom });
		if (top !== bottom) points.push({ x, y: height - 1 - top });
	}
	const corners = points.length < 3 ? points : [...half(points), ...half(points.toReversed())];
	let first = 0;
	corners.forEach((corner, index) => {
		const best = corners[first] as Point;
		if (corner.x > best.x || (corner.x === best.x && corner.y > best.y)) first = index;
	});
	return [...corners.slice(first), ...corners.slice(0, first)].flatMap(({ x, y }) => [x, y]);
}

/** The lower side of points in order of x; without the last point, which begins the other side. */
function half(points: readonly Point[]): Point[] {
	const side: Point[] = [];
	for (const point of points) {
		while (side.length > 1 && !turnsLeft(side.at(-2) as Point, side.at(-1) as Point, point)) side.pop();
		side.push(point);
	}
	return side.slice(0, -1);
}

function turnsLeft(a: Point, b: Point, c: Point): boolean {
	return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x) > 0;
}
