import { type Crypto, equalBytes, toHex } from '../../bytes/index.ts';
import { FormatError } from '../error.ts';
import { remarkOnText } from '../look-of-bytes.ts';
import { STORED_RAW } from '../manifest/manifest.ts';

/** Flags of an entry of the archive index and of a live-update header. */
export const ARCHIVE_FLAG = { ENCRYPTED: 1, COMPRESSED: 2, LIVEUPDATE: 4 } as const;

/** 4: engines to 1.4.x; 5: 1.5.0 to 1.13.0; 6: from 1.13.1 on, with 64-bit offsets. Each engine reads one. */
export type ArchiveIndexVersion = 4 | 5 | 6;

/** Where stored bytes lie, and how they are coded. */
export type ArchivePlace = {
	/** In the archive data; a number below 2^53. */
	readonly offset: number;
	/** Decoded size. */
	readonly sizeBytes: number;
	/** Stored size; undefined when stored raw. */
	readonly compressedSizeBytes: number | undefined;
	readonly encrypted: boolean;
	/** Set in the device's own archive: the blob came by live update. */
	readonly liveUpdate: boolean;
};

/** Where the stored bytes of one digest lie. */
export type ArchiveEntry = ArchivePlace & { readonly hexDigest: string };

/**
 * An archive index (`.arci`): one entry for every stored blob, in the order of digests.
 *
 * Builders of 1.2.x stored equal content more than once, so a digest can be there several times.
 */
export type ArchiveIndex = {
	readonly version: ArchiveIndexVersion;
	/** Bytes of a digest, 20 in practice. */
	readonly hashLength: number;
	/** As stored: MD5 of everything after the header, or in a device's own index the one of its bundle. */
	readonly md5: Uint8Array;
	readonly entryCount: number;
	/** Where the hashes begin, and where the entries, as the header says. */
	readonly hashesOffset: number;
	readonly entriesOffset: number;
	/** The whole file. */
	readonly fileBytes: Uint8Array;
	/** @throws RangeError outside 0…entryCount−1 */
	entryAt(index: number): ArchiveEntry;
	/** An entry's digest as a view of the file's bytes. @throws RangeError */
	digestAt(index: number): Uint8Array;
	/** An entry without the text of its digest, which costs more than the rest of it. @throws RangeError */
	placeAt(index: number): ArchivePlace;
	/** Position of an entry of this digest; −1 when there is none. Entries of equal digest lie side by side. */
	indexOf(digest: Uint8Array): number;
	/** By digest, as bytes or lowercase hexadecimal. */
	find(digest: Uint8Array | string): ArchiveEntry | undefined;
};

/** Bytes before the hashes of an index as it is written today. */
export const INDEX_HEADER_BYTES = 48;
/** A digest's place; shorter digests leave zeros behind. */
export const HASH_SLOT_BYTES = 64;
export const INDEX_ENTRY_BYTES = 16;
/** Header without the MD5, as indexes before 2017 had it. */
const SHORT_HEADER_BYTES = 32;
const MD5_BYTES = 16;

/**
 * Reads an archive index. Nothing is copied: entries are decoded from the bytes when asked for.
 *
 * All numbers big-endian: 0 version, 4 padding, 8 user data (64 bits), 16 entry count, 20 entries' offset, 24 hashes' offset,
 * 28 hash length, 32 MD5, 48 hashes in 64-byte slots, then entries of 16 bytes: offset, size, compressed size, flags; in
 * version 6 flags and offset share the first 64 bits (flags the upper 4).
 * Source: Defold's resource_archive of engines 1.2.x to 1.13.1.
 *
 * @throws FormatError `truncated`, `unsupported-version`, `invalid`, `unsorted`, `limit` (an offset of 2^53 or more)
 */
