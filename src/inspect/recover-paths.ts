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
	const seen = new Set<number>();
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
			// What stands before tells nothing: in a message it is the path's length, which can look like a letter.
			for (let start = bytes.indexOf(SLASH); start >= 0; start = bytes.indexOf(SLASH, start + 1)) {
				const run = runFrom(bytes, start);
				// Most paths stand in many places; what was tried once is known by a hash of its bytes.
				if (run.firstDot < 0 || seen.has(run.key)) continue;
				seen.add(run.key);
				for (const candidate of candidatesIn(bytes, { start, ...run })) {
					attempt(candidate);
					// Scripts name themselves by their source's path, and settings in game.project may too.
					attempt(`${candidate}c`);
				}
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

type Run = { readonly end: number; readonly firstDot: number; readonly key: number };

/** The bytes from a slash on that can be a path's, and 53 bits that stand for them. */
function runFrom(bytes: Uint8Array, start: number): Run {
	const last = Math.min(bytes.length, start + MAX_PATH_BYTES);
	let firstDot = -1;
	let first = 0x811c9dc5;
	let second = 0x9e3779b9;
	let end = start;
	for (; end < last; end++) {
		const byte = bytes[end] as number;
		if (!isPathByte(byte)) break;
		if (byte === DOT && firstDot < 0) firstDot = end;
		first = Math.imul(first ^ byte, 0x01000193);
		second = Math.imul(second + byte, 0x85ebca6b) ^ (second >>> 13);
	}
	return { end, firstDot, key: (first >>> 0) * 0x20_0000 + (second >>> 11) };
}

/** Texts of a run that end after a dot and some letters. Where a path ends is not known, so every end is given. */
function* candidatesIn(bytes: Uint8Array, { start, end, firstDot }: Run & { start: number }): Generator<string> {
	let dot = firstDot;
	for (let at = firstDot + 1; at < end; at++) {
		const byte = bytes[at] as number;
		if (byte === DOT) dot = at;
		else if (at - dot <= MAX_EXTENSION_BYTES && isNameByte(byte)) {
			yield decodeUtf8Lossy(bytes.subarray(start, at + 1));
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
