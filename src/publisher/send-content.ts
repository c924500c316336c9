import type { Crypto } from '../bytes/index.ts';
import { type PublishedContent, type PublishProgress, readCheckedBlob } from './content.ts';
import { inParallel } from './in-parallel.ts';
import { KEY } from './layout.ts';
import type { ReleaseStore, StoredObject } from './release-store.ts';

const DEFAULT_CONNECTIONS = 16;

/** What went over the line. */
export type Sent = {
	/** Blobs and packs. */
	readonly sentCount: number;
	readonly sentBytes: number;
	/** Those that were there already: their name says what they hold. */
	readonly keptCount: number;
};

/**
 * Sends the blobs and packs that a store does not hold, several at a time. Each is checked against its name before it goes.
 *
 * @throws PublishError `digest-mismatch`; what the store throws. What was sent until then stays, and is not sent again
 */
export async function sendContent(options: {
	content: PublishedContent;
	store: ReleaseStore;
	crypto: Crypto;
	/** What is there, by key. */
	present: ReadonlyMap<string, StoredObject>;
	connections?: number | undefined;
	onProgress?: PublishProgress | undefined;
}): Promise<Sent> {
	const { content, store, crypto, present, connections = DEFAULT_CONNECTIONS, onProgress } = options;
	const items = [
		...content.blobs.map((blob) => ({
			key: blob.hexDigest,
			sizeBytes: blob.sizeBytes,
			send: async () => store.put(blob.hexDigest, await readCheckedBlob(blob, crypto)),
		})),
		...(content.packs ?? []).map((pack) => ({
			key: KEY.pack(pack.sha256),
			sizeBytes: pack.sizeBytes,
			send: () => store.putLarge(KEY.pack(pack.sha256), pack),
		})),
	];
	const totalBytes = items.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
	const missing = items.filter(({ key, sizeBytes }) => present.get(key)?.sizeBytes !== sizeBytes);
	const missingBytes = missing.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
	let doneCount = items.length - missing.length;
	let doneBytes = totalBytes - missingBytes;
	onProgress?.({ doneCount, totalCount: items.length, doneBytes, totalBytes });
	await inParallel(missing, connections, async ({ sizeBytes, send }) => {
		await send();
		doneCount++;
		doneBytes += sizeBytes;
		onProgress?.({ doneCount, totalCount: items.length, doneBytes, totalBytes });
	});
	return { sentCount: missing.length, sentBytes: missingBytes, keptCount: items.length - missing.length };
}
