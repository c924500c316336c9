import { dominatorsOf, usersOf, walkBase } from './graph-base.ts';
import { fewestProxies } from './proxy-cut.ts';
import type { GraphResource, ResourceGraph } from './resource-graph.ts';

/** Why a resource is where it is. Plain JSON. */
export type ResourceExplanation = Omit<GraphResource, 'children'> & {
	/** True when it is reached without passing an excluded proxy. */
	readonly inBase: boolean;
	/**
	 * The shortest way to it from a resource that a setting names, that one first; through excluded proxies when it is not in
	 * the base. Undefined when there is none: a custom resource, or one that scripts load by name.
	 */
	readonly way: readonly string[] | undefined;
	/** The setting that names the first of the way. */
	readonly setting: string | undefined;
	/** Excluded proxies on the way. */
	readonly behind: readonly string[];
	readonly usedBy: readonly string[];
	readonly uses: readonly string[];
	/** Proxies each of which takes it out of the base when it alone is excluded, the nearest first. */
	readonly leavesWith: readonly ProxySaving[];
	/** When no proxy does so alone: the fewest that do together. Undefined when none do: a way to it passes no proxy. */
	readonly leavesWithAll: readonly string[] | undefined;
};

/** A collection proxy, and what leaves the base when it alone is excluded. */
export type ProxySaving = {
	readonly proxy: string;
	/** The collection it loads. */
	readonly collection: string | undefined;
	readonly resourceCount: number;
	/** Stored bytes of them. */
	readonly savedBytes: number;
};

/** Explains one resource of a graph. Undefined when the graph does not have it. */
export function explainResource(graph: ResourceGraph, path: string): ResourceExplanation | undefined {
	const resource = graph.resources.get(path);
	if (!resource) return undefined;
	const baseWay = walkBase(graph).wayTo(path);
	const way = baseWay ?? walkBase(graph, { throughExcluded: true }).wayTo(path);
	const { children: uses, ...about } = resource;
	const leavesWith = baseWay ? savingsAbove(graph, path) : [];
	return {
		...about,
		inBase: baseWay !== undefined,
		way,
		setting: graph.roots.find((root) => root.path === way?.[0])?.setting,
		behind: (way ?? []).filter((step) => step !== path && graph.resources.get(step)?.kind === 'excluded-proxy'),
		usedBy: usersOf(graph).get(path) ?? [],
		uses,
		leavesWith,
		leavesWithAll: baseWay && leavesWith.length === 0 ? fewestProxies(graph, path) : undefined,
	};
}

/** What each proxy of the base would save if it alone were excluded, the most first. */
export function proxySavings(graph: ResourceGraph): ProxySaving[] {
	const dominators = dominatorsOf(graph);
	const savings = new Map<string, { resourceCount: number; savedBytes: number }>();
	for (const path of dominators.keys()) {
		for (const proxy of proxiesAbove(graph, dominators, path)) {
			const saving = savings.get(proxy) ?? { resourceCount: 0, savedBytes: 0 };
			saving.resourceCount++;
			saving.savedBytes += graph.resources.get(path)?.sizeBytes ?? 0;
			savings.set(proxy, saving);
		}
	}
	for (const [path, { kind }] of graph.resources) {
		if (kind === 'proxy' && dominators.has(path) && !savings.has(path))
			savings.set(path, { resourceCount: 0, savedBytes: 0 });
	}
	return [...savings]
		.map(([proxy, saving]) => ({ proxy, collection: graph.resources.get(proxy)?.children[0], ...saving }))
		.sort((a, b) => b.savedBytes - a.savedBytes || (a.proxy < b.proxy ? -1 : 1));
}

function savingsAbove(graph: ResourceGraph, path: string): ProxySaving[] {
	const savings = new Map(proxySavings(graph).map((saving) => [saving.proxy, saving]));
	return proxiesAbove(graph, dominatorsOf(graph), path).flatMap((proxy) => savings.get(proxy) ?? []);
}

/** Proxies that every way to a resource passes, the nearest first; not the resource itself. */
function proxiesAbove(
	graph: ResourceGraph,
	dominators: ReadonlyMap<string, string | undefined>,
	path: string,
): string[] {
	const proxies: string[] = [];
	for (let at = dominators.get(path); at !== undefined; at = dominators.get(at)) {
		if (graph.resources.get(at)?.kind === 'proxy') proxies.push(at);
	}
	return proxies;
}
