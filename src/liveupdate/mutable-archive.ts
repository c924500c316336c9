import type { Crypto, RandomAccess } from '../bytes/index.ts';
import {
	type ArchiveEntry,
	LIVE_UPDATE_HEADER_BYTES,
	type LiveUpdateHeader,
	type Manifest,
	RESOURCE_FLAG,
	type ResourceEntry,
} from '../formats/index.ts';
import { createArchiveProvider, type Provider } from '../resource/index.ts';
import { compactArchive, finishCompaction } from './compaction.ts';
import { asideName, DEVICE_FILES } from './device-files.ts';
import { LiveUpdateError } from './error.ts';
import type { Log } from './log.ts';
import type { Storage } from './storage.ts';
import {
	dropEntriesBeyond,
	type IndexVersion,
	loadStoredIndex,
	saveStoredIndex,
	storedSizeBytes,
} from './stored-index.ts';
import { createUsage } from './usage.ts';
import { type Blob, verifyBlob } from './verify-blob.ts';

/** A blob that is stored: its digest and its size without the header. */
export type StoredResource = { readonly hexDigest: string; readonly sizeBytes: number };

/** The archive on the device into which single resources are stored. */
export type MutableArchive = {
	readonly provider: Provider;
	/** Everything stored, needed by the current manifest or not; what was read longest ago comes first. */
	stored(): StoredResource[];
	/** Uses another manifest from now on. */
	setManifest(manifest: Manifest): void;
	/**
	 * Stores blobs whose digest and header agree, all in one durable step; what is stored already is not written again.
	 *
	 * @param ready what must be on stable storage before these count
	 * @returns one outcome a blob: `undefined`, or why it was refused
	 * @throws LiveUpdateError of the storage, and then nothing of this call is stored
	 */
	store(blobs: readonly Blob[], ready: Promise<void>): Promise<(LiveUpdateError | undefined)[]>;
	/** Forgets stored blobs and gives their room back. @throws LiveUpdateError of the storage */
	remove(hexDigests: ReadonlySet<string>): Promise<void>;
	/** Keeps for the next start what was read last. */
	saveUsage(): Promise<void>;
};

export type MutableArchiveOptions = {
	storage: Storage;
	manifest: Manifest;
	/** The base index's MD5, which Defold copies into the device's index. */
	baseIndexMd5: Uint8Array;
	indexVersion: IndexVersion;
	crypto: Crypto;
	log: Log;
	/** Compare stored bytes with their digest each time they are read; default true. */
	verifyReads?: boolean;
	swallowReadErrors?: boolean;
	/** Lets others have a turn; awaited between pieces of work that take long. */
	pause: () => Promise<void>;
};

/** After so many bytes were hashed, others have a turn. */
const PAUSE_BYTES = 4 * 1024 ** 2;

type Contents = { readonly entries: Map<string, ArchiveEntry>; readonly data: RandomAccess | undefined };

/**
 * Opens the device's archive, or begins an empty one; nothing is written until something is stored.
 *
 * The order of writes makes it safe to lose power at any point: data is appended and synced, then the index that names it
 * replaces the old one in one step. An index that cannot be read is put aside, never deleted.
 */
