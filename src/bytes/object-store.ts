/**
 * A flat store of immutable-by-habit objects under "/"-separated keys: a folder, an S3 bucket, memory.
 *
 * Serves publishing and the shared build cache alike. A `put` is atomic: a reader sees the old object, the new object or
 * none, never a part.
 */
export type ObjectStore = {
	/** Where objects go, for messages: a path or `s3://bucket/prefix`. */
	readonly name: string;
	put(key: string, bytes: Uint8Array): Promise<void>;
	/** The whole object, `undefined` when there is none. */
	get(key: string): Promise<Uint8Array | undefined>;
	/** Size in bytes, `undefined` when there is none. */
	size(key: string): Promise<number | undefined>;
	/** All keys that start with `prefix`, in code unit order. */
	list(prefix: string): Promise<string[]>;
	delete(key: string): Promise<void>;
};
