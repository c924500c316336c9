import type { Provider } from '../provider.ts';
import { keyOfPath } from '../resource-key.ts';

/** Decoded resources in memory by path; what a game creates while it runs, and tests. The map is read, not copied. */
export function createMemoryProvider(files: ReadonlyMap<string, Uint8Array>): Provider {
	let byHash: Map<bigint, Uint8Array> | undefined;
	let indexedCount = -1;
	const lookUp = (urlHash: bigint): Uint8Array | undefined => {
		if (!byHash || indexedCount !== files.size) {
			byHash = new Map();
			for (const [path, bytes] of files) byHash.set(keyOfPath(path).urlHash, bytes);
			indexedCount = files.size;
		}
		return byHash.get(urlHash);
	};
	return {
		scheme: 'memory',
		manifest: undefined,
		sizeBytes: (key) => (key.path === undefined ? lookUp(key.urlHash) : files.get(key.path))?.length,
		read: (key) => (key.path === undefined ? lookUp(key.urlHash) : files.get(key.path)),
		*urlHashes() {
			for (const path of files.keys()) yield keyOfPath(path).urlHash;
		},
		close() {},
	};
}
