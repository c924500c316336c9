import type { ObjectStore } from '../bytes/index.ts';

/** An object as a listing shows it. */
export type StoredObject = { readonly key: string; readonly sizeBytes: number };

/** Bytes too many to hold: read part by part, in order. May be asked for more than once. */
export type LargeSource = {
	readonly sizeBytes: number;
	parts(): AsyncIterable<Uint8Array>;
};

/**
 * A store in which releases live: an object store whose objects can also be written on a condition.
 *
 * The conditions are what keeps two publishers apart, so they must hold between machines: of any number of racing `create`
 * calls for one key, or `replace` calls for one tag, one returns true.
 */
export type ReleaseStore = ObjectStore & {
	/** An object with its tag, which changes whenever its content does; `undefined` when there is none. */
	load(key: string): Promise<{ readonly bytes: Uint8Array; readonly tag: string } | undefined>;
	/**
	 * Writes an object that is not there yet.
	 *
	 * @returns false when another is there: nothing was changed. With the very same bytes there it may be true, because a
	 * lost answer to a first try looks like that
	 */
	create(key: string, bytes: Uint8Array): Promise<boolean>;
	/** Writes in place of the object that has this tag. @returns false when another is there, or none */
	replace(key: string, bytes: Uint8Array, tag: string): Promise<boolean>;
	/** Writes an object part by part; like `put`, nothing is seen of it before it is whole. */
	putLarge(key: string, source: LargeSource): Promise<void>;
	/** Every object whose key starts with `prefix`, in code unit order of keys. */
	entries(prefix: string): Promise<StoredObject[]>;
};