export async function openMutableArchive(options: MutableArchiveOptions): Promise<MutableArchive> {
	const { storage, crypto, log, pause } = options;
	const usage = await createUsage(storage);
	let { manifest } = options;
	let contents = await loadContents();
	/** A write failed half-way, so what the disk holds must be looked at before the next. */
	let isUncertain = false;
	let inner = openInner();
	let entryByDigest: ReadonlyMap<string, number> | undefined;
	/** Resources read since their digests were last looked up, in order. */
	const reads = new Set<bigint>();

	async function loadContents(): Promise<Contents> {
		await finishCompaction(storage);
		const { entries, version, wasUnreadable } = await loadStoredIndex(storage, log);
		// Data that no index names is of no use; with an index put aside it goes there too.
		if (wasUnreadable) await putAside(DEVICE_FILES.data);
		else if (entries.size === 0) await storage.remove(DEVICE_FILES.data);
		const data = await storage.open(DEVICE_FILES.data);
		dropEntriesBeyond(entries, data?.sizeBytes ?? 0, { storage, log });
		if (version !== undefined && version !== options.indexVersion) await saveIndex(entries.values());
		return { entries, data };
	}

	async function putAside(name: string): Promise<void> {
		if ((await storage.list()).includes(name)) await storage.rename(name, asideName(name));
	}

	function saveIndex(entries: Iterable<ArchiveEntry>): Promise<void> {
		return saveStoredIndex({ storage, entries, version: options.indexVersion, crypto, md5: options.baseIndexMd5 });
	}

	function openInner(): Provider | undefined {
		const { data } = contents;
		if (!data) return undefined;
		return createArchiveProvider({
			scheme: 'mutable',
			manifest,
			index: { find: (hexDigest) => contents.entries.get(hexDigest) },
			data,
			crypto,
			// In the bundle's place nothing is served, as in Defold: only what was left out of it.
			serves: isExcluded,
			...(options.verifyReads === undefined ? {} : { verifyReads: options.verifyReads }),
			...(options.swallowReadErrors ? { swallowReadErrors: true } : {}),
		});
	}

	const provider: Provider = {
		scheme: 'mutable',
		get manifest() {
			return manifest;
		},
		sizeBytes: (key) => inner?.sizeBytes(key),
		read(key) {
			const bytes = inner?.read(key);
			if (bytes) {
				reads.delete(key.urlHash);
				reads.add(key.urlHash);
			}
			return bytes;
		},
		*list() {
			if (inner) yield* inner.list();
		},
		*verify() {
			if (inner?.verify) yield* inner.verify();
		},
		close() {
			inner?.close();
		},
	};

	/** Turns what was read into what was used, by the manifest that was in use. */
	const settleUsage = (): void => {
		for (const urlHash of reads) {
			const entry = manifest.find(urlHash);
			if (entry) usage.touch(entry.hexDigest);
		}
		reads.clear();
	};

	/** What the manifest says of a digest; several resources may have it, and then say the same. */
	const listed = (hexDigest: string): ResourceEntry | undefined => {
		entryByDigest ??= indexByDigest(manifest);
		const at = entryByDigest.get(hexDigest);
		return at === undefined ? undefined : manifest.entryAt(at);
	};

	const checkAll = async (blobs: readonly Blob[]): Promise<(LiveUpdateHeader | LiveUpdateError)[]> => {
		const checked: (LiveUpdateHeader | LiveUpdateError)[] = [];
		let sincePause = 0;
		for (const blob of blobs) {
			checked.push(check(blob));
			sincePause += blob.bytes.length;
			if (sincePause < PAUSE_BYTES) continue;
			sincePause = 0;
			await pause();
		}
		return checked;
	};

	const check = (blob: Blob): LiveUpdateHeader | LiveUpdateError => {
		try {
			return verifyBlob({ blob, entry: listed(blob.hexDigest), algorithm: manifest.resourceHashAlgorithm, crypto });
		} catch (error) {
			if (error instanceof LiveUpdateError) return error;
			throw error;
		}
	};

	/** Changes what is stored; when it fails, the disk decides what is there. */
	const change = async (work: () => Promise<Contents>): Promise<void> => {
		if (isUncertain) {
			contents = await loadContents();
			inner = openInner();
		}
		isUncertain = true;
		const { data } = contents;
		contents = await work();
		if (contents.data !== data) inner = openInner();
		isUncertain = false;
	};

	return {
		provider,
		stored() {
			settleUsage();
			return usage.oldestFirst(contents.entries.keys()).map((hexDigest) => ({
				hexDigest,
				sizeBytes: storedSizeBytes(contents.entries.get(hexDigest) as ArchiveEntry),
			}));
		},
		setManifest(next) {
			settleUsage();
			manifest = next;
			entryByDigest = undefined;
			inner = openInner();
		},
		async store(blobs, ready) {
			const checked = await checkAll(blobs);
			const fresh = new Map<string, { blob: Blob; header: LiveUpdateHeader }>();
			for (const [at, blob] of blobs.entries()) {
				const header = checked[at] as LiveUpdateHeader | LiveUpdateError;
				if (header instanceof LiveUpdateError || contents.entries.has(blob.hexDigest)) continue;
				fresh.set(blob.hexDigest, { blob, header });
			}
			if (fresh.size > 0) {
				await change(async () => {
					const added = [...fresh.values()];
					const parts = added.map(({ blob }) => blob.bytes.subarray(LIVE_UPDATE_HEADER_BYTES));
					let offset = await storage.append(DEVICE_FILES.data, parts);
					await Promise.all([storage.sync(DEVICE_FILES.data), ready]);
					const entries = new Map(contents.entries);
					for (const { blob, header } of added) {
						const entry = entryOfBlob(blob, header, offset);
						entries.set(blob.hexDigest, entry);
						offset += storedSizeBytes(entry);
						usage.touch(blob.hexDigest);
					}
					await saveIndex(entries.values());
					return { entries, data: contents.data ?? (await storage.open(DEVICE_FILES.data)) };
				});
			}
			await ready;
			return checked.map((outcome) => (outcome instanceof LiveUpdateError ? outcome : undefined));
		},
		async remove(hexDigests) {
			const { data } = contents;
			if (!data) return;
			await change(async () => {
				const kept = [...contents.entries.values()].filter(({ hexDigest }) => !hexDigests.has(hexDigest));
				const moved = await compactArchive({
					storage,
					data,
					entries: kept,
					version: options.indexVersion,
					crypto,
					md5: options.baseIndexMd5,
				});
				const entries = new Map(moved.map((entry) => [entry.hexDigest, entry]));
				return { entries, data: await storage.open(DEVICE_FILES.data) };
			});
			// Nothing reads the old data between the switch and here: both happen in one turn.
			data.close();
			usage.forget(hexDigests);
		},
		async saveUsage() {
			settleUsage();
			await usage.save();
		},
	};
}

function isExcluded(entry: ResourceEntry): boolean {
	return (entry.flags & RESOURCE_FLAG.EXCLUDED) !== 0;
}

function indexByDigest(manifest: Manifest): Map<string, number> {
	const positions = new Map<string, number>();
	for (let at = 0; at < manifest.entryCount; at++) positions.set(manifest.entryAt(at).hexDigest, at);
	return positions;
}

/** As Defold's engine enters a blob: by what its header says. */
function entryOfBlob(blob: Blob, header: LiveUpdateHeader, offset: number): ArchiveEntry {
	const sizeBytes = blob.bytes.length - LIVE_UPDATE_HEADER_BYTES;
	return {
		hexDigest: blob.hexDigest,
		offset,
		sizeBytes: header.compressed ? header.sizeBytes : sizeBytes,
		compressedSizeBytes: header.compressed ? sizeBytes : undefined,
		encrypted: header.encrypted,
		liveUpdate: true,
	};
}
