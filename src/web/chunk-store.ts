/**
 * Where the bytes of stored files lie in a browser: chunks that are written once, never changed, and named by a number.
 *
 * Because a chunk never changes, every tab may read it while one of them writes others.
 */
export type ChunkStore = {
	/** Where they lie, for messages: `OPFS` or `IndexedDB`. */
	readonly kind: string;
	/** Writes a chunk; it is on stable storage when the promise resolves. */
	write(id: number, parts: readonly Uint8Array[]): Promise<void>;
	/** The chunk, to be read at any time; `undefined` when there is none. */
	open(id: number): Promise<Blob | undefined>;
	/** Removes chunks; those that are not there are ignored. */
	remove(ids: readonly number[]): Promise<void>;
	list(): Promise<number[]>;
	close(): void;
};
