// Verifying a bundle of 1 GB beside the platform's own SHA-1 over the same blobs one by one, on as many cores.
import { createHash } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { hash64, toHex } from '../../dist/bytes/index.js';
import { writeArchiveIndex, writeManifest } from '../../dist/formats/index.js';
import { loadBundle, nodeCrypto, verifyBundleFiles } from '../../dist/node/index.js';
import { compare, createRandom, line, ms, rate } from './measure.mjs';

const TOTAL_BYTES = 1e9;
const RUNS = 5;

/** The peer: blobs that lie in memory already, hashed one by one, every thread its share. */
function hashShare({ path, blobs, share, shares }) {
	const data = readFileSync(path);
	parentPort.on('message', () => {
		for (let at = share; at < blobs.length; at += shares) {
			const [offset, size] = blobs[at];
			createHash('sha1')
				.update(data.subarray(offset, offset + size))
				.digest();
		}
		parentPort.postMessage('done');
	});
	parentPort.postMessage('ready');
}

/** Sizes as in real games: half of them above 16 KB, some of megabytes. */
export function makeBundle(folder) {
	const random = createRandom(1);
	const file = openSync(join(folder, 'game.arcd'), 'w');
	const noise = new Uint8Array(8 << 20);
	for (let at = 0; at < noise.length; at++) noise[at] = random() * 256;
	const entries = [];
	const resources = [];
	const blobs = [];
	let offset = 0;
	for (let count = 0; offset < TOTAL_BYTES; count++) {
		const size = Math.min(4 << 20, Math.floor(24_000 * Math.exp((random() + random() + random() - 1.5) * 3)));
		const from = Math.floor(random() * (noise.length - size));
		const stored = noise.subarray(from, from + size);
		const hexDigest = toHex(nodeCrypto.digest('sha1', stored));
		writeSync(file, stored, 0, size, offset);
		const common = { hexDigest, sizeBytes: size, compressedSizeBytes: undefined };
		entries.push({ ...common, offset, encrypted: false, liveUpdate: false });
		const url = `/content/folder/${count}.texturec`;
		resources.push({ ...common, url, urlHash: hash64(url), flags: 1, dependants: [] });
		blobs.push([offset, size]);
		offset = Math.ceil((offset + size) / 4) * 4;
	}
	closeSync(file);
	const index = writeArchiveIndex({ version: 6, entries, crypto: nodeCrypto });
	writeFileSync(join(folder, 'game.arci'), index);
	const header = { version: 5, resourceHashAlgorithm: 'sha1', signatureHashAlgorithm: 'sha256', engineVersions: [] };
	const manifest = { ...header, projectIdentifier: new Uint8Array(20), entries: resources };
	writeFileSync(
		join(folder, 'game.dmanifest'),
		writeManifest({ ...manifest, archiveIdentifier: index.subarray(32, 48) }),
	);
	return blobs;
}

async function startPeers(path, blobs, shares) {
	const workers = [];
	for (let share = 0; share < shares; share++) {
		const worker = new Worker(new URL(import.meta.url), { workerData: { path, blobs, share, shares } });
		await new Promise((resolve) => worker.once('message', resolve));
		workers.push(worker);
	}
	const hashAll = () =>
		Promise.all(
			workers.map((worker) => {
				const done = new Promise((resolve) => worker.once('message', resolve));
				worker.postMessage('go');
				return done;
			}),
		);
	return { hashAll, stop: () => Promise.all(workers.map((worker) => worker.terminate())) };
}

export async function benchVerify() {
	const folder = mkdtempSync(join(tmpdir(), 'livemount-bench-'));
	try {
		const blobs = makeBundle(folder);
		const bundle = await loadBundle(folder);
		const bytes = blobs.reduce((sum, [, size]) => sum + size, 0);
		const sizes = blobs.map(([, size]) => size).sort((a, b) => a - b);
		console.log(
			`verify: ${blobs.length} blobs, ${(bytes / 1e9).toFixed(2)} GB, median ${(sizes[sizes.length >> 1] / 1000).toFixed(1)} KB`,
		);
		for (const threads of [1, availableParallelism()]) {
			const peers = await startPeers(join(folder, 'game.arcd'), blobs, threads);
			const times = await compare(RUNS, {
				ours: () => verifyBundleFiles({ bundle, threadCount: threads }),
				peer: () => peers.hashAll(),
			});
			await peers.stop();
			const { ours, peer } = times;
			line(
				`whole bundle from files, ${threads} thread(s)`,
				`${ms(ours.median)} (${rate(bytes, ours.median)}); SHA-1 of the blobs in memory ${ms(peer.median)} (${rate(bytes, peer.median)}); ` +
					`rate by clock ${((peer.median / ours.median) * 100).toFixed(0)} %, best ${((peer.best / ours.best) * 100).toFixed(0)} %, ` +
					`by processor ${((peer.processor / ours.processor) * 100).toFixed(0)} %, goal 80 %`,
			);
		}
		const report = await verifyBundleFiles({ bundle });
		if (report.faults.length > 0 || report.checkedCount !== blobs.length) throw new Error('the bundle does not verify');
	} finally {
		rmSync(folder, { recursive: true });
	}
}

if (!isMainThread && workerData?.blobs) hashShare(workerData);
