import { readMountsFile, writeMountsFile } from '../formats/index.ts';
import type { Mounts } from '../resource/index.ts';
import type { Log } from './log.ts';
import type { Storage } from './storage.ts';

const MOUNTS_FILE = 'liveupdate.mounts';

/** A line of `liveupdate.mounts`. */
export type KeptMount = { readonly name: string; readonly uri: string; readonly priority: number };

/** Reads the mounts kept by earlier sessions; lines that are not mounts are logged and skipped. */
export async function loadKeptMounts(storage: Storage, log: Log): Promise<KeptMount[]> {
	const bytes = await storage.read(MOUNTS_FILE);
	if (!bytes) return [];
	const name = `${storage.name}/${MOUNTS_FILE}`;
	try {
		const { mounts, invalidLines } = readMountsFile(bytes, name);
		for (const line of invalidLines) {
			log({ severity: 'error', domain: 'RESOURCE', message: `Found invalid line in mounts file: '${line}'` });
		}
		return mounts;
	} catch (error) {
		log({ severity: 'error', domain: 'RESOURCE', message: `Failed to read mounts file: ${(error as Error).message}` });
		return [];
	}
}

/** Writes the persistent mounts. @throws FormatError `unrepresentable` for a name or URI that the file cannot hold */
export async function saveKeptMounts(storage: Storage, mounts: Mounts): Promise<void> {
	const kept = mounts.list().filter((mount) => mount.persistent && mount.priority >= 0);
	await storage.replace(MOUNTS_FILE, writeMountsFile(kept.map(({ name, uri, priority }) => ({ name, uri, priority }))));
}
