import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { convexHull } from './convex-hull.ts';
import { createPixels, type Pixels } from './pixels.ts';

function shape(...rows: string[]): Pixels {
	const pixels = createPixels(rows[0]?.length ?? 0, rows.length);
	rows.forEach((row, y) => {
		[...row].forEach((mark, x) => {
			pixels.rgba[(y * pixels.width + x) * 4 + 3] = mark === '#' ? 255 : 0;
		});
	});
	return pixels;
}

describe('convexHull', () => {
	it('goes counter-clockwise from the rightmost pixel furthest up, with rows counted from the bottom', () => {
		expect(convexHull(shape('####', '####', '####', '####'))).toEqual([3, 3, 0, 3, 0, 0, 3, 0]);
	});

	it('leaves out corners on a straight side and pixels inside', () => {
		expect(convexHull(shape('..#..', '.###.', '#####', '.###.', '..#..'))).toEqual([4, 2, 2, 4, 0, 2, 2, 0]);
	});

	it('is empty for a transparent tile, and a point or two for tiny shapes', () => {
		expect(convexHull(shape('...', '...'))).toEqual([]);
		expect(convexHull(shape('...', '.#.'))).toEqual([1, 0]);
		expect(convexHull(shape('#..', '...', '..#'))).toEqual([2, 0, 0, 2]);
	});

	it('has every opaque pixel on or left of each of its sides', () => {
		const picture = fc.array(fc.boolean(), { minLength: 64, maxLength: 64 });
		fc.assert(
			fc.property(picture, (marks) => {
				const pixels = createPixels(8, 8);
				for (const [index, mark] of marks.entries()) pixels.rgba[index * 4 + 3] = mark ? 255 : 0;
				const hull = convexHull(pixels);
				if (hull.length < 6) return;
				for (let i = 0; i < hull.length; i += 2) {
					const [ax = 0, ay = 0] = hull.slice(i);
					const [bx = 0, by = 0] = hull.slice((i + 2) % hull.length);
					marks.forEach((mark, index) => {
						if (!mark) return;
						const [x, y] = [index % 8, 7 - Math.floor(index / 8)];
						expect((bx - ax) * (y - ay) - (by - ay) * (x - ax)).toBeGreaterThanOrEqual(0);
					});
				}
			}),
			{ numRuns: 100 },
		);
	});
});
