import { compareText } from '../bytes/index.ts';
import type { StoredResource } from './archive.ts';
import { matchesGlob } from './glob.ts';
import { type ResourceGraph, shortestChains } from './graph.ts';
import type { PackPattern } from './packs-file.ts';

/** How excluded content is divided. */
export type PackRule = {
	/** `one`: all in one pack, as in Defold. `proxy`: a pack for each excluded collection, and one for each set of users that share. */
	readonly by: 'one' | 'proxy';
	/** The most a pack may weigh; what is more goes into further ones. */
	readonly maxSizeBytes?: number | undefined;
	/** Packs by the paths of what is in them; they come before the rule. */
	readonly patterns?: readonly PackPattern[];
};

/** A pack to be made. */
export type PlannedPack = {
	/** A name for a file, without ending. */
	readonly name: string;
	/** Excluded collections that need it, in order; empty for a pack by patterns or of everything. */
	readonly users: readonly string[];
	/** Paths of its resources, in order. */
	readonly paths: readonly string[];
	/** Its blobs, each once. */
	readonly hexDigests: readonly string[];
	/** Stored bytes. */
	readonly sizeBytes: number;
};

/** A blob and the resources that have its content. */
type Blob = { readonly hexDigest: string; readonly sizeBytes: number; readonly paths: string[] };

const ALL = 'all';

/**
 * Divides what was left out of a bundle. Every blob is in exactly one pack, so no byte is sent twice; the same content gives
 * the same packs.
 */
export function planPacks(options: {
	readonly stored: readonly StoredResource[];
	readonly graph: ResourceGraph;
	readonly rule: PackRule;
}): PlannedPack[] {
	const { stored, graph, rule } = options;
	const blobs = new Map<string, Blob>();
	for (const { path, place, hexDigest, storedSizeBytes } of [...stored].sort((a, b) => compareText(a.path, b.path))) {
		if (place !== 'excluded') continue;
		const blob = blobs.get(hexDigest) ?? { hexDigest, sizeBytes: storedSizeBytes, paths: [] };
		blob.paths.push(path);
		blobs.set(hexDigest, blob);
	}
	const left = new Set(stored.filter(({ place }) => place === 'excluded').map(({ path }) => path));
	const usersOf = rule.by === 'proxy' ? findUsers(graph, left) : new Map<string, readonly string[]>();
	const groups = new Map<string, { name: string; users: readonly string[]; blobs: Blob[] }>();
	for (const blob of blobs.values()) {
		const pattern = rule.patterns?.find((one) => blob.paths.some((path) => matchesPack(path, one)));
		const users = pattern ? [] : [...new Set(blob.paths.flatMap((path) => usersOf.get(path) ?? []))].sort(compareText);
		const key = pattern ? `pattern ${pattern.name}` : `users ${users.join(' ')}`;
		const group = groups.get(key) ?? { name: pattern?.name ?? nameOf(users), users, blobs: [] };
		group.blobs.push(blob);
		groups.set(key, group);
	}
	const packs = [...groups.values()].flatMap((group) => {
		const parts = divide(group.blobs, rule.maxSizeBytes);
		return parts.map((part, index) => ({
			name: parts.length > 1 ? `${group.name}-${index + 1}` : group.name,
			users: group.users,
			paths: part.flatMap(({ paths }) => paths).sort(compareText),
			hexDigests: part.map(({ hexDigest }) => hexDigest).sort(compareText),
			sizeBytes: part.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
		}));
	});
	return nameApart(packs.sort((a, b) => compareText(a.paths[0] ?? '', b.paths[0] ?? '')));
}

/** Whether a pattern means a resource: by its own path or by that of its source. */
function matchesPack(path: string, { patterns }: PackPattern): boolean {
	return patterns.some((pattern) => matchesGlob(path, pattern) || matchesGlob(path.replace(/c$/, ''), pattern));
}

/** For each resource that was left out the excluded collections from which it is reached. */
function findUsers(graph: ResourceGraph, left: ReadonlySet<string>): Map<string, readonly string[]> {
	const users = new Map<string, string[]>();
	for (const node of graph.nodes.values()) {
		if (node.type !== 'ExcludedCollection' || !left.has(node.path)) continue;
		// What lies behind a further excluded proxy is loaded by that proxy, not by this collection.
		const follow = (one: { path: string; type?: string | undefined }): boolean =>
			left.has(one.path) && one.type !== 'ExcludedCollectionProxy';
		for (const path of shortestChains(graph, [node.path], follow).keys()) {
			if (left.has(path)) users.set(path, [...(users.get(path) ?? []), node.path]);
		}
	}
	return users;
}

function nameOf(users: readonly string[]): string {
	const [only, second] = users;
	if (only === undefined) return ALL;
	return second === undefined ? baseName(only) : 'shared';
}

function baseName(path: string): string {
	return path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '');
}

/** Fills packs one after the other; a blob that is larger than a pack may be has one for itself. */
function divide(blobs: readonly Blob[], maxSizeBytes: number | undefined): Blob[][] {
	if (maxSizeBytes === undefined) return [[...blobs]];
	const parts: { blobs: Blob[]; sizeBytes: number }[] = [];
	for (const blob of blobs) {
		const fitting = parts.find((part) => part.sizeBytes + blob.sizeBytes <= maxSizeBytes);
		if (fitting) {
			fitting.blobs.push(blob);
			fitting.sizeBytes += blob.sizeBytes;
		} else parts.push({ blobs: [blob], sizeBytes: blob.sizeBytes });
	}
	return parts.map((part) => part.blobs);
}

/** Gives packs of the same name numbers: two collections may have one name in different folders. */
function nameApart(packs: readonly PlannedPack[]): PlannedPack[] {
	const counts = new Map<string, number>();
	for (const { name } of packs) counts.set(name, (counts.get(name) ?? 0) + 1);
	const numbers = new Map<string, number>();
	return packs.map((pack) => {
		if ((counts.get(pack.name) ?? 0) < 2) return pack;
		const number = (numbers.get(pack.name) ?? 0) + 1;
		numbers.set(pack.name, number);
		return { ...pack, name: `${pack.name}-${number}` };
	});
}
