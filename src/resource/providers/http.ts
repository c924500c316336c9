import { ResourceError } from '../error.ts';
import type { CancelSignal, Fetch } from '../fetch.ts';
import { inParallel } from '../in-parallel.ts';
import type { Provider } from '../provider.ts';
import { openRemoteFile } from '../remote-file.ts';
import { keyOfPath, type ResourceKey } from '../resource-key.ts';

/** As many connections as browsers keep to one server. */
const PARALLEL_COUNT = 6;

type Prepared = { readonly etag: string | undefined; readonly bytes: Uint8Array };

/**
 * Decoded resources behind HTTP, each at its path below `baseUrl`: what a development build serves. There is no manifest,
 * so resources known by hash alone are not mine.
 *
 * `prepare` asks for size and version (HEAD) and fetches what is new; a version it has already is not fetched again, and
 * what the server has no more is forgotten.
 */
export function createHttpProvider(options: { fetch: Fetch; baseUrl: string; signal?: CancelSignal }): Provider {
	const { fetch, signal } = options;
	const baseUrl = options.baseUrl.replace(/\/+$/, '');
	/** By path; `undefined` is a resource that the server does not have. */
	const prepared = new Map<string, Prepared | undefined>();
	let closed = false;

	const find = (key: ResourceKey): Prepared | undefined => {
		if (closed) throw new ResourceError('closed', `${baseUrl}: read after it was closed`);
		if (key.path === undefined) return undefined;
		if (!prepared.has(key.path)) {
			throw new ResourceError('not-ready', `${baseUrl}${key.path}: read before it was fetched`, {
				data: { url: baseUrl + key.path, path: key.path },
			});
		}
		return prepared.get(key.path);
	};

	const fetchOne = async (path: string): Promise<void> => {
		const file = await openRemoteFile({ fetch, url: baseUrl + path, ...(signal ? { signal } : {}) });
		if (!file) {
			prepared.set(path, undefined);
			return;
		}
		const known = prepared.get(path);
		if (known && file.etag !== undefined && known.etag === file.etag) return;
		prepared.set(path, { etag: file.etag, bytes: await file.range(0, file.sizeBytes) });
	};

	return {
		scheme: 'http',
		manifest: undefined,
		sizeBytes: (key) => find(key)?.bytes.length,
		read: (key) => find(key)?.bytes,
		*list() {
			for (const [path, file] of prepared) {
				if (file) yield { urlHash: keyOfPath(path).urlHash, path, hexDigest: undefined };
			}
		},
		async prepare(keys) {
			const paths = keys.map(({ path }) => path).filter((path) => path !== undefined);
			await inParallel(paths, PARALLEL_COUNT, fetchOne);
		},
		close() {
			closed = true;
			prepared.clear();
		},
	};
}
