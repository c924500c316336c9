import { deflateSync } from 'fflate';
import { encodeUtf8 } from '../../bytes/index.ts';
import { crc32 } from './crc32.ts';
import { ZIP } from './zip-format.ts';
import { checkZipName, createNameCheck } from './zip-names.ts';

/** 1980-01-01 00:00, the first that the format knows: the same content gives the same bytes at any time. */
const DOS_DATE = 0x0021;
const VERSION = 20;
const VERSION64 = 45;

/** Deflate levels, 0 is stored. */
export type ZipLevel = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

export type ZipWriter = {
	/**
	 * Writes one entry to the sink. With a level above 0 it is deflated, unless that makes it no smaller.
	 *
	 * @throws FormatError `unsafe-name`, `duplicate-name`; RangeError for a level outside 0…9
	 */
	add(name: string, bytes: Uint8Array, options?: { level?: number }): void;
	/** Writes the directory; nothing can be added afterwards. */
	finish(): void;
};

type Written = {
	readonly name: Uint8Array;
	readonly method: number;
	readonly crc: number;
	readonly packedBytes: number;
	readonly sizeBytes: number;
	readonly offset: number;
};

/**
 * Writes a zip, entries in the order they are added, one part after the other to `sink`; only the directory is kept in
 * memory. Time stamps are fixed and nothing of the machine is written. Zip64 is used where sizes need it.
 */
export function createZipWriter(sink: (bytes: Uint8Array) => void): ZipWriter {
	const checkName = createNameCheck('zip');
	const entries: Written[] = [];
	let offset = 0;
	let finished = false;
	const write = (bytes: Uint8Array): void => {
		offset += bytes.length;
		sink(bytes);
	};
	return {
		add(name, bytes, { level = 0 } = {}) {
			if (finished) throw new RangeError(`zip: ${name} was added after the end`);
			if (!isLevel(level)) throw new RangeError(`zip: expected a level of 0 to 9, found ${level}`);
			checkZipName(name, 'zip');
			checkName(name);
			const deflated = level > 0 ? deflateSync(bytes, { level }) : bytes;
			const packed = deflated.length < bytes.length ? deflated : bytes;
			const entry: Written = {
				name: encodeUtf8(name),
				method: packed === bytes ? ZIP.STORED : ZIP.DEFLATED,
				crc: crc32(bytes),
				packedBytes: packed.length,
				sizeBytes: bytes.length,
				offset,
			};
			entries.push(entry);
			write(localHeader(entry));
			write(packed);
		},
		finish() {
			if (finished) return;
			finished = true;
			const start = offset;
			for (const entry of entries) write(centralHeader(entry));
			write(endRecords({ entryCount: entries.length, sizeBytes: offset - start, offset: start }));
		},
	};
}

function isLevel(level: number): level is ZipLevel {
	return Number.isInteger(level) && level >= 0 && level <= 9;
}

const full32 = (value: number): number => Math.min(value, ZIP.FULL32);

/** The zip64 extra field with those values that do not fit into 32 bits; empty when all do. */
function extra64(values: readonly number[]): Uint8Array {
	const large = values.filter((value) => value >= ZIP.FULL32);
	if (large.length === 0) return new Uint8Array();
	const bytes = new Uint8Array(4 + large.length * 8);
	const view = new DataView(bytes.buffer);
	view.setUint16(0, ZIP.EXTRA_ZIP64, true);
	view.setUint16(2, large.length * 8, true);
	for (const [index, value] of large.entries()) view.setBigUint64(4 + index * 8, BigInt(value), true);
	return bytes;
}

/** The fields that local and central headers share, from "needed" to the lengths. */
function writeShared(view: DataView, at: number, entry: Written, extraSizeBytes: number): void {
	view.setUint16(at, extraSizeBytes > 0 ? VERSION64 : VERSION, true);
	view.setUint16(at + 2, ZIP.UTF8, true);
	view.setUint16(at + 4, entry.method, true);
	view.setUint16(at + 8, DOS_DATE, true);
	view.setUint32(at + 10, entry.crc, true);
	view.setUint32(at + 14, full32(entry.packedBytes), true);
	view.setUint32(at + 18, full32(entry.sizeBytes), true);
	view.setUint16(at + 22, entry.name.length, true);
	view.setUint16(at + 24, extraSizeBytes, true);
}