export function readArchiveIndex(bytes: Uint8Array, name: string): ArchiveIndex {
	if (bytes.length < SHORT_HEADER_BYTES) {
		throw new FormatError(
			'truncated',
			`${name}: expected a header of ${INDEX_HEADER_BYTES} bytes, found ${bytes.length} bytes${remarkOnText(bytes)}`,
			{ data: { name, expected: INDEX_HEADER_BYTES, found: bytes.length } },
		);
	}
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const version = view.getUint32(0);
	if (version !== 4 && version !== 5 && version !== 6) {
		throw new FormatError(
			'unsupported-version',
			`${name}: expected archive index version 4, 5 or 6, found ${version}${remarkOnText(bytes)}`,
			{ data: { name, expected: '4…6', found: version } },
		);
	}
	const entryCount = view.getUint32(16);
	const entriesOffset = view.getUint32(20);
	const hashesOffset = view.getUint32(24);
	const hashLength = view.getUint32(28);
	if (hashLength < 1 || hashLength > HASH_SLOT_BYTES) {
		throw invalid(name, 28, `a hash length of 1 to ${HASH_SLOT_BYTES}`, `${hashLength}`);
	}
	if (hashesOffset < SHORT_HEADER_BYTES || entriesOffset < hashesOffset + HASH_SLOT_BYTES * entryCount) {
		throw invalid(name, 20, 'hashes after the header and entries after them', `${hashesOffset} and ${entriesOffset}`);
	}
	const expected = entriesOffset + INDEX_ENTRY_BYTES * entryCount;
	if (bytes.length < expected) {
		throw new FormatError(
			'truncated',
			`${name}: expected ${expected} bytes for ${entryCount} entries, found ${bytes.length}`,
			{ data: { name, expected, found: bytes.length } },
		);
	}
	const digestAt = (index: number): Uint8Array => {
		if (!(index >= 0 && index < entryCount)) {
			throw new RangeError(`${name}: no entry ${index}, there are ${entryCount}`);
		}
		const at = hashesOffset + index * HASH_SLOT_BYTES;
		return bytes.subarray(at, at + hashLength);
	};
	for (let index = 1; index < entryCount; index++) {
		const at = hashesOffset + index * HASH_SLOT_BYTES;
		if (compareSlots(bytes, { a: at - HASH_SLOT_BYTES, b: at, length: hashLength }) <= 0) continue;
		throw new FormatError(
			'unsorted',
			`${name}: expected ascending digests, found entry ${index} (${toHex(digestAt(index))}) after ${toHex(digestAt(index - 1))}`,
			{ data: { name, entry: index, found: toHex(digestAt(index)) } },
		);
	}
	const entryView: EntryView = { view, entriesOffset, version, name };
	for (let index = 0; index < entryCount; index++) checkOffset(entryView, index);

	const placeAt = (index: number): ArchivePlace => {
		if (!(index >= 0 && index < entryCount)) {
			throw new RangeError(`${name}: no entry ${index}, there are ${entryCount}`);
		}
		return readPlace(entryView, index);
	};
	const entryAt = (index: number): ArchiveEntry => ({ hexDigest: toHex(digestAt(index)), ...placeAt(index) });
	const indexOf = (digest: Uint8Array): number => {
		if (digest.length !== hashLength) return -1;
		let low = 0;
		let high = entryCount - 1;
		while (low <= high) {
			const middle = (low + high) >>> 1;
			const difference = compareSlot(bytes, hashesOffset + middle * HASH_SLOT_BYTES, digest);
			if (difference === 0) return middle;
			if (difference < 0) low = middle + 1;
			else high = middle - 1;
		}
		return -1;
	};
	return {
		version,
		hashLength,
		md5: hashesOffset < INDEX_HEADER_BYTES ? new Uint8Array() : bytes.subarray(32, 32 + MD5_BYTES),
		entryCount,
		hashesOffset,
		entriesOffset,
		fileBytes: bytes,
		entryAt,
		digestAt,
		placeAt,
		indexOf,
		find(digest) {
			const at = indexOf(typeof digest === 'string' ? digestOfHex(digest) : digest);
			if (at < 0) return undefined;
			const entry = entryAt(at);
			return typeof digest !== 'string' || entry.hexDigest === digest.toLowerCase() ? entry : undefined;
		},
	};
}

