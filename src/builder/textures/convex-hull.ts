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

/**
 * Corners of a shape around the opaque pixels of a picture for drawing it, at most `cornerCount`: x and y by turns, -0.5 to
 * 0.5, y upward, counter-clockwise. `undefined` for a picture without any, and where the shape would save nothing.
 *
 * Sixteen lines are laid against the pixels' corners; the side whose neighbours, made longer, meet with the least to spare
 * is dropped, again and again. No corner may leave the picture: then the rectangle around the pixels is the shape.
 */
export function trimHull(pixels: Pixels, cornerCount: number): number[] | undefined {
	const { width, height } = pixels;
	const outer = outerPixels(pixels);
	if (outer.length === 0) return undefined;
	const around = outer.flatMap(({ x, y }) => [
		{ x, y },
		{ x: x + 1, y },
		{ x, y: y + 1 },
		{ x: x + 1, y: y + 1 },
	]);
	let corners = crossings(touchingLines(around, { x: width / 2, y: height / 2 })).map(
		({ x, y }): Point => ({ x: snap(x, width), y: snap(y, height) }),
	);
	corners = corners.filter((corner, index) => {
		const next = corners[(index + 1) % corners.length] as Point;
		return Math.hypot(next.x - corner.x, next.y - corner.y) > TOLERANCE;
	});
	while (corners.length > cornerCount) {
		const fewer = dropSide(corners, pixels);
		if (!fewer) break;
		corners = fewer;
	}
	const fits =
		corners.length <= cornerCount && corners.every(({ x, y }) => x >= 0 && x <= width && y >= 0 && y <= height);
	if (!fits) corners = tightRectangle(around);
	if (areaOf(corners) >= width * height) return undefined;
	return corners.flatMap(({ x, y }) => [x / width - 0.5, y / height - 0.5]);
}

/** A number a hair's breadth outside of a picture is at its edge. */
function snap(value: number, limit: number): number {
	if (value < 0 && value > -TOLERANCE) return 0;
	return value > limit && value < limit + TOLERANCE ? limit : value;
}

/** The shape without the side whose end costs the least area; `undefined` when every way leaves the picture. */
function dropSide(corners: readonly Point[], { width, height }: Pixels): Point[] | undefined {
	const at = (index: number): Point => corners[(index + corners.length) % corners.length] as Point;
	let best: { index: number; point: Point; area: number } | undefined;
	for (let index = 0; index < corners.length; index++) {
		const [before, from, to, after] = [at(index - 1), at(index), at(index + 1), at(index + 2)];
		const first = { x: from.x - before.x, y: from.y - before.y };
		const second = { x: to.x - after.x, y: to.y - after.y };
		const turn = first.x * second.y - first.y * second.x;
		if (Math.abs(turn) < 1e-6) continue;
		const along = ((to.x - from.x) * second.y - (to.y - from.y) * second.x) / turn;
		if (along < 0) continue;
		const point = { x: from.x + along * first.x, y: from.y + along * first.y };
		if (point.x < 0 || point.x > width || point.y < 0 || point.y > height) continue;
		const area = Math.abs(areaOf([from, point, to]));
		if (!best || area < best.area) best = { index, point, area };
	}
	if (!best) return undefined;
	const { index, point } = best;
	const next = (index + 1) % corners.length;
	return corners.map((corner, one) => (one === index ? point : corner)).filter((_, one) => one !== next);
}

function areaOf(corners: readonly Point[]): number {
	return (
		corners.reduce((sum, corner, index) => {
			const next = corners[(index + 1) % corners.length] as Point;
			return sum + corner.x * next.y - next.x * corner.y;
		}, 0) / 2
	);
}

function tightRectangle(points: readonly Point[]): Point[] {
	const [left, right] = [Math.min(...points.map(({ x }) => x)), Math.max(...points.map(({ x }) => x))];
	const [low, high] = [Math.min(...points.map(({ y }) => y)), Math.max(...points.map(({ y }) => y))];
	return [
		{ x: left, y: low },
		{ x: right, y: low },
		{ x: right, y: high },
		{ x: left, y: high },
	];
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

type Line = Point & { readonly tangent: Point };

/** Lines that touch the points from each direction. */
function touchingLines(points: readonly Point[], centre: Point): Line[] {
	return Array.from({ length: PLANE_COUNT }, (_, index) => {
		const angle = (index * 2 * Math.PI) / PLANE_COUNT;
		const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
		let reach = -Infinity;
		for (const { x, y } of points) reach = Math.max(reach, (x - centre.x) * cos + (y - centre.y) * sin);
		return { x: cos * reach + centre.x, y: sin * reach + centre.y, tangent: { x: -sin, y: cos } };
	});
}

/** Where each line crosses the next. */
function crossings(lines: readonly Line[]): Point[] {
	return lines.map((line, index) => {
		const next = lines[(index + 1) % lines.length] ?? line;
		const { tangent } = line;
		const along =
			((line.y - next.y) * next.tangent.x - (line.x - next.x) * next.tangent.y) /
			(tangent.x * next.tangent.y - next.tangent.x * tangent.y);
		return { x: tangent.x * along + line.x, y: tangent.y * along + line.y };
	});
}

/** Crossings of the lines that touch the pixels from each direction, in whole pixels, each once. */
function fitCorners(outer: readonly Point[], { width, height }: Pixels): Point[] {
	const corners: Point[] = [];
	for (const crossing of crossings(touchingLines(outer, { x: (width - 1) / 2, y: (height - 1) / 2 }))) {
		const [x, y] = [Math.floor(crossing.x + 0.5), Math.floor(crossing.y + 0.5)];
		if (!corners.some((corner) => corner.x === x && corner.y === y)) corners.push({ x, y });
	}
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
