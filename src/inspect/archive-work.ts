import { type Crypto, type DigestAlgorithm, equalBytes, type RandomAccess, toHex } from '../bytes/index.ts';
import { ARCHIVE_FLAG, type ArchivePlace, decodeResource, FormatError } from '../formats/index.ts';
import type { Fault } from './fault.ts';

/** File of the archive data, in faults. */
export const ARCHIVE_DATA = 'game.arcd';

/** Blobs next to one another are read at once, up to this size: small enough to be hashed while it is in a core's cache. */
const READ_BYTES = 256 * 1024;

/**
 * Blobs of an archive to be checked, in the order in which they lie. Columns, so that it is handed to another thread as it is.
 */
export type ArchiveWork = {
	readonly algorithm: DigestAlgorithm;
	/** Whether each blob is deciphered and unpacked too. */
	readonly decode: boolean;
	readonly blobCount: number;
	readonly offsets: Float64Array;
	readonly storedSizes: Uint32Array;
	readonly sizes: Uint32Array;
	/** `ARCHIVE_FLAG` bits: enciphered, compressed. */
	readonly flags: Uint8Array;
	/** Bytes before each blob that must be 0. */
	readonly gaps: Uint32Array;
	/** Digests one behind the other. */
	readonly digests: Uint8Array;
};

/** What was found in a range of blobs. Plain data. */
export type ArchivePart = {
	readonly checkedCount: number;
	readonly checkedBytes: number;
	/** `blob` is the number of the blob in the work. */
	readonly faults: readonly { readonly blob: number; readonly fault: Fault }[];
	/** The same for what is worth knowing but not wrong. */
	readonly notes: readonly { readonly blob: number; readonly fault: Fault }[];
};

/** Puts entries, in the order of their offsets, and the gaps before them into columns. */
export function createArchiveWork(
	entries: readonly { readonly place: ArchivePlace; readonly digest: Uint8Array; readonly gapBytes: number }[],
	about: { algorithm: DigestAlgorithm; decode: boolean; digestSizeBytes: number },
): ArchiveWork {
	const count = entries.length;
	const work: ArchiveWork = {
		algorithm: about.algorithm,
		decode: about.decode,
		blobCount: count,
		offsets: new Float64Array(count),
		storedSizes: new Uint32Array(count),
		sizes: new Uint32Array(count),
		flags: new Uint8Array(count),
		gaps: new Uint32Array(count),
		digests: new Uint8Array(count * about.digestSizeBytes),
	};
	for (let at = 0; at < count; at++) {
		const { place, digest, gapBytes } = entries[at] as (typeof entries)[number];
		work.offsets[at] = place.offset;
		work.storedSizes[at] = place.compressedSizeBytes ?? place.sizeBytes;
		work.sizes[at] = place.sizeBytes;
		work.flags[at] =
			(place.encrypted ? ARCHIVE_FLAG.ENCRYPTED : 0) |
			(place.compressedSizeBytes === undefined ? 0 : ARCHIVE_FLAG.COMPRESSED);
		work.gaps[at] = gapBytes;
		work.digests.set(digest, at * about.digestSizeBytes);
	}
	return work;
}

/**
 * Checks the blobs `from` to `to` (not itself): their digests, the zeros between them and, when asked for, that they decode.
 * Reads every byte once. A result of `data.read` is no longer used when the next is asked for.
 */
export function checkArchivePart(options: {
	work: ArchiveWork;
	data: RandomAccess;
	crypto: Pick<Crypto, 'digest'>;
	/** Default all. */
	from?: number;
	to?: number;
}): ArchivePart {
	const { work, data, crypto, from = 0, to = work.blobCount } = options;
	const part = { checkedCount: 0, checkedBytes: 0, faults: [], notes: [] };
	const end = (blob: number): number => (work.offsets[blob] as number) + (work.storedSizes[blob] as number);
	for (let first = from; first < to; ) {
		const start = (work.offsets[first] as number) - (work.gaps[first] as number);
		let stop = end(first);
		let next = first + 1;
		for (; next < to; next++) {
			// What lies over another blob, or far behind it, is read by itself.
			const gapStart = (work.offsets[next] as number) - (work.gaps[next] as number);
			if (gapStart !== stop || end(next) - start > READ_BYTES) break;
			stop = end(next);
		}
		const bytes = data.read(start, stop - start);
		for (let blob = first; blob < next; blob++) checkBlob({ work, crypto, part, bytes, start }, blob);
		first = next;
	}
	return part;
}

type Checking = {
	readonly work: ArchiveWork;
	readonly crypto: Pick<Crypto, 'digest'>;
	readonly part: {
		checkedCount: number;
		checkedBytes: number;
		readonly faults: { blob: number; fault: Fault }[];
		readonly notes: { blob: number; fault: Fault }[];
	};
	/** What was read, and from where on. */
	readonly bytes: Uint8Array;
	readonly start: number;
};

function checkBlob({ work, crypto, part, bytes, start }: Checking, blob: number): void {
	const offset = work.offsets[blob] as number;
	const at = offset - start;
	const gapBytes = work.gaps[blob] as number;
	for (let i = at - gapBytes; i < at; i++) {
		if (bytes[i] === 0) continue;
		const message = `expected zeros between the blobs, found ${bytes[i]} at byte ${start + i}`;
		part.faults.push({ blob, fault: { code: 'not-zero', message, where: ARCHIVE_DATA, offset: start + i } });
		break;
	}
	const stored = bytes.subarray(at, at + (work.storedSizes[blob] as number));
	part.checkedCount++;
	part.checkedBytes += stored.length;
	const digestSizeBytes = work.digests.length / work.blobCount;
	const expected = work.digests.subarray(blob * digestSizeBytes, (blob + 1) * digestSizeBytes);
	const found = crypto.digest(work.algorithm, stored);
	if (!equalBytes(found, expected)) {
		const message = `expected ${work.algorithm.toUpperCase()} ${toHex(expected)} of ${stored.length} bytes at byte ${offset}, found ${toHex(found)}`;
		part.faults.push({ blob, fault: { code: 'digest', message, where: ARCHIVE_DATA, offset } });
		return;
	}
	if (!work.decode) return;
	const encrypted = ((work.flags[blob] as number) & ARCHIVE_FLAG.ENCRYPTED) !== 0;
	try {
		decodeResource({
			stored,
			sizeBytes: work.sizes[blob] as number,
			compressed: ((work.flags[blob] as number) & ARCHIVE_FLAG.COMPRESSED) !== 0,
			encrypted,
			name: toHex(expected),
		});
	} catch (error) {
		if (!(error instanceof FormatError)) throw error;
		const fault: Fault = { code: 'decoding', message: error.message, where: ARCHIVE_DATA, offset };
		// Its digest agrees, so it is as it was built: the project has a cipher of its own.
		if (encrypted) {
			const message = `${error.message}; it seems to have a cipher of its own`;
			part.notes.push({ blob, fault: { ...fault, message } });
		} else part.faults.push({ blob, fault });
	}
}
