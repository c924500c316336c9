/** A rectangle's place on its page. */
export type Placement = {
	readonly x: number;
	readonly y: number;
	/** From 0. */
	readonly page: number;
	/** Turned by a quarter clockwise: it is as wide as it was high. */
	readonly rotated: boolean;
};

/** Where each rectangle lies, in the order given, and the size of the pages that hold them all. */
export type Packing = {
	readonly width: number;
	readonly height: number;
	readonly pageCount: number;
	readonly places: readonly Placement[];
};

export type PackOptions = {
	/** Free pixels to the right of and below each rectangle. */
	readonly margin: number;
	/** Rectangles may be turned where that makes the page smaller. */
	readonly rotate?: boolean;
	/** Size of a page: what does not fit on one goes to the next. Without it there is one page, as small as it can be. */
	readonly page?: { readonly width: number; readonly height: number } | undefined;
};

type Size = { readonly width: number; readonly height: number };

/** One side of a texture cannot be longer: what the weakest devices of the last ten years take. */
export const MAX_TEXTURE_SIZE = 8192;

/**
 * Places rectangles in a page whose sides are powers of two, as small a page as a skyline packing finds, or in as many pages
 * of one size as they need.
 *
 * The same sizes in the same order always give the same places. `undefined` when they do not fit.
 */
export function packRectangles(sizes: readonly Size[], options: PackOptions): Packing | undefined {
	const { margin, rotate = false } = options;
	const padded = sizes.map((size) => ({ width: size.width + margin, height: size.height + margin }));
	const order = padded
		.map((_, index) => index)
		.sort((a, b) => {
			const one = padded[a] as Size;
			const other = padded[b] as Size;
			return other.height - one.height || other.width - one.width || a - b;
		});
	const largest = options.page ?? { width: MAX_TEXTURE_SIZE, height: MAX_TEXTURE_SIZE };
	const area = padded.reduce((sum, size) => sum + size.width * size.height, 0);
	for (const { width, height } of pageSizes(largest)) {
		if (width * height < area - margin * (width + height)) continue;
		for (const turns of rotate ? [false, true] : [false]) {
			// The margin of what touches the far edges may hang over it.
			const page = { width: width + margin, height: height + margin };
			const { places, left } = packPage(padded, order, { page, turns, number: 0, whole: true });
			if (left.length === 0) return { width, height, pageCount: 1, places: inOrder(sizes, places) };
		}
	}
	return options.page && packPages(padded, order, { ...options, page: options.page });
}

/** Fills page after page. */
function packPages(
	padded: readonly Size[],
	order: readonly number[],
	{ margin, rotate = false, page }: PackOptions & { readonly page: Size },
): Packing | undefined {
	const places = new Map<number, Placement>();
	let waiting = order;
	let pageCount = 0;
	while (waiting.length > 0) {
		const size = { width: page.width + margin, height: page.height + margin };
		const packed = packPage(padded, waiting, {
			page: size,
			turns: rotate,
			number: pageCount,
			whole: false,
		});
		// One that is larger than a page never fits.
		if (packed.left.length === waiting.length) return undefined;
		for (const [index, place] of packed.places) places.set(index, place);
		waiting = packed.left;
		pageCount++;
	}
	return { ...page, pageCount, places: inOrder(padded, places) };
}

function inOrder(sizes: readonly unknown[], places: ReadonlyMap<number, Placement>): Placement[] {
	return sizes.map((_, index) => places.get(index) ?? { x: 0, y: 0, page: 0, rotated: false });
}

/** Pages from the smallest to the largest; of two with the same area the squarer, then the wider one first. */
function pageSizes(largest: Size): Size[] {
	const sides: number[] = [];
	for (let side = 1; side <= MAX_TEXTURE_SIZE; side *= 2) sides.push(side);
	return sides
		.flatMap((width) => sides.map((height) => ({ width, height })))
		.filter(({ width, height }) => width <= largest.width && height <= largest.height)
		.sort(
			(a, b) =>
				a.width * a.height - b.width * b.height ||
				Math.abs(Math.log2(a.width / a.height)) - Math.abs(Math.log2(b.width / b.height)) ||
				b.width - a.width,
		);
}

type Step = { x: number; y: number; width: number };

type PageOptions = {
	readonly page: Size;
	readonly turns: boolean;
	readonly number: number;
	/** All or nothing: the first that does not fit ends it. */
	readonly whole: boolean;
};

/** Places what fits; `left` is the rest, in order. */
function packPage(
	sizes: readonly Size[],
	order: readonly number[],
	{ page, turns, number, whole }: PageOptions,
): { places: Map<number, Placement>; left: number[] } {
	const skyline: Step[] = [{ x: 0, y: 0, width: page.width }];
	const places = new Map<number, Placement>();
	const left: number[] = [];
	for (const index of order) {
		const own = sizes[index] as Size;
		const ways = turns && own.width !== own.height ? [own, { width: own.height, height: own.width }] : [own];
		let best: { step: number; x: number; y: number; size: Size } | undefined;
		for (const size of ways) {
			for (let step = 0; step < skyline.length; step++) {
				const y = heightAt(skyline, step, size.width, page);
				if (y === undefined || y + size.height > page.height) continue;
				if (!best || y + size.height < best.y + best.size.height)
					best = { step, x: (skyline[step] as Step).x, y, size };
			}
		}
		if (!best) {
			left.push(index);
			if (whole) break;
			continue;
		}
		places.set(index, { x: best.x, y: best.y, page: number, rotated: best.size !== own });
		raise(skyline, best.step, { x: best.x, y: best.y + best.size.height, width: best.size.width });
	}
	return { places, left };
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
