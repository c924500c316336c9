import { type Crypto, compareText, concatBytes, hash64 } from '../bytes/index.ts';
import {
	type ArchiveEntry,
	archiveDataWriter,
	engineVersionDigest,
	type ManifestContent,
	projectIdentifier,
	RESOURCE_FLAG,
	type ResourceEntry,
	signManifestData,
	writeArchiveIndex,
	writeLiveUpdateHeader,
	writeManifest,
} from '../formats/index.ts';
import type { HeldResource } from './compile-project.ts';
import { isAtLeast } from './engine-version.ts';

/** A resource to be stored, and where. */
export type PlacedResource = Omit<HeldResource, 'children' | 'excludes'> & {
	readonly place: 'bundled' | 'excluded';
	/** Paths of what the resource needs, for an excluded collection. */
	readonly dependants: readonly string[];
};

/** How a resource was stored. */
export type StoredResource = {
	readonly path: string;
	readonly place: 'bundled' | 'excluded';
	readonly sizeBytes: number;
	readonly storedSizeBytes: number;
	readonly hexDigest: string;
};

/** A blob to be published: 16-byte header, then the stored bytes. They are read when asked for. */
export type ExcludedBlob = { readonly hexDigest: string; readonly sizeBytes: number; readonly bytes: Uint8Array };

export type SigningKeys = {
	/** PKCS#8 DER. */
	readonly privateKey: Uint8Array;
	/** SubjectPublicKeyInfo DER. */
	readonly publicKey: Uint8Array;
};

export type Archive = {
	readonly index: Uint8Array;
	/** Empty when the parts went to `onData`. */
	readonly data: Uint8Array;
	readonly dataSizeBytes: number;
	/** Of the bundle; without the excluded resources for engines from 1.12 on. */
	readonly manifest: Uint8Array;
	/** To be published: always complete. */
	readonly publishedManifest: Uint8Array;
	/** The manifest of a pack: the resources in it, and what their collections need. */
	manifestOf(paths: ReadonlySet<string>): Uint8Array;
	readonly stored: readonly StoredResource[];
	/** Each once, in order of digest. */
	readonly excluded: readonly ExcludedBlob[];
};

/**
 * Encodes resources and writes the archive, the manifests and the blobs to be published.
 *
 * Everything is in an order of its own, so that the same resources give the same bytes. Equal content is stored once in
 * the bundle and published once.
 */
export function writeArchive(options: {
	readonly resources: readonly PlacedResource[];
	readonly title: string;
	readonly engineVersion: string;
	readonly supportedVersions: readonly string[];
	/** Leave the paths of resources out of the manifest. */
	readonly blankUrls: boolean;
	readonly crypto: Crypto;
	readonly keys: SigningKeys | undefined;
	/** Takes the archive's data part by part; without it the data is in the result. */
	readonly onData?: ((part: Uint8Array) => void) | undefined;
	readonly onResource?: (done: number, total: number, path: string) => void;
}): Archive {
	const { crypto, engineVersion, keys } = options;
	const resources = [...options.resources].sort((a, b) => compareText(a.path, b.path));
	const data = archiveDataWriter();
	const entries = new Map<string, ArchiveEntry>();
	const blobs = new Map<string, ExcludedBlob>();
	let written = 0;
	const stored: StoredResource[] = [];
	const listed: ResourceEntry[] = [];
	for (const [index, resource] of resources.entries()) {
		const { path, place, dependants, hexDigest, compressed, encrypted, storedSizeBytes } = resource;
		const sizes = {
			sizeBytes: resource.sizeBytes,
			compressedSizeBytes: compressed ? storedSizeBytes : undefined,
		};
		if (place === 'excluded') {
			if (!blobs.has(hexDigest)) blobs.set(hexDigest, excludedBlob(resource));
		} else if (!entries.has(hexDigest)) {
			const offset = data.append(resource.readStored());
			entries.set(hexDigest, { hexDigest, offset, ...sizes, encrypted, liveUpdate: false });
			// What went out need not be kept.
			if (options.onData) for (const part of data.finish().splice(0)) options.onData(part);
			written = data.sizeBytes();
		}
		listed.push({
			url: options.blankUrls ? '' : path,
			urlHash: hash64(path),
			hexDigest,
			flags:
				(place === 'excluded' ? RESOURCE_FLAG.EXCLUDED : RESOURCE_FLAG.BUNDLED) |
				(encrypted ? RESOURCE_FLAG.ENCRYPTED : 0) |
				(compressed ? RESOURCE_FLAG.COMPRESSED : 0),
			...sizes,
			dependants: dependants.map((needed) => hash64(needed)),
		});
		stored.push({ path, place, hexDigest, sizeBytes: resource.sizeBytes, storedSizeBytes });
		options.onResource?.(index + 1, resources.length, path);
	}
	const index = writeArchiveIndex({
		version: isAtLeast(engineVersion, [1, 13, 1]) ? 6 : 5,
		entries: [...entries.values()],
		crypto,
	});
	const strips = isAtLeast(engineVersion, [1, 12, 0]);
	const versions = [...new Set([engineVersion, ...options.supportedVersions])].sort(compareText);
	const content: ManifestContent = {
		version: 5,
		resourceHashAlgorithm: 'sha1',
		signatureHashAlgorithm: 'sha256',
		projectIdentifier: projectIdentifier(options.title, crypto),
		engineVersions: versions.map((version) => engineVersionDigest(version, crypto)),
		entries: listed,
		archiveIdentifier: index.subarray(MD5_AT, MD5_AT + 16),
		hasExcludedResources: strips ? blobs.size > 0 : undefined,
	};
	const sign =
		keys &&
		((dataBytes: Uint8Array): Uint8Array =>
			signManifestData({ dataBytes, algorithm: 'sha256', privateKey: keys.privateKey, crypto }));
	const publishedManifest = writeManifest(content, sign);
	const bundledOnly = listed.filter((entry) => (entry.flags & RESOURCE_FLAG.EXCLUDED) === 0);
	return {
		index,
		data: concatBytes(data.finish()),
		dataSizeBytes: written,
		manifest: strips ? writeManifest({ ...content, entries: bundledOnly }, sign) : publishedManifest,
		publishedManifest,
		manifestOf(paths) {
			const needed = new Set([...paths].map((path) => hash64(path)));
			const own = listed.filter((entry) => needed.has(entry.urlHash));
			for (const entry of own) for (const urlHash of entry.dependants) needed.add(urlHash);
			return writeManifest({ ...content, entries: listed.filter((entry) => needed.has(entry.urlHash)) }, sign);
		},
		stored,
		excluded: [...blobs.values()].sort((a, b) => compareText(a.hexDigest, b.hexDigest)),
	};
}

function excludedBlob({ hexDigest, sizeBytes, compressed, encrypted, ...resource }: PlacedResource): ExcludedBlob {
	const header = writeLiveUpdateHeader({ sizeBytes, encrypted, compressed, liveUpdate: true });
	return {
		hexDigest,
		sizeBytes: header.length + resource.storedSizeBytes,
		get bytes() {
			return concatBytes([header, resource.readStored()]);
		},
	};
}

/** Where an archive index has the MD5 of its content. */
const MD5_AT = 32;