/**
 * Checks the MD5 in the header against the rest of the index. A device's own index fails this by design.
 *
 * @throws FormatError `digest-mismatch`
 */
export function verifyArchiveIndex(options: { index: ArchiveIndex; crypto: Crypto; name: string }): void {
	const { index, crypto, name } = options;
	const found = crypto.digest('md5', index.fileBytes.subarray(INDEX_HEADER_BYTES));
	if (equalBytes(found, index.md5)) return;
	throw new FormatError(
		'digest-mismatch',
		`${name}: expected MD5 ${toHex(index.md5)} at byte 32, found ${toHex(found)} over the bytes from ${INDEX_HEADER_BYTES} on`,
		{ data: { name, expected: toHex(index.md5), found: toHex(found) } },
	);
}

type EntryView = { view: DataView; entriesOffset: number; version: ArchiveIndexVersion; name: string };

function readPlace({ view, entriesOffset, version }: EntryView, index: number): ArchivePlace {
	const at = entriesOffset + index * INDEX_ENTRY_BYTES;
	const first = view.getUint32(at);
	const second = view.getUint32(at + 4);
	const wide = version === 6;
	const flags = wide ? first >>> 28 : view.getUint32(at + 12);
	const compressedSizeBytes = view.getUint32(at + (wide ? 12 : 8));
	return {
		offset: wide ? (first & 0x0fff_ffff) * 0x1_0000_0000 + second : first,
		sizeBytes: wide ? view.getUint32(at + 8) : second,
		// Version 4 never sets the flag for compression; the size tells it in every version.
		compressedSizeBytes: compressedSizeBytes === STORED_RAW ? undefined : compressedSizeBytes,
		encrypted: (flags & ARCHIVE_FLAG.ENCRYPTED) !== 0,
		liveUpdate: (flags & ARCHIVE_FLAG.LIVEUPDATE) !== 0,
	};
}

function checkOffset({ view, entriesOffset, version, name }: EntryView, index: number): void {
	if (version !== 6) return;
	const high = view.getUint32(entriesOffset + index * INDEX_ENTRY_BYTES) & 0x0fff_ffff;
	if (high <= 0x1f_ffff) return;
	throw new FormatError('limit', `${name}: entry ${index}: expected an offset below 2^53, found a larger one`, {
		data: { name, entry: index },
	});
}

/** Like `fromHex`, some ten times faster because it checks nothing: whoever finds something by it has to compare the text. */
function digestOfHex(text: string): Uint8Array {
	const bytes = new Uint8Array(text.length >>> 1);
	for (let at = 0; at < bytes.length; at++) {
		bytes[at] = (nibble(text.charCodeAt(at * 2)) << 4) | nibble(text.charCodeAt(at * 2 + 1));
	}
	return bytes;
}

function nibble(code: number): number {
	return code <= 0x39 ? code - 0x30 : (code | 0x20) - 0x57;
}

function compareSlots(bytes: Uint8Array, { a, b, length }: { a: number; b: number; length: number }): number {
	for (let i = 0; i < length; i++) {
		const difference = (bytes[a + i] as number) - (bytes[b + i] as number);
		if (difference !== 0) return difference;
	}
	return 0;
}

function compareSlot(bytes: Uint8Array, at: number, wanted: Uint8Array): number {
	for (let i = 0; i < wanted.length; i++) {
		const difference = (bytes[at + i] as number) - (wanted[i] as number);
		if (difference !== 0) return difference;
	}
	return 0;
}

function invalid(name: string, offset: number, expected: string, found: string): FormatError {
	return new FormatError('invalid', `${name}: expected ${expected} at byte ${offset}, found ${found}`, {
		data: { name, offset, expected, found },
	});
}
