import type { Hash } from '../hash.ts';
import type { Resources } from '../resources.ts';

/**
 * A resource named by the hash of its path, as resource properties hold it. It stays in memory from then on.
 *
 * `undefined` when the path is not known, is of another type or cannot be read.
 */
export function resourceByHash<T>(resources: Resources, hash: Hash, extension: string): T | undefined {
	const path = hash.knownText;
	if (!path?.endsWith(extension)) return undefined;
	return resources.find<T>(path)?.value;
}
