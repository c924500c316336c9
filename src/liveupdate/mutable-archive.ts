import { type Crypto, toHex } from '../bytes/index.ts';
import {
	type ArchiveEntry,
	LIVE_UPDATE_HEADER_BYTES,
	type Manifest,
	RESOURCE_FLAG,
	readArchiveIndex,
	readLiveUpdateHeader,
	readManifest,
	writeArchiveIndex,
} from '../formats/index.ts';
import { createArchiveProvider, keyOfHash, type Provider, type ResourceKey } from '../resource/index.ts';
import { LiveUpdateError } from './error.ts';
import type { Log } from './log.ts';
import type { Storage } from './storage.ts';

export const MUTABLE_FILES = {
	manifest: 'liveupdate.dmanifest',
	index: 'liveupdate.arci',
	/** Where Defold's engine leaves the new index until its next start. */
	indexTmp: 'liveupdate.arci.tmp',
	data: 'liveupdate.arcd',
} as const;

/** A blob as published: 16-byte header and stored bytes, with the digest under which it was asked for. */
export type Blob = { readonly hexDigest: string; readonly bytes: Uint8Array };

/** The archive on the device into which single resources are stored. */
export type MutableArchive = {
	readonly provider: Provider;
	/** Digests of everything stored, needed by the current manifest or not. */
	storedDigests(): string[];
	/** Keeps another manifest, and uses it at once or from the next start on. */
	setManifest(manifest: Manifest, options: { atOnce: boolean }): Promise<void>;
	/**
	 * Stores blobs whose digest agrees, all in one durable step; what is stored already is not written again.
	 * Resolves to one outcome a blob; rejects with `io-error`, and then nothing of this call is stored.
	 */
	store(blobs: readonly Blob[]): Promise<(LiveUpdateError | undefined)[]>;
};

export type MutableArchiveOptions = {
	storage: Storage;
	baseManifest: Manifest;
	/** The base index's MD5, which Defold copies into the device's index. */
	baseIndexMd5: Uint8Array;
	indexVersion: 4 | 5;
	crypto: Crypto;
	log: Log;
};

/**
 * Opens the device's archive, or begins an empty one; nothing is written until something is stored.
 *
 * The order of writes makes it safe to lose power at any point: data is appended and synced, then the index that names it
 * replaces the old one in one step. An index that cannot be read is put aside, never deleted.
 */
export async function openMutableArchive(options: MutableArchiveOptions): Promise<MutableArchive> {
	const { storage, crypto } = options;
	const entries = await loadIndex(options);
	let manifest = await loadManifest(options);
	let data = await storage.open(MUTABLE_FILES.data);
	dropEntriesBeyond(entries, data?.sizeBytes ?? 0, options);
	let inner = openInner();

	function openInner(): Provider | undefined {
		if (!data) return undefined;
		return createArchiveProvider({
			scheme: 'mutable',
			manifest,
			index: { find: (digest) => entries.get(typeof digest === 'string' ? digest : toHex(digest)) },
			data,
			crypto,
		});
	}

	const mine = (key: ResourceKey): boolean => {
		const entry = manifest.find(key.urlHash);
		return entry !== undefined && (entry.flags & RESOURCE_FLAG.EXCLUDED) !== 0;
	};

	const provider: Provider = {
		scheme: 'mutable',
		get manifest() {
			return manifest;
		},
		sizeBytes: (key) => (inner && mine(key) ? inner.sizeBytes(key) : undefined),
		read: (key) => (inner && mine(key) ? inner.read(key) : undefined),
		*urlHashes() {
			if (inner) for (const urlHash of inner.urlHashes()) if (mine(keyOfHash(urlHash))) yield urlHash;
		},
		close() {
			inner?.close();
		},
	};

	return {
		provider,
		storedDigests: () => [...entries.keys()],
		async setManifest(next, { atOnce }) {
			await io(storage, MUTABLE_FILES.manifest, () => storage.replace(MUTABLE_FILES.manifest, next.fileBytes));
			if (!atOnce) return;
			manifest = next;
			inner = openInner();
		},
		async store(blobs) {
			const outcomes = blobs.map((blob) => checkBlob(blob, manifest, crypto));
			const fresh = new Map<string, Blob>();
			blobs.forEach((blob, at) => {
				if (!outcomes[at] && !entries.has(blob.hexDigest)) fresh.set(blob.hexDigest, blob);
			});
			if (fresh.size === 0) return outcomes;
			const added = [...fresh.values()];
			const parts = added.map((blob) => blob.bytes.subarray(LIVE_UPDATE_HEADER_BYTES));
			await io(storage, MUTABLE_FILES.data, async () => {
				let offset = await storage.append(MUTABLE_FILES.data, parts);
				await storage.sync(MUTABLE_FILES.data);
				const next = new Map(entries);
				for (const blob of added) {
					const entry = entryOfBlob(blob, offset);
					next.set(blob.hexDigest, entry);
					offset += entry.compressedSizeBytes ?? entry.sizeBytes;
				}
				await storage.replace(
					MUTABLE_FILES.index,
					writeArchiveIndex({
						version: options.indexVersion,
						entries: [...next.values()],
						crypto,
						md5: options.baseIndexMd5,
					}),
				);
				for (const [digest, entry] of next) entries.set(digest, entry);
			});
			if (!data) {
				data = await storage.open(MUTABLE_FILES.data);
				inner = openInner();
			}
			return outcomes;
		},
	};
}

