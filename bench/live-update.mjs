/**
 * The live-update client beside what it is made of, in the same run.
 *
 *   npm run build && node bench/live-update.mjs
 *
 * Mounting a zip of 10,000 entries from disk; 1,000,000 lookups over five mounts; reading through a mount beside decoding the
 * same bytes; storing 1,000 resources of 20 KB durably beside plain writes of the same batches with fdatasync. Medians of
 * several runs; compared parts are run in turns.
 */
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hash64 } from '../dist/bytes/index.js';
import {
	createZipWriter,
	decodeResource,
	encodeResource,
	projectIdentifier,
	readManifest,
	writeLiveUpdateHeader,
	writeManifest,
} from '../dist/formats/index.js';
import { createLiveUpdate } from '../dist/liveupdate/index.js';
import { nodeCrypto as crypto, nodeProviders, openFolderStorage } from '../dist/node/index.js';
import { createMounts, keyOfHash, keyOfPath, openProvider, parseMountUri } from '../dist/resource/index.js';

const root = mkdtempSync(join(process.env.BENCH_DIR ?? tmpdir(), 'livemount-bench-'));
const median = (times) => [...times].sort((a, b) => a - b)[times.length >> 1];
const rows = [];
const row = (what, found, goal) => rows.push({ what, found, goal });

/** Resources made in one go: packs of text, two thirds of which compress. */
function makeContent(count, sizeBytes, compress) {
	return Array.from({ length: count }, (_, at) => {
		const raw = compress ? Buffer.alloc(sizeBytes, `resource ${at} `) : randomBytes(sizeBytes);
		raw.writeUInt32BE(at, 0);
		const { stored, compressed } = encodeResource({ raw, compress, encrypt: false });
		const header = writeLiveUpdateHeader({ sizeBytes, encrypted: false, compressed, liveUpdate: true });
		return {
			path: `/content/resource_${at}.texturec`,
			raw,
			stored,
			compressed,
			blob: Buffer.concat([header, stored]),
			hexDigest: createHash('sha1').update(stored).digest('hex'),
		};
	});
}

function makeManifest(content) {
	return writeManifest(
		{
			version: 5,
			resourceHashAlgorithm: 'sha1',
			signatureHashAlgorithm: 'sha256',
			projectIdentifier: projectIdentifier('bench', crypto),
			engineVersions: [],
			entries: content.map(({ path, raw, stored, compressed, hexDigest }) => ({
				url: path,
				urlHash: hash64(path),
				hexDigest,
				sizeBytes: raw.length,
				compressedSizeBytes: compressed ? stored.length : undefined,
				flags: compressed ? 2 | 8 : 2,
				dependants: [],
			})),
		},
		() => new Uint8Array(),
	);
}

function writePack(name, content) {
	const parts = [];
	const zip = createZipWriter((part) => parts.push(Buffer.from(part)));
	for (const { hexDigest, blob } of content) zip.add(hexDigest, blob, { level: 0 });
	zip.add('liveupdate.game.dmanifest', makeManifest(content), { level: 1 });
	zip.finish();
	const path = join(root, name);
	writeFileSync(path, Buffer.concat(parts));
	return path;
}

const openPack = (path) =>
	openProvider(parseMountUri(`zip:${path}`), nodeProviders(), { crypto, verify: 'off', acceptManifest() {} });

async function benchMount() {
	const path = writePack('ten-thousand.zip', makeContent(10_000, 200, false));
	const times = [];
	for (let run = 0; run < 9; run++) {
		const began = performance.now();
		const provider = await openPack(path);
		times.push(performance.now() - began);
		provider.close();
	}
	row('mount a zip of 10,000 entries, first time', `${times[0].toFixed(1)} ms`, '');
	row('mount a zip of 10,000 entries, median', `${median(times).toFixed(1)} ms`, '≤ 40 ms');
}

