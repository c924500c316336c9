import type { Crypto } from '../../bytes/index.ts';
import { type Manifest, openZip, type ZipOptions } from '../../formats/index.ts';
import { ResourceError } from '../error.ts';
import type { CancelSignal, Fetch } from '../fetch.ts';
import type { Provider } from '../provider.ts';
import { openRemoteFile } from '../remote-file.ts';
import { createSparseAccess, type Span } from '../sparse-access.ts';
import { createZipProvider, LIVE_UPDATE_MANIFEST_NAME } from './zip.ts';

export type RemoteZipOptions = {
	fetch: Fetch;
	url: string;
	crypto: Crypto;
	/** How much of the zip is kept in memory; default 64 MB. */
	cacheBytes?: number;
	/** Compare with the digest what was fetched; default true. The whole is never here, so it cannot be done at once. */
	verifyReads?: boolean;
	acceptManifest?: (manifest: Manifest) => void;
	signal?: CancelSignal;
} & ZipOptions;

const DEFAULT_CACHE_BYTES = 64 * 1024 ** 2;
/** Where the end record and the directory lie: of most zips all of it is in the last part. */
const TAIL_BYTES = 66 * 1024;

/**
 * A live-update zip behind HTTP, read in ranges and never downloaded whole: its directory and manifest now, each resource
 * when it is prepared. Resources that lie close together are fetched in one request.
 *
 * @throws ResourceError `not-found`, `network`, `no-ranges`, `changed`; FormatError for what is wrong with the zip
 */
export async function openRemoteZip(options: RemoteZipOptions): Promise<Provider> {
	const { fetch, url, crypto, cacheBytes = DEFAULT_CACHE_BYTES, verifyReads = true, signal } = options;
	const file = await openRemoteFile({ fetch, url, ...(signal ? { signal } : {}) });
	if (!file) throw new ResourceError('not-found', `${url}: expected a zip, found none (404)`, { data: { url } });
	const access = createSparseAccess({ file, cacheBytes });
	await access.fetch([{ offset: Math.max(0, file.sizeBytes - TAIL_BYTES), end: file.sizeBytes }]);
	const zip = await access.during(() => openZip(access, options));
	const manifestEntry = zip.find(LIVE_UPDATE_MANIFEST_NAME);
	if (manifestEntry) await access.fetch([{ offset: manifestEntry.headerOffset, end: manifestEntry.endLimit }]);
	const provider = createZipProvider({
		zip,
		name: url,
		crypto,
		verifyReads,
		...(options.acceptManifest ? { acceptManifest: options.acceptManifest } : {}),
	});
	const { verify: _, entryOf, ...rest } = provider;
	return {
		...rest,
		async prepare(keys) {
			const spans: Span[] = [];
			for (const key of keys) {
				const entry = entryOf(key);
				if (entry) spans.push({ offset: entry.headerOffset, end: entry.endLimit });
			}
			await access.fetch(spans);
		},
	};
}
