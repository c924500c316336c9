import { type Crypto, hash64 } from '../../bytes/index.ts';
import {
	decodeResource,
	FormatError,
	LIVE_UPDATE_HEADER_BYTES,
	type Manifest,
	RESOURCE_FLAG,
	type ResourceEntry,
	readLiveUpdateHeader,
	readManifest,
	type ZipArchive,
	type ZipEntry,
} from '../../formats/index.ts';
import { ResourceError } from '../error.ts';
import type { Provider, Verify } from '../provider.ts';
import { describeKey, type ResourceKey } from '../resource-key.ts';
import { verifyStored } from '../verify-stored.ts';

/** The manifest inside a live-update zip. */
export const LIVE_UPDATE_MANIFEST_NAME = 'liveupdate.game.dmanifest';

export type ZipProviderOptions = {
	zip: ZipArchive;
	/** What is mounted, for messages. */
	name: string;
	crypto: Crypto;
	/** Default `mount`: a pack is checked whole before anything in it becomes visible. */
	verify?: Verify;
	/** Asked with the manifest before anything is served, to check who signed it; throws to refuse. */
	verifyManifest?: (manifest: Manifest) => void;
};

/** The manifest of a live-update zip. @throws FormatError `missing-manifest`, or what is wrong with it */
export function readZipManifest(zip: ZipArchive, name: string): Manifest {
	const entry = zip.find(LIVE_UPDATE_MANIFEST_NAME);
	if (!entry) {
		throw new FormatError('missing-manifest', `${name}: expected an entry ${LIVE_UPDATE_MANIFEST_NAME}, found none`, {
			data: { name, expected: LIVE_UPDATE_MANIFEST_NAME },
		});
	}
	return readManifest(zip.read(entry), `${LIVE_UPDATE_MANIFEST_NAME} in ${name}`);
}

type Served = { readonly entry: ZipEntry /** Position in the manifest, −1 for an extra file. */; readonly at: number };

/**
 * A live-update zip.
 *
 * It serves every manifest entry whose digest names an entry of the zip, and every other entry ("extra file") under "/"
 * and its name. An extra file named like a resource replaces that resource. Manifest entries without a blob are left out:
 * that is what lets one manifest be split over several zips.
 *
 * The manifest's flags and sizes decide how a blob is decoded, as in Defold; manifests before version 5 have none, and then
 * the blob's own header does.
 *
 * @throws FormatError `missing-manifest` when the zip has none; ResourceError `digest-mismatch` with `verify: "mount"`
 */
export function createZipProvider(options: ZipProviderOptions): Provider {
	const { zip, name, crypto, verify = 'mount' } = options;
	const manifest = readZipManifest(zip, name);
	options.verifyManifest?.(manifest);
	const served = indexZip(zip, manifest);
	let closed = false;

	const find = (key: ResourceKey): Served | undefined => {
		if (closed) throw new ResourceError('closed', `${name}: read after it was closed`);
		return served.get(key.urlHash);
	};

	const readServed = (item: Served, check: boolean): Uint8Array => {
		const content = zip.read(item.entry);
		if (item.at < 0) return content;
		const resource = manifest.entryAt(item.at);
		const stored = content.subarray(LIVE_UPDATE_HEADER_BYTES);
		const coding = codingOf(resource, () => content);
		const label = resource.url || describeKey({ path: undefined, urlHash: resource.urlHash });
		if (check) {
			verifyStored({
				stored,
				hexDigest: resource.hexDigest,
				algorithm: manifest.resourceHashAlgorithm,
				crypto,
				resource: label,
				where: name,
			});
		}
		return decodeResource({ stored, ...coding, name: `${label} in ${name}` });
	};

	if (verify === 'mount') {
		const checked = new Set<ZipEntry>();
		for (const item of served.values()) {
			if (item.at < 0 || checked.has(item.entry)) continue;
			checked.add(item.entry);
			readServed(item, true);
		}
	}

	return {
		scheme: 'zip',
		manifest,
		sizeBytes(key) {
			const item = find(key);
			if (!item) return undefined;
			if (item.at < 0) return item.entry.sizeBytes;
			return codingOf(manifest.entryAt(item.at), () => zip.read(item.entry)).sizeBytes;
		},
		read(key) {
			const item = find(key);
			return item ? readServed(item, verify === 'read') : undefined;
		},
		urlHashes: () => served.keys(),
		close() {
			closed = true;
			zip.close();
		},
	};
}

/** How a blob is decoded: the manifest says so from version 5 on, before that only the blob's own header. */
function codingOf(
	resource: ResourceEntry,
	readBlob: () => Uint8Array,
): { sizeBytes: number; compressed: boolean; encrypted: boolean } {
	const { sizeBytes, compressedSizeBytes, flags } = resource;
	if (sizeBytes === undefined) return readLiveUpdateHeader(readBlob(), resource.hexDigest);
	return {
		sizeBytes,
		compressed: compressedSizeBytes !== undefined,
		encrypted: (flags & RESOURCE_FLAG.ENCRYPTED) !== 0,
	};
}

function indexZip(zip: ZipArchive, manifest: Manifest): Map<bigint, Served> {
	const served = new Map<bigint, Served>();
	const consumed = new Set<string>();
	for (let at = 0; at < manifest.entryCount; at++) {
		const resource = manifest.entryAt(at);
		const entry = zip.find(resource.hexDigest);
		if (!entry || entry.sizeBytes < LIVE_UPDATE_HEADER_BYTES) continue;
		served.set(resource.urlHash, { entry, at });
		consumed.add(entry.name);
	}
	for (const entry of zip.entries) {
		if (consumed.has(entry.name)) continue;
		served.set(hash64(entry.name.startsWith('/') ? entry.name : `/${entry.name}`), { entry, at: -1 });
	}
	return served;
}
