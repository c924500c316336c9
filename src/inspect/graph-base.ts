import type { ResourceGraph } from './resource-graph.ts';

/**
 * What a game has from the start, walked breadth first: everything that its settings lead to without passing an excluded
 * proxy.
 */
export type BaseWalk = {
	/** Reached resources in the order they were reached. */
	readonly reached: readonly string[];
	/** The shortest way to a resource, from the one a setting names; undefined when it is not in the base. */
	wayTo(path: string): string[] | undefined;
};

/** @param options `throughExcluded` passes excluded proxies too: everything that can ever be loaded */
export function walkBase(graph: ResourceGraph, options: { throughExcluded?: boolean } = {}): BaseWalk {
	const from = new Map<string, string | undefined>();
	const reached: string[] = [];
	const reach = (path: string, parent: string | undefined): void => {
		if (from.has(path) || !graph.resources.has(path)) return;
		from.set(path, parent);
		reached.push(path);
	};
	for (const { path } of graph.roots) reach(path, undefined);
	// Grows while it is gone through.
	for (const path of reached) {
		const resource = graph.resources.get(path);
		if (!resource || (resource.kind === 'excluded-proxy' && !options.throughExcluded)) continue;
		for (const child of resource.children) reach(child, path);
	}
	return {
		reached,
		wayTo(path) {
			if (!from.has(path)) return undefined;
			const way: string[] = [];
			for (let at: string | undefined = path; at !== undefined; at = from.get(at)) way.unshift(at);
			return way;
		},
	};
}

/** Which resources name a resource directly, by its path. */
export function usersOf(graph: ResourceGraph): ReadonlyMap<string, readonly string[]> {
	const users = new Map<string, string[]>();
	for (const { path, children } of graph.resources.values()) {
		for (const child of new Set(children)) {
			const known = users.get(child);
			if (known) known.push(path);
			else users.set(child, [path]);
		}
	}
	return users;
}

/**
 * The dominators of the base: for each reached resource the last one that every way to it passes, undefined where ways begin
 * at settings that have nothing in common.
 *
 * Iterates to the fixed point in the order of a depth-first walk (Cooper, Harvey and Kennedy).
 */
export function dominatorsOf(graph: ResourceGraph): ReadonlyMap<string, string | undefined> {
	const order = postOrder(graph);
	const number = new Map(order.map((path, at) => [path, at]));
	const top = order.length;
	const parents: number[][] = order.map(() => []);
	for (const { path } of graph.roots) {
		const at = number.get(path);
		if (at !== undefined) parents[at]?.push(top);
	}
	for (const [at, path] of order.entries()) {
		const resource = graph.resources.get(path);
		if (!resource || resource.kind === 'excluded-proxy') continue;
		for (const child of resource.children) parents[number.get(child) ?? -1]?.push(at);
	}
	const above = new Array<number>(top + 1).fill(-1);
	above[top] = top;
	const meet = (a: number, b: number): number => {
		while (a !== b) {
			while (a < b) a = above[a] as number;
			while (b < a) b = above[b] as number;
		}
		return a;
	};
	for (let changed = true; changed; ) {
		changed = false;
		for (let at = top - 1; at >= 0; at--) {
			let best = -1;
			for (const parent of parents[at] ?? []) {
				if (above[parent] !== -1) best = best === -1 ? parent : meet(parent, best);
			}
			if (best === above[at]) continue;
			above[at] = best;
			changed = true;
		}
	}
	return new Map(order.map((path, at) => [path, order[above[at] as number]]));
}

/** Reached resources, each after what it leads to. */
function postOrder(graph: ResourceGraph): string[] {
	const order: string[] = [];
	const seen = new Set<string>();
	for (const { path: root } of graph.roots) {
		if (seen.has(root) || !graph.resources.has(root)) continue;
		seen.add(root);
		const stack: { path: string; next: number; children: readonly string[] }[] = [open(graph, root)];
		for (let top = stack.at(-1); top; top = stack.at(-1)) {
			const child = top.children[top.next++];
			if (child === undefined) {
				order.push(top.path);
				stack.pop();
			} else if (!seen.has(child) && graph.resources.has(child)) {
				seen.add(child);
				stack.push(open(graph, child));
			}
		}
	}
	return order;
}

function open(graph: ResourceGraph, path: string): { path: string; next: number; children: readonly string[] } {
	const resource = graph.resources.get(path);
	return { path, next: 0, children: resource && resource.kind !== 'excluded-proxy' ? resource.children : [] };
}
