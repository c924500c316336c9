import { type Crypto, type DigestAlgorithm, toHex } from '../bytes/index.ts';
import { type ArchiveEntry, type Bundle, decodeResource, FormatError } from '../formats/index.ts';
import type { Findings } from './fault.ts';

const DATA = 'game.arcd';
/** Between blobs builders put fewer bytes than any padding they use; larger gaps are told, not read. */
const MAX_GAP_BYTES = 4096;

/** Checks every entry of the index against the archive data, reading each blob once. */
export function verifyArchive(bundle: Bundle, crypto: Crypto, found: Findings): void {
	verifyReserved(bundle, found);
	const { index, manifest } = bundle;
	const named = namesByDigest(bundle);
	const entries: ArchiveEntry[] = [];
	for (let at = 0; at < index.entryCount; at++) entries.push(index.entryAt(at));
	entries.sort((a, b) => a.offset - b.offset);
	let end = 0;
	let before: ArchiveEntry | undefined;
	for (const entry of entries) {
		const resource = named.get(entry.hexDigest);
		if (resource === undefined) {
			found.notes.push({
				code: 'disagreement',
				message: `the archive has ${entry.hexDigest}, which no manifest entry names`,
				where: DATA,
				offset: entry.offset,
			});
		}
		const sizeBytes = entry.compressedSizeBytes ?? entry.sizeBytes;
		const same = before?.offset === entry.offset && before.hexDigest === entry.hexDigest;
		if (entry.offset + sizeBytes > bundle.data.sizeBytes || (entry.offset < end && !same && sizeBytes > 0)) {
			found.faults.push({
				code: 'range',
				message: `expected ${entry.hexDigest} between byte ${end} and ${bundle.data.sizeBytes}, found it from ${entry.offset} to ${entry.offset + sizeBytes}`,
				where: DATA,
				offset: entry.offset,
				resource,
			});
			if (entry.offset + sizeBytes > bundle.data.sizeBytes) continue;
		} else verifyGap(bundle, { from: end, to: entry.offset }, found);
		verifyBlob(bundle, entry, { crypto, algorithm: manifest.resourceHashAlgorithm, resource, found });
		end = Math.max(end, entry.offset + sizeBytes);
		before = entry;
	}
	verifyGap(bundle, { from: end, to: bundle.data.sizeBytes }, found);
}

/** Padding and user data in the index's header are 0 on disk. */
function verifyReserved({ index }: Bundle, found: Findings): void {
	for (let at = 4; at < 16; at++) {
		if (index.fileBytes[at] === 0) continue;
		found.faults.push({
			code: 'not-zero',
			message: `expected 0 in the header's reserved bytes 4 to 15, found ${index.fileBytes[at]}`,
			where: 'game.arci',
			offset: at,
		});
		return;
	}
}

function verifyGap(bundle: Bundle, { from, to }: { from: number; to: number }, found: Findings): void {
	const sizeBytes = to - from;
	if (sizeBytes <= 0) return;
	if (sizeBytes > MAX_GAP_BYTES) {
		found.notes.push({
			code: 'range',
			message: `${sizeBytes} bytes from byte ${from} on belong to no entry`,
			where: DATA,
			offset: from,
		});
		return;
	}
	const at = bundle.data.read(from, sizeBytes).findIndex((byte) => byte !== 0);
	if (at < 0) return;
	found.faults.push({
		code: 'not-zero',
		message: `expected zeros between the blobs, found another byte`,
		where: DATA,
		offset: from + at,
	});
}

function verifyBlob(
	bundle: Bundle,
	entry: ArchiveEntry,
	about: { crypto: Crypto; algorithm: DigestAlgorithm; resource: string | undefined; found: Findings },
): void {
	const { crypto, algorithm, resource, found } = about;
	const stored = bundle.data.read(entry.offset, entry.compressedSizeBytes ?? entry.sizeBytes);
	found.checkedCount++;
	found.checkedBytes += stored.length;
	const digest = toHex(crypto.digest(algorithm, stored));
	if (digest !== entry.hexDigest) {
		found.faults.push({
			code: 'digest',
			message: `expected ${algorithm.toUpperCase()} ${entry.hexDigest} of ${stored.length} bytes, found ${digest}`,
			where: DATA,
			offset: entry.offset,
			resource,
		});
		return;
	}
	try {
		decodeResource({
			stored,
			sizeBytes: entry.sizeBytes,
			compressed: entry.compressedSizeBytes !== undefined,
			encrypted: entry.encrypted,
			name: resource ?? entry.hexDigest,
		});
	} catch (error) {
		if (!(error instanceof FormatError)) throw error;
		const fault = { code: 'decoding', message: error.message, where: DATA, offset: entry.offset, resource } as const;
		// Its digest agrees, so it is as it was built: the project has a cipher of its own.
		if (entry.encrypted)
			found.notes.push({ ...fault, message: `${error.message}; it seems to have a cipher of its own` });
		else found.faults.push(fault);
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
