import type { RandomAccess } from '../bytes/index.ts';

/**
 * A folder of the device in which a game keeps its live-update content.
 *
 * Names are plain file names. Everything a method promised is on stable storage when its promise resolves, except
 * `append`, which needs `sync`. Failures (disk full, read-only, permission) reject and leave what was there before.
 */
export type Storage = {
	/** Where it lies, for messages: a path. */
	readonly name: string;
	/** The whole file, `undefined` when there is none. */
	read(name: string): Promise<Uint8Array | undefined>;
	/** Replaces the file at once: a reader, also one after a crash, finds the old content or the new, whole. */
	replace(name: string, bytes: Uint8Array): Promise<void>;
	/** Adds the parts at the end; resolves to the offset of the first. When it rejects, the file is as long as before. */
	append(name: string, parts: readonly Uint8Array[]): Promise<number>;
	/** Forces what was appended to stable storage. */
	sync(name: string): Promise<void>;
	/** Opens for reading; later appends can be read through it. `undefined` when there is no such file. */
	open(name: string): Promise<RandomAccess | undefined>;
	/** Moves a file over another. */
	rename(from: string, to: string): Promise<void>;
	/** Removes a file; nothing happens when there is none. */
	remove(name: string): Promise<void>;
	/** Names of all files, in code unit order. */
	list(): Promise<string[]>;
};
