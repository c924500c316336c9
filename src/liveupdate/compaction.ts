import type { Crypto, RandomAccess } from '../bytes/index.ts';
import type { ArchiveEntry } from '../formats/index.ts';
import { DEVICE_FILES } from './device-files.ts';
import type { Storage } from './storage.ts';
import { type IndexVersion, saveStoredIndex, storedSizeBytes } from './stored-index.ts';

/** How much is read and appended at once. */
const STEP_BYTES = 4 * 1024 ** 2;

/**
 * Writes the archive's data anew with only these entries, and gives them with their new places.
 *
 * Two files cannot be replaced in one instant, so the new index is first written under a name of its own. Until it is
 * there, the old files count; from then on `finishCompaction` carries on wherever a crash ended it, and the new ones count.
 */
export async function compactArchive(options: {
	storage: Storage;
	data: RandomAccess;
	entries: Iterable<ArchiveEntry>;
	version: IndexVersion;
	crypto: Crypto;
	md5: Uint8Array;
}): Promise<ArchiveEntry[]> {
	const { storage, data } = options;
	const entries = [...options.entries].sort((a, b) => a.offset - b.offset);
	await storage.remove(DEVICE_FILES.dataTmp);
	const moved: ArchiveEntry[] = [];
	let parts: Uint8Array[] = [];
	let waitingBytes = 0;
	let offset = 0;
	const flush = async (): Promise<void> => {
		await storage.append(DEVICE_FILES.dataTmp, parts);
		parts = [];
		waitingBytes = 0;
	};
	for (const entry of entries) {
		const sizeBytes = storedSizeBytes(entry);
		parts.push(data.read(entry.offset, sizeBytes));
		moved.push({ ...entry, offset });
		offset += sizeBytes;
		waitingBytes += sizeBytes;
		if (waitingBytes >= STEP_BYTES) await flush();
	}
	await flush();
	await storage.sync(DEVICE_FILES.dataTmp);
	await saveStoredIndex({ ...options, entries: moved, name: DEVICE_FILES.compactedIndex });
	await finishCompaction(storage);
	return moved;
}

/** Finishes what a crash interrupted, or clears away what it had only begun. */
export async function finishCompaction(storage: Storage): Promise<void> {
	const files = new Set(await storage.list());
	const hasNewData = files.has(DEVICE_FILES.dataTmp);
	if (!files.has(DEVICE_FILES.compactedIndex)) {
		if (hasNewData) await storage.remove(DEVICE_FILES.dataTmp);
		return;
	}
	if (hasNewData) await storage.rename(DEVICE_FILES.dataTmp, DEVICE_FILES.data);
	await storage.rename(DEVICE_FILES.compactedIndex, DEVICE_FILES.index);
}
