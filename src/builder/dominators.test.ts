import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findDominators } from './dominators.ts';

const NODES = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];

function reach(
	roots: readonly string[],
	successors: ReadonlyMap<string, readonly string[]>,
	without?: string,
): Set<string> {
	const seen = new Set<string>();
	const waiting = roots.filter((one) => one !== without);
	for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
		if (seen.has(node)) continue;
		seen.add(node);
		waiting.push(...(successors.get(node) ?? []).filter((one) => one !== without));
	}
	return seen;
}

describe('findDominators', () => {
	it('finds the last node without which another could not be reached, as trying each shows', () => {
		const node = fc.constantFrom(...NODES);
		const edges = fc.array(fc.tuple(node, node), { maxLength: 14 });
		fc.assert(
			fc.property(edges, fc.uniqueArray(node, { minLength: 1, maxLength: 3 }), (pairs, roots) => {
				const successors = new Map<string, string[]>();
				for (const [from, to] of pairs) successors.set(from, [...(successors.get(from) ?? []), to]);
				const found = findDominators(roots, successors);
				const all = reach(roots, successors);
				expect([...found.keys()].sort()).toEqual([...all].sort());
				for (const one of all) {
					const chain = new Set<string>();
					for (let at = found.get(one); at !== undefined; at = found.get(at)) chain.add(at);
					const needed = NODES.filter(
						(other) => other !== one && all.has(other) && !reach(roots, successors, other).has(one),
					);
					expect([...chain].sort()).toEqual(needed.sort());
				}
			}),
			{ numRuns: 300 },
		);
	});
});
