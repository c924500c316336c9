import { type Crypto, DIGEST_SIZE_BYTES, equalBytes, hash64ToHex, toHex } from '../bytes/index.ts';
import type { ArchivePlace, Bundle } from '../formats/index.ts';
import {
	ARCHIVE_DATA,
	type ArchivePart,
	type ArchiveWork,
	checkArchivePart,
	createArchiveWork,
} from './archive-work.ts';
import type { Fault, Findings } from './fault.ts';

/** Between blobs builders put fewer bytes than any padding they use; larger gaps are told, not read. */
const MAX_GAP_BYTES = 4096;

/** What is known of an archive before its data is read, and what is left to do with the data. */
export type ArchivePlan = {
	readonly work: ArchiveWork;
	/** Path, or url hash, of the resource that each blob of the work is; undefined for what no manifest names. */
	resourceOf(blob: number): string | undefined;
	readonly faults: readonly Fault[];
	readonly notes: readonly Fault[];
	/** Bytes behind the last blob. */
	readonly tailBytes: number;
};

/**
 * Checks where every entry of the index lies, and lists what has to be read. Parts of the work can then be given to
 * `checkArchivePart` on any thread.
 *
 * @param options `decode` has every blob deciphered and unpacked too
 */
export function planArchiveCheck(bundle: Bundle, options: { decode: boolean }): ArchivePlan {
	const { index, manifest, data } = bundle;
	const faults: Fault[] = [];
	const notes: Fault[] = [];
	verifyHeader(bundle, faults);
	const named = listNamed(bundle);
	const entries = Array.from({ length: index.entryCount }, (_, at) => ({ at, place: index.placeAt(at) }));
	entries.sort((a, b) => a.place.offset - b.place.offset);
	const listed: { place: ArchivePlace; digest: Uint8Array; gapBytes: number }[] = [];
	const namers: (number | undefined)[] = [];
	const { sizeBytes: dataSizeBytes } = data;
	let end = 0;
	let before: { at: number; offset: number } | undefined;
	for (const { at, place } of entries) {
		const { offset } = place;
		const digest = index.digestAt(at);
		if (named[at] === -1) {
			const message = `the archive has ${toHex(digest)}, which no manifest entry names`;
			notes.push({ code: 'disagreement', message, where: ARCHIVE_DATA, offset });
		}
		const stop = offset + (place.compressedSizeBytes ?? place.sizeBytes);
		const same = before?.offset === offset && equalBytes(index.digestAt(before.at), digest);
		if (stop > dataSizeBytes || (offset < end && !same && stop > offset)) {
			const message = `expected ${toHex(digest)} between byte ${end} and ${dataSizeBytes}, found it from ${offset} to ${stop}`;
			faults.push({ code: 'range', message, where: ARCHIVE_DATA, offset, resource: labelAt(bundle, named[at]) });
			if (stop > dataSizeBytes) continue;
		}
		const gapBytes = offset - end;
		if (gapBytes > MAX_GAP_BYTES) noteGap(end, gapBytes, notes);
		listed.push({ place, digest, gapBytes: gapBytes > 0 && gapBytes <= MAX_GAP_BYTES ? gapBytes : 0 });
		namers.push(named[at]);
		end = Math.max(end, stop);
		before = { at, offset };
	}
	const tailBytes = dataSizeBytes - end;
	if (tailBytes > MAX_GAP_BYTES) noteGap(end, tailBytes, notes);
	const work = createArchiveWork(listed, {
		algorithm: manifest.resourceHashAlgorithm,
		decode: options.decode,
		digestSizeBytes: index.hashLength,
	});
	const resourceOf = (blob: number): string | undefined => labelAt(bundle, namers[blob]);
	return { work, resourceOf, faults, notes, tailBytes: tailBytes <= MAX_GAP_BYTES ? tailBytes : 0 };
}

