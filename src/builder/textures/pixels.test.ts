import { describe, expect, it } from 'vitest';
import {
	createPixels,
	cropPixels,
	extrudePixels,
	flipRows,
	halve,
	type Pixels,
	padPixels,
	premultiply,
	resizePixels,
} from './pixels.ts';

/** A picture whose pixel at x, y is (x, y, 0, 255). */
function grid(width: number, height: number): Pixels {
	const pixels = createPixels(width, height);
	for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) pixels.rgba.set([x, y, 0, 255], (y * width + x) * 4);
	return pixels;
}

const at = ({ width, rgba }: Pixels, x: number, y: number): number[] => [
	...rgba.slice((y * width + x) * 4, (y * width + x) * 4 + 4),
];

describe('pixels', () => {
	it('extrudes an edge outwards and pads with nothing', () => {
		const extruded = extrudePixels(grid(3, 2), 2);
		expect([extruded.width, extruded.height]).toEqual([7, 6]);
		expect(at(extruded, 0, 0)).toEqual([0, 0, 0, 255]);
		expect(at(extruded, 6, 5)).toEqual([2, 1, 0, 255]);
		expect(at(extruded, 3, 2)).toEqual([1, 0, 0, 255]);
		expect(at(padPixels(grid(3, 2), 1), 0, 0)).toEqual([0, 0, 0, 0]);
		expect(at(padPixels(grid(3, 2), 1), 3, 2)).toEqual([2, 1, 0, 255]);
	});

	it('flips rows, also of an odd number', () => {
		const pixels = grid(2, 3);
		flipRows(pixels);
		expect([at(pixels, 1, 0), at(pixels, 1, 1), at(pixels, 1, 2)]).toEqual([
			[1, 2, 0, 255],
			[1, 1, 0, 255],
			[1, 0, 0, 255],
		]);
	});

	it('multiplies colours by alpha', () => {
		const pixels: Pixels = { width: 2, height: 1, rgba: Uint8Array.of(200, 100, 50, 128, 9, 9, 9, 0) };
		premultiply(pixels);
		expect([...pixels.rgba]).toEqual([100, 50, 25, 128, 0, 0, 0, 0]);
	});

	it('halves to the mean of four, and a side of one to the mean of two', () => {
		const half = halve(grid(4, 2));
		expect([half.width, half.height]).toEqual([2, 1]);
		// Columns 2 and 3, rows 0 and 1: 2.5 and 0.5, rounded up.
		expect(at(half, 1, 0)).toEqual([3, 1, 0, 255]);
		expect(at(halve(grid(1, 2)), 0, 0)).toEqual([0, 1, 0, 255]);
	});

	it('crops a part and resizes to a mean', () => {
		expect(at(cropPixels(grid(4, 4), { x: 2, y: 1, width: 2, height: 2 }), 1, 1)).toEqual([3, 2, 0, 255]);
		expect(at(resizePixels(grid(4, 1), 2, 1), 1, 0)[0]).toBe(3);
		const same = grid(3, 3);
		expect(resizePixels(same, 3, 3)).toBe(same);
	});
});
