import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packRectangles } from './pack-rectangles.ts';

const side = fc.integer({ min: 1, max: 200 });
const sizes = fc.array(fc.record({ width: side, height: side }), { minLength: 1, maxLength: 60 });

describe('packRectangles', () => {
	it('never lets rectangles or their margins overlap, nor leave a page of powers of two', () => {
		fc.assert(
			fc.property(sizes, fc.integer({ min: 0, max: 5 }), fc.boolean(), (rectangles, margin, rotate) => {
				const packing = packRectangles(rectangles, { margin, rotate });
				if (!packing) throw new Error('expected them to fit');
				expect(Number.isInteger(Math.log2(packing.width))).toBe(true);
				expect(Number.isInteger(Math.log2(packing.height))).toBe(true);
				const placed = rectangles.map(({ width, height }, index) => {
					const place = packing.places[index] ?? { x: -1, y: -1, rotated: false };
					return { ...place, ...(place.rotated ? { width: height, height: width } : { width, height }) };
				});
				for (const [index, a] of placed.entries()) {
					expect(a.x >= 0 && a.y >= 0 && a.x + a.width <= packing.width && a.y + a.height <= packing.height).toBe(true);
					for (const b of placed.slice(index + 1)) {
						const apart =
							a.x + a.width + margin <= b.x ||
							b.x + b.width + margin <= a.x ||
							a.y + a.height + margin <= b.y ||
							b.y + b.height + margin <= a.y;
						expect(apart).toBe(true);
					}
				}
			}),
			{ numRuns: 60 },
		);
	});

	it('uses the smallest page for what fits it exactly', () => {
		const packing = packRectangles(
			Array.from({ length: 16 }, () => ({ width: 16, height: 16 })),
			{ margin: 0 },
		);
		expect(packing).toMatchObject({ width: 64, height: 64 });
	});

	it('packs 2,000 rectangles without wasting more than half of the page', () => {
		const rectangles = Array.from({ length: 2000 }, (_, index) => ({
			width: 8 + (index % 50),
			height: 8 + (index % 37),
		}));
		const packing = packRectangles(rectangles, { margin: 2 });
		const area = rectangles.reduce((sum, { width, height }) => sum + width * height, 0);
		expect((packing?.width ?? 0) * (packing?.height ?? 0)).toBeLessThanOrEqual(area * 2);
	});

	it('turns rectangles where that makes the page smaller', () => {
		const sizes = [
			{ width: 64, height: 16 },
			{ width: 16, height: 48 },
		];
		const [upright, turned] = [false, true].map((rotate) => packRectangles(sizes, { margin: 0, rotate }));
		expect(upright).toMatchObject({ width: 64, height: 64 });
		expect(turned).toMatchObject({ width: 64, height: 32 });
		expect(turned?.places.some(({ rotated }) => rotated)).toBe(true);
	});

	it('fills as many pages of one size as are needed, and no page twice', () => {
		const sizes = Array.from({ length: 9 }, () => ({ width: 32, height: 32 }));
		const packing = packRectangles(sizes, { margin: 0, page: { width: 64, height: 64 } });
		expect(packing).toMatchObject({ width: 64, height: 64, pageCount: 3 });
		const corners = packing?.places.map(({ x, y, page }) => `${x} ${y} ${page}`) ?? [];
		expect(new Set(corners).size).toBe(9);
		expect(packRectangles([{ width: 65, height: 1 }], { margin: 0, page: { width: 64, height: 64 } })).toBeUndefined();
	});

	it('is undefined for what no page can hold', () => {
		expect(packRectangles([{ width: 8193, height: 1 }], { margin: 0 })).toBeUndefined();
	});
});
