import { compareText } from '../bytes/index.ts';
import type { Diagnostic } from '../formats/index.ts';
import type { BuildResult } from './build-project.ts';
import { findDominators } from './dominators.ts';
import { findBundled } from './exclude.ts';
import type { ResourceGraph } from './graph.ts';
import type { PlannedPack } from './packs.ts';
import type { ResourceReport } from './report.ts';

/** Content that several resources have; it is stored once. */
export type Duplicate = { readonly sizeBytes: number; readonly paths: readonly string[] };

/** What would leave the bundle if one thing were changed. */
export type NearlyExcludable = {
	/** `edge`: excluded content uses it too, and only `parent` holds it in the bundle. `proxy`: tick Exclude on the proxy. */
	readonly kind: 'edge' | 'proxy';
	/** Who names it in the bundle. */
	readonly parent: string;
	/** For people: the same, and the file of the project that it stands in when it has no file of its own. */
	readonly owner: string;
	readonly path: string;
	/** Stored bytes that would leave, with what only it leads to. */
	readonly freedSizeBytes: number;
	readonly resourceCount: number;
};

/** Everything that people want to know of a build, as plain data. */
export type BuildReport = {
	readonly livemount: 1;
	readonly title: string;
	readonly engineVersion: string;
	readonly variant: 'debug' | 'release';
	/** Files of the bundle. */
	readonly files: readonly { readonly name: string; readonly sizeBytes: number }[];
	readonly bundleSizeBytes: number;
	readonly excludedSizeBytes: number;
	/** In order of path. */
	readonly resources: readonly ResourceReport[];
	readonly packs: readonly PlannedPack[];
	/** Largest first. */
	readonly duplicates: readonly Duplicate[];
	/** Largest first. */
	readonly nearlyExcludable: readonly NearlyExcludable[];
	readonly diagnostics: readonly Diagnostic[];
};

/** Reports a build that went well. */
export function reportBuild(
	result: BuildResult,
	about: {
		readonly engineVersion: string;
		readonly variant: 'debug' | 'release';
		readonly packs: readonly PlannedPack[];
		readonly excludeContent: boolean;
	},
): BuildReport {
	const files = [...result.bundle].map(([name, bytes]) => ({ name, sizeBytes: bytes.length }));
	if (!result.bundle.has('game.arcd')) files.push({ name: 'game.arcd', sizeBytes: result.dataSizeBytes });
	files.sort((a, b) => compareText(a.name, b.name));
	return {
		livemount: 1,
		title: result.settings?.get('project.title') ?? '',
		engineVersion: about.engineVersion,
		variant: about.variant,
		files,
		bundleSizeBytes: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
		excludedSizeBytes: result.excluded.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
		resources: result.resources,
		packs: about.packs,
		duplicates: findDuplicates(result.resources),
		nearlyExcludable: result.graph ? findNearlyExcludable(result.graph, result.resources, about.excludeContent) : [],
		diagnostics: result.diagnostics,
	};
}

function findDuplicates(resources: readonly ResourceReport[]): Duplicate[] {
	const byDigest = new Map<string, ResourceReport[]>();
	for (const one of resources) byDigest.set(one.hexDigest, [...(byDigest.get(one.hexDigest) ?? []), one]);
	return [...byDigest.values()]
		.filter((same) => same.length > 1 && (same[0]?.storedSizeBytes ?? 0) > 0)
		.map((same) => ({ sizeBytes: same[0]?.storedSizeBytes ?? 0, paths: same.map(({ path }) => path) }))
		.sort((a, b) => b.sizeBytes - a.sizeBytes || compareText(a.paths[0] ?? '', b.paths[0] ?? ''));
}

/**
 * What one change would take out of the bundle: an edge that alone holds what excluded content uses too, or a proxy that is
 * not excluded. What several changes hold together is not here.
 */
