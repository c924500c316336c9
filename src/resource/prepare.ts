import { childResources } from '../formats/index.ts';
import { findDependencies } from './dependencies.ts';
import type { Mounts } from './mounts.ts';
import { keyOfHash, keyOfPath, type ResourceKey } from './resource-key.ts';

/** What this names is loaded only when a script asks for it. */
const LOADED_LATER = '.collectionproxyc';

/**
 * Fetches everything that loading a resource will read from mounts over a network; `undefined` when there is no such
 * mount.
 *
 * What manifests list as needed is fetched together. Mounts without a manifest (a development build behind `http:`) make
 * it a walk: each resource is looked into for the paths of others, one wave after the other.
 *
 * @throws ResourceError `network` and others of a mount; FormatError for a resource that cannot be looked into
 */
export function prepareResource(mounts: Mounts, path: string): Promise<void> | undefined {
	const first = keyOfPath(path);
	const listed = findDependencies({ mounts, urlHash: first.urlHash, onlyMissing: false, includeRequested: false });
	const keys = [first, ...listed.map(({ urlHash }) => keyOfHash(urlHash))];
	const fetched = mounts.prepare(keys);
	return fetched?.then(() => prepareChildren(mounts, first));
}

async function prepareChildren(mounts: Mounts, first: ResourceKey): Promise<void> {
	const seen = new Set([first.urlHash]);
	let wave: readonly ResourceKey[] = [first];
	while (wave.length > 0) {
		const next: ResourceKey[] = [];
		for (const { path } of wave) {
			if (path === undefined || path.endsWith(LOADED_LATER)) continue;
			const bytes = mounts.read(keyOfPath(path));
			for (const child of bytes ? childResources(path, bytes) : []) {
				const key = keyOfPath(child);
				if (seen.has(key.urlHash)) continue;
				seen.add(key.urlHash);
				next.push(key);
			}
		}
		if (next.length > 0) await mounts.prepare(next);
		wave = next;
	}
}
