import type { RandomAccess } from '../bytes/index.ts';

/**
 * A folder of the device in which a game keeps its live-update content.
 *
 * Names are plain file names. Everything a method promised is on stable storage when its promise resolves, except
 * `append`, which needs `sync`. A failure rejects with a LiveUpdateError `disk-full`, `quota-exceeded`, `read-only`,
 * `permission-denied` or `io-error`, and leaves what was there before.
 */
export type Storage = {
	/** Where it lies, for messages and for URIs of files in it: a path. */
	readonly name: string;
	/** The whole file, `undefined` when there is none. */
	read(name: string): Promise<Uint8Array | undefined>;
	/** Replaces the file at once: a reader, also one after a crash, finds the old content or the new, whole. */
	replace(name: string, bytes: Uint8Array): Promise<void>;
	/** Adds the parts at the end; resolves to the offset of the first. When it rejects, the file is as long as before. */
	append(name: string, parts: readonly Uint8Array[]): Promise<number>;
	/** Forces what was appended to stable storage. */
	sync(name: string): Promise<void>;
	/**
	 * Opens for reading; later appends can be read through it. Whoever has it open goes on reading the same content when
	 * the file is renamed, replaced or removed. `undefined` when there is no such file.
	 */
	open(name: string): Promise<RandomAccess | undefined>;
	/** Moves a file over another, at once. */
	rename(from: string, to: string): Promise<void>;
	/** Removes a file; nothing happens when there is none. */
	remove(name: string): Promise<void>;
	/** Names of all files, in code unit order. */
	list(): Promise<string[]>;
	/** Room on the device, as far as the platform tells. */
	quota(): Promise<StorageQuota>;
};

export type StorageQuota = {
	/** Bytes that can still be written; `undefined` when nobody knows. */
	readonly freeBytes: number | undefined;
};
