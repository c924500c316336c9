import type { ResourceGraph } from './resource-graph.ts';

/** A directed edge and how much more can flow along it; its opposite is at `index ^ 1`. */
type Edge = { readonly to: number; capacity: number };

/**
 * The fewest collection proxies that have to be excluded together for a resource to leave the base; undefined when a way to
 * it passes no proxy, so that no exclusion helps.
 *
 * A smallest cut, found by largest flow: a proxy lets one unit through, everything else as much as comes.
 */
export function fewestProxies(graph: ResourceGraph, target: string): string[] | undefined {
	const paths = [...graph.resources.keys()];
	const numbers = new Map(paths.map((path, at) => [path, at]));
	const goal = numbers.get(target);
	if (goal === undefined) return undefined;
	const source = paths.length * 2;
	const edges: Edge[] = [];
	const leaving: number[][] = Array.from({ length: source + 1 }, () => []);
	const connect = (from: number, to: number, capacity: number): void => {
		leaving[from]?.push(edges.length);
		edges.push({ to, capacity });
		leaving[to]?.push(edges.length);
		edges.push({ to: from, capacity: 0 });
	};
	// A resource is two places: where ways come in, at twice its number, and where they go on.
	for (const { path } of graph.roots) {
		const at = numbers.get(path);
		if (at !== undefined) connect(source, at * 2, Number.POSITIVE_INFINITY);
	}
	for (const [at, path] of paths.entries()) {
		const resource = graph.resources.get(path);
		if (!resource || resource.kind === 'excluded-proxy') continue;
		connect(at * 2, at * 2 + 1, resource.kind === 'proxy' ? 1 : Number.POSITIVE_INFINITY);
		for (const child of resource.children) {
			const to = numbers.get(child);
			if (to !== undefined) connect(at * 2 + 1, to * 2, Number.POSITIVE_INFINITY);
		}
	}
	for (;;) {
		const arrivedBy = searchFlow({ edges, leaving, source });
		if (!arrivedBy.has(goal * 2)) {
			const isCut = (at: number): boolean => arrivedBy.has(at * 2) && !arrivedBy.has(at * 2 + 1);
			const cut = paths.filter((path, at) => graph.resources.get(path)?.kind === 'proxy' && isCut(at));
			return cut.length === 0 ? undefined : cut.sort();
		}
		const way: number[] = [];
		for (let place = goal * 2; place !== source; ) {
			const edge = arrivedBy.get(place) as number;
			way.push(edge);
			place = (edges[edge ^ 1] as Edge).to;
		}
		const room = Math.min(...way.map((edge) => (edges[edge] as Edge).capacity));
		if (room === Number.POSITIVE_INFINITY) return undefined;
		for (const edge of way) {
			(edges[edge] as Edge).capacity -= room;
			(edges[edge ^ 1] as Edge).capacity += room;
		}
	}
}

/** Where flow can still go from the source, and by which edge each place is reached first. */
function searchFlow(network: {
	readonly edges: readonly Edge[];
	readonly leaving: readonly (readonly number[])[];
	readonly source: number;
}): ReadonlyMap<number, number> {
	const arrivedBy = new Map<number, number>([[network.source, -1]]);
	const queue = [network.source];
	for (const place of queue) {
		for (const edge of network.leaving[place] ?? []) {
			const { to, capacity } = network.edges[edge] as Edge;
			if (capacity <= 0 || arrivedBy.has(to)) continue;
			arrivedBy.set(to, edge);
			queue.push(to);
		}
	}
	return arrivedBy;
}
