import type { Log, Storage } from '../liveupdate/index.ts';
import { canReadBlobs } from './blob-access.ts';
import { createChunkStorage, removeUnusedChunks } from './chunk-storage.ts';
import { type FileDatabase, openFileDatabase } from './file-index.ts';
import { createIdbChunks } from './idb-chunks.ts';
import { openOpfsChunks } from './opfs-chunks.ts';

export type WebStorageOptions = {
	/** One game's: the project identifier in hexadecimal. */
	folder: string;
	log: Log;
	/** Default: the first of the two that the browser has. */
	prefer?: 'OPFS' | 'IndexedDB';
};

export type WebStorage = {
	/** `undefined` when the browser stores nothing for this page; the log says why. */
	readonly storage: Storage | undefined;
	/** False when another tab of the game writes. */
	readonly isWriter: boolean;
	/** Lets another tab write. */
	close(): void;
};

/**
 * Opens a game's storage in a dedicated worker: files of the origin private file system, or IndexedDB where there is none.
 *
 * One tab writes, which a lock of the origin ensures; others read what was stored when they started.
 */
export async function openWebStorage(options: WebStorageOptions): Promise<WebStorage> {
	const { folder, log, prefer = 'OPFS' } = options;
	const nothing: WebStorage = { storage: undefined, isWriter: false, close() {} };
	if (!canReadBlobs()) throw new TypeError('openWebStorage: expected a dedicated worker, found a page');
	let database: FileDatabase;
	try {
		database = await openFileDatabase(folder);
	} catch (error) {
		const reason = (error as Error).message || (error as Error).name;
		log({
			severity: 'warning',
			domain: 'LIVEUPDATE',
			message: `This browser keeps nothing for this page (${reason}); content is fetched again at the next visit.`,
		});
		return nothing;
	}
	const writer = await takeLock(`livemount-writer:${folder}`, 'exclusive');
	// Every tab that reads holds this one, so that nothing is removed under its hands.
	const cleaner = writer && (await takeLock(`livemount-reader:${folder}`, 'exclusive'));
	const chunks = (prefer === 'OPFS' ? await openOpfsChunks(folder) : undefined) ?? createIdbChunks(database);
	if (cleaner) {
		await removeUnusedChunks(database, chunks);
		cleaner();
	}
	const readers = `livemount-reader:${folder}`;
	// Waits for a tab that is cleaning up just now, which takes it no longer than that.
	const reader = await takeLock(readers, 'shared', { wait: true });
	if (!writer) {
		log({
			severity: 'warning',
			domain: 'LIVEUPDATE',
			message: 'This game is open in another tab, which stores for both; what this tab fetches is not kept.',
		});
	}
	const storage = await createChunkStorage({
		name: `${chunks.kind}:${folder}`,
		database,
		chunks,
		isWriter: writer !== undefined,
		async isAlone() {
			const { held = [] } = await navigator.locks.query();
			return held.filter(({ name }) => name === readers).length === 1;
		},
	});
	return {
		storage,
		isWriter: writer !== undefined,
		close() {
			database.close();
			chunks.close();
			reader?.();
			writer?.();
		},
	};
}

/** Takes a lock of the origin until the given function is called; `undefined` when another holds it and we do not wait. */
function takeLock(name: string, mode: LockMode, { wait = false } = {}): Promise<(() => void) | undefined> {
	return new Promise((resolve, reject) => {
		navigator.locks
			.request(name, { mode, ifAvailable: !wait }, (lock) => {
				if (!lock) {
					resolve(undefined);
					return undefined;
				}
				return new Promise<void>((release) => resolve(() => release()));
			})
			.catch(reject);
	});
}
