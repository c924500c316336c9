/** A graph as lists of successors. */
type Successors = ReadonlyMap<string, readonly string[]>;

/**
 * For each node that can be reached from the roots the node that every way to it goes through last; a root, and what several
 * roots lead to, has `undefined`. By the algorithm of Cooper, Harvey and Kennedy.
 */
export function findDominators(roots: readonly string[], successors: Successors): Map<string, string | undefined> {
	const order = inPostOrder(roots, successors);
	// The one node above all roots has the highest number.
	const top = order.length;
	const numberOf = new Map(order.map((node, index) => [node, index]));
	const predecessors: number[][] = order.map(() => []);
	for (const [index, node] of order.entries()) {
		for (const next of successors.get(node) ?? []) {
			const at = numberOf.get(next);
			if (at !== undefined) predecessors[at]?.push(index);
		}
	}
	for (const root of roots) {
		const at = numberOf.get(root);
		if (at !== undefined) predecessors[at]?.push(top);
	}
	const dominator = new Array<number>(top + 1).fill(-1);
	dominator[top] = top;
	const meet = (a: number, b: number): number => {
		let [one, other] = [a, b];
		while (one !== other) {
			while (one < other) one = dominator[one] as number;
			while (other < one) other = dominator[other] as number;
		}
		return one;
	};
	for (let changed = true; changed; ) {
		changed = false;
		for (let node = top - 1; node >= 0; node--) {
			const known = (predecessors[node] ?? []).filter((one) => dominator[one] !== -1);
			const found = known.reduce((a, b) => meet(a, b), known[0] ?? top);
			if (dominator[node] === found) continue;
			dominator[node] = found;
			changed = true;
		}
	}
	return new Map(order.map((node, index) => [node, order[dominator[index] as number]]));
}

function inPostOrder(roots: readonly string[], successors: Successors): string[] {
	const order: string[] = [];
	const seen = new Set<string>();
	for (const root of roots) {
		if (seen.has(root)) continue;
		seen.add(root);
		const stack = [{ node: root, next: 0 }];
		for (let frame = stack.at(-1); frame; frame = stack.at(-1)) {
			const child = successors.get(frame.node)?.[frame.next++];
			if (child === undefined) {
				order.push(frame.node);
				stack.pop();
			} else if (!seen.has(child)) {
				seen.add(child);
				stack.push({ node: child, next: 0 });
			}
		}
	}
	return order;
}
