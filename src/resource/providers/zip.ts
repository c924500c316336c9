import { type Crypto, hash64, toBinaryString } from '../../bytes/index.ts';
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
import type { Provider } from '../provider.ts';
import { describeKey, type ResourceKey } from '../resource-key.ts';
import { verifyStored } from '../verify-stored.ts';

/** The manifest inside a live-update zip. */
export const LIVE_UPDATE_MANIFEST_NAME = 'liveupdate.game.dmanifest';

export type ZipProviderOptions = {
	zip: ZipArchive;
	/** What is mounted, for messages. */
	name: string;
	crypto: Crypto;
	/** Compare stored bytes with their digest each time they are read; default false. */
	verifyReads?: boolean;
	/** Asked with the zip's manifest before anything is served, to check who signed it; throws to refuse. */
	acceptManifest?: (manifest: Manifest) => void;
	/** Serves the zip's content by this manifest instead of its own, and nothing that it does not list. */
	manifest?: Manifest;
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

/** An entry of the zip and what the manifest says of it; a file the manifest does not list has no `resource`. */
type Served = { readonly entry: ZipEntry; readonly resource: ResourceEntry | undefined };

/** A zip provider, and where in the zip a resource lies. */
export type ZipProvider = Provider & { entryOf(key: ResourceKey): ZipEntry | undefined };

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
 * @throws FormatError `missing-manifest` when the zip has none
 */
export function createZipProvider(options: ZipProviderOptions): ZipProvider {
	const { zip, name, crypto, verifyReads = false } = options;
	const own = readZipManifest(zip, name);
	options.acceptManifest?.(own);
	const manifest = options.manifest ?? own;
	const served = indexZip(zip, manifest, options.manifest === undefined);
	let closed = false;

	const find = (key: ResourceKey): Served | undefined => {
		if (closed) throw new ResourceError('closed', `${name}: read after it was closed`);
		return served.find(key.urlHash);
	};

	const readStored = (entry: ZipEntry, resource: ResourceEntry, check: boolean): Uint8Array => {
		const stored = zip.read(entry).subarray(LIVE_UPDATE_HEADER_BYTES);
		if (check) {
			verifyStored({
				stored,
				hexDigest: resource.hexDigest,
				algorithm: manifest.resourceHashAlgorithm,
				crypto,
				resource: labelOf(resource),
				where: name,
			});
		}
		return stored;
	};

	return {
		scheme: 'zip',
		manifest,
		sizeBytes(key) {
			const item = find(key);
			if (!item) return undefined;
			const { entry, resource } = item;
			if (!resource) return entry.sizeBytes;
			return resource.sizeBytes ?? readLiveUpdateHeader(zip.read(entry), resource.hexDigest).sizeBytes;
		},
		read(key) {
			const item = find(key);
			if (!item) return undefined;
			const { entry, resource } = item;
			if (!resource) return zip.read(entry);
			const stored = readStored(entry, resource, verifyReads);
			const coding = codingOf(resource, () => zip.read(entry));
			return decodeResource({ stored, ...coding, name: `${labelOf(resource)} in ${name}` });
		},
		*list() {
			for (const [urlHash, { entry, resource }] of served.all()) {
				if (resource) yield { urlHash, path: resource.url || undefined, hexDigest: resource.hexDigest };
				else yield { urlHash, path: pathOfExtra(entry), hexDigest: undefined };
			}
		},
		*verify() {
			const checked = new Set<ZipEntry>();
			for (const [, { entry, resource }] of served.all()) {
				if (!resource || checked.has(entry)) continue;
				checked.add(entry);
				yield readStored(entry, resource, true).length;
			}
		},
		entryOf: (key) => find(key)?.entry,
		close() {
			if (!closed) zip.close();
			closed = true;
		},
	};
}

function labelOf(resource: ResourceEntry): string {
	return resource.url || describeKey({ path: undefined, urlHash: resource.urlHash });
}

function pathOfExtra(entry: ZipEntry): string {
	return entry.name.startsWith('/') ? entry.name : `/${entry.name}`;
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

const HEX_DIGITS = '0123456789abcdef';

/** All digests of a manifest in hexadecimal: parts of one long text, which is made much faster than many short ones. */
function hexDigestsOf(manifest: Manifest): string[] {
	const { entryCount } = manifest;
	const sizeBytes = entryCount > 0 ? manifest.digestAt(0).length : 0;
	const digits = new Uint8Array(entryCount * sizeBytes * 2);
	let out = 0;
	for (let at = 0; at < entryCount; at++) {
		for (const byte of manifest.digestAt(at)) {
			digits[out++] = HEX_DIGITS.charCodeAt(byte >> 4);
			digits[out++] = HEX_DIGITS.charCodeAt(byte & 15);
		}
	}
	const text = toBinaryString(digits);
	return Array.from({ length: entryCount }, (_, at) => text.slice(at * sizeBytes * 2, (at + 1) * sizeBytes * 2));
}

/** What a zip serves: by the manifest's order, and the files that no manifest lists. */
type ZipIndex = {
	find(urlHash: bigint): Served | undefined;
	all(): Iterable<readonly [urlHash: bigint, served: Served]>;
};

/** Entries of the manifest are decoded when they are first asked for: most of a large pack never is. */
function indexZip(zip: ZipArchive, manifest: Manifest, withExtraFiles: boolean): ZipIndex {
	const { entryCount } = manifest;
	const blobs = new Array<ZipEntry | undefined>(entryCount);
	const consumed = new Set<ZipEntry>();
	const digests = hexDigestsOf(manifest);
	for (let at = 0; at < entryCount; at++) {
		const entry = zip.find(digests[at] as string);
		if (!entry || entry.sizeBytes < LIVE_UPDATE_HEADER_BYTES) continue;
		blobs[at] = entry;
		consumed.add(entry);
	}
	const extras = new Map<bigint, Served>();
	/** Most lookups are for none of them, and numbers are looked up much faster than 64-bit ones. */
	const extraLows = new Set<number>();
	const wanted = new BigUint64Array(1);
	const half = new Uint32Array(wanted.buffer);
	for (const entry of withExtraFiles ? zip.entries : []) {
		if (consumed.has(entry)) continue;
		wanted[0] = hash64(pathOfExtra(entry));
		extras.set(wanted[0], { entry, resource: undefined });
		extraLows.add(half[0] as number);
	}
	const decoded = new Array<Served | undefined>(entryCount);
	const listedAt = (at: number): Served | undefined => {
		const known = decoded[at];
		if (known) return known;
		const entry = blobs[at];
		const served = entry && { entry, resource: manifest.entryAt(at) };
		decoded[at] = served;
		return served;
	};
	return {
		find(urlHash) {
			wanted[0] = urlHash;
			const extra = extraLows.has(half[0] as number) ? extras.get(urlHash) : undefined;
			if (extra) return extra;
			const at = manifest.indexOf(urlHash);
			return at < 0 ? undefined : listedAt(at);
		},
		*all() {
			for (let at = 0; at < entryCount; at++) {
				const served = listedAt(at);
				const urlHash = served?.resource?.urlHash;
				if (served && urlHash !== undefined && !extras.has(urlHash)) yield [urlHash, served];
			}
			yield* extras;
		},
	};
}