function entryOfBlob(blob: Blob, offset: number): ArchiveEntry {
	const header = readLiveUpdateHeader(blob.bytes, blob.hexDigest);
	const storedSizeBytes = blob.bytes.length - LIVE_UPDATE_HEADER_BYTES;
	return {
		hexDigest: blob.hexDigest,
		offset,
		sizeBytes: header.compressed ? header.sizeBytes : storedSizeBytes,
		compressedSizeBytes: header.compressed ? storedSizeBytes : undefined,
		encrypted: header.encrypted,
		liveUpdate: true,
	};
}

function checkBlob(blob: Blob, manifest: Manifest, crypto: Crypto): LiveUpdateError | undefined {
	if (blob.bytes.length < LIVE_UPDATE_HEADER_BYTES) {
		return new LiveUpdateError(
			'invalid-header',
			`The liveupdate resource could not be verified, header information is missing for resource: ${blob.hexDigest}`,
			{ data: { hexDigest: blob.hexDigest, sizeBytes: blob.bytes.length } },
		);
	}
	const algorithm = manifest.resourceHashAlgorithm;
	const found = toHex(crypto.digest(algorithm, blob.bytes.subarray(LIVE_UPDATE_HEADER_BYTES)));
	if (found !== blob.hexDigest) {
		return new LiveUpdateError(
			'invalid-resource',
			`resource ${blob.hexDigest}: expected ${algorithm.toUpperCase()} ${blob.hexDigest}, ` +
				`found ${found} over ${blob.bytes.length - LIVE_UPDATE_HEADER_BYTES} bytes; it was not stored`,
			{ data: { expected: blob.hexDigest, found, sizeBytes: blob.bytes.length } },
		);
	}
	return undefined;
}

async function loadIndex(options: MutableArchiveOptions): Promise<Map<string, ArchiveEntry>> {
	const { storage, log } = options;
	// Defold's engine leaves the newest index in the .tmp file and moves it at its next start.
	for (const name of [MUTABLE_FILES.indexTmp, MUTABLE_FILES.index]) {
		const bytes = await storage.read(name);
		if (!bytes) continue;
		const entries = new Map<string, ArchiveEntry>();
		try {
			const index = readArchiveIndex(bytes, `${storage.name}/${name}`);
			for (let at = 0; at < index.entryCount; at++) {
				const entry = index.entryAt(at);
				if (entry.liveUpdate) entries.set(entry.hexDigest, entry);
			}
		} catch (error) {
			const aside = `${name}.unreadable`;
			await storage.rename(name, aside);
			log({
				severity: 'error',
				domain: 'LIVEUPDATE',
				message: `${(error as Error).message}; put aside as ${aside}, its content will be fetched again`,
			});
			continue;
		}
		if (name === MUTABLE_FILES.indexTmp) await storage.rename(name, MUTABLE_FILES.index);
		return entries;
	}
	return new Map();
}

async function loadManifest(options: MutableArchiveOptions): Promise<Manifest> {
	const { storage, log, baseManifest } = options;
	const bytes = await storage.read(MUTABLE_FILES.manifest);
	if (!bytes) return baseManifest;
	try {
		return readManifest(bytes, `${storage.name}/${MUTABLE_FILES.manifest}`);
	} catch (error) {
		const aside = `${MUTABLE_FILES.manifest}.unreadable`;
		await storage.rename(MUTABLE_FILES.manifest, aside);
		log({
			severity: 'error',
			domain: 'LIVEUPDATE',
			message: `${(error as Error).message}; put aside as ${aside}, the bundle's manifest is used`,
		});
		return baseManifest;
	}
}

function dropEntriesBeyond(
	entries: Map<string, ArchiveEntry>,
	sizeBytes: number,
	{ storage, log }: MutableArchiveOptions,
): void {
	let dropped = 0;
	for (const [digest, entry] of entries) {
		if (entry.offset + (entry.compressedSizeBytes ?? entry.sizeBytes) <= sizeBytes) continue;
		entries.delete(digest);
		dropped++;
	}
	if (dropped === 0) return;
	log({
		severity: 'warning',
		domain: 'LIVEUPDATE',
		message: `${storage.name}/${MUTABLE_FILES.data} ends at byte ${sizeBytes}: ${dropped} stored resources are gone and will be fetched again`,
	});
}

async function io(storage: Storage, name: string, work: () => Promise<void>): Promise<void> {
	try {
		await work();
	} catch (cause) {
		throw new LiveUpdateError('io-error', `cannot write ${storage.name}/${name}: ${(cause as Error).message}`, {
			cause,
			data: { path: `${storage.name}/${name}` },
		});
	}
}
