import type { Provider } from '../provider.ts';
import { keyOfPath } from '../resource-key.ts';

/** Decoded resources in memory by path; what a game creates while it runs, and tests. The map is read, not copied. */
export function createMemoryProvider(files: ReadonlyMap<string, Uint8Array>): Provider {
	let byHash: Map<bigint, string> | undefined;
	let indexedCount = -1;
	const lookUp = (urlHash: bigint): Uint8Array | undefined => {
		if (!byHash || indexedCount !== files.size) {
			byHash = new Map();
			for (const path of files.keys()) byHash.set(keyOfPath(path).urlHash, path);
			indexedCount = files.size;
		}
		const path = byHash.get(urlHash);
		return path === undefined ? undefined : files.get(path);
	};
	return {
		scheme: 'memory',
		manifest: undefined,
		sizeBytes: (key) => (key.path === undefined ? lookUp(key.urlHash) : files.get(key.path))?.length,
		read: (key) => (key.path === undefined ? lookUp(key.urlHash) : files.get(key.path)),
		*list() {
			for (const path of files.keys()) yield { urlHash: keyOfPath(path).urlHash, path, hexDigest: undefined };
		},
		close() {},
	};
}
