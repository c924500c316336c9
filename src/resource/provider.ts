import type { Manifest } from '../formats/index.ts';
import type { ResourceKey } from './resource-key.ts';

/** One resource of a provider, as far as it is known without reading it. */
export type Listed = {
	readonly urlHash: bigint;
	/** Unknown where the manifest left it blank. */
	readonly path: string | undefined;
	/** Of the stored bytes, by the provider's manifest; a file that no manifest lists has none. */
	readonly hexDigest: string | undefined;
};

/**
 * One way to read resources: an archive, a zip, a folder, memory.
 *
 * Reading is synchronous because a game asks in the middle of a frame. A provider whose bytes come over a network offers
 * `prepare`; until then its `read` throws `not-ready`.
 *
 * "Not mine" is `undefined`, and the next mount is asked. Everything else that goes wrong is thrown and ends the search.
 */
export type Provider = {
	/** `archive`, `zip`, `file`, `http`, `mutable`, `memory`, or a name of your own. */
	readonly scheme: string;
	/** The list of what this mount may serve and of what depends on what, where it has one. */
	readonly manifest: Manifest | undefined;
	/** Size in bytes of the decoded resource. */
	sizeBytes(key: ResourceKey): number | undefined;
	/** The decoded resource: deciphered and decompressed. The bytes are the caller's to read, not to change. */
	read(key: ResourceKey): Uint8Array | undefined;
	/** Everything this provider serves now, in no particular order. */
	list(): Iterable<Listed>;
	/** Fetches what `read` will need. Keys that are not mine are ignored. */
	prepare?(keys: readonly ResourceKey[]): Promise<void>;
	/**
	 * Compares everything with its digest, one step a resource, and gives the bytes of each step, so that the caller can
	 * take breaks. A provider that cannot (a remote one) leaves it out and checks what it reads.
	 *
	 * @throws ResourceError `digest-mismatch`
	 */
	verify?(): Iterable<number>;
	/** Frees files and memory. Reading afterwards throws `closed`. */
	close(): void;
};
