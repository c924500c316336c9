import type { DigestAlgorithm } from '../../bytes/index.ts';
import type { Release } from './release.ts';

/** Bits of a resource entry's flags. Version 3 and 4 know the first two, version 1 and 2 have no flags. */
export const RESOURCE_FLAG = { BUNDLED: 1, EXCLUDED: 2, ENCRYPTED: 4, COMPRESSED: 8 } as const;

/** Layouts of the manifest, from 2017 (1) to engines 1.5.0 and later (5). */
export type ManifestVersion = 1 | 2 | 3 | 4 | 5;

/** One resource of a manifest. */
export type ResourceEntry = {
	/** Absolute path; "" where the build left it blank. */
	readonly url: string;
	/** `hash64(url)`, also where the url is blank. */
	readonly urlHash: bigint;
	/** Digest of the stored bytes, lowercase. */
	readonly hexDigest: string;
	/** `RESOURCE_FLAG` bits; 0 in versions 1 and 2. */
	readonly flags: number;
	/** Decoded size; versions before 5 do not say. */
	readonly sizeBytes: number | undefined;
	/** Stored size; undefined when stored raw, and in versions before 5. */
	readonly compressedSizeBytes: number | undefined;
	/**
	 * Url hashes of what this resource needs, however the version stores them. Versions 1 to 3 name content, not paths: of
	 * several resources with the same content the first in the manifest's order is given.
	 */
	readonly dependants: readonly bigint[];
};

/**
 * A manifest: every resource of a build with its digest.
 *
 * Entries are decoded when asked for; what is kept is the file's bytes and about 16 bytes an entry.
 */
export type Manifest = {
	readonly version: ManifestVersion;
	readonly resourceHashAlgorithm: DigestAlgorithm;
	readonly signatureHashAlgorithm: DigestAlgorithm;
	/** SHA-1 of the project's title. */
	readonly projectIdentifier: Uint8Array;
	/** SHA-1 of each supported engine's version text; in version 1 the 40 characters of the engine's own SHA-1. */
	readonly engineVersions: readonly Uint8Array[];
	/** True when the build excluded something; engines before 1.12 do not write it. */
	readonly hasExcludedResources: boolean | undefined;
	/** Which release it belongs to; only Livemount writes it. */
	readonly release: Release | undefined;
	/** Exactly what is signed. */
	readonly dataBytes: Uint8Array;
	/** RSA block; empty since engines 1.12. */
	readonly signature: Uint8Array;
	/** The archive index's MD5. */
	readonly archiveIdentifier: Uint8Array | undefined;
	/** The whole file. */
	readonly fileBytes: Uint8Array;
	readonly entryCount: number;
	/** In ascending order of url hash. @throws RangeError outside 0…entryCount−1 */
	entryAt(index: number): ResourceEntry;
	/** An entry's digest as a view of the file's bytes. @throws RangeError */
	digestAt(index: number): Uint8Array;
	find(urlHash: bigint): ResourceEntry | undefined;
	/** −1 when there is none. */
	indexOf(urlHash: bigint): number;
};

/** `magic_number` of versions 1 to 4. */
export const MANIFEST_MAGIC = 0x43cb6d06;

/** `compressed_size` of a resource that is stored raw, in manifest and archive index. */
export const STORED_RAW = 0xffff_ffff;

/** Numbers of the HashAlgorithm enumeration. */
export const HASH_ALGORITHM: Readonly<Record<DigestAlgorithm, number>> = { md5: 1, sha1: 2, sha256: 3, sha512: 4 };

/** The only SignAlgorithm there is. */
export const SIGN_ALGORITHM_RSA = 1;
