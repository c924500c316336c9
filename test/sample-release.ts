import { generateKeyPairSync } from 'node:crypto';
import { concatBytes, encodeUtf8, hash64, memoryAccess, portableDigest, toHex } from '../src/bytes/index.ts';
import {
	type ArchiveEntry,
	archiveDataWriter,
	type Bundle,
	createZipWriter,
	encodeResource,
	engineVersionDigest,
	portableCrypto,
	projectIdentifier,
	RESOURCE_FLAG,
	type ResourceEntry,
	readArchiveIndex,
	readManifest,
	signManifestData,
	writeArchiveIndex,
	writeLiveUpdateHeader,
	writeManifest,
} from '../src/formats/index.ts';

/** A small signed release made by our own writers, for tests that need content and not a build. */
export type SampleRelease = {
	readonly bundle: Bundle;
	/** Blobs as published, by digest. */
	readonly blobs: ReadonlyMap<string, Uint8Array>;
	readonly publishedManifest: Uint8Array;
	readonly zip: Uint8Array;
	/** Signs manifests as this release's publisher does. */
	readonly keys: { readonly privateKey: Uint8Array; readonly publicKey: Uint8Array };
	readonly digestOf: (path: string) => string;
};

export type SampleResource = {
	readonly bytes: Uint8Array | string;
	readonly excluded?: boolean;
	readonly encrypt?: boolean;
	/** Paths this one needs. */
	readonly needs?: readonly string[];
};

let sharedKeys: SampleRelease['keys'] | undefined;

/** A key pair; making one takes a while, so all samples share it. */
export function sampleKeys(fresh = false): SampleRelease['keys'] {
	if (sharedKeys && !fresh) return sharedKeys;
	const { privateKey, publicKey } = generateKeyPairSync('rsa', {
		modulusLength: 1024,
		publicKeyEncoding: { type: 'spki', format: 'der' },
		privateKeyEncoding: { type: 'pkcs8', format: 'der' },
	});
	const keys = { privateKey: new Uint8Array(privateKey), publicKey: new Uint8Array(publicKey) };
	if (!fresh) sharedKeys = keys;
	return keys;
}

export function makeRelease(
	resources: Readonly<Record<string, SampleResource>>,
	options: {
		keys?: SampleRelease['keys'];
		engineVersion?: string;
		title?: string;
		releaseNumber?: number;
		rollbackFrom?: number;
	} = {},
): SampleRelease {
	const { keys = sampleKeys(), engineVersion = '1.11.2', title = 'Sample' } = options;
	const crypto = portableCrypto;
	const data = archiveDataWriter();
	const index: ArchiveEntry[] = [];
	const entries: ResourceEntry[] = [];
	const blobs = new Map<string, Uint8Array>();
	const digests = new Map<string, string>();
	for (const [path, { bytes, excluded = false, encrypt = false, needs = [] }] of Object.entries(resources)) {
		const raw = typeof bytes === 'string' ? encodeUtf8(bytes) : bytes;
		const encoded = encodeResource({ raw, compress: true, encrypt });
		const hexDigest = toHex(portableDigest('sha1', encoded.stored));
		const compressedSizeBytes = encoded.compressed ? encoded.stored.length : undefined;
		digests.set(path, hexDigest);
		entries.push({
			url: path,
			urlHash: hash64(path),
			hexDigest,
			sizeBytes: raw.length,
			compressedSizeBytes,
			flags:
				(excluded ? RESOURCE_FLAG.EXCLUDED : RESOURCE_FLAG.BUNDLED) |
				(encoded.encrypted ? RESOURCE_FLAG.ENCRYPTED : 0) |
				(encoded.compressed ? RESOURCE_FLAG.COMPRESSED : 0),
			dependants: needs.map((needed) => hash64(needed)),
		});
		if (excluded) {
			const header = writeLiveUpdateHeader({
				sizeBytes: raw.length,
				encrypted: encoded.encrypted,
				compressed: encoded.compressed,
				liveUpdate: true,
			});
			blobs.set(hexDigest, concatBytes([header, encoded.stored]));
		} else if (!index.some((entry) => entry.hexDigest === hexDigest)) {
			index.push({
				hexDigest,
				offset: data.append(encoded.stored),
				sizeBytes: raw.length,
				compressedSizeBytes,
				encrypted: encoded.encrypted,
				liveUpdate: false,
			});
		}
	}
	const publishedManifest = writeManifest(
		{
			version: 5,
			resourceHashAlgorithm: 'sha1',
			signatureHashAlgorithm: 'sha256',
			projectIdentifier: projectIdentifier(title, crypto),
			engineVersions: [engineVersionDigest(engineVersion, crypto)],
			entries,
			...(options.releaseNumber === undefined
				? {}
				: { release: { number: options.releaseNumber, rollbackFrom: options.rollbackFrom } }),
		},
		(dataBytes) => signManifestData({ dataBytes, algorithm: 'sha256', privateKey: keys.privateKey, crypto }),
	);
	const zipParts: Uint8Array[] = [];
	const zip = createZipWriter((part) => zipParts.push(part.slice()));
	for (const [name, blob] of [...blobs].sort(([a], [b]) => (a < b ? -1 : 1))) zip.add(name, blob, { level: 1 });
	zip.add('liveupdate.game.dmanifest', publishedManifest, { level: 1 });
	zip.finish();
	return {
		blobs,
		publishedManifest,
		keys,
		zip: concatBytes(zipParts),
		digestOf: (path) => digests.get(path) as string,
		bundle: {
			name: 'sample',
			projectText: `[project]\ntitle = ${title}\n`,
			manifest: readManifest(publishedManifest, 'game.dmanifest'),
			index: readArchiveIndex(writeArchiveIndex({ version: 5, entries: index, crypto }), 'game.arci'),
			data: memoryAccess(concatBytes(data.finish()), 'game.arcd'),
			publicKey: keys.publicKey,
			dataFiles: [{ name: 'game.arcd', sizeBytes: data.sizeBytes() }],
			split: false,
		},
	};
}
