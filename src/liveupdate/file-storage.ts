import { compareText, type RandomAccess } from '../bytes/index.ts';
import type { Storage } from './storage.ts';

/**
 * A folder of a file system, as raw as the platform has it: nothing is on stable storage until it is synced, and a crash
 * may lose or reorder everything that was not, contents and names alike. `createFileStorage` makes it safe.
 */
export type Disk = {
	/** Its path. */
	readonly name: string;
	read(name: string): Promise<Uint8Array | undefined>;
	/** Makes or empties a file and writes it. */
	write(name: string, bytes: Uint8Array): Promise<void>;
	/** Makes the file when it is missing; resolves to its size before. */
	append(name: string, parts: readonly Uint8Array[]): Promise<number>;
	truncate(name: string, sizeBytes: number): Promise<void>;
	/** Size in bytes; `undefined` when there is no such file. */
	size(name: string): Promise<number | undefined>;
	/** Forces a file's content and size to stable storage. */
	sync(name: string): Promise<void>;
	/** Forces made, renamed and removed names to stable storage. */
	syncNames(): Promise<void>;
	open(name: string): Promise<RandomAccess | undefined>;
	rename(from: string, to: string): Promise<void>;
	remove(name: string): Promise<void>;
	/** Files only. */
	list(): Promise<string[]>;
	freeBytes(): Promise<number | undefined>;
	/** A name beside `name` that nobody else uses. */
	temporaryName(name: string): string;
	/** True for a temporary name whose writer is gone. */
	isLeftover(name: string): boolean;
};

/**
 * Makes a storage of a folder. What a killed writer left half done is removed.
 *
 * A file is replaced by writing another, syncing it, renaming it over the first and syncing the names, so every instant
 * shows the old file or the new one.
 */
export async function createFileStorage(disk: Disk): Promise<Storage> {
	for (const name of await disk.list()) if (disk.isLeftover(name)) await disk.remove(name);
	/** Files whose names are known to be on stable storage; a killed session may have left others. */
	const named = new Set<string>();

	return {
		name: disk.name,
		read: (name) => disk.read(name),
		async replace(name, bytes) {
			const temporary = disk.temporaryName(name);
			try {
				await disk.write(temporary, bytes);
				await disk.sync(temporary);
				await disk.rename(temporary, name);
			} catch (error) {
				// The first failure is the one to tell of; a leftover is removed at the next start.
				await disk.remove(temporary).catch(() => undefined);
				throw error;
			}
			await disk.syncNames();
		},
		async append(name, parts) {
			const before = await disk.size(name);
			try {
				return await disk.append(name, parts);
			} catch (error) {
				// What stays behind when even this fails is named by no index.
				await disk.truncate(name, before ?? 0).catch(() => undefined);
				throw error;
			}
		},
		async sync(name) {
			if (named.has(name)) return disk.sync(name);
			await Promise.all([disk.sync(name), disk.syncNames()]);
			named.add(name);
		},
		open: (name) => disk.open(name),
		async rename(from, to) {
			named.delete(from);
			await disk.rename(from, to);
			await disk.syncNames();
		},
		async remove(name) {
			named.delete(name);
			if ((await disk.size(name)) === undefined) return;
			await disk.remove(name);
			await disk.syncNames();
		},
		list: async () => (await disk.list()).sort(compareText),
		quota: async () => ({ freeBytes: await disk.freeBytes() }),
	};
}
