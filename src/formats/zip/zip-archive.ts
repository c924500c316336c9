import { inflateSync } from 'fflate';
import { encodeUtf8, equalBytes, type RandomAccess } from '../../bytes/index.ts';
import { FormatError } from '../error.ts';
import { findDirectory, readDirectory } from './central-directory.ts';
import { crc32 as portableCrc32 } from './crc32.ts';
import { DEFAULT_ZIP_LIMITS, ZIP, type ZipEntry, type ZipLimits } from './zip-format.ts';

/** The flags that change how an entry is read; others are hints for its packer. */
const RELEVANT_FLAGS = ZIP.ENCRYPTED | ZIP.DESCRIPTOR | ZIP.UTF8 | ZIP.MASKED;

/** A zip whose directory was read and checked; entries are unpacked when asked for. */
export type ZipArchive = {
	readonly name: string;
	/** Files in the directory's order; folders are left out. */
	readonly entries: readonly ZipEntry[];
	find(name: string): ZipEntry | undefined;
	/**
	 * The unpacked bytes, checked against size and CRC. Those of a stored entry may be a view and must not be changed.
	 *
	 * @throws FormatError `header-mismatch`, `overlap`, `decompression`, `checksum-mismatch`
	 */
	read(entry: ZipEntry): Uint8Array;
	close(): void;
};

export type ZipOptions = {
	/** Those not given keep their defaults. */
	readonly limits?: Partial<ZipLimits>;
	/**
	 * Unpacks raw deflate. It must stop with an error once more than `sizeBytes` come out, and may return fewer.
	 */
	readonly inflate?: (packed: Uint8Array, sizeBytes: number) => Uint8Array;
	readonly crc32?: (bytes: Uint8Array) => number;
};

/**
 * Opens a zip that may come from anywhere.
 *
 * The whole directory is checked before the first entry can be read, without touching the entries' data. Refused are names
 * that leave a folder (`unsafe-name`), names there twice or in two cases (`duplicate-name`), links and devices
 * (`symbolic-link`), entries lying over one another (`overlap`), too much to unpack (`bomb`), two possible ends
 * (`ambiguous-end`), anything behind the end (`trailing-data`), encrypted entries and unknown methods; when an entry is read
 * also a local header that tells something else than the directory (`header-mismatch`).
 *
 * @throws FormatError `invalid`, `limit`, or one of the above
 */
export function openZip(access: RandomAccess, options: ZipOptions = {}): ZipArchive {
	const limits = { ...DEFAULT_ZIP_LIMITS, ...options.limits };
	const inflate = options.inflate ?? portableInflate;
	const crc32 = options.crc32 ?? portableCrc32;
	const entries = readDirectory(access, findDirectory(access, limits), limits);
	let byName: Map<string, ZipEntry> | undefined;
	return {
		name: access.name,
		entries,
		find(name) {
			byName ??= new Map(entries.map((entry) => [entry.name, entry]));
			return byName.get(name);
		},
		read(entry) {
			const packed = readPacked(access, entry);
			const bytes = entry.method === ZIP.STORED ? packed : unpack(packed, { entry, inflate, zip: access.name });
			const found = crc32(bytes);
			if (found !== entry.crc32) {
				throw new FormatError(
					'checksum-mismatch',
					`${access.name}: ${entry.name}: expected CRC-32 ${entry.crc32.toString(16)}, found ${found.toString(16)}`,
					{ data: { zip: access.name, entry: entry.name, expected: entry.crc32, found } },
				);
			}
			return bytes;
		},
		close: () => access.close(),
	};
}

function portableInflate(packed: Uint8Array, sizeBytes: number): Uint8Array {
	// One byte more than stated, so that an entry which unpacks to more shows itself; what comes after is dropped.
	return inflateSync(packed, { out: new Uint8Array(sizeBytes + 1) });
}

function unpack(
	packed: Uint8Array,
	{ entry, inflate, zip }: { entry: ZipEntry; inflate: NonNullable<ZipOptions['inflate']>; zip: string },
): Uint8Array {
	const data = { zip, entry: entry.name, expected: entry.sizeBytes };
	let bytes: Uint8Array;
	try {
		bytes = inflate(packed, entry.sizeBytes);
	} catch (cause) {
		throw new FormatError('decompression', `${zip}: ${entry.name}: cannot be inflated to ${entry.sizeBytes} bytes`, {
			cause,
			data,
		});
	}
	if (bytes.length !== entry.sizeBytes) {
		const found = bytes.length > entry.sizeBytes ? 'more' : `${bytes.length}`;
		throw new FormatError('decompression', `${zip}: ${entry.name}: expected ${entry.sizeBytes} bytes, found ${found}`, {
			data: { ...data, found },
		});
	}
	return bytes;
}