function localHeader(entry: Written): Uint8Array {
	// A local header must give both sizes when it gives one of them.
	const large = entry.sizeBytes >= ZIP.FULL32 || entry.packedBytes >= ZIP.FULL32;
	const extra = large
		? extra64([Math.max(entry.sizeBytes, ZIP.FULL32), Math.max(entry.packedBytes, ZIP.FULL32)])
		: extra64([]);
	const bytes = new Uint8Array(ZIP.LOCAL_BYTES + entry.name.length + extra.length);
	const view = new DataView(bytes.buffer);
	view.setUint32(0, ZIP.LOCAL_SIGNATURE, true);
	writeShared(view, 4, entry, extra.length);
	if (large) {
		view.setUint32(18, ZIP.FULL32, true);
		view.setUint32(22, ZIP.FULL32, true);
		const sizes = new DataView(extra.buffer);
		sizes.setBigUint64(4, BigInt(entry.sizeBytes), true);
		sizes.setBigUint64(12, BigInt(entry.packedBytes), true);
	}
	bytes.set(entry.name, ZIP.LOCAL_BYTES);
	bytes.set(extra, ZIP.LOCAL_BYTES + entry.name.length);
	return bytes;
}

function centralHeader(entry: Written): Uint8Array {
	const extra = extra64([entry.sizeBytes, entry.packedBytes, entry.offset]);
	const bytes = new Uint8Array(ZIP.CENTRAL_BYTES + entry.name.length + extra.length);
	const view = new DataView(bytes.buffer);
	view.setUint32(0, ZIP.CENTRAL_SIGNATURE, true);
	view.setUint16(4, extra.length > 0 ? VERSION64 : VERSION, true);
	writeShared(view, 6, entry, extra.length);
	view.setUint32(42, full32(entry.offset), true);
	bytes.set(entry.name, ZIP.CENTRAL_BYTES);
	bytes.set(extra, ZIP.CENTRAL_BYTES + entry.name.length);
	return bytes;
}

function endRecords({
	entryCount,
	sizeBytes,
	offset,
}: {
	entryCount: number;
	sizeBytes: number;
	offset: number;
}): Uint8Array {
	const wide = entryCount >= ZIP.FULL16 || sizeBytes >= ZIP.FULL32 || offset >= ZIP.FULL32;
	const wideBytes = wide ? ZIP.END64_BYTES + ZIP.LOCATOR64_BYTES : 0;
	const bytes = new Uint8Array(wideBytes + ZIP.END_BYTES);
	const view = new DataView(bytes.buffer);
	if (wide) {
		view.setUint32(0, ZIP.END64_SIGNATURE, true);
		view.setBigUint64(4, BigInt(ZIP.END64_BYTES - 12), true);
		view.setUint16(12, VERSION64, true);
		view.setUint16(14, VERSION64, true);
		view.setBigUint64(24, BigInt(entryCount), true);
		view.setBigUint64(32, BigInt(entryCount), true);
		view.setBigUint64(40, BigInt(sizeBytes), true);
		view.setBigUint64(48, BigInt(offset), true);
		view.setUint32(ZIP.END64_BYTES, ZIP.LOCATOR64_SIGNATURE, true);
		view.setBigUint64(ZIP.END64_BYTES + 8, BigInt(offset + sizeBytes), true);
		view.setUint32(ZIP.END64_BYTES + 16, 1, true);
	}
	view.setUint32(wideBytes, ZIP.END_SIGNATURE, true);
	view.setUint16(wideBytes + 8, Math.min(entryCount, ZIP.FULL16), true);
	view.setUint16(wideBytes + 10, Math.min(entryCount, ZIP.FULL16), true);
	view.setUint32(wideBytes + 12, full32(sizeBytes), true);
	view.setUint32(wideBytes + 16, full32(offset), true);
	return bytes;
}
