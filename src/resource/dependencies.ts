import type { Manifest, ResourceEntry } from '../formats/index.ts';
import type { Mounts } from './mounts.ts';
import { keyOfHash } from './resource-key.ts';

/** One resource that another needs. */
export type Dependency = {
	readonly urlHash: bigint;
	/** "" where the manifest has no entry for it. */
	readonly hexDigest: string;
	/** Size as stored, by the manifest; versions before 5 do not say. */
	readonly storedSizeBytes: number | undefined;
};

/**
 * What a resource needs, by the manifests of all mounts, highest priority first.
 *
 * Builders write the whole closure as dependants, so one step is enough; `recursive` follows further all the same, for
 * packs that were written otherwise.
 */
export function findDependencies(options: {
	mounts: Mounts;
	urlHash: bigint;
	/** Leave out what some mount can already serve. */
	onlyMissing: boolean;
	recursive?: boolean;
	/** Count the resource itself among its dependencies. */
	includeRequested: boolean;
	/** Told of a dependency that the manifest naming it does not list. */
	onUnlisted?: (dependency: bigint, of: bigint) => void;
}): Dependency[] {
	const { mounts, onlyMissing, recursive = false, includeRequested, onUnlisted } = options;
	const found: Dependency[] = [];
	const visited = new Set<bigint>();

	const visitIn = (manifest: Manifest, urlHash: bigint, withItself: boolean): void => {
		const entry = manifest.find(urlHash);
		if (!entry) return;
		const needed = withItself ? [...entry.dependants, urlHash] : entry.dependants;
		for (const dependency of needed) {
			if (visited.has(dependency)) continue;
			visited.add(dependency);
			if (onlyMissing && mounts.find(keyOfHash(dependency))) continue;
			const listed = manifest.find(dependency);
			if (!listed) onUnlisted?.(dependency, urlHash);
			found.push(dependencyOf(dependency, listed));
			if (recursive) visit(dependency, false);
		}
	};

	const visit = (urlHash: bigint, withItself: boolean): void => {
		for (const { provider } of mounts.list()) {
			if (provider.manifest) visitIn(provider.manifest, urlHash, withItself);
		}
	};

	visit(options.urlHash, includeRequested);
	return found;
}

function dependencyOf(urlHash: bigint, entry: ResourceEntry | undefined): Dependency {
	return {
		urlHash,
		hexDigest: entry?.hexDigest ?? '',
		storedSizeBytes: entry?.compressedSizeBytes ?? entry?.sizeBytes,
	};
}
