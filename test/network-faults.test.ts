import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hash64 } from '../src/bytes/index.ts';
import {
	createFetcher,
	createLiveUpdate,
	type FetcherOptions,
	type FetchProgress,
	type LiveUpdate,
	LiveUpdateError,
	verifyStore,
} from '../src/liveupdate/index.ts';
import { nodeCrypto as crypto, type FileServer, nodeFetch, serveFolder } from '../src/node/index.ts';
import { createArchiveProvider, createMounts, keyOfPath } from '../src/resource/index.ts';
import { type Fault, type FaultProxy, startFaultProxy } from './fault-proxy.ts';
import { createMemoryStorage, type MemoryStorage } from './memory-storage.ts';
import { makeRelease, type SampleRelease, sampleKeys } from './sample-release.ts';

const COUNT = 40;
const root = mkdtempSync(join(tmpdir(), 'livemount-faults-'));

function random(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
		return ((state ^ (state >>> 13)) >>> 0) / 2 ** 32;
	};
}

function noise(seed: number, length: number): Uint8Array {
	const next = random(seed);
	return Uint8Array.from({ length }, () => Math.floor(next() * 256));
}

const contents = new Map(
	Array.from({ length: COUNT }, (_, at): [string, Uint8Array] => [`/p${at}.texturec`, noise(at + 7, 2000 + at * 2500)]),
);
const releaseOf = (version: number, options: Parameters<typeof makeRelease>[1] = {}): SampleRelease =>
	makeRelease(
		{
			'/main.collectionc': { bytes: 'main' },
			'/room.collectionc': { bytes: `room ${version}`, excluded: true, needs: [...contents.keys()] },
			...Object.fromEntries([...contents].map(([path, bytes]) => [path, { bytes, excluded: true }])),
		},
		{ releaseNumber: version, ...options },
	);
const release = releaseOf(2);
const older = releaseOf(1);
const ROOM = hash64('/room.collectionc');
const totalBytes = [...release.blobs.values()].reduce((sum, { length }) => sum + length, 0);

function publish(name: string, of: SampleRelease, manifest = of.publishedManifest): string {
	const folder = join(root, name);
	mkdirSync(folder);
	for (const [digest, blob] of of.blobs) writeFileSync(join(folder, digest), blob);
	writeFileSync(join(folder, 'liveupdate.game.dmanifest'), manifest);
	return folder;
}

let server: FileServer;
let stale: FileServer;
let newManifestOldContent: FileServer;
let foreign: FileServer;
const proxies: FaultProxy[] = [];
beforeAll(async () => {
	server = await serveFolder({ folder: publish('now', release), port: 0 });
	stale = await serveFolder({ folder: publish('stale', older), port: 0 });
	newManifestOldContent = await serveFolder({ folder: publish('mixed', older, release.publishedManifest), port: 0 });
	foreign = await serveFolder({ folder: publish('foreign', releaseOf(3, { keys: sampleKeys(true) })), port: 0 });
});
afterEach(async () => {
	for (const proxy of proxies.splice(0)) await proxy.close();
});
afterAll(async () => {
	for (const one of [server, stale, newManifestOldContent, foreign]) await one.close();
	rmSync(root, { recursive: true, force: true });
});

async function start(
	faultOf: Parameters<typeof startFaultProxy>[1],
	options: Partial<FetcherOptions> & { upstream?: string; mirrors?: readonly string[]; of?: SampleRelease } = {},
) {
	const { of = release, upstream = server.url, ...rest } = options;
	const proxy = await startFaultProxy(upstream, faultOf);
	proxies.push(proxy);
	const storage: MemoryStorage = createMemoryStorage();
	const mounts = createMounts();
	const { manifest, index, data } = of.bundle;
	const provider = createArchiveProvider({ manifest, index, data, crypto });
	mounts.add({ name: '_base', priority: -10, uri: 'archive:game.dmanifest', provider, persistent: false });
	const live: LiveUpdate = await createLiveUpdate({
		era: 'B',
		mounts,
		bundle: of.bundle,
		storage,
		crypto,
		providers: new Map(),
		log: () => undefined,
	});
	const fetcher = createFetcher({
		liveUpdate: live,
		fetch: nodeFetch,
		mirrors: [proxy.url],
		// Long enough for a busy machine: only what stalls on purpose may count as stalled.
		patience: { tryCount: 12, backoffMs: 5, maxBackoffMs: 40, stallMs: 3000 },
		random: random(1),
		...rest,
	});
	return { live, fetcher, proxy, storage, mounts };
}

