import { compareBytes, type RandomAccess } from '../../bytes/index.ts';
import { FormatError } from '../error.ts';
import { remarkOnText } from '../look-of-bytes.ts';
import { ZIP, type ZipEntry, type ZipLimits } from './zip-format.ts';
import { checkZipName, createNameCheck, decodeZipName } from './zip-names.ts';

const MAX_COMMENT_BYTES = 0xffff;
const UNIX = 3;
const FILE_TYPE = 0xf000;
const SYMBOLIC_LINK = 0xa000;
const REGULAR = 0x8000;
const FOLDER = 0x4000;

/** Where the central directory lies. */
export type Directory = { readonly offset: number; readonly sizeBytes: number; readonly entryCount: number };

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/**
 * Finds the central directory from the end of the file.
 *
 * End record, offsets: 0 signature, 4 disk, 6 directory's disk, 8 entries on disk, 10 entries, 12 directory size, 16 directory
 * offset, 20 comment length, 22 comment. A reader that takes the first signature it meets and one that takes the last can be
 * made to see different zips; here exactly one end record must fit.
 *
 * @throws FormatError `invalid`, `trailing-data`, `ambiguous-end`, `header-mismatch`, `limit`
 */
export function findDirectory(access: RandomAccess, limits: ZipLimits): Directory {
	const { name, sizeBytes } = access;
	const tailBytes = Math.min(sizeBytes, ZIP.END_BYTES + MAX_COMMENT_BYTES);
	const tailStart = sizeBytes - tailBytes;
	const tail = access.read(tailStart, tailBytes);
	const view = viewOf(tail);
	const fitting: number[] = [];
	let ended: number | undefined;
	for (let at = tailBytes - ZIP.END_BYTES; at >= 0; at--) {
		if (view.getUint32(at, true) !== ZIP.END_SIGNATURE) continue;
		const end = at + ZIP.END_BYTES + view.getUint16(at + 20, true);
		if (end === tailBytes) fitting.push(at);
		else if (end < tailBytes) ended ??= end;
	}
	const [at, second] = fitting;
	if (at === undefined) {
		if (ended !== undefined) {
			throw new FormatError(
				'trailing-data',
				`${name}: expected the end of the zip, found ${tailBytes - ended} bytes behind it`,
				{
					data: { name, offset: tailStart + ended, found: tailBytes - ended },
				},
			);
		}
		const head = access.read(0, Math.min(sizeBytes, 64));
		throw invalid(name, sizeBytes, 'an end-of-zip record', `none${remarkOnText(head)}`);
	}
	if (second !== undefined) {
		throw new FormatError(
			'ambiguous-end',
			`${name}: expected one end-of-zip record, found two that fit, at bytes ${tailStart + second} and ${tailStart + at}`,
			{ data: { name, first: tailStart + second, second: tailStart + at } },
		);
	}
	const endOffset = tailStart + at;
	const directory = readEnd(access, view, { at, endOffset });
	if (directory.entryCount > limits.maxEntryCount) {
		throw new FormatError(
			'limit',
			`${name}: expected at most ${limits.maxEntryCount} entries, found ${directory.entryCount}`,
			{ data: { name, max: limits.maxEntryCount, found: directory.entryCount } },
		);
	}
	return directory;
}