/** Adds what a plan and the parts of its work found; without parts the work is done here. */
export function verifyArchive(
	bundle: Bundle,
	{ plan, parts }: { plan: ArchivePlan; parts: readonly ArchivePart[] | undefined },
	{ crypto, found }: { crypto: Crypto; found: Findings },
): void {
	const { work, resourceOf, tailBytes } = plan;
	found.faults.push(...plan.faults);
	found.notes.push(...plan.notes);
	for (const part of parts ?? [checkArchivePart({ work, data: bundle.data, crypto })]) {
		found.checkedCount += part.checkedCount;
		found.checkedBytes += part.checkedBytes;
		for (const { blob, fault } of part.faults) found.faults.push({ ...fault, resource: resourceOf(blob) });
		for (const { blob, fault } of part.notes) found.notes.push({ ...fault, resource: resourceOf(blob) });
	}
	const tailStart = bundle.data.sizeBytes - tailBytes;
	const at = bundle.data.read(tailStart, tailBytes).findIndex((byte) => byte !== 0);
	if (at < 0) return;
	const message = `expected zeros behind the last blob, found another byte at ${tailStart + at}`;
	found.faults.push({ code: 'not-zero', message, where: ARCHIVE_DATA, offset: tailStart + at });
}

function noteGap(from: number, sizeBytes: number, notes: Fault[]): void {
	const message = `${sizeBytes} bytes from byte ${from} on belong to no entry`;
	notes.push({ code: 'range', message, where: ARCHIVE_DATA, offset: from });
}

/** Padding and user data in the index's header are 0 on disk, and a manifest goes with an index of its own time. */
function verifyHeader({ index, manifest }: Bundle, faults: Fault[]): void {
	const where = 'game.arci';
	if ((manifest.version === 5) !== index.version > 4) {
		const message = `expected an index of version ${manifest.version === 5 ? '5 or 6' : '4'} beside a manifest of version ${manifest.version}, found ${index.version}`;
		faults.push({ code: 'disagreement', message, where, offset: 0 });
	}
	const digestBytes = DIGEST_SIZE_BYTES[manifest.resourceHashAlgorithm];
	if (index.hashLength !== digestBytes) {
		const message = `expected digests of ${digestBytes} bytes, as the manifest's ${manifest.resourceHashAlgorithm} has, found ${index.hashLength}`;
		faults.push({ code: 'disagreement', message, where, offset: 28 });
	}
	const { hashesOffset, entriesOffset, entryCount, fileBytes } = index;
	const expected = [48, 48 + 64 * entryCount, 48 + 80 * entryCount];
	const placed = [hashesOffset, entriesOffset, fileBytes.length];
	// Indexes before 2017 have no MD5 and begin their hashes at byte 32.
	if (hashesOffset !== 32 && placed.some((value, at) => value !== expected[at])) {
		const message =
			`expected hashes at byte ${expected[0]}, entries at ${expected[1]} and the end at ${expected[2]} for ${entryCount} entries, ` +
			`found ${placed.join(', ')}`;
		faults.push({ code: 'encoding', message, where, offset: 16 });
	}
	for (let at = 4; at < 16; at++) {
		const byte = index.fileBytes[at];
		if (byte === 0) continue;
		const message = `expected 0 in the header's reserved bytes 4 to 15, found ${byte} at byte ${at}`;
		faults.push({ code: 'not-zero', message, where, offset: at });
		return;
	}
}

/** For each entry of the index the first manifest entry that names its digest; −1 where none does. */
function listNamed({ manifest, index }: Bundle): Int32Array {
	const named = new Int32Array(index.entryCount).fill(-1);
	for (let at = 0; at < manifest.entryCount; at++) {
		const found = index.indexOf(manifest.digestAt(at));
		if (found >= 0 && named[found] === -1) named[found] = at;
	}
	// Of equal digests the search finds any; their neighbours are the same content.
	for (const step of [1, -1]) {
		for (let at = step > 0 ? 1 : named.length - 2; at >= 0 && at < named.length; at += step) {
			if (named[at] !== -1 || named[at - step] === -1) continue;
			if (equalBytes(index.digestAt(at), index.digestAt(at - step))) named[at] = named[at - step] as number;
		}
	}
	return named;
}

function labelAt({ manifest }: Bundle, at: number | undefined): string | undefined {
	if (at === undefined || at < 0) return undefined;
	const { url, urlHash } = manifest.entryAt(at);
	return url || hash64ToHex(urlHash);
}