type Started = Awaited<ReturnType<typeof start>>;

/** Everything is there, every byte right, and of what was sent at most this share was of no use. */
async function expectComplete({ mounts, proxy, storage }: Started, wastedShare = 0.05): Promise<void> {
	// Buffer compares at once; expect looks at each byte.
	const wrong = [...contents].filter(
		([path, bytes]) =>
			!mounts.read(keyOfPath(path)) || !Buffer.from(bytes).equals(mounts.read(keyOfPath(path)) as Uint8Array),
	);
	expect(wrong.map(([path]) => path)).toEqual([]);
	expect(await verifyStore({ storage, crypto })).toEqual([]);
	expect(proxy.sentBytes()).toBeLessThanOrEqual(totalBytes * (1 + wastedShare));
}

/** Nothing that is stored is wrong. */
async function expectSound({ storage }: Started): Promise<void> {
	expect(await verifyStore({ storage, crypto })).toEqual([]);
}

describe('a network that lets it be done in the end', () => {
	const next = random(42);
	const faults: [string, (at: { count: number; path: string }) => Fault | undefined, number][] = [
		['answers late', () => ({ delayMs: 20 + next() * 60 }), 0.05],
		['cuts 5 % of connections', () => (next() < 0.05 ? { cutAfter: Math.floor(next() * 60_000) } : undefined), 0.05],
		[
			'cuts half of all connections',
			() => (next() < 0.5 ? { cutAfter: Math.floor(next() * 60_000) } : undefined),
			// The proxy counts what it gave to connections it then cut, which the client never sees.
			0.2,
		],
		['cuts before the first byte', ({ count }) => (count % 3 === 0 ? { cutAfter: 0 } : undefined), 0.05],
		['sends wrong bytes now and then', ({ count }) => (count === 9 ? { corruptAt: 777 } : undefined), 0.05],
		[
			'answers 500 and 429 now and then',
			({ count }) => (count % 4 === 1 ? { status: count % 8 === 1 ? 500 : 429 } : undefined),
			0,
		],
		['says 304 to a question without a condition', ({ count }) => (count % 5 === 2 ? { status: 304 } : undefined), 0],
		['says 404 while a cache catches up', ({ count }) => (count === 3 ? { status: 404 } : undefined), 0],
		['calls content text', () => ({ headers: { 'content-type': 'text/html; charset=utf-8' } }), 0],
		[
			'lies that it is shorter',
			({ count }) => (count % 6 === 0 ? { headers: { 'content-length': '1000' } } : undefined),
			0.2,
		],
		[
			'lies that it is longer',
			({ count }) => (count === 5 ? { headers: { 'content-length': '999999999' } } : undefined),
			0.05,
		],
		['stalls in the middle', ({ count }) => (count === 4 ? { stall: true } : undefined), 0.05],
		['trickles', ({ count }) => (count < 4 ? { trickle: { bytes: 700, pauseMs: 5 } } : undefined), 0],
	];

	it.each(faults)('that %s', { timeout: 60_000 }, async (_, faultOf, wastedShare) => {
		const started = await start(faultOf);
		const seen: FetchProgress[] = [];
		await started.fetcher.fetchMissing(ROOM, { onProgress: (progress) => seen.push(progress) });
		await expectComplete(started, wastedShare);
		const last = seen.at(-1);
		expect(last).toEqual({ doneCount: COUNT + 1, totalCount: COUNT + 1, doneBytes: totalBytes, totalBytes });
	});

	it('goes to the mirror that has what the first has not, or has it right', { timeout: 60_000 }, async () => {
		const bad = await startFaultProxy(server.url, ({ count }) =>
			count % 2 === 0 ? { status: 404 } : { corruptAt: 99 },
		);
		proxies.push(bad);
		const started = await start(() => undefined);
		const fetcher = createFetcher({
			liveUpdate: started.live,
			fetch: nodeFetch,
			mirrors: [bad.url, `${started.proxy.url}/`],
			patience: { backoffMs: 5 },
		});
		await fetcher.fetchMissing(ROOM);
		await expectComplete(started);
	});

	it('has a stale manifest on one mirror and the new one on another', { timeout: 60_000 }, async () => {
		const started = await start(() => undefined);
		const fetcher = createFetcher({
			liveUpdate: started.live,
			fetch: nodeFetch,
			mirrors: [stale.url, server.url],
			patience: { backoffMs: 5 },
		});
		await started.live.storeManifest(release.publishedManifest);
		await fetcher.fetchManifest();
		await fetcher.fetchMissing(ROOM);
		expect(started.mounts.read(keyOfPath('/room.collectionc'))).toEqual(new TextEncoder().encode('room 2'));
	});
});