function readEnd(
	access: RandomAccess,
	view: DataView,
	{ at, endOffset }: { at: number; endOffset: number },
): Directory {
	const { name } = access;
	const plain: Directory = {
		entryCount: view.getUint16(at + 10, true),
		sizeBytes: view.getUint32(at + 12, true),
		offset: view.getUint32(at + 16, true),
	};
	let disks = [view.getUint16(at + 4, true), view.getUint16(at + 6, true)];
	let onDisk = view.getUint16(at + 8, true);
	let directory = plain;
	let directoryEnd = endOffset;
	const wide = readEnd64(access, endOffset);
	if (wide) {
		const agrees =
			(plain.entryCount === ZIP.FULL16 || plain.entryCount === wide.entryCount) &&
			(plain.sizeBytes === ZIP.FULL32 || plain.sizeBytes === wide.sizeBytes) &&
			(plain.offset === ZIP.FULL32 || plain.offset === wide.offset);
		if (!agrees) {
			throw new FormatError(
				'header-mismatch',
				`${name}: the zip64 end record and the plain one tell different things`,
				{
					data: { name, offset: endOffset },
				},
			);
		}
		directory = wide;
		directoryEnd = wide.start;
		disks = [wide.disk];
		onDisk = wide.entryCount;
	}
	if (disks.some((disk) => disk !== 0 && disk !== ZIP.FULL16) || onDisk !== directory.entryCount) {
		throw invalid(name, endOffset, 'a zip of one part', 'a part of several');
	}
	if (directory.offset + directory.sizeBytes !== directoryEnd) {
		throw invalid(
			name,
			endOffset,
			`a directory that ends at byte ${directoryEnd}`,
			`one of ${directory.sizeBytes} bytes at ${directory.offset}`,
		);
	}
	return directory;
}

/**
 * Zip64 locator, offsets: 0 signature, 4 disk, 8 offset of the zip64 end record (64 bits), 16 disks. Zip64 end record: 0
 * signature, 4 size of the rest, 12 made by, 14 needed, 16 disk, 20 directory's disk, 24 entries on disk, 32 entries, 40
 * directory size, 48 directory offset.
 */
function readEnd64(access: RandomAccess, endOffset: number): (Directory & { start: number; disk: number }) | undefined {
	const { name } = access;
	const locatorOffset = endOffset - ZIP.LOCATOR64_BYTES;
	if (locatorOffset < 0) return undefined;
	const locator = viewOf(access.read(locatorOffset, ZIP.LOCATOR64_BYTES));
	if (locator.getUint32(0, true) !== ZIP.LOCATOR64_SIGNATURE) return undefined;
	const start = safeNumber(locator.getBigUint64(8, true), name, locatorOffset);
	if (start + ZIP.END64_BYTES > locatorOffset) {
		throw invalid(name, locatorOffset, 'a zip64 end record before its locator', `one at ${start}`);
	}
	const record = viewOf(access.read(start, ZIP.END64_BYTES));
	const rest = safeNumber(record.getBigUint64(4, true), name, start);
	if (record.getUint32(0, true) !== ZIP.END64_SIGNATURE || start + 12 + rest !== locatorOffset) {
		throw invalid(name, start, 'a zip64 end record that reaches its locator', 'another');
	}
	const entryCount = safeNumber(record.getBigUint64(32, true), name, start);
	if (safeNumber(record.getBigUint64(24, true), name, start) !== entryCount) {
		throw invalid(name, start, 'a zip of one part', 'a part of several');
	}
	return {
		start,
		disk: record.getUint32(16, true) | record.getUint32(20, true),
		entryCount,
		sizeBytes: safeNumber(record.getBigUint64(40, true), name, start),
		offset: safeNumber(record.getBigUint64(48, true), name, start),
	};
}

/** A file header of the directory before it is known where its entry ends. */
type Header = { -readonly [Key in keyof ZipEntry]: ZipEntry[Key] } & { nameSizeBytes: number; folder: boolean };

/**
 * Reads and checks the whole central directory; no entry's data is read. Folders are left out of the result.
 *
 * @throws FormatError any of the zip hazards
 */
