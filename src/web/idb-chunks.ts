import type { ChunkStore } from './chunk-store.ts';
import type { FileDatabase } from './file-index.ts';

/** Chunks as blobs in the game's database: slower than files, and there in every browser. */
export function createIdbChunks(database: FileDatabase): ChunkStore {
	return {
		kind: 'IndexedDB',
		async write(id, parts) {
			const transaction = database.transaction('chunks', 'readwrite', { durability: 'strict' });
			transaction.store.put(new Blob(parts as Uint8Array<ArrayBuffer>[]), id).catch(() => undefined);
			await transaction.done;
		},
		open: (id) => database.get('chunks', id),
		async remove(ids) {
			const transaction = database.transaction('chunks', 'readwrite');
			for (const id of ids) transaction.store.delete(id).catch(() => undefined);
			await transaction.done;
		},
		list: () => database.getAllKeys('chunks'),
		close() {},
	};
}