function findNearlyExcludable(
	graph: ResourceGraph,
	resources: readonly ResourceReport[],
	excludeContent: boolean,
): NearlyExcludable[] {
	const bundled = excludeContent ? findBundled(graph) : new Set(graph.nodes.keys());
	const successors = new Map<string, readonly string[]>();
	const parents = new Map<string, string[]>();
	for (const node of graph.nodes.values()) {
		if (!bundled.has(node.path)) continue;
		const follows = !excludeContent || node.type !== 'ExcludedCollectionProxy';
		const children = follows ? node.children : [];
		successors.set(node.path, children);
		for (const child of children) parents.set(child, [...(parents.get(child) ?? []), node.path]);
	}
	const dominators = findDominators(graph.roots, successors);
	const below = sumBelow(dominators, new Map(resources.map((one) => [one.path, one.storedSizeBytes])));
	const found: NearlyExcludable[] = [];
	for (const { path, place, alsoUsedBy, why } of resources) {
		const holder = dominators.get(path);
		// A node is held by one edge when its only holder names it and nobody else in the bundle does.
		const named = (parents.get(path) ?? []).filter((one) => !isBelow(one, path, dominators));
		const [parent, second] = named;
		if (place !== 'bundled' || parent === undefined || second !== undefined || parent !== holder) continue;
		if (graph.roots.includes(path)) continue;
		const isProxied = graph.nodes.get(parent)?.type === 'CollectionProxy';
		if (alsoUsedBy.length === 0 && !isProxied) continue;
		const { sizeBytes, count } = below.get(path) ?? { sizeBytes: 0, count: 0 };
		found.push({
			kind: isProxied ? 'proxy' : 'edge',
			parent,
			owner: ownerOf(parent, why),
			path,
			freedSizeBytes: sizeBytes,
			resourceCount: count,
		});
	}
	return found.sort((a, b) => b.freedSizeBytes - a.freedSizeBytes || compareText(a.path, b.path));
}

/** A name for a resource that people know. */
function ownerOf(parent: string, why: readonly string[]): string {
	if (!isGenerated(parent)) return parent;
	const file = why.slice(0, why.indexOf(parent)).findLast((one) => !isGenerated(one));
	const what = parent.slice(parent.lastIndexOf('.') + 1).replace(/c$/, '');
	return file === undefined ? parent : `the ${what} in ${file}`;
}

function isGenerated(path: string): boolean {
	return path.startsWith('/_generated_');
}

/** True for a node that is reached only through another. */
function isBelow(node: string, above: string, dominators: ReadonlyMap<string, string | undefined>): boolean {
	for (let at: string | undefined = node; at !== undefined; at = dominators.get(at)) if (at === above) return true;
	return false;
}

/** For each node the bytes and number of what is reached only through it, itself included. */
function sumBelow(
	dominators: ReadonlyMap<string, string | undefined>,
	sizes: ReadonlyMap<string, number>,
): Map<string, { sizeBytes: number; count: number }> {
	const sums = new Map<string, { sizeBytes: number; count: number }>();
	for (const node of dominators.keys()) {
		const size = sizes.get(node) ?? 0;
		for (let at: string | undefined = node; at !== undefined; at = dominators.get(at)) {
			const sum = sums.get(at) ?? { sizeBytes: 0, count: 0 };
			sums.set(at, { sizeBytes: sum.sizeBytes + size, count: sum.count + 1 });
		}
	}
	return sums;
}

/** Bundled resources, largest first, until they weigh as much as a bundle is over its budget; at least one. */
export function findOverBudget(report: BuildReport, budgetBytes: number): ResourceReport[] {
	const heavy = report.resources
		.filter(({ place }) => place === 'bundled')
		.toSorted((a, b) => b.storedSizeBytes - a.storedSizeBytes || compareText(a.path, b.path));
	let over = report.bundleSizeBytes - budgetBytes;
	if (over <= 0) return [];
	const named: ResourceReport[] = [];
	for (const one of heavy) {
		if (over <= 0 || named.length >= MAX_NAMED) break;
		named.push(one);
		over -= one.storedSizeBytes;
	}
	return named;
}

/** More culprits than anybody reads. */
const MAX_NAMED = 10;
