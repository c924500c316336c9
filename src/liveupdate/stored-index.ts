import type { Crypto } from '../bytes/index.ts';
import { type ArchiveEntry, FormatError, readArchiveIndex, writeArchiveIndex } from '../formats/index.ts';
import { asideName, DEVICE_FILES } from './device-files.ts';
import type { Log } from './log.ts';
import type { Storage } from './storage.ts';

export type IndexVersion = 4 | 5;

/** The index as it was found: where each stored blob lies, by digest. */
export type StoredIndex = {
	readonly entries: Map<string, ArchiveEntry>;
	/** Version of the file; `undefined` when there was none that could be read. */
	readonly version: number | undefined;
	/** One was there that could not be read. */
	readonly wasUnreadable: boolean;
};

/** Bytes of an entry's content in the data file. */
export function storedSizeBytes(entry: ArchiveEntry): number {
	return entry.compressedSizeBytes ?? entry.sizeBytes;
}

/**
 * Loads the index of the device's archive, of any version.
 *
 * Defold's engine leaves the newest index in a `.tmp` file and moves it at its next start; so is done here. An index that
 * cannot be read is put aside and logged, and the one before it is tried.
 */
export async function loadStoredIndex(storage: Storage, log: Log): Promise<StoredIndex> {
	let wasUnreadable = false;
	for (const name of [DEVICE_FILES.indexTmp, DEVICE_FILES.index]) {
		const bytes = await storage.read(name);
		if (!bytes) continue;
		const entries = new Map<string, ArchiveEntry>();
		try {
			const index = readArchiveIndex(bytes, `${storage.name}/${name}`);
			for (let at = 0; at < index.entryCount; at++) {
				const entry = index.entryAt(at);
				// Archives of 2017 had the bundle's entries in them too, without this flag; engines pass over those.
				if (entry.liveUpdate) entries.set(entry.hexDigest, entry);
			}
			if (name === DEVICE_FILES.indexTmp) await storage.rename(name, DEVICE_FILES.index);
			return { entries, version: index.version, wasUnreadable: false };
		} catch (error) {
			if (!(error instanceof FormatError)) throw error;
			wasUnreadable = true;
			const aside = asideName(name);
			await storage.rename(name, aside);
			log({
				severity: 'error',
				domain: 'LIVEUPDATE',
				message: `${error.message}; put aside as ${aside}, its content will be fetched again`,
			});
		}
	}
	return { entries: new Map(), version: undefined, wasUnreadable };
}

/** Replaces the index; afterwards exactly these blobs are stored. `md5` is the bundle's, which Defold copies. */
export async function saveStoredIndex(options: {
	storage: Storage;
	entries: Iterable<ArchiveEntry>;
	version: IndexVersion;
	crypto: Crypto;
	md5: Uint8Array;
	/** Default: the index itself. */
	name?: string;
}): Promise<void> {
	const { storage, version, crypto, md5, name = DEVICE_FILES.index } = options;
	await storage.replace(name, writeArchiveIndex({ version, entries: [...options.entries], crypto, md5 }));
}

/** Forgets entries that lie beyond the end of the data: it was cut short, and they are fetched again. */
export function dropEntriesBeyond(
	entries: Map<string, ArchiveEntry>,
	sizeBytes: number,
	about: { storage: Storage; log: Log },
): void {
	let droppedCount = 0;
	for (const [digest, entry] of entries) {
		if (entry.offset + storedSizeBytes(entry) <= sizeBytes) continue;
		entries.delete(digest);
		droppedCount++;
	}
	if (droppedCount === 0) return;
	about.log({
		severity: 'warning',
		domain: 'LIVEUPDATE',
		message: `${about.storage.name}/${DEVICE_FILES.data} ends at byte ${sizeBytes}: ${droppedCount} stored resources are gone and will be fetched again`,
	});
}
