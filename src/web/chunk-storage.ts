import { compareText } from '../bytes/index.ts';
import type { Storage } from '../liveupdate/index.ts';
import { type BlobParts, blobAccess, joinBlobs } from './blob-access.ts';
import type { ChunkStore } from './chunk-store.ts';
import { commitFiles, type FileDatabase, type FileRecord } from './file-index.ts';
import { storageError } from './storage-error.ts';

/** A file as this tab sees it. What is open keeps reading the object it was opened with, also when the name has another. */
type OpenFile = {
	chunks: readonly number[];
	parts: BlobParts;
	/** Accesses that were not closed yet. */
	openCount: number;
	/** True when no name has it any more. */
	isDropped: boolean;
};

export type ChunkStorageOptions = {
	/** For messages and URIs. */
	name: string;
	database: FileDatabase;
	chunks: ChunkStore;
	/** False in a tab that may only read, because another one writes. */
	isWriter: boolean;
	/** True while no other tab reads these files, so that what no name has can be removed. */
	isAlone(): Promise<boolean>;
};

/**
 * A game's storage in a browser. Files are lists of chunks; chunks are written first, then one transaction of the index
 * makes the change, so every instant shows the old files or the new ones.
 *
 * A tab that is not the writer sees the files as they were when it started.
 */
export async function createChunkStorage(options: ChunkStorageOptions): Promise<Storage> {
	const { name: folder, database, chunks, isWriter } = options;
	const files = await loadFiles(database, chunks);
	let nextId = 1 + Math.max(0, ...[...files.values()].flatMap((file) => file.chunks));

	/** Runs a change; one after the other, because each works on what the last one left. */
	let last: Promise<unknown> = Promise.resolve();
	const change = <T>(what: string, name: string, work: () => Promise<T>): Promise<T> => {
		const run = async (): Promise<T> => {
			if (!isWriter) throw storageError('read-only', { what, path: `${folder}/${name}`, isOtherTab: true });
			try {
				return await work();
			} catch (cause) {
				throw storageError('io-error', { what, path: `${folder}/${name}`, cause });
			}
		};
		const result = last.then(run);
		last = result.catch(() => undefined);
		return result;
	};

	/** Removes the chunks of a file that no name has and nobody reads. What stays behind is removed at the next start. */
	const discard = async (file: OpenFile | undefined): Promise<void> => {
		if (!file) return;
		file.isDropped = true;
		if (file.openCount === 0 && (await options.isAlone())) await chunks.remove(file.chunks);
	};
	const recordOf = (file: OpenFile): FileRecord => ({ chunks: [...file.chunks] });
	const writeChunk = async (parts: readonly Uint8Array[]): Promise<{ id: number; blob: Blob }> => {
		const id = nextId++;
		await chunks.write(id, parts);
		const blob = await chunks.open(id);
		if (!blob) throw new DOMException(`chunk ${id} is gone right after it was written`, 'NotFoundError');
		return { id, blob };
	};

	return {
		name: folder,
		async read(name) {
			const file = files.get(name);
			if (!file) return undefined;
			try {
				return new Uint8Array(await new Blob([...file.parts.blobs]).arrayBuffer());
			} catch (cause) {
				throw storageError('io-error', { what: 'read', path: `${folder}/${name}`, cause });
			}
		},
		replace: (name, bytes) =>
			change('replace', name, async () => {
				const { id, blob } = await writeChunk([bytes]);
				const file = fileOf([id], [blob]);
				await commitFiles(database, new Map([[name, recordOf(file)]]));
				const before = files.get(name);
				files.set(name, file);
				await discard(before);
			}),
		append: (name, parts) =>
			change('append to', name, async () => {
				const { id, blob } = await writeChunk(parts);
				const file = files.get(name) ?? fileOf([], []);
				const offset = file.parts.sizeBytes;
				file.chunks = [...file.chunks, id];
				file.parts = joinBlobs([...file.parts.blobs, blob]);
				files.set(name, file);
				return offset;
			}),
		sync: (name) =>
			change('sync', name, async () => {
				const file = files.get(name);
				if (file) await commitFiles(database, new Map([[name, recordOf(file)]]));
			}),
		async open(name) {
			const file = files.get(name);
			if (!file) return undefined;
			file.openCount++;
			return blobAccess(`${folder}/${name}`, {
				parts: () => file.parts,
				close: () => {
					file.openCount--;
					// A failure leaves chunks behind that the next start removes.
					if (file.isDropped) discard(file).catch(() => undefined);
				},
			});
		},
		rename: (from, to) =>
			change('rename', from, async () => {
				const file = files.get(from);
				if (!file) throw new DOMException(`there is no file ${from}`, 'NotFoundError');
				await commitFiles(
					database,
					new Map([
						[from, undefined],
						[to, recordOf(file)],
					]),
				);
				const before = files.get(to);
				files.delete(from);
				files.set(to, file);
				await discard(before);
			}),
		remove: (name) =>
			change('remove', name, async () => {
				await commitFiles(database, new Map([[name, undefined]]));
				const before = files.get(name);
				files.delete(name);
				await discard(before);
			}),
		list: async () => [...files.keys()].sort(compareText),
		async quota() {
			const { quota, usage } = await navigator.storage.estimate();
			return { freeBytes: quota === undefined || usage === undefined ? undefined : Math.max(0, quota - usage) };
		},
	};
}

function fileOf(chunks: readonly number[], blobs: readonly Blob[]): OpenFile {
	return { chunks, parts: joinBlobs(blobs), openCount: 0, isDropped: false };
}

async function loadFiles(database: FileDatabase, chunks: ChunkStore): Promise<Map<string, OpenFile>> {
	const transaction = database.transaction('files', 'readonly');
	const [names, records] = await Promise.all([transaction.store.getAllKeys(), transaction.store.getAll()]);
	const files = new Map<string, OpenFile>();
	for (const [at, name] of names.entries()) {
		const record = records[at] as FileRecord;
		const blobs: Blob[] = [];
		for (const id of record.chunks) {
			const blob = await chunks.open(id);
			// Bytes are missing that a browser evicted or a person cleared: the file ends before the hole, as after a crash.
			if (!blob) break;
			blobs.push(blob);
		}
		files.set(name, fileOf(record.chunks.slice(0, blobs.length), blobs));
	}
	return files;
}

/** Removes chunks that no file names: what was replaced or removed, and what a killed tab left half done. */
export async function removeUnusedChunks(database: FileDatabase, chunks: ChunkStore): Promise<void> {
	const used = new Set((await database.getAll('files')).flatMap((record) => record.chunks));
	await chunks.remove((await chunks.list()).filter((id) => !used.has(id)));
}
