import fc from 'fast-check';
import { expect, test } from 'vitest';
import { concatBytes } from './compare.ts';
import { joinAccess, memoryAccess, type RandomAccess } from './random-access.ts';

/** Parts that notice whether they are open, and how many of them are. */
function watched(parts: readonly Uint8Array[]): { access: RandomAccess; openCount: () => number } {
	let count = 0;
	const access = joinAccess(
		parts.map((bytes, index) => ({
			sizeBytes: bytes.length,
			open() {
				count++;
				let isOpen = true;
				return {
					...memoryAccess(bytes, `part ${index}`),
					read(offset: number, lengthBytes: number) {
						expect(isOpen).toBe(true);
						return memoryAccess(bytes, `part ${index}`).read(offset, lengthBytes);
					},
					close() {
						isOpen = false;
						count--;
					},
				};
			},
		})),
		'joined',
	);
	return { access, openCount: () => count };
}

test('joined parts read as their bytes one behind the other, wherever a read begins and ends', () => {
	const parts = fc.array(fc.uint8Array({ maxLength: 9 }), { maxLength: 40 });
	fc.assert(
		fc.property(parts, fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 30 }), (list, ranges) => {
			const whole = concatBytes(list);
			const { access, openCount } = watched(list);
			expect(access.sizeBytes).toBe(whole.length);
			for (const [a, b] of ranges) {
				const offset = a % (whole.length + 1);
				const length = b % (whole.length - offset + 1);
				expect([...access.read(offset, length)]).toEqual([...whole.subarray(offset, offset + length)]);
				expect(openCount()).toBeLessThanOrEqual(16);
			}
			access.close();
			expect(openCount()).toBe(0);
		}),
	);
});

test('throws out-of-range beyond the last part', () => {
	const { access } = watched([new Uint8Array(3), new Uint8Array(2)]);
	expect(() => access.read(4, 2)).toThrow(expect.objectContaining({ code: 'out-of-range' }));
});
