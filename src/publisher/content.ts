import { type Crypto, toHex } from '../bytes/index.ts';
import { LIVE_UPDATE_HEADER_BYTES, RESOURCE_FLAG, readManifest } from '../formats/index.ts';
import { PublishError } from './error.ts';
import type { LargeSource } from './release-store.ts';

/** The name under which the manifest is published, beside the blobs. */
export const PUBLISHED_MANIFEST_NAME = 'liveupdate.game.dmanifest';

/** One excluded resource as published: named by the digest of its stored bytes. */
export type PublishedBlob = {
	readonly hexDigest: string;
	/** With the 16-byte header. */
	readonly sizeBytes: number;
	/** Header and stored bytes. */
	read(): Promise<Uint8Array>;
};

/** A zip of content that a build made besides single blobs. */
export type PublishedPack = LargeSource & {
	/** As the build calls it; unique in a release. */
	readonly name: string;
	readonly sha256: string;
};

/** What a build hands to a publisher. */
export type PublishedContent = {
	/** The full manifest, ready to be published. */
	readonly manifest: Uint8Array;
	/** Every excluded blob once. */
	readonly blobs: readonly PublishedBlob[];
	readonly packs?: readonly PublishedPack[];
};

/** Told after each object: how much of the whole is done. */
export type PublishProgress = (progress: {
	readonly doneCount: number;
	readonly totalCount: number;
	readonly doneBytes: number;
	readonly totalBytes: number;
}) => void;

/**
 * Reads a blob and checks it against its name: nothing leaves that a client would refuse.
 *
 * @throws PublishError `digest-mismatch`
 */
export async function readCheckedBlob(blob: PublishedBlob, crypto: Crypto): Promise<Uint8Array> {
	const bytes = await blob.read();
	const found = toHex(crypto.digest('sha1', bytes.subarray(LIVE_UPDATE_HEADER_BYTES)));
	if (found !== blob.hexDigest) {
		throw new PublishError(
			'digest-mismatch',
			`excluded resource ${blob.hexDigest}: expected SHA-1 ${blob.hexDigest}, found ${found}; build again`,
			{ data: { expected: blob.hexDigest, found } },
		);
	}
	return bytes;
}

/**
 * Checks that every excluded resource of the manifest has its blob.
 *
 * @throws PublishError `missing-blob`, naming the first
 */
export function verifyComplete(content: PublishedContent): void {
	const manifest = readManifest(content.manifest, PUBLISHED_MANIFEST_NAME);
	const present = new Set(content.blobs.map((blob) => blob.hexDigest));
	for (let at = 0; at < manifest.entryCount; at++) {
		const entry = manifest.entryAt(at);
		if ((entry.flags & RESOURCE_FLAG.EXCLUDED) === 0 || present.has(entry.hexDigest)) continue;
		throw new PublishError(
			'missing-blob',
			`${entry.url || 'a resource'} is listed as excluded, but its content ${entry.hexDigest} is not in the build`,
			{ data: { url: entry.url, hexDigest: entry.hexDigest } },
		);
	}
}
