import { describe, expect, test } from 'vitest';
import { equalBytes } from '../bytes/index.ts';
import { nodeCrypto } from '../node/crypto.ts';
import {
	type ArchiveEntry,
	archiveDataWriter,
	type Bundle,
	decodeResource,
	encodeResource,
	type Lz4Encoder,
	manifestContent,
	readManifest,
	writeArchiveIndex,
	writeManifest,
} from './index.ts';
import { openRealBundle, openRealZip, REAL_BUNDLES, WITHOUT_CORPUS } from './real-bundles-contract.ts';

const storedSizeBytes = (entry: ArchiveEntry): number => entry.compressedSizeBytes ?? entry.sizeBytes;

/** Entries as they lie, with their places in the index: builders of 1.2.x stored equal content twice. */
function entriesInOrder({ index }: Bundle): { at: number; entry: ArchiveEntry }[] {
	const entries = Array.from({ length: index.entryCount }, (_, at) => ({ at, entry: index.entryAt(at) }));
	return entries.sort((a, b) => a.entry.offset - b.entry.offset || storedSizeBytes(a.entry) - storedSizeBytes(b.entry));
}

/** Encoding is the slow part, and several bundles are of one game: what was encoded to these bytes once is not tried again. */
const encodedBefore = new Map<string, Uint8Array>();

type Coded = { readonly hexDigest: string; readonly encrypted: boolean; readonly compressed: boolean };

/** The stored bytes made from the decoded ones, with the encoder that makes them; the one that did so before is tried first. */
function encodeAgain(
	{ hexDigest, encrypted, compressed }: Coded,
	raw: Uint8Array,
	about: { stored: Uint8Array; first: Lz4Encoder },
): { stored: Uint8Array; encoder: Lz4Encoder | undefined } {
	if (!compressed) return { ...encodeResource({ raw, compress: false, encrypt: encrypted }), encoder: undefined };
	const known = encodedBefore.get(hexDigest);
	if (known) return { stored: known, encoder: undefined };
	const others: Lz4Encoder[] = about.first === 'modern' ? ['modern', 'r123'] : ['r123', 'modern'];
	for (const encoder of others) {
		const again = encodeResource({ raw, compress: true, encrypt: encrypted, encoder });
		if (!again.compressed || !equalBytes(again.stored, about.stored)) continue;
		encodedBefore.set(hexDigest, again.stored);
		return { stored: again.stored, encoder };
	}
	throw new Error(`${hexDigest}: no encoder makes the stored bytes again`);
}

describe.skipIf(REAL_BUNDLES.length === 0)(`archives made again (${REAL_BUNDLES.length || WITHOUT_CORPUS})`, () => {
	test.each(REAL_BUNDLES)(
		'%s: from its decoded resources, with one encoder, every byte of data, index and manifest',
		(name) => {
			const bundle = openRealBundle(name);
			const { index, manifest, data } = bundle;
			const writer = archiveDataWriter();
			const written: ArchiveEntry[] = [];
			const count = { modern: 0, r123: 0 };
			let first: Lz4Encoder = index.version === 4 ? 'r123' : 'modern';
			for (const { at: place, entry } of entriesInOrder(bundle)) {
				const stored = data.read(entry.offset, storedSizeBytes(entry));
				const compressed = entry.compressedSizeBytes !== undefined;
				const { sizeBytes, encrypted } = entry;
				const raw = decodeResource({ stored, sizeBytes, compressed, encrypted, name: entry.hexDigest });
				const again = encodeAgain({ ...entry, compressed }, raw, { stored, first });
				if (again.encoder) {
					count[again.encoder]++;
					first = again.encoder;
				}
				const hexDigest = Buffer.from(nodeCrypto.digest(manifest.resourceHashAlgorithm, again.stored)).toString('hex');
				written[place] = {
					...entry,
					hexDigest,
					offset: writer.append(again.stored),
					sizeBytes: raw.length,
					compressedSizeBytes: compressed ? again.stored.length : undefined,
				};
			}
			// A few resources come out the same with both encoders; none needs the other one.
			expect(Math.min(count.modern, count.r123), `${count.modern} modern, ${count.r123} r123`).toBe(0);
			expect(writer.sizeBytes()).toBe(data.sizeBytes);
			let at = 0;
			for (const part of writer.finish()) {
				if (!equalBytes(part, data.read(at, part.length))) throw new Error(`the data differs from byte ${at} on`);
				at += part.length;
			}
			const indexBytes = writeArchiveIndex({ version: index.version, entries: written, crypto: nodeCrypto });
			expect(equalBytes(indexBytes, index.fileBytes)).toBe(true);
			const content = { ...manifestContent(manifest), archiveIdentifier: indexBytes.subarray(32, 48) };
			expect(
				equalBytes(
					writeManifest(content, () => manifest.signature),
					manifest.fileBytes,
				),
			).toBe(true);
		},
		60_000,
	);

	test('in another order they hold the same entries, each at its new place', () => {
		const bundle = openRealBundle(REAL_BUNDLES[0] as string);
		const writer = archiveDataWriter();
		const moved = entriesInOrder(bundle)
			.reverse()
			.map(({ entry }) => {
				const stored = bundle.data.read(entry.offset, storedSizeBytes(entry));
				return { ...entry, offset: writer.append(stored) };
			});
		const bytes = writeArchiveIndex({ version: bundle.index.version, entries: moved, crypto: nodeCrypto });
		// Hashes come first, the places behind them.
		const hashesEnd = 48 + 64 * moved.length;
		expect(equalBytes(bytes.subarray(48, hashesEnd), bundle.index.fileBytes.subarray(48, hashesEnd))).toBe(true);
	});

	test.each(REAL_BUNDLES.filter((name) => openRealZip(name)))('%s: the blobs and manifest of its zip', (name) => {
		const zip = openRealZip(name);
		if (!zip) throw new Error('there is a zip');
		for (const entry of zip.entries) {
			const bytes = zip.read(entry);
			if (!entry.name.endsWith('.dmanifest')) continue;
			const manifest = readManifest(bytes, entry.name);
			const again = writeManifest(manifestContent(manifest), () => manifest.signature);
			expect(equalBytes(again, bytes)).toBe(true);
		}
	});
});