/**
 * Compares the local header with the directory and returns the packed bytes.
 *
 * Local header, offsets: 0 signature, 4 needed, 6 flags, 8 method, 10 time, 12 date, 14 CRC-32, 18 packed size, 22 size,
 * 26 name length, 28 extra length, 30 name, extra fields. With the descriptor flag CRC and sizes may be 0 and follow the data.
 */
function readPacked(access: RandomAccess, entry: ZipEntry): Uint8Array {
	const { name: zip } = access;
	const { headerOffset, compressedSizeBytes, endLimit } = entry;
	const head = access.read(headerOffset, ZIP.LOCAL_BYTES);
	const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
	if (view.getUint32(0, true) !== ZIP.LOCAL_SIGNATURE) throw mismatch(zip, entry, 'no local header where it should be');
	const nameSizeBytes = view.getUint16(26, true);
	const dataOffset = headerOffset + ZIP.LOCAL_BYTES + nameSizeBytes + view.getUint16(28, true);
	const dataEnd = dataOffset + compressedSizeBytes;
	if (dataEnd > endLimit) {
		throw new FormatError(
			'overlap',
			`${zip}: expected ${entry.name} to end before byte ${endLimit}, found its end at ${dataEnd}`,
			{ data: { zip, entry: entry.name, expected: endLimit, found: dataEnd } },
		);
	}
	const name = access.read(headerOffset + ZIP.LOCAL_BYTES, nameSizeBytes);
	if (!equalBytes(name, encodeUtf8(entry.name))) throw mismatch(zip, entry, 'another name');
	const flags = view.getUint16(6, true);
	if ((flags & RELEVANT_FLAGS) !== (entry.flags & RELEVANT_FLAGS)) throw mismatch(zip, entry, 'other flags');
	if (view.getUint16(8, true) !== entry.method) throw mismatch(zip, entry, 'another method');
	const described = (flags & ZIP.DESCRIPTOR) !== 0;
	for (const [at, expected, what] of [
		[14, entry.crc32, 'another CRC'],
		[18, compressedSizeBytes, 'another packed size'],
		[22, entry.sizeBytes, 'another size'],
	] as const) {
		const found = view.getUint32(at, true);
		const elsewhere = (described && found === 0) || (at !== 14 && found === ZIP.FULL32);
		if (found !== expected && !elsewhere) throw mismatch(zip, entry, what);
	}
	if (described) checkDescriptor(access, entry, dataEnd);
	return access.read(dataOffset, compressedSizeBytes);
}

/** Data descriptor: signature (may be missing), CRC-32, packed size, size; the sizes of 32 or 64 bits. */
function checkDescriptor(access: RandomAccess, entry: ZipEntry, at: number): void {
	const bytes = access.read(at, Math.min(24, entry.endLimit - at));
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	for (const start of [4, 0]) {
		if (start === 4 && (bytes.length < 4 || view.getUint32(0, true) !== ZIP.DESCRIPTOR_SIGNATURE)) continue;
		if (bytes.length < start + 12 || view.getUint32(start, true) !== entry.crc32) continue;
		const narrow =
			view.getUint32(start + 4, true) === entry.compressedSizeBytes &&
			view.getUint32(start + 8, true) === entry.sizeBytes;
		const wide =
			bytes.length >= start + 20 &&
			view.getBigUint64(start + 4, true) === BigInt(entry.compressedSizeBytes) &&
			view.getBigUint64(start + 12, true) === BigInt(entry.sizeBytes);
		if (narrow || wide) return;
	}
	throw mismatch(access.name, entry, 'another data descriptor');
}

function mismatch(zip: string, entry: ZipEntry, what: string): FormatError {
	return new FormatError(
		'header-mismatch',
		`${zip}: ${entry.name}: expected at byte ${entry.headerOffset} what the directory says, found ${what}`,
		{ data: { zip, entry: entry.name, offset: entry.headerOffset, found: what } },
	);
}
