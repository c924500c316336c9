import type { Crypto, ObjectStore } from '../bytes/index.ts';
import {
	PUBLISHED_MANIFEST_NAME,
	type PublishedContent,
	type PublishProgress,
	readCheckedBlob,
	verifyComplete,
} from './content.ts';

export type PublishReport = {
	readonly sentCount: number;
	readonly sentBytes: number;
	/** Objects that were there already: their name says what they hold. */
	readonly keptCount: number;
};

/**
 * Publishes into an object store: one object a blob, named by its digest, then the manifest.
 *
 * The manifest comes last, so whoever reads it finds everything it names.
 *
 * @throws PublishError `missing-blob`, `digest-mismatch`
 */
export async function publishToStore(options: {
	content: PublishedContent;
	store: ObjectStore;
	crypto: Crypto;
	onProgress?: PublishProgress;
}): Promise<PublishReport> {
	const { content, store, crypto, onProgress } = options;
	verifyComplete(content);
	const totalBytes = content.blobs.reduce((sum, blob) => sum + blob.sizeBytes, 0);
	let sentCount = 0;
	let sentBytes = 0;
	let doneCount = 0;
	let doneBytes = 0;
	for (const blob of content.blobs) {
		if ((await store.size(blob.hexDigest)) !== blob.sizeBytes) {
			await store.put(blob.hexDigest, await readCheckedBlob(blob, crypto));
			sentCount++;
			sentBytes += blob.sizeBytes;
		}
		doneCount++;
		doneBytes += blob.sizeBytes;
		onProgress?.({ doneCount, totalCount: content.blobs.length, doneBytes, totalBytes });
	}
	await store.put(PUBLISHED_MANIFEST_NAME, content.manifest);
	return { sentCount, sentBytes, keptCount: content.blobs.length - sentCount };
}
