import type { Crypto } from '../bytes/index.ts';
import { fromHex } from '../bytes/index.ts';
import type { ArchiveEntry, Bundle } from '../formats/index.ts';
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
	readonly resources: readonly (string | undefined)[];
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
	const named = namesByDigest(bundle);
	const entries: ArchiveEntry[] = [];
	for (let at = 0; at < index.entryCount; at++) entries.push(index.entryAt(at));
	entries.sort((a, b) => a.offset - b.offset);
	const listed: { entry: ArchiveEntry; digest: Uint8Array; gapBytes: number }[] = [];
	const resources: (string | undefined)[] = [];
	const { sizeBytes: dataSizeBytes } = data;
	let end = 0;
	let before: ArchiveEntry | undefined;
	for (const entry of entries) {
		const { hexDigest, offset } = entry;
		const resource = named.get(hexDigest);
		if (resource === undefined) {
			const message = `the archive has ${hexDigest}, which no manifest entry names`;
			notes.push({ code: 'disagreement', message, where: ARCHIVE_DATA, offset });
		}
		const stop = offset + (entry.compressedSizeBytes ?? entry.sizeBytes);
		const same = before?.offset === offset && before.hexDigest === hexDigest;
		if (stop > dataSizeBytes || (offset < end && !same && stop > offset)) {
			const message = `expected ${hexDigest} between byte ${end} and ${dataSizeBytes}, found it from ${offset} to ${stop}`;
			faults.push({ code: 'range', message, where: ARCHIVE_DATA, offset, resource });
			if (stop > dataSizeBytes) continue;
		}
		const gapBytes = offset - end;
		if (gapBytes > MAX_GAP_BYTES) noteGap(end, gapBytes, notes);
		const digest = fromHex(hexDigest);
		listed.push({ entry, digest, gapBytes: gapBytes > 0 && gapBytes <= MAX_GAP_BYTES ? gapBytes : 0 });
		resources.push(resource);
		end = Math.max(end, stop);
		before = entry;
	}
	const tailBytes = dataSizeBytes - end;
	if (tailBytes > MAX_GAP_BYTES) noteGap(end, tailBytes, notes);
	const work = createArchiveWork(listed, {
		algorithm: manifest.resourceHashAlgorithm,
		decode: options.decode,
		digestSizeBytes: index.hashLength,
	});
	return { work, resources, faults, notes, tailBytes: tailBytes <= MAX_GAP_BYTES ? tailBytes : 0 };
}

/** Adds what a plan and the parts of its work found; without parts the work is done here. */
export function verifyArchive(
	bundle: Bundle,
	{ plan, parts }: { plan: ArchivePlan; parts: readonly ArchivePart[] | undefined },
	{ crypto, found }: { crypto: Crypto; found: Findings },
): void {
	const { work, resources, tailBytes } = plan;
	found.faults.push(...plan.faults);
	found.notes.push(...plan.notes);
	for (const part of parts ?? [checkArchivePart({ work, data: bundle.data, crypto })]) {
		found.checkedCount += part.checkedCount;
		found.checkedBytes += part.checkedBytes;
		for (const { blob, fault } of part.faults) found.faults.push({ ...fault, resource: resources[blob] });
		for (const { blob, fault } of part.notes) found.notes.push({ ...fault, resource: resources[blob] });
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
	for (let at = 4; at < 16; at++) {
		const byte = index.fileBytes[at];
		if (byte === 0) continue;
		const message = `expected 0 in the header's reserved bytes 4 to 15, found ${byte} at byte ${at}`;
		faults.push({ code: 'not-zero', message, where, offset: at });
		return;
	}
}

function namesByDigest({ manifest }: Bundle): Map<string, string> {
	const names = new Map<string, string>();
	for (let at = 0; at < manifest.entryCount; at++) {
		const { hexDigest, url, urlHash } = manifest.entryAt(at);
		if (!names.has(hexDigest)) names.set(hexDigest, url || urlHash.toString(16).padStart(16, '0'));
	}
	return names;
}
