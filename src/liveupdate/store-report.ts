import { type Crypto, type DigestAlgorithm, LivemountError, toHex } from '../bytes/index.ts';
import {
	type ArchiveEntry,
	type MountLine,
	readArchiveIndex,
	readManifest,
	readMountsFile,
	readReferenceFile,
} from '../formats/index.ts';
import { asideName, DEVICE_FILES } from './device-files.ts';
import type { Storage } from './storage.ts';
import { storedSizeBytes } from './stored-index.ts';

/** What a game's folder on a device holds. */
export type StoreReport = {
	/** Single resources, in the order in which they lie in the archive. */
	readonly resources: readonly { readonly hexDigest: string; readonly sizeBytes: number }[];
	/** The manifest that was stored. */
	readonly manifest:
		| { readonly version: number; readonly entryCount: number; readonly release: number | undefined }
		| undefined;
	/** Mounts kept across starts. */
	readonly mounts: readonly MountLine[];
	/** The zip that era A's `store_archive` kept. */
	readonly reference: string | undefined;
	/** Files put aside because they could not be read. */
	readonly asideNames: readonly string[];
	/** What could not be read, in words. */
	readonly faults: readonly string[];
};

/** Tells what a folder holds; nothing is changed. */
export async function reportStore(storage: Storage): Promise<StoreReport> {
	const faults: string[] = [];
	const parse = async <T>(name: string, read: (bytes: Uint8Array, label: string) => T): Promise<T | undefined> => {
		const bytes = await storage.read(name);
		if (!bytes) return undefined;
		try {
			return read(bytes, `${storage.name}/${name}`);
		} catch (error) {
			if (!(error instanceof LivemountError)) throw error;
			faults.push(error.message);
			return undefined;
		}
	};
	const entries = await loadEntries(parse);
	const manifest = await parse(DEVICE_FILES.manifest, readManifest);
	const files = new Set(await storage.list());
	return {
		resources: entries.map((entry) => ({ hexDigest: entry.hexDigest, sizeBytes: storedSizeBytes(entry) })),
		manifest: manifest && {
			version: manifest.version,
			entryCount: manifest.entryCount,
			release: manifest.release?.number,
		},
		mounts: (await parse(DEVICE_FILES.mounts, readMountsFile))?.mounts ?? [],
		reference:
			(await parse(DEVICE_FILES.referenceTmp, readReferenceFile)) ??
			(await parse(DEVICE_FILES.reference, readReferenceFile)),
		asideNames: Object.values(DEVICE_FILES)
			.map(asideName)
			.filter((name) => files.has(name)),
		faults,
	};
}

async function loadEntries(
	parse: <T>(name: string, read: (bytes: Uint8Array, label: string) => T) => Promise<T | undefined>,
): Promise<ArchiveEntry[]> {
	const index =
		(await parse(DEVICE_FILES.indexTmp, readArchiveIndex)) ?? (await parse(DEVICE_FILES.index, readArchiveIndex));
	const entries: ArchiveEntry[] = [];
	for (let at = 0; at < (index?.entryCount ?? 0); at++) {
		const entry = index?.entryAt(at);
		if (entry?.liveUpdate) entries.push(entry);
	}
	return entries.sort((a, b) => a.offset - b.offset);
}

const ALGORITHMS: Readonly<Record<number, DigestAlgorithm>> = { 32: 'md5', 40: 'sha1', 64: 'sha256', 128: 'sha512' };

/** Compares every stored resource with its digest, and gives in words what is wrong; nothing is changed. */
export async function verifyStore(options: { storage: Storage; crypto: Crypto }): Promise<string[]> {
	const { storage, crypto } = options;
	const { faults, resources } = await reportStore(storage);
	const found = [...faults];
	const data = await storage.open(DEVICE_FILES.data);
	const where = `${storage.name}/${DEVICE_FILES.data}`;
	if (!data && resources.length > 0) found.push(`${where}: expected ${resources.length} resources, found no file`);
	if (data) {
		const entries = await loadEntries(async (name, read) => {
			const bytes = await storage.read(name);
			return bytes && read(bytes, name);
		});
		for (const entry of entries) {
			const sizeBytes = storedSizeBytes(entry);
			const algorithm = ALGORITHMS[entry.hexDigest.length];
			if (entry.offset + sizeBytes > data.sizeBytes) {
				found.push(
					`${where}: ${entry.hexDigest} ends at byte ${entry.offset + sizeBytes}, the file at ${data.sizeBytes}`,
				);
			} else if (algorithm) {
				const actual = toHex(crypto.digest(algorithm, data.read(entry.offset, sizeBytes)));
				if (actual !== entry.hexDigest) found.push(`${where}: expected ${entry.hexDigest}, found ${actual}`);
			}
		}
		data.close();
	}
	return found;
}

/**
 * Removes the stored content, so that a game fetches it anew. Which releases were seen is kept unless `forget` is set: it
 * protects against older ones. Zips and saves belong to the game and stay.
 *
 * @returns the names of the files that are gone
 */
export async function clearStore(options: { storage: Storage; forget?: boolean }): Promise<string[]> {
	const { storage, forget = false } = options;
	const files = new Set(await storage.list());
	const gone: string[] = [];
	// The index first: data that no index names is of no use, an index without data is.
	const names: string[] = [DEVICE_FILES.indexTmp, DEVICE_FILES.index, ...Object.values(DEVICE_FILES)];
	for (const name of names.flatMap((one) => [one, asideName(one)])) {
		if (!files.delete(name) || (name === DEVICE_FILES.state && !forget)) continue;
		await storage.remove(name);
		gone.push(name);
	}
	return gone;
}
