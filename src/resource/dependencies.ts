import type { Mounts } from './mounts.ts';
import { keyOfHash } from './resource-key.ts';

/** One resource that another needs. The digest is "" where the manifest has no entry for it. */
export type Dependency = { readonly urlHash: bigint; readonly hexDigest: string };

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

	const visit = (urlHash: bigint, withItself: boolean): void => {
		for (const mount of mounts.list()) {
			const manifest = mount.provider.manifest;
			const entry = manifest?.find(urlHash);
			if (!manifest || !entry) continue;
			const needed = withItself ? [...entry.dependants, urlHash] : entry.dependants;
			for (const dependency of needed) {
				if (visited.has(dependency)) continue;
				visited.add(dependency);
				if (onlyMissing && mounts.find(keyOfHash(dependency))) continue;
				const listed = manifest.find(dependency);
				if (!listed) onUnlisted?.(dependency, urlHash);
				found.push({ urlHash: dependency, hexDigest: listed?.hexDigest ?? '' });
				if (recursive) visit(dependency, false);
			}
		}
	};

	visit(options.urlHash, includeRequested);
	return found;
}
