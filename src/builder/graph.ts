import { compareText } from '../bytes/index.ts';

/** What a resource is for exclusion; most are nothing. Source: build-semantics §3. */
export type NodeType = 'CollectionProxy' | 'ExcludedCollectionProxy' | 'ExcludedCollection';

/** A resource and those that it names, by compiled path, each once. */
export type GraphNode = {
	readonly path: string;
	readonly type: NodeType | undefined;
	readonly children: readonly string[];
};

/** Every resource that can be reached from the roots. */
export type ResourceGraph = {
	/** In order. */
	readonly roots: readonly string[];
	/** By path. */
	readonly nodes: ReadonlyMap<string, GraphNode>;
	/** Paths that are named but were not compiled, and who names them. */
	readonly missing: readonly { readonly path: string; readonly parent: string }[];
};

/** What the graph has to know of a resource. */
export type GraphFacts = {
	/** Paths that it names, each once. */
	readonly children: readonly string[];
	/** Of a collection proxy: whether it is excluded. */
	readonly excludes?: boolean;
};

/** Follows compiled resources from the roots. */
export function createGraph(
	roots: readonly string[],
	factsOf: (path: string) => GraphFacts | undefined,
): ResourceGraph {
	const children = new Map<string, string[]>();
	const types = new Map<string, NodeType>();
	const missing: { path: string; parent: string }[] = [];
	const waiting = [...roots];
	for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
		const facts = children.has(path) ? undefined : factsOf(path);
		if (!facts) continue;
		for (const child of facts.children) if (!factsOf(child)) missing.push({ path: child, parent: path });
		const present = facts.children.filter((child) => factsOf(child) !== undefined);
		children.set(path, present);
		waiting.push(...present);
		if (facts.excludes === undefined) continue;
		types.set(path, facts.excludes ? 'ExcludedCollectionProxy' : 'CollectionProxy');
		if (facts.excludes) for (const collection of present) types.set(collection, 'ExcludedCollection');
	}
	const nodes = [...children].map(([path, named]): GraphNode => ({ path, type: types.get(path), children: named }));
	nodes.sort((a, b) => compareText(a.path, b.path));
	return {
		roots: roots.filter((path) => children.has(path)),
		nodes: new Map(nodes.map((node) => [node.path, node])),
		missing: missing.sort((a, b) => compareText(a.path, b.path) || compareText(a.parent, b.parent)),
	};
}

/** The shortest chain of names from one of `starts` to each node that can be reached, the start first. */
export function shortestChains(
	graph: ResourceGraph,
	starts: readonly string[],
	follow: (node: GraphNode) => boolean = () => true,
): Map<string, readonly string[]> {
	const chains = new Map<string, readonly string[]>();
	let front: string[] = [];
	for (const start of starts) {
		if (chains.has(start) || !graph.nodes.has(start)) continue;
		chains.set(start, [start]);
		front.push(start);
	}
	while (front.length > 0) {
		const next: string[] = [];
		for (const path of front) {
			const node = graph.nodes.get(path);
			if (!node || !follow(node)) continue;
			for (const child of node.children) {
				if (chains.has(child)) continue;
				chains.set(child, [...(chains.get(path) ?? []), child]);
				next.push(child);
			}
		}
		front = next;
	}
	return chains;
}