export function readDirectory(access: RandomAccess, directory: Directory, limits: ZipLimits): ZipEntry[] {
	const { name } = access;
	const bytes = access.read(directory.offset, directory.sizeBytes);
	const view = viewOf(bytes);
	const checkName = createNameCheck(name);
	const headers: Header[] = [];
	let at = 0;
	let totalBytes = 0;
	for (let index = 0; index < directory.entryCount; index++) {
		if (bytes.length - at < ZIP.CENTRAL_BYTES || view.getUint32(at, true) !== ZIP.CENTRAL_SIGNATURE) {
			throw invalid(name, directory.offset + at, `file header ${index} of ${directory.entryCount}`, 'none');
		}
		const total =
			ZIP.CENTRAL_BYTES + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
		if (total > bytes.length - at) {
			throw invalid(name, directory.offset + at, `a file header of ${total} bytes`, `${bytes.length - at} bytes`);
		}
		const header = readHeader({ bytes, view, at }, name, directory.offset + at);
		checkName(header.name);
		checkSizes(header, limits, name);
		totalBytes += header.sizeBytes;
		if (totalBytes > limits.maxTotalBytes) throw bomb(name, 'all entries', 'bytes', limits.maxTotalBytes, totalBytes);
		headers.push(header);
		at += total;
	}
	if (at !== bytes.length) {
		throw invalid(name, directory.offset + at, 'the end of the directory', `${bytes.length - at} more bytes`);
	}
	checkOverlap(headers, directory.offset, name);
	return headers.filter((header) => !header.folder);
}

/** A file header in the bytes of the directory. */
type HeaderPlace = { readonly bytes: Uint8Array; readonly view: DataView; readonly at: number };

/**
 * File header, offsets: 0 signature, 4 made by, 6 needed, 8 flags, 10 method, 12 time, 14 date, 16 CRC-32, 20 packed size,
 * 24 size, 28 name length, 30 extra length, 32 comment length, 34 disk, 36 internal attributes, 38 external attributes,
 * 42 local header's offset, 46 name, extra fields, comment.
 */
function readHeader({ bytes, view, at }: HeaderPlace, zipName: string, offset: number): Header {
	const nameSizeBytes = view.getUint16(at + 28, true);
	const extraStart = at + ZIP.CENTRAL_BYTES + nameSizeBytes;
	const nameBytes = bytes.subarray(at + ZIP.CENTRAL_BYTES, extraStart);
	const name = decodeZipName(nameBytes, zipName);
	checkZipName(name, zipName);
	const header: Header = {
		name,
		sizeBytes: view.getUint32(at + 24, true),
		compressedSizeBytes: view.getUint32(at + 20, true),
		method: view.getUint16(at + 10, true),
		crc32: view.getUint32(at + 16, true),
		flags: view.getUint16(at + 8, true),
		headerOffset: view.getUint32(at + 42, true),
		endLimit: 0,
		nameSizeBytes,
		folder: name.endsWith('/'),
	};
	const extraBytes = view.getUint16(at + 30, true);
	if (extraBytes > 0) {
		readExtra(bytes.subarray(extraStart, extraStart + extraBytes), { header, nameBytes, zipName, offset });
	}
	checkKind(header, { view, at }, zipName);
	return header;
}

function readExtra(
	extra: Uint8Array,
	about: { header: Header; nameBytes: Uint8Array; zipName: string; offset: number },
): void {
	const { header, nameBytes, zipName, offset } = about;
	const view = viewOf(extra);
	let at = 0;
	while (at + 4 <= extra.length) {
		const id = view.getUint16(at, true);
		const end = at + 4 + view.getUint16(at + 2, true);
		if (end > extra.length) throw invalid(zipName, offset, 'extra fields that fit', 'one that is cut short');
		let field = at + 4;
		if (id === ZIP.EXTRA_ZIP64) {
			for (const key of ['sizeBytes', 'compressedSizeBytes', 'headerOffset'] as const) {
				if (header[key] !== ZIP.FULL32) continue;
				if (field + 8 > end) throw invalid(zipName, offset, 'a zip64 field with all sizes', 'one that is cut short');
				header[key] = safeNumber(view.getBigUint64(field, true), zipName, offset);
				field += 8;
			}
		} else if (id === ZIP.EXTRA_UNICODE_PATH && compareBytes(extra.subarray(field + 5, end), nameBytes) !== 0) {
			throw new FormatError(
				'header-mismatch',
				`${zipName}: ${JSON.stringify(header.name)} has a second, different name`,
				{
					data: { zip: zipName, entry: header.name, offset },
				},
			);
		}
		at = end;
	}
}

