/** Where each rectangle lies, in the order given, and the size of what holds them all. */
export type Packing = {
	readonly width: number;
	readonly height: number;
	readonly places: readonly { readonly x: number; readonly y: number }[];
};

/** One side of a texture cannot be longer: what the weakest devices of the last ten years take. */
export const MAX_TEXTURE_SIZE = 8192;

/**
 * Places rectangles in a page whose sides are powers of two, as small a page as a skyline packing finds.
 *
 * The same sizes in the same order always give the same places. `undefined` when they do not fit the largest page.
 *
 * @param margin free pixels to the right of and below each rectangle
 */
export function packRectangles(
	sizes: readonly { readonly width: number; readonly height: number }[],
	margin: number,
): Packing | undefined {
	const padded = sizes.map((size) => ({ width: size.width + margin, height: size.height + margin }));
	const order = padded
		.map((_, index) => index)
		.sort((a, b) => {
			const one = padded[a] as { width: number; height: number };
			const other = padded[b] as { width: number; height: number };
			return other.height - one.height || other.width - one.width || a - b;
		});
	const area = padded.reduce((sum, size) => sum + size.width * size.height, 0);
	for (const { width, height } of pageSizes()) {
		if (width * height < area - margin * (width + height)) continue;
		// The margin of what touches the far edges may hang over it.
		const places = pack(padded, order, { width: width + margin, height: height + margin });
		if (places) return { width, height, places };
	}
	return undefined;
}

/** Pages from the smallest to the largest; of two with the same area the squarer, then the wider one first. */
function pageSizes(): { width: number; height: number }[] {
	const sides: number[] = [];
	for (let side = 1; side <= MAX_TEXTURE_SIZE; side *= 2) sides.push(side);
	return sides
		.flatMap((width) => sides.map((height) => ({ width, height })))
		.sort(
			(a, b) =>
				a.width * a.height - b.width * b.height ||
				Math.abs(Math.log2(a.width / a.height)) - Math.abs(Math.log2(b.width / b.height)) ||
				b.width - a.width,
		);
}

type Step = { x: number; y: number; width: number };

function pack(
	sizes: readonly { readonly width: number; readonly height: number }[],
	order: readonly number[],
	page: { readonly width: number; readonly height: number },
): { x: number; y: number }[] | undefined {
	const skyline: Step[] = [{ x: 0, y: 0, width: page.width }];
	const places: { x: number; y: number }[] = new Array(sizes.length);
	for (const index of order) {
		const size = sizes[index] as { width: number; height: number };
		let best: { step: number; x: number; y: number } | undefined;
		for (let step = 0; step < skyline.length; step++) {
			const y = heightAt(skyline, step, size.width, page);
			if (y === undefined || y + size.height > page.height) continue;
			if (!best || y < best.y) best = { step, x: (skyline[step] as Step).x, y };
		}
		if (!best) return undefined;
		places[index] = { x: best.x, y: best.y };
		raise(skyline, best.step, { x: best.x, y: best.y + size.height, width: size.width });
	}
	return places;
}

/** The lowest y for a rectangle whose left edge is that of a step; `undefined` when it would hang over the right edge. */
function heightAt(skyline: readonly Step[], step: number, width: number, page: { width: number }): number | undefined {
	const left = (skyline[step] as Step).x;
	if (left + width > page.width) return undefined;
	let y = 0;
	for (let index = step; index < skyline.length; index++) {
		const current = skyline[index] as Step;
		if (current.x >= left + width) break;
		y = Math.max(y, current.y);
	}
	return y;
}

function raise(skyline: Step[], at: number, step: Step): void {
	skyline.splice(at, 0, step);
	const end = step.x + step.width;
	let next = skyline[at + 1];
	while (next && next.x < end) {
		const covered = end - next.x;
		if (covered >= next.width) skyline.splice(at + 1, 1);
		else {
			next.x += covered;
			next.width -= covered;
			break;
		}
		next = skyline[at + 1];
	}
	const after = skyline[at + 1];
	if (after && after.y === step.y) {
		step.width += after.width;
		skyline.splice(at + 1, 1);
	}
	const before = skyline[at - 1];
	if (before && before.y === step.y) {
		before.width += step.width;
		skyline.splice(at, 1);
	}
}
