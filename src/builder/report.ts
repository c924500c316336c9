import { compareText } from '../bytes/index.ts';
import type { StoredResource } from './archive.ts';
import { type ResourceGraph, shortestChains } from './graph.ts';

/** A resource as people want to see it. */
export type ResourceReport = StoredResource & {
	/**
	 * Why it is where it is: the shortest chain of names to it, from a root for a bundled one, from the excluded proxy for
	 * an excluded one. A custom resource has only the setting's name.
	 */
	readonly why: readonly string[];
	/** Excluded collections that use it although it is bundled: it stays because the bundle uses it too. */
	readonly alsoUsedBy: readonly string[];
};

/** Reports every stored resource, in order of path. */
export function reportResources(options: {
	readonly graph: ResourceGraph;
	readonly stored: readonly StoredResource[];
	readonly bundled: ReadonlySet<string>;
	readonly custom: ReadonlySet<string>;
	/** Whether content is excluded: then no chain to a bundled resource goes through an excluded proxy. */
	readonly excludeContent: boolean;
}): ResourceReport[] {
	const { graph, stored, custom, excludeContent } = options;
	const fromRoots = shortestChains(
		graph,
		graph.roots,
		(node) => !excludeContent || node.type !== 'ExcludedCollectionProxy',
	);
	const proxies = [...graph.nodes.values()].filter((node) => node.type === 'ExcludedCollectionProxy');
	const fromProxies = shortestChains(
		graph,
		proxies.map((node) => node.path),
	);
	const users = excludedUsers(graph, options.bundled);
	return stored
		.map((resource) => {
			const chains = resource.place === 'bundled' ? fromRoots : fromProxies;
			const chain = chains.get(resource.path) ?? (custom.has(resource.path) ? ['project.custom_resources'] : []);
			const alsoUsedBy = resource.place === 'bundled' ? (users.get(resource.path) ?? []) : [];
			return { ...resource, why: chain, alsoUsedBy };
		})
		.sort((a, b) => compareText(a.path, b.path));
}

/** For each bundled resource the excluded collections whose content names it. */
function excludedUsers(graph: ResourceGraph, bundled: ReadonlySet<string>): Map<string, string[]> {
	const users = new Map<string, string[]>();
	for (const node of graph.nodes.values()) {
		if (node.type !== 'ExcludedCollection' || bundled.has(node.path)) continue;
		const reached = shortestChains(graph, [node.path], (one) => !bundled.has(one.path));
		for (const path of reached.keys()) {
			if (bundled.has(path)) users.set(path, [...(users.get(path) ?? []), node.path]);
		}
	}
	return users;
}
