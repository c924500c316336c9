import { type DBSchema, type IDBPDatabase, openDB } from 'idb';

/** The chunks of one file, in order. */
export type FileRecord = { readonly chunks: readonly number[] };

/** What lies in the database of one game. */
export type FilesSchema = DBSchema & {
	/** By file name. */
	files: { key: string; value: FileRecord };
	/** Chunk bytes, where there is no origin private file system. */
	chunks: { key: number; value: Blob };
};

/** The database that says which chunks make which file; one transaction is one change. */
export type FileDatabase = IDBPDatabase<FilesSchema>;

export function openFileDatabase(folder: string): Promise<FileDatabase> {
	return openDB<FilesSchema>(`livemount:${folder}`, 1, {
		upgrade(database) {
			database.createObjectStore('files');
			database.createObjectStore('chunks');
		},
	});
}

/** One change of the index: names to set, or to remove where the value is `undefined`. */
export async function commitFiles(
	database: FileDatabase,
	changes: ReadonlyMap<string, FileRecord | undefined>,
): Promise<void> {
	const transaction = database.transaction('files', 'readwrite', { durability: 'strict' });
	for (const [name, record] of changes) {
		// The transaction's own promise tells of any failure.
		if (record) transaction.store.put(record, name).catch(() => undefined);
		else transaction.store.delete(name).catch(() => undefined);
	}
	await transaction.done;
}
