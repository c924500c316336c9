import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { encodeUtf8, hash64, toHex } from '../bytes/index.ts';
import { type ArchiveEntry, encodeResource, writeArchiveIndex, writeManifest } from '../formats/index.ts';
import { createArchiveProvider, keyOfPath } from '../resource/index.ts';
import { nodeCrypto as crypto } from './crypto.ts';
import { loadBundle } from './open-bundle.ts';
import { verifyBundleFiles } from './verify-files.ts';

const GIB = 1024 ** 3;

test('an archive above 4 GiB is read and verified with an index of version 6', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'livemount-large-'));
	try {
		const raw = encodeUtf8('far away, '.repeat(100));
		const { stored } = encodeResource({ raw, compress: true, encrypt: true });
		const near = encodeUtf8('near');
		const entry = (bytes: Uint8Array, offset: number, isPacked: boolean): ArchiveEntry => ({
			hexDigest: toHex(crypto.digest('sha1', bytes)),
			offset,
			sizeBytes: isPacked ? raw.length : bytes.length,
			compressedSizeBytes: isPacked ? bytes.length : undefined,
			encrypted: isPacked,
			liveUpdate: false,
		});
		const entries = [entry(near, 0, false), entry(stored, 4 * GIB + 12, true)];
		// The file has a hole between its two blobs and takes no room for it.
		const file = openSync(join(folder, 'game.arcd'), 'w');
		writeSync(file, near, 0, near.length, 0);
		writeSync(file, stored, 0, stored.length, 4 * GIB + 12);
		closeSync(file);
		expect(statSync(join(folder, 'game.arcd')).size).toBe(4 * GIB + 12 + stored.length);
		const index = writeArchiveIndex({ version: 6, entries, crypto });
		writeFileSync(join(folder, 'game.arci'), index);
		const urls = ['/near.txt', '/far.luac'];
		const manifest = writeManifest({
			version: 5,
			resourceHashAlgorithm: 'sha1',
			signatureHashAlgorithm: 'sha256',
			projectIdentifier: crypto.digest('sha1', encodeUtf8('large')),
			engineVersions: [],
			entries: entries.map(({ hexDigest, sizeBytes, compressedSizeBytes }, at) => ({
				url: urls[at] as string,
				urlHash: hash64(urls[at] as string),
				hexDigest,
				sizeBytes,
				compressedSizeBytes,
				flags: at === 0 ? 1 : 13,
				dependants: [],
			})),
			archiveIdentifier: index.subarray(32, 48),
		});
		writeFileSync(join(folder, 'game.dmanifest'), manifest);
		writeFileSync(join(folder, 'game.projectc'), '[project]\ntitle = large\n');
		const bundle = await loadBundle(folder);
		const provider = createArchiveProvider({
			scheme: 'archive',
			manifest: bundle.manifest,
			index: bundle.index,
			data: bundle.data,
			crypto,
		});
		expect(provider.read(keyOfPath('/far.luac'))).toEqual(raw);
		for (const threadCount of [1, 2]) {
			const report = await verifyBundleFiles({ bundle, threadCount });
			expect(report).toMatchObject({ faults: [], checkedCount: 2 });
			// What lies between the blobs is told, not read.
			expect(report.notes.map(({ code }) => code)).toEqual(['range']);
		}
		bundle.data.close();
	} finally {
		rmSync(folder, { recursive: true });
	}
});
