import { type Crypto, compareText } from '../bytes/index.ts';
import { createZipWriter } from '../formats/index.ts';
import {
	PUBLISHED_MANIFEST_NAME,
	type PublishedContent,
	type PublishProgress,
	readCheckedBlob,
	verifyComplete,
} from './content.ts';

/**
 * Writes a live-update zip: the manifest and every blob under its digest, in the order of names.
 *
 * The same content gives the same bytes on every machine. Blobs are stored, not deflated again, unless `level` says so:
 * they are LZ4 already, and a stored entry can be read in place.
 *
 * @throws PublishError `missing-blob`, `digest-mismatch`
 */
export async function publishZip(options: {
	content: PublishedContent;
	/** Takes the zip's bytes one part after the other. */
	write: (bytes: Uint8Array) => Promise<void>;
	crypto: Crypto;
	/** Deflate level 0…9; default 0, stored. */
	level?: number;
	onProgress?: PublishProgress;
}): Promise<void> {
	const { content, write, crypto, level = 0, onProgress } = options;
	verifyComplete(content);
	let parts: Uint8Array[] = [];
	const writer = createZipWriter((bytes) => {
		parts.push(bytes);
	});
	const flush = async (): Promise<void> => {
		const ready = parts;
		parts = [];
		for (const part of ready) await write(part);
	};
	const totalBytes = content.blobs.reduce((sum, blob) => sum + blob.sizeBytes, 0);
	let doneCount = 0;
	let doneBytes = 0;
	const blobs = [...content.blobs].sort((a, b) => compareText(a.hexDigest, b.hexDigest));
	for (const blob of blobs) {
		writer.add(blob.hexDigest, await readCheckedBlob(blob, crypto), { level });
		await flush();
		doneCount++;
		doneBytes += blob.sizeBytes;
		onProgress?.({ doneCount, totalCount: blobs.length, doneBytes, totalBytes });
	}
	writer.add(PUBLISHED_MANIFEST_NAME, content.manifest, { level });
	writer.finish();
	await flush();
}
