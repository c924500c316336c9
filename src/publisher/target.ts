import { type Crypto, encodeUtf8 } from '../bytes/index.ts';
import { readManifest } from '../formats/index.ts';
import { PUBLISHED_MANIFEST_NAME, type PublishedContent, type PublishProgress } from './content.ts';
import { PublishError } from './error.ts';
import { hostFiles } from './host-files.ts';
import { DEFAULT_CHANNEL } from './layout.ts';
import { numberManifest, type SigningKeys } from './number-manifest.ts';
import { publishRelease } from './publish-release.ts';
import { publishZip } from './publish-zip.ts';
import type { ReleaseStore } from './release-store.ts';

/** How a build is to be published; not every target knows every part. */
export type TargetOptions = {
	readonly content: PublishedContent;
	readonly crypto: Crypto;
	readonly keys?: SigningKeys | undefined;
	/** ISO 8601. */
	readonly now: string;
	readonly channel?: string | undefined;
	readonly note?: string | undefined;
	readonly engineVersions?: readonly string[] | undefined;
	/** A zip has no list of releases to count by; without a number its manifest has none. */
	readonly release?: number | undefined;
	readonly connections?: number | undefined;
	readonly onProgress?: PublishProgress | undefined;
};

export type TargetReport = {
	/** Undefined for a zip without one. */
	readonly release: number | undefined;
	/** Undefined for a zip: it is one file. */
	readonly channel: string | undefined;
	readonly previous: number | undefined;
	readonly unchanged: boolean;
	/** The manifest carries the release's number. */
	readonly numbered: boolean;
	readonly objectCount: number;
	readonly sentCount: number;
	readonly sentBytes: number;
	readonly keptCount: number;
};

/** Where a build is published to. */
export type PublishTarget = {
	readonly name: string;
	/**
	 * Publishes a build. What was published before stays visible until all of the new is there, and for ever if this fails.
	 *
	 * @throws PublishError; what the place throws
	 */
	publish(options: TargetOptions): Promise<TargetReport>;
};

/** A store of releases as a target; `forWebServer` adds the files that tell web servers how to serve it. */
export function createStoreTarget(
	store: ReleaseStore,
	{ forWebServer = false }: { forWebServer?: boolean } = {},
): PublishTarget {
	return {
		name: store.name,
		async publish(options) {
			const { release, ...rest } = options;
			if (release !== undefined) {
				throw new PublishError(
					'invalid-input',
					`${store.name}: a store counts its releases itself, but release ${release} was asked for`,
					{ data: { store: store.name, release } },
				);
			}
			if (forWebServer) await writeHostFiles(store);
			return await publishRelease({ ...rest, store, channel: options.channel ?? DEFAULT_CHANNEL });
		},
	};
}

/** Files of this name that are there already are the user's, or ours from before; they stay. */
async function writeHostFiles(store: ReleaseStore): Promise<void> {
	for (const [name, text] of hostFiles()) {
		if ((await store.size(name)) === undefined) await store.create(name, encodeUtf8(text));
	}
}

/** A file that is replaced as a whole. */
export type ZipFile = {
	readonly name: string;
	/** @returns false when the file has these bytes already */
	replace(fill: (write: (bytes: Uint8Array) => Promise<void>) => Promise<void>): Promise<boolean>;
};

/** One live-update zip as a target: what Defold's engines mount. */
export function createZipTarget(file: ZipFile, { level = 1 }: { level?: number } = {}): PublishTarget {
	return {
		name: file.name,
		async publish({ content, crypto, keys, channel, engineVersions = [], release, onProgress }) {
			if (channel !== undefined) {
				throw new PublishError(
					'invalid-input',
					`${file.name}: a zip has no channels, but "${channel}" was asked for; publish into a folder or bucket`,
					{ data: { file: file.name, channel } },
				);
			}
			const built = readManifest(content.manifest, PUBLISHED_MANIFEST_NAME);
			let manifest = content.manifest;
			let numbered = built.release !== undefined;
			if (release !== undefined || engineVersions.length > 0) {
				const number = release === undefined ? built.release : { number: release, rollbackFrom: undefined };
				const result = numberManifest({ manifest: built, release: number, engineVersions, keys, crypto });
				if (!result.renewed) {
					throw new PublishError(
						'key-needed',
						`${file.name}: a release number or more engine versions change the signed manifest; give the private key`,
						{ data: { file: file.name } },
					);
				}
				manifest = result.bytes;
				numbered = number !== undefined;
			}
			let sizeBytes = 0;
			const changed = await file.replace(async (write) => {
				await publishZip({
					content: { ...content, manifest },
					crypto,
					level,
					...(onProgress ? { onProgress } : {}),
					write: async (bytes) => {
						sizeBytes += bytes.length;
						await write(bytes);
					},
				});
			});
			const objectCount = content.blobs.length;
			return {
				release: release ?? built.release?.number,
				channel: undefined,
				previous: undefined,
				unchanged: !changed,
				numbered,
				objectCount,
				sentCount: changed ? objectCount : 0,
				sentBytes: changed ? sizeBytes : 0,
				keptCount: changed ? 0 : objectCount,
			};
		},
	};
}
