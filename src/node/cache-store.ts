import { randomBytes } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ObjectStore } from '../bytes/index.ts';
import { createFolderStore } from './folder-store.ts';

/**
 * A folder as the store of a cache. Unlike that of releases it does not wait for the disk: an entry that a crash cut short is
 * found out by its digest and made again.
 */
export function createCacheStore(folder: string): ObjectStore {
	const store = createFolderStore(folder);
	const made = new Set<string>();
	return {
		...store,
		async put(key, bytes) {
			const file = join(folder, key);
			const parent = dirname(file);
			if (!made.has(parent)) await mkdir(parent, { recursive: true });
			made.add(parent);
			const temporary = `${file}.${randomBytes(6).toString('hex')}`;
			try {
				await writeFile(temporary, bytes);
				await rename(temporary, file);
			} catch (cause) {
				await rm(temporary, { force: true });
				throw cause;
			}
		},
	};
}
