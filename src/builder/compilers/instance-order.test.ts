import { describe, expect, it } from 'vitest';
import { instanceOrder } from './instance-order.ts';

function ids(...instances: readonly (readonly [id: string, ...children: string[]])[]): string[] {
	const objects = instances.map(([id, ...children]) => ({ id, children: children.map((child) => ({ id: child })) }));
	return instanceOrder(objects).map((instance) => instance.id);
}

describe('instanceOrder', () => {
	it('sorts by id, as in the published collection of defold-liveupdate-reszip at 1.11.2', () => {
		expect(ids(['logo'], ['title'], ['help'])).toEqual(['help', 'logo', 'title']);
	});

	it('puts children after everything that is less deep', () => {
		expect(ids(['c'], ['d'], ['b', 'c'])).toEqual(['b', 'd', 'c']);
		expect(ids(['e'], ['b', 'c'], ['c', 'd'], ['d'])).toEqual(['b', 'e', 'c', 'd']);
	});

	it('takes a child that hash order meets before its parent for a root, as bob does', () => {
		expect(ids(['b', 'a'], ['a'], ['c'])).toEqual(['a', 'b', 'c']);
	});
});
