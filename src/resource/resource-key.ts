import { hash64, hash64ToHex } from '../bytes/index.ts';
import { ResourceError } from './error.ts';

/** What a resource is asked for by. The path is unknown where only its hash is (dependants, blank urls). */
export type ResourceKey = { readonly path: string | undefined; readonly urlHash: bigint };

/**
 * The canonical form of a resource path: runs of "/" are one, nothing else changes.
 *
 * @throws ResourceError `invalid-path` when it is empty or does not begin with "/"
 */
export function canonicalPath(path: string): string {
	if (path === '') throw new ResourceError('invalid-path', 'Empty resource path');
	if (!path.startsWith('/')) {
		throw new ResourceError('invalid-path', `Resource path is not absolute (${path})`, { data: { path } });
	}
	return path.includes('//') ? path.replace(/\/{2,}/g, '/') : path;
}

/** The key of a path. @throws ResourceError `invalid-path` */
export function keyOfPath(path: string): ResourceKey {
	const canonical = canonicalPath(path);
	return { path: canonical, urlHash: hash64(canonical) };
}

/** The key of a url hash whose path is not known. */
export function keyOfHash(urlHash: bigint): ResourceKey {
	return { path: undefined, urlHash };
}

/** How a resource is called in messages: its path, else its url hash. */
export function describeKey(key: ResourceKey): string {
	return key.path ?? `resource with url hash ${hash64ToHex(key.urlHash)}`;
}
