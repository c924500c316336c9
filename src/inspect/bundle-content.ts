import { hash64ToHex } from '../bytes/index.ts';
import {
	type ArchiveEntry,
	type Bundle,
	decodeResource,
	FormatError,
	LIVE_UPDATE_HEADER_BYTES,
	RESOURCE_FLAG,
	type ResourceEntry,
	readLiveUpdateHeader,
} from '../formats/index.ts';
import type { ContentPack } from './content-pack.ts';

/** Where the stored bytes of a resource lie. */
export type StoredIn =
	| { readonly kind: 'archive'; readonly entry: ArchiveEntry }
	| { readonly kind: 'pack'; readonly pack: ContentPack };

/** A resource of a bundle or its packs. */
export type ContentEntry = {
	readonly resource: ResourceEntry;
	/** Undefined when neither the archive nor a pack has it. */
	readonly storedIn: StoredIn | undefined;
	/** The manifest that lists it: the bundle's, or the first pack's that has it. */
	readonly listedBy: 'bundle' | ContentPack;
};

/** How a resource is decoded. */
export type Coding = { readonly sizeBytes: number; readonly compressed: boolean; readonly encrypted: boolean };

/**
 * Everything a bundle and the packs beside it consist of: the entries of the bundle's manifest, then those that only a
 * pack's manifest lists.
 */
export function listContent(bundle: Bundle, packs: readonly ContentPack[]): ContentEntry[] {
	const entries: ContentEntry[] = [];
	const seen = new Set<bigint>();
	for (const lister of [bundle, ...packs]) {
		const { manifest } = lister;
		for (let at = 0; at < (manifest?.entryCount ?? 0); at++) {
			const resource = manifest?.entryAt(at);
			if (!resource || seen.has(resource.urlHash)) continue;
			seen.add(resource.urlHash);
			const listedBy = lister === bundle ? 'bundle' : (lister as ContentPack);
			entries.push({ resource, storedIn: locate(resource.hexDigest, bundle, packs), listedBy });
		}
	}
	return entries;
}

function locate(hexDigest: string, bundle: Bundle, packs: readonly ContentPack[]): StoredIn | undefined {
	const entry = bundle.index.find(hexDigest);
	if (entry) return { kind: 'archive', entry };
	const pack = packs.find((candidate) => candidate.sizeBytes(hexDigest) !== undefined);
	return pack && { kind: 'pack', pack };
}

/** What to call a resource in messages. */
export function labelOf({ url, urlHash }: ResourceEntry): string {
	return url || `resource ${hash64ToHex(urlHash)}`;
}

/** Stored bytes of a resource, and how they are coded. @throws FormatError, BytesError when they cannot be read */
function readStored(content: ContentEntry, bundle: Bundle): { stored: Uint8Array; coding: Coding } | undefined {
	const { resource, storedIn } = content;
	if (!storedIn) return undefined;
	if (storedIn.kind === 'archive') {
		const { entry } = storedIn;
		return {
			stored: bundle.data.read(entry.offset, entry.compressedSizeBytes ?? entry.sizeBytes),
			coding: {
				sizeBytes: entry.sizeBytes,
				compressed: entry.compressedSizeBytes !== undefined,
				encrypted: entry.encrypted,
			},
		};
	}
	const blob = storedIn.pack.read(resource.hexDigest);
	const header = readLiveUpdateHeader(blob, `${labelOf(resource)} in ${storedIn.pack.name}`);
	const stored = blob.subarray(LIVE_UPDATE_HEADER_BYTES);
	// Manifests from version 5 on say how a resource is coded, and engines believe them; before, only the header does.
	const coding =
		resource.sizeBytes === undefined
			? header
			: {
					sizeBytes: resource.sizeBytes,
					compressed: resource.compressedSizeBytes !== undefined,
					encrypted: (resource.flags & RESOURCE_FLAG.ENCRYPTED) !== 0,
				};
	return { stored, coding };
}

/** What reading a resource gave: as stored and decoded, or why one of them could not be had. */
export type ContentRead = {
	readonly stored?: Uint8Array;
	readonly coding?: Coding;
	/** Decoded. */
	readonly bytes?: Uint8Array;
	readonly problem?: string;
};

/** Reads and decodes a resource, once; what fails is told, not thrown, so that the rest can go on. */
export function readContent(content: ContentEntry, bundle: Bundle): ContentRead {
	let found: ReturnType<typeof readStored>;
	try {
		found = readStored(content, bundle);
	} catch (error) {
		return { problem: (error as Error).message };
	}
	if (!found) return { problem: 'its content is neither in the archive nor in a pack' };
	const { coding } = found;
	try {
		return { ...found, bytes: decodeResource({ ...found, ...coding, name: labelOf(content.resource) }) };
	} catch (error) {
		const { message } = error as Error;
		const cipher = error instanceof FormatError && coding.encrypted;
		return {
			...found,
			problem: cipher ? `it cannot be deciphered: the project seems to use a cipher of its own (${message})` : message,
		};
	}
}