async function benchLookups() {
	const content = makeContent(10_000, 64, false);
	const mounts = createMounts();
	for (let at = 0; at < 5; at++) {
		const path = writePack(`part${at}.zip`, content.slice(at * 2000, at * 2000 + 2000));
		mounts.add({
			name: `part${at}`,
			uri: `zip:${path}`,
			priority: at,
			persistent: false,
			provider: await openPack(path),
		});
	}
	const byPath = content.map(({ path }) => keyOfPath(path));
	const byHash = content.map(({ path }) => keyOfHash(hash64(path)));
	for (const [name, keys] of [
		['by path', byPath],
		['by hash', byHash],
	]) {
		const times = [];
		for (let run = 0; run < 5; run++) {
			const began = performance.now();
			let found = 0;
			for (let at = 0; at < 1_000_000; at++) if (mounts.find(keys[at % keys.length])) found++;
			times.push(performance.now() - began);
			if (found !== 1_000_000) throw new Error('a lookup failed');
		}
		row(`1,000,000 lookups ${name} over 5 mounts`, `${(median(times) / 1000).toFixed(2)} s`, '≤ 0.6 s');
	}
	mounts.close();
}

async function benchReads() {
	const content = makeContent(1000, 60_000, true);
	const path = writePack('reads.zip', content);
	const mounts = createMounts();
	mounts.add({ name: 'pack', uri: `zip:${path}`, priority: 1, persistent: false, provider: await openPack(path) });
	const keys = content.map(({ path: one }) => keyOfPath(one));
	const through = () => {
		for (const key of keys) mounts.read(key);
	};
	const file = await open(path);
	const offsets = [];
	// The same bytes from the same file, decoded directly.
	const whole = await file.readFile();
	await file.close();
	for (const { stored } of content) offsets.push(whole.indexOf(stored));
	const { openFile } = await import('../dist/node/index.js');
	const access = openFile(path);
	const direct = () => {
		for (const [at, { stored, raw, compressed }] of content.entries()) {
			decodeResource({
				stored: access.read(offsets[at], stored.length),
				sizeBytes: raw.length,
				compressed,
				encrypted: false,
				name: 'direct',
			});
		}
	};
	const times = { through: [], direct: [] };
	for (let run = 0; run < 15; run++) {
		for (const [name, work] of [
			['direct', direct],
			['through', through],
		]) {
			const began = performance.now();
			work();
			times[name].push(performance.now() - began);
		}
	}
	const ratio = median(times.direct) / median(times.through);
	row('reading through a mount, of decoding directly', `${(ratio * 100).toFixed(0)} %`, '≥ 80 %');
}

async function benchStores() {
	const content = makeContent(1000, 20_000, false);
	const rates = { ours: [], plain: [] };
	for (let run = 0; run < 5; run++) {
		const batches = [];
		const folder = join(root, `store${run}`);
		const storage = await openFolderStorage(folder);
		const live = await createLiveUpdate({
			era: 'B',
			mounts: createMounts(),
			bundle: {
				manifest: readManifest(makeManifest(content), 'game.dmanifest'),
				index: undefined,
				publicKey: undefined,
			},
			storage: {
				...storage,
				append(name, parts) {
					batches.push(parts.map((part) => part.length));
					return storage.append(name, parts);
				},
			},
			crypto,
			providers: new Map(),
			log() {},
		});
		const began = performance.now();
		await Promise.all(content.map(({ hexDigest, blob }) => live.storeResource({ hexDigest, bytes: blob })));
		rates.ours.push(1000 / (performance.now() - began));
		const plainBegan = performance.now();
		const file = await open(join(folder, 'plain'), 'a');
		let at = 0;
		for (const sizes of batches) {
			for (const _ of sizes) await file.write(content[at++].stored);
			await file.datasync();
		}
		await file.close();
		rates.plain.push(1000 / (performance.now() - plainBegan));
		row(`  run ${run + 1}: batches`, batches.map((sizes) => sizes.length).join(' + '), '');
	}
	const ratio = median(rates.ours) / median(rates.plain);
	row('storing 1,000 resources of 20 KB, of plain write + fdatasync', `${(ratio * 100).toFixed(0)} %`, '≥ 60 %');
}

try {
	await benchMount();
	await benchLookups();
	await benchReads();
	await benchStores();
	const width = Math.max(...rows.map(({ what }) => what.length));
	for (const { what, found, goal } of rows) console.log(`${what.padEnd(width)}  ${found.padStart(10)}  ${goal}`);
} finally {
	rmSync(root, { recursive: true, force: true });
}
