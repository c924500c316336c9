import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { concatBytes, hash64, toHex } from '../bytes/index.ts';
import {
	type ArchiveEntry,
	archiveDataWriter,
	type ResourceEntry,
	writeArchiveIndex,
	writeManifest,
	writeSplitArchive,
} from '../formats/index.ts';
import { nodeCrypto as crypto } from './crypto.ts';
import { loadBundle } from './open-bundle.ts';
import { verifyBundleFiles } from './verify-files.ts';

let folder = '';
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'livemount-verify-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A bundle of `count` blobs of odd sizes, some above what is read at once. */
function makeFiles(count: number): Map<string, Uint8Array> {
	const data = archiveDataWriter();
	const entries: ArchiveEntry[] = [];
	const resources: ResourceEntry[] = [];
	for (let at = 0; at < count; at++) {
		const stored = new Uint8Array(at % 20 === 7 ? 600_001 : 1 + ((at * 7919) % 60_000)).fill(at + 1);
		stored[0] = at >> 8;
		const hexDigest = toHex(crypto.digest('sha1', stored));
		const common = { hexDigest, sizeBytes: stored.length, compressedSizeBytes: undefined };
		entries.push({ ...common, offset: data.append(stored), encrypted: false, liveUpdate: false });
		const url = `/a/${at}.bin`;
		resources.push({ ...common, url, urlHash: hash64(url), flags: 1, dependants: [] });
	}
	const index = writeArchiveIndex({ version: 6, entries, crypto });
	const manifest = writeManifest({
		version: 5,
		resourceHashAlgorithm: 'sha1',
		signatureHashAlgorithm: 'sha256',
		projectIdentifier: new Uint8Array(20),
		engineVersions: [],
		entries: resources,
		archiveIdentifier: index.subarray(32, 48),
	});
	return new Map([
		['game.arci', index],
		['game.arcd', concatBytes(data.finish())],
		['game.dmanifest', manifest],
	]);
}

function save(files: ReadonlyMap<string, Uint8Array>): void {
	for (const [name, bytes] of files) writeFileSync(join(folder, name), bytes);
}

test('threads find what one alone finds, each blob checked once', async () => {
	const files = makeFiles(400);
	const data = files.get('game.arcd') as Uint8Array;
	const flips = [0, 1_000_000, data.length - 1];
	for (const at of flips) data[at] = (data[at] as number) ^ 1;
	save(files);
	const bundle = await loadBundle(folder);
	const [alone, together] = await Promise.all([
		verifyBundleFiles({ bundle, threadCount: 1 }),
		verifyBundleFiles({ bundle, threadCount: 2, decode: true }),
	]);
	expect(together.checkedCount).toBe(400);
	expect(together.checkedBytes).toBe(alone.checkedBytes);
	const byOffset = (report: typeof alone): unknown[] =>
		[...report.faults].sort((a, b) => (a.offset ?? 0) - (b.offset ?? 0)).map((fault) => ({ ...fault }));
	expect(byOffset(together)).toEqual(byOffset(alone));
	expect(together.faults.map(({ code }) => code)).toEqual(['digest', 'digest', 'digest']);
	expect(together.faults.every(({ resource }) => resource?.startsWith('/a/'))).toBe(true);
});

test('pieces of an HTML5 bundle are read by threads too', async () => {
	const { listText, pieces } = writeSplitArchive(makeFiles(60), { pieceSizeBytes: 100_000 });
	mkdirSync(join(folder, 'archive'));
	for (const [name, bytes] of pieces) writeFileSync(join(folder, 'archive', name), bytes);
	writeFileSync(join(folder, 'archive', 'archive_files.json'), listText);
	const report = await verifyBundleFiles({ bundle: await loadBundle(folder), threadCount: 2 });
	expect(report).toMatchObject({ faults: [], checkedCount: 60 });
});

test('throws not-found when the data is gone before it is read', async () => {
	save(makeFiles(30));
	const bundle = await loadBundle(folder);
	rmSync(join(folder, 'game.arcd'));
	await expect(verifyBundleFiles({ bundle, threadCount: 1 })).rejects.toMatchObject({ code: 'not-found' });
});
