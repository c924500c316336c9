import { type Crypto, compareText, fromHex } from '../../bytes/index.ts';
import { FormatError } from '../error.ts';
import { STORED_RAW } from '../manifest/manifest.ts';
import {
	ARCHIVE_FLAG,
	type ArchiveEntry,
	type ArchiveIndexVersion,
	HASH_SLOT_BYTES,
	INDEX_ENTRY_BYTES,
	INDEX_HEADER_BYTES,
} from './archive-index.ts';

const DEFAULT_HASH_LENGTH = 20;

/**
 * Writes an archive index, entries sorted by digest; those of equal digest stay in the order given.
 *
 * @throws FormatError `invalid` for a digest of another length than the first; `limit` for an offset the version cannot hold
 * (2^32 before version 6) or a size above 2^32
 */
export function writeArchiveIndex(options: {
	version: ArchiveIndexVersion;
	/** In any order. */
	entries: readonly ArchiveEntry[];
	crypto: Crypto;
	/** Written in place of the MD5 of the content: a device's own index copies its bundle's. */
	md5?: Uint8Array;
}): Uint8Array {
	const { version, crypto } = options;
	// Digests are lowercase hexadecimal of one length, so the order of the texts is the order of the bytes.
	const entries = [...options.entries].sort((a, b) => compareText(a.hexDigest, b.hexDigest));
	const hashLength = entries[0] ? entries[0].hexDigest.length / 2 : DEFAULT_HASH_LENGTH;
	const entriesOffset = INDEX_HEADER_BYTES + HASH_SLOT_BYTES * entries.length;
	const bytes = new Uint8Array(entriesOffset + INDEX_ENTRY_BYTES * entries.length);
	const view = new DataView(bytes.buffer);
	view.setUint32(0, version);
	view.setUint32(16, entries.length);
	view.setUint32(20, entriesOffset);
	view.setUint32(24, INDEX_HEADER_BYTES);
	view.setUint32(28, hashLength);
	for (const [index, entry] of entries.entries()) {
		checkEntry(entry, { version, hashLength });
		bytes.set(fromHex(entry.hexDigest), INDEX_HEADER_BYTES + index * HASH_SLOT_BYTES);
		writeEntry(view, entriesOffset + index * INDEX_ENTRY_BYTES, { entry, version });
	}
	bytes.set(options.md5 ?? crypto.digest('md5', bytes.subarray(INDEX_HEADER_BYTES)), 32);
	return bytes;
}

function checkEntry(entry: ArchiveEntry, about: { version: ArchiveIndexVersion; hashLength: number }): void {
	const { hexDigest } = entry;
	if (hexDigest.length !== about.hashLength * 2) {
		throw new FormatError(
			'invalid',
			`archive index: expected digests of ${about.hashLength} bytes, found ${hexDigest}`,
			{
				data: { hexDigest, expected: about.hashLength },
			},
		);
	}
	const maxOffset = about.version === 6 ? Number.MAX_SAFE_INTEGER : 0xffff_ffff;
	if (!(entry.offset >= 0 && entry.offset <= maxOffset && Number.isInteger(entry.offset))) {
		throw limit(hexDigest, 'an offset', maxOffset, entry.offset);
	}
	for (const sizeBytes of [entry.sizeBytes, entry.compressedSizeBytes ?? 0]) {
		if (!(sizeBytes >= 0 && sizeBytes < STORED_RAW)) throw limit(hexDigest, 'a size', STORED_RAW - 1, sizeBytes);
	}
}

function writeEntry(
	view: DataView,
	at: number,
	{ entry, version }: { entry: ArchiveEntry; version: ArchiveIndexVersion },
): void {
	const { offset, sizeBytes, compressedSizeBytes } = entry;
	const compressed = compressedSizeBytes !== undefined && version > 4 ? ARCHIVE_FLAG.COMPRESSED : 0;
	const flags =
		(entry.encrypted ? ARCHIVE_FLAG.ENCRYPTED : 0) | compressed | (entry.liveUpdate ? ARCHIVE_FLAG.LIVEUPDATE : 0);
	if (version === 6) {
		view.setUint32(at, ((flags << 28) | Math.floor(offset / 0x1_0000_0000)) >>> 0);
		view.setUint32(at + 4, offset >>> 0);
		view.setUint32(at + 8, sizeBytes);
		view.setUint32(at + 12, compressedSizeBytes ?? STORED_RAW);
		return;
	}
	view.setUint32(at, offset);
	view.setUint32(at + 4, sizeBytes);
	view.setUint32(at + 8, compressedSizeBytes ?? STORED_RAW);
	view.setUint32(at + 12, flags);
}

function limit(hexDigest: string, what: string, max: number, found: number): FormatError {
	return new FormatError('limit', `archive index, ${hexDigest}: expected ${what} of 0 to ${max}, found ${found}`, {
		data: { hexDigest, max, found },
	});
}