describe('a network that does not let it be done', () => {
	const faults: [string, () => Fault, string, RegExp][] = [
		['is not there', () => ({ cutAfter: 0 }), 'network', /127\.0\.0\.1/],
		['has nothing', () => ({ status: 404 }), 'not-found', /expected status 200, found 404/],
		['forbids it', () => ({ status: 403 }), 'network', /expected status 200, found 403/],
		['is broken', () => ({ status: 500 }), 'network', /found 500/],
		['asks for patience for ever', () => ({ status: 429 }), 'network', /found 429/],
		['stalls always', () => ({ stall: true }), 'network', /nothing came for/],
		['sends wrong bytes always', () => ({ corruptAt: 99 }), 'invalid-resource', /expected SHA1 [0-9a-f]{40}, found/],
		['sends more than there is', () => ({ endless: true }), 'too-long', /expected \d+ bytes at most, found more/],
		[
			'sends a web page in place of content',
			() => ({ corruptAt: 50, headers: { 'content-type': 'text/html' } }),
			'invalid-resource',
			/it came as text\/html: let the server send it as application\/octet-stream/,
		],
	];

	it.each(faults)('because it %s, and says so', { timeout: 60_000 }, async (_, faultOf, code, message) => {
		const started = await start(faultOf, {
			parallelCount: 2,
			patience: { tryCount: 2, backoffMs: 2, stallMs: code === 'network' ? 300 : 5000 },
		});
		await expect(started.fetcher.fetchMissing(ROOM)).rejects.toMatchObject({
			code,
			message: expect.stringMatching(message),
		});
		await expectSound(started);
		expect(started.live.pendingCount()).toBe(0);
	});

	it('has a new manifest and old content: what is there is stored, what is not is named', {
		timeout: 60_000,
	}, async () => {
		const started = await start(() => undefined, {
			upstream: newManifestOldContent.url,
			of: older,
			patience: { backoffMs: 2 },
		});
		await started.fetcher.fetchManifest();
		await expect(started.fetcher.fetchMissing(ROOM)).rejects.toMatchObject({
			code: 'not-found',
			message: expect.stringContaining(release.digestOf('/room.collectionc')),
		});
		await expectSound(started);
	});

	it('has an old manifest only, or one of another publisher', { timeout: 60_000 }, async () => {
		const old = await start(() => undefined, { upstream: stale.url, patience: { backoffMs: 2 } });
		await expect(old.fetcher.fetchManifest()).rejects.toMatchObject({ code: 'downgrade' });
		const other = await start(() => undefined, { upstream: foreign.url, patience: { backoffMs: 2 } });
		await expect(other.fetcher.fetchManifest()).rejects.toMatchObject({ code: 'signature-mismatch' });
	});

	it('sends the manifest through text, and the message says what to do', { timeout: 60_000 }, async () => {
		const folder = join(root, 'as-text');
		mkdirSync(folder);
		const text = Buffer.from(release.publishedManifest).toString('utf8');
		writeFileSync(join(folder, 'liveupdate.game.dmanifest'), text);
		const served = await serveFolder({ folder, port: 0 });
		const started = await start(() => undefined, { upstream: served.url, patience: { backoffMs: 2 } });
		await expect(started.fetcher.fetchManifest()).rejects.toThrow('application/octet-stream');
		await served.close();
	});
});

