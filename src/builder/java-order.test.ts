import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { javaHashOrder } from './java-order.ts';

describe('javaHashOrder', () => {
	it('gives the order in which bob 1.11.2 wrote the component types of a published collection', () => {
		const types = ['collectionproxyc', 'scriptc', 'spritec', 'labelc', 'goc'];
		expect(javaHashOrder(types)).toEqual(['goc', 'scriptc', 'spritec', 'collectionproxyc', 'labelc']);
	});

	it('grows its table when three quarters full', () => {
		const keys = Array.from({ length: 13 }, (_, index) => String.fromCharCode(97 + index));
		// In 32 buckets the letters from a (97 = 3 · 32 + 1) on lie in their own order.
		expect(javaHashOrder(keys.toReversed())).toEqual(keys);
	});

	it('keeps every key once, whatever the order they come in within a bucket', () => {
		fc.assert(
			fc.property(fc.array(fc.string()), (keys) => {
				const order = javaHashOrder(keys);
				expect(new Set(order)).toEqual(new Set(keys));
				expect(order.length).toBe(new Set(keys).size);
			}),
		);
	});
});
