import { compareText } from '../bytes/index.ts';
import type { GraphNode, ResourceGraph } from './graph.ts';

/**
 * Resources of the bundle: what can be reached from the roots without going through an excluded proxy. The proxy itself
 * stays, and so does what is reached another way too. Source: build-semantics §4.
 */
export function findBundled(graph: ResourceGraph): Set<string> {
	const bundled = new Set<string>();
	const waiting = [...graph.roots];
	for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
		const node = graph.nodes.get(path);
		if (!node || bundled.has(path)) continue;
		bundled.add(path);
		if (node.type !== 'ExcludedCollectionProxy') waiting.push(...node.children);
	}
	return bundled;
}

/**
 * What an excluded collection needs that is not in the bundle: everything below it, going into excluded proxies but not
 * into others. In order of path. Source: build-semantics §5, last form.
 */
export function findDependants(graph: ResourceGraph, collection: GraphNode, bundled: ReadonlySet<string>): string[] {
	const found = new Set<string>();
	const waiting = [...collection.children];
	for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
		const node = graph.nodes.get(path);
		if (!node || found.has(path)) continue;
		found.add(path);
		if (node.type !== 'CollectionProxy') waiting.push(...node.children);
	}
	return [...found].filter((path) => !bundled.has(path)).sort(compareText);
}