describe('a fetch', () => {
	it('can be cancelled, keeps what was stored, and goes on from there', { timeout: 60_000 }, async () => {
		const started = await start(() => ({ delayMs: 5 }), { parallelCount: 2 });
		const controller = new AbortController();
		const fetching = started.fetcher.fetchMissing(ROOM, {
			signal: controller.signal,
			onProgress: ({ doneCount }) => {
				if (doneCount === 5) controller.abort();
			},
		});
		await expect(fetching).rejects.toMatchObject({ code: 'cancelled' });
		const stored = started.live.storedResources().length;
		expect(stored).toBeGreaterThanOrEqual(5);
		expect(stored).toBeLessThan(COUNT);
		await started.fetcher.fetchMissing(ROOM);
		await expectComplete(started);
	});

	it('shares what two want at once', { timeout: 60_000 }, async () => {
		const started = await start(() => ({ delayMs: 2 }));
		await Promise.all([started.fetcher.fetchMissing(ROOM), started.fetcher.fetchMissing(ROOM)]);
		await expectComplete(started, 0);
	});

	it('takes the urgent first', { timeout: 60_000 }, async () => {
		const order: string[] = [];
		const started = await start(
			({ path }) => {
				order.push(path.slice(1));
				return { delayMs: 3 };
			},
			{ parallelCount: 1 },
		);
		const urgent = { hexDigest: release.digestOf('/p39.texturec'), storedSizeBytes: undefined };
		await Promise.all([
			started.fetcher.fetchMissing(ROOM),
			started.fetcher.fetchResources([{ hexDigest: release.digestOf('/p38.texturec'), storedSizeBytes: undefined }]),
			started.fetcher.fetchResources([urgent], { priority: 9 }),
		]);
		expect(order.indexOf(urgent.hexDigest)).toBeGreaterThan(0);
		await expectComplete(started, 0);
	});

	it('never has more under way than it may', { timeout: 60_000 }, async () => {
		let now = 0;
		let most = 0;
		const started = await start(() => ({ delayMs: 10 }), {
			parallelCount: 3,
			fetch: async (request) => {
				most = Math.max(most, ++now);
				try {
					return await nodeFetch(request);
				} finally {
					now--;
				}
			},
		});
		await started.fetcher.fetchMissing(ROOM);
		expect(most).toBe(3);
	});

	it('makes room by what was read longest ago, never by what is pinned', { timeout: 60_000 }, async () => {
		const started = await start(() => undefined, { budgetBytes: 190_000 });
		const { fetcher, live, mounts } = started;
		const entry = (at: number) => {
			const path = `/p${at}.texturec`;
			return { hexDigest: release.digestOf(path), storedSizeBytes: contents.get(path)?.length };
		};
		await fetcher.fetchResources([entry(10), entry(11), entry(12), entry(13)]);
		fetcher.pin([entry(10).hexDigest]);
		expect(mounts.read(keyOfPath('/p11.texturec'))).toBeDefined();
		await fetcher.fetchResources([entry(30)]);
		const stored = new Set(live.storedResources().map(({ hexDigest }) => hexDigest));
		expect([10, 11, 12, 13, 30].map((at) => stored.has(entry(at).hexDigest))).toEqual([true, true, false, true, true]);
		expect(mounts.read(keyOfPath('/p10.texturec'))).toHaveLength(27_000);
		await expect(fetcher.fetchResources([entry(37), entry(38), entry(39)])).rejects.toMatchObject({
			code: 'quota-exceeded',
		});
		await expectSound(started);
	});

	it('stops at a full disk and says so, without asking other mirrors', { timeout: 60_000 }, async () => {
		const started = await start(() => undefined, { parallelCount: 1 });
		started.storage.beforeWrite = (kind) => {
			if (kind === 'append') throw new LiveUpdateError('disk-full', 'no space left on the device');
		};
		await expect(started.fetcher.fetchMissing(ROOM)).rejects.toMatchObject({ code: 'disk-full' });
		expect(started.proxy.requestCount()).toBe(1);
	});
});
