import type { Segment } from './outline.ts';

/** Values of a rectangle of pixels, rows from the top. */
export type Grid = { readonly width: number; readonly height: number; readonly values: Float32Array };

/** How much of each pixel lies inside the outline: 0 … 1. */
export function rasterizeCoverage(segments: readonly Segment[], width: number, height: number): Grid {
	// Each segment adds, per row, the area to its right; the running sum along a row is what is covered.
	const sums = new Float32Array(width * height + 2);
	for (const segment of segments) addSegment(sums, segment, width, height);
	const values = new Float32Array(width * height);
	for (let y = 0; y < height; y++) {
		let sum = 0;
		for (let x = 0; x < width; x++) {
			sum += sums[y * width + x] as number;
			values[y * width + x] = Math.min(1, Math.abs(sum));
		}
	}
	return { width, height, values };
}

function addSegment(sums: Float32Array, segment: Segment, width: number, height: number): void {
	const { x0, y0, x1, y1 } = segment;
	if (y0 === y1) return;
	const direction = y0 < y1 ? 1 : -1;
	const [topX, topY, bottomX, bottomY] = direction > 0 ? [x0, y0, x1, y1] : [x1, y1, x0, y0];
	const slope = (bottomX - topX) / (bottomY - topY);
	for (let row = Math.max(0, Math.floor(topY)); row < Math.min(height, Math.ceil(bottomY)); row++) {
		const from = Math.max(row, topY);
		const to = Math.min(row + 1, bottomY);
		const covered = (to - from) * direction;
		const a = topX + (from - topY) * slope;
		const b = topX + (to - topY) * slope;
		const left = Math.max(0, Math.min(width, Math.min(a, b)));
		const right = Math.max(0, Math.min(width, Math.max(a, b)));
		const base = row * width;
		const first = Math.floor(left);
		const last = Math.ceil(right);
		if (first >= width) continue;
		if (last <= first + 1) {
			const middle = (left + right) / 2 - first;
			add(sums, base + first, covered * (1 - middle));
			if (first + 1 < width) add(sums, base + first + 1, covered * middle);
			continue;
		}
		// The segment crosses several pixels of the row: the covered area grows along a trapezoid.
		const step = 1 / (right - left);
		let before = 0;
		for (let x = first; x < Math.min(last + 1, width); x++) {
			const area = trapezoid(x + 1, { left, right, step });
			add(sums, base + x, covered * (area - before));
			before = area;
		}
	}
}

/** Mean share of the pixel that ends at `x` that lies right of a segment going evenly from `left` to `right`. */
function trapezoid(x: number, { left, right, step }: { left: number; right: number; step: number }): number {
	const integral = (at: number): number => {
		if (at <= left) return 0;
		if (at >= right) return (right - left) / 2 + (at - right);
		return ((at - left) * (at - left) * step) / 2;
	};
	return integral(x) - integral(x - 1);
}

function add(sums: Float32Array, index: number, value: number): void {
	sums[index] = (sums[index] as number) + value;
}

/** Distance from each pixel's middle to the outline, positive inside, no more than `limit` either way. */
export function rasterizeDistance(
	segments: readonly Segment[],
	{ width, height, limit }: { width: number; height: number; limit: number },
): Grid {
	const squared = new Float32Array(width * height).fill(limit * limit);
	for (const segment of segments) {
		const left = Math.max(0, Math.floor(Math.min(segment.x0, segment.x1) - limit));
		const right = Math.min(width, Math.ceil(Math.max(segment.x0, segment.x1) + limit));
		const top = Math.max(0, Math.floor(Math.min(segment.y0, segment.y1) - limit));
		const bottom = Math.min(height, Math.ceil(Math.max(segment.y0, segment.y1) + limit));
		for (let y = top; y < bottom; y++) {
			for (let x = left; x < right; x++) {
				const distance = squaredDistance(segment, x + 0.5, y + 0.5);
				if (distance < (squared[y * width + x] as number)) squared[y * width + x] = distance;
			}
		}
	}
	const values = new Float32Array(width * height);
	for (let y = 0; y < height; y++) {
		const crossings = crossingsOf(segments, y + 0.5);
		let next = 0;
		let winding = 0;
		for (let x = 0; x < width; x++) {
			for (; next < crossings.length && (crossings[next] as Crossing).x <= x + 0.5; next++) {
				winding += (crossings[next] as Crossing).direction;
			}
			const distance = Math.sqrt(squared[y * width + x] as number);
			values[y * width + x] = winding === 0 ? -distance : distance;
		}
	}
	return { width, height, values };
}

type Crossing = { readonly x: number; readonly direction: number };

function crossingsOf(segments: readonly Segment[], y: number): Crossing[] {
	const crossings: Crossing[] = [];
	for (const { x0, y0, x1, y1 } of segments) {
		if (y0 <= y === y1 <= y) continue;
		crossings.push({ x: x0 + ((y - y0) / (y1 - y0)) * (x1 - x0), direction: y0 < y1 ? 1 : -1 });
	}
	return crossings.sort((a, b) => a.x - b.x);
}

function squaredDistance({ x0, y0, x1, y1 }: Segment, x: number, y: number): number {
	const dx = x1 - x0;
	const dy = y1 - y0;
	const along = ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy);
	const t = Math.max(0, Math.min(1, along));
	return (x - x0 - t * dx) ** 2 + (y - y0 - t * dy) ** 2;
}

/** The grid blurred by a 3 by 3 kernel as often as said. */
export function blur(grid: Grid, times: number): Grid {
	let { values } = grid;
	const { width, height } = grid;
	for (let pass = 0; pass < times; pass++) {
		values = blurAlong(values, { width, height, step: 1 });
		values = blurAlong(values, { width, height, step: width });
	}
	return { width, height, values };
}

function blurAlong(
	values: Float32Array,
	{ width, height, step }: { width: number; height: number; step: number },
): Float32Array {
	const blurred = new Float32Array(values.length);
	for (let y = 0; y < height; y++) {
		for (let x = 0; x < width; x++) {
			const at = y * width + x;
			const place = step === 1 ? x : y;
			const end = step === 1 ? width : height;
			const before = place > 0 ? (values[at - step] as number) : 0;
			const after = place < end - 1 ? (values[at + step] as number) : 0;
			blurred[at] = before / 4 + (values[at] as number) / 2 + after / 4;
		}
	}
	return blurred;
}
