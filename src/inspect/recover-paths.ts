import { decodeUtf8Lossy, hash64 } from '../bytes/index.ts';

/** Longest text looked at as a path. */
const MAX_PATH_BYTES = 512;
/** Longest ending of a path, such as `collectionfactoryc`. */
const MAX_EXTENSION_BYTES = 24;
const SLASH = 0x2f;
const DOT = 0x2e;

/** Looks for the paths of resources whose manifest holds only hashes. */
export type PathFinder = {
	/** Looks into one more text: a decoded resource, the project's settings. */
	look(bytes: Uint8Array): void;
	/** Path by url hash, for those found so far. */
	readonly found: ReadonlyMap<bigint, string>;
};

/** Whatever looks like a path inside other resources is hashed and compared with the url hashes wanted. */
export function createPathFinder(wanted: ReadonlySet<bigint>): PathFinder {
	const found = new Map<bigint, string>();
	const tried = new Set<string>();
	const attempt = (path: string): void => {
		if (tried.has(path)) return;
		tried.add(path);
		const urlHash = hash64(path);
		if (wanted.has(urlHash)) found.set(urlHash, path);
	};
	return {
		found,
		look(bytes) {
			if (found.size === wanted.size) return;
			for (const candidate of pathsIn(bytes)) {
				attempt(candidate);
				// Scripts name themselves by their source's path, and settings in game.project may too.
				attempt(`${candidate}c`);
			}
		},
	};
}

/**
 * Finds paths as `createPathFinder` does, in all texts at once.
 *
 * @param options `wanted` are the url hashes to find; `texts` decoded resources and the project's settings
 * @returns path by url hash, for those that were found
 */
export function recoverPaths(options: {
	wanted: ReadonlySet<bigint>;
	texts: Iterable<Uint8Array>;
}): ReadonlyMap<bigint, string> {
	const finder = createPathFinder(options.wanted);
	for (const bytes of options.texts) {
		if (finder.found.size === options.wanted.size) break;
		finder.look(bytes);
	}
	return finder.found;
}

/** Texts that begin with "/" and end after a dot and some letters. Where a path ends is not known, so every end is given. */
function* pathsIn(bytes: Uint8Array): Generator<string> {
	for (let start = 0; start < bytes.length; start++) {
		// What stands before tells nothing: in a message it is the path's length, which can look like a letter.
		if (bytes[start] !== SLASH) continue;
		let dot = -1;
		for (let at = start + 1; at < bytes.length && at - start < MAX_PATH_BYTES; at++) {
			const byte = bytes[at] as number;
			if (!isPathByte(byte)) break;
			if (byte === DOT) dot = at;
			else if (dot >= 0 && at - dot <= MAX_EXTENSION_BYTES && isNameByte(byte)) {
				yield decodeUtf8Lossy(bytes.subarray(start, at + 1));
			}
		}
	}
}

function isNameByte(byte: number): boolean {
	return (
		(byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a) || byte === 0x5f || (byte >= 0x61 && byte <= 0x7a)
	);
}

/** Printable and not a quote; bytes above 127 may be of a path in UTF-8. */
function isPathByte(byte: number): boolean {
	return byte >= 0x20 && byte !== 0x22 && byte !== 0x27 && byte !== 0x7f;
}