function checkKind(header: Header, { view, at }: { view: DataView; at: number }, zipName: string): void {
	const data = { zip: zipName, entry: header.name };
	const mode = view.getUint8(at + 5) === UNIX ? view.getUint16(at + 40, true) & FILE_TYPE : 0;
	if (mode === SYMBOLIC_LINK || (mode !== 0 && mode !== REGULAR && mode !== FOLDER)) {
		throw new FormatError('symbolic-link', `${zipName}: expected files, found a link or device: ${header.name}`, {
			data,
		});
	}
	if (header.flags & (ZIP.ENCRYPTED | ZIP.MASKED)) {
		throw new FormatError('encrypted-entry', `${zipName}: ${header.name} is encrypted`, { data });
	}
	if (header.method !== ZIP.STORED && header.method !== ZIP.DEFLATED) {
		throw new FormatError(
			'unsupported-method',
			`${zipName}: expected ${header.name} stored or deflated, found method ${header.method}`,
			{ data: { ...data, found: header.method } },
		);
	}
	const sizesFit = header.method === ZIP.DEFLATED || header.sizeBytes === header.compressedSizeBytes;
	if (!sizesFit || (header.folder && header.sizeBytes !== 0) || view.getUint16(at + 34, true) !== 0) {
		throw new FormatError('header-mismatch', `${zipName}: the header of ${header.name} contradicts itself`, { data });
	}
}

function checkSizes(header: Header, limits: ZipLimits, zipName: string): void {
	const { name, sizeBytes, compressedSizeBytes } = header;
	if (sizeBytes > limits.maxEntryBytes) throw bomb(zipName, name, 'bytes', limits.maxEntryBytes, sizeBytes);
	if (sizeBytes > limits.ratioFromBytes && sizeBytes > compressedSizeBytes * limits.maxRatio) {
		throw bomb(
			zipName,
			name,
			'times its packed size',
			limits.maxRatio,
			Math.ceil(sizeBytes / Math.max(1, compressedSizeBytes)),
		);
	}
}

/** Notes for each entry where the next structure begins, and refuses entries that reach into it. */
function checkOverlap(headers: readonly Header[], directoryOffset: number, zipName: string): void {
	const isInOrder = headers.every(
		(header, at) => at === 0 || header.headerOffset >= (headers[at - 1] as Header).headerOffset,
	);
	const inOrder = isInOrder ? headers : [...headers].sort((a, b) => a.headerOffset - b.headerOffset);
	for (const [index, header] of inOrder.entries()) {
		const next = inOrder[index + 1];
		header.endLimit = next ? next.headerOffset : directoryOffset;
		const end = header.headerOffset + ZIP.LOCAL_BYTES + header.nameSizeBytes + header.compressedSizeBytes;
		if (end <= header.endLimit) continue;
		throw new FormatError(
			'overlap',
			`${zipName}: expected ${header.name} to end before byte ${header.endLimit}, found its end at ${end} or later`,
			{ data: { zip: zipName, entry: header.name, expected: header.endLimit, found: end } },
		);
	}
}

function safeNumber(value: bigint, name: string, offset: number): number {
	if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw invalid(name, offset, 'a number below 2^53', `${value}`);
	return Number(value);
}

function bomb(zip: string, entry: string, unit: string, max: number, found: number): FormatError {
	return new FormatError('bomb', `${zip}: expected ${entry} to unpack to at most ${max} ${unit}, found ${found}`, {
		data: { zip, entry, max, found, unit },
	});
}

function invalid(name: string, offset: number, expected: string, found: string): FormatError {
	return new FormatError('invalid', `${name}: expected ${expected} at byte ${offset}, found ${found}`, {
		data: { name, offset, expected, found },
	});
}
