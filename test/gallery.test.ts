import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readArchiveIndex, readManifest } from '../src/formats/index.ts';
import { type FileServer, type Served, serveFolder } from '../src/node/index.ts';
import { livemount, REPOSITORY, startLivemount } from './livemount.ts';

const GALLERY = join(REPOSITORY, 'examples/gallery');
const MANIFEST = 'liveupdate.game.dmanifest';

let work: string;
let build: string;
let content: string;
let resources: { path: string; place: string; why: string[] }[];

beforeAll(async () => {
	work = mkdtempSync(join(tmpdir(), 'livemount-gallery-'));
	build = join(work, 'build');
	content = join(work, 'content');
	const built = await livemount('build', GALLERY, '--out', build, '--json');
	expect(built.stderr + built.stdout).toContain('"ok": true');
	resources = (JSON.parse(built.stdout) as { resources: typeof resources }).resources;
	expect(await livemount('publish', build, '--to', content)).toMatchObject({ code: 0 });
}, 180_000);

afterAll(() => rmSync(work, { recursive: true, force: true }));

const placeOf = (path: string): string | undefined => resources.find((resource) => resource.path === path)?.place;

/** Excluded blobs that the bundle has not by chance: content equal to a bundled resource is there already. */
const blobs = (): string[] => {
	const bundled = readArchiveIndex(readFileSync(join(build, 'bundle/game.arci')), 'game.arci');
	return published().filter((name) => !bundled.find(name));
};

const published = (): string[] => readdirSync(content).filter((name) => /^[0-9a-f]{40}$/.test(name));

describe('building the gallery', () => {
	it('leaves the rooms behind excluded proxies out', () => {
		for (const room of ['sunset', 'harbour', 'forest']) {
			expect(placeOf(`/rooms/${room}.collectionc`)).toBe('excluded');
			expect(placeOf(`/art/${room}.texturec`)).toBe('excluded');
		}
		expect(placeOf('/rooms/room.scriptc')).toBe('excluded');
	});

	it('leaves out once what two rooms share', () => {
		expect(placeOf('/art/frames.texturec')).toBe('excluded');
		const manifest = readManifest(readFileSync(join(content, MANIFEST)), MANIFEST);
		const digests = new Set<string>();
		for (let at = 0; at < manifest.entryCount; at++) {
			const entry = manifest.entryAt(at);
			if (entry.flags & 2) digests.add(entry.hexDigest);
		}
		expect(published().sort()).toEqual([...digests].sort());
	});

	it('keeps what the bundle uses too, and the collection behind the other proxy', () => {
		expect(placeOf('/art/lobby.texturec')).toBe('bundled');
		expect(placeOf('/lobby/lobby.collectionc')).toBe('bundled');
	});

	it('keeps the proxies themselves', () => {
		const proxies = resources.filter(({ path }) => path.endsWith('.collectionproxyc'));
		expect(proxies).toHaveLength(4);
		expect(proxies.every(({ place }) => place === 'bundled')).toBe(true);
	});

	it('says why each resource was left out', () => {
		const texture = resources.find(({ path }) => path === '/art/sunset.texturec');
		expect(texture?.why.at(-1)).toBe('/art/sunset.texturec');
		expect(texture?.why).toContain('/rooms/sunset.collectionc');
	});

	it('gives the same bytes again', async () => {
		const again = join(work, 'again');
		const keys = join(build, 'keys');
		const options = ['--private-key', join(keys, 'private.der'), '--public-key', join(keys, 'public.der')];
		expect(await livemount('build', GALLERY, '--out', again, ...options)).toMatchObject({ code: 0 });
		for (const name of readdirSync(join(build, 'bundle'))) {
			expect(readFileSync(join(again, 'bundle', name)).equals(readFileSync(join(build, 'bundle', name)))).toBe(true);
		}
		expect(readdirSync(join(again, 'excluded'))).toEqual(readdirSync(join(build, 'excluded')));
	}, 120_000);

	it('bundles everything with --no-liveupdate', async () => {
		const whole = join(work, 'whole');
		const built = await livemount('build', GALLERY, '--out', whole, '--no-liveupdate', '--json');
		const record = JSON.parse(built.stdout) as { excluded: { blobCount: number }; bundle: { sizeBytes: number } };
		expect(record.excluded.blobCount).toBe(0);
		expect(record.bundle.sizeBytes).toBeGreaterThan(8_000_000);
	}, 120_000);
});

describe('playing the gallery', () => {
	let store: string;
	let requests: Served[];
	let server: FileServer | undefined;
	let served: string;

	beforeEach(async () => {
		store = mkdtempSync(join(work, 'store-'));
		served = mkdtempSync(join(work, 'served-'));
		cpSync(content, served, { recursive: true });
		requests = [];
		server = await serveFolder({ folder: served, port: 0, onServed: (request) => requests.push(request) });
	});

	afterEach(async () => {
		await server?.close();
		rmSync(store, { recursive: true, force: true });
		rmSync(served, { recursive: true, force: true });
	});

	const runArgs = (...more: string[]): string[] => [
		'run',
		build,
		'--store',
		store,
		'--frames',
		'1200',
		'--config',
		`gallery.content_url=${server?.url}`,
		...more,
	];

	const storedDigests = (): Set<string> => {
		const [game] = readdirSync(store);
		const path = join(store, game ?? '', 'liveupdate.arci');
		if (!game || !existsSync(path)) return new Set();
		const index = readArchiveIndex(readFileSync(path), path);
		return new Set(Array.from({ length: index.entryCount }, (_, at) => index.entryAt(at).hexDigest));
	};

	const fetchedBlobs = (): string[] => requests.map(({ path }) => path.slice(1)).filter((name) => name !== MANIFEST);

	it('fetches, stores and opens every room, and fetches nothing the second time', async () => {
		const first = await livemount(...runArgs());
		expect(first.stderr).toBe('');
		expect(first.code).toBe(0);
		expect(first.stdout).toContain('The Sunset room is open, 2 pictures hang there');
		expect(first.stdout).toContain('The Harbour room is open, 2 pictures hang there');
		expect(first.stdout).toContain('The Forest room is open, 3 pictures hang there');
		expect(first.stdout).toContain('The tour is over: 3 of 3 rooms were open');
		expect(fetchedBlobs().sort()).toEqual(blobs().sort());
		expect([...storedDigests()].sort()).toEqual(blobs().sort());

		requests = [];
		const second = await livemount(...runArgs());
		expect(second.stdout).toContain('The tour is over: 3 of 3 rooms were open');
		expect(requests).toEqual([]);
	});

	it('goes on when a room is loaded while its resources are missing', async () => {
		const run = await livemount(...runArgs('--config', 'gallery.impatient=1'));
		expect(run.code).toBe(0);
		expect(run.stdout).toContain('ERROR:GAMESYS: The collection /rooms/sunset.collectionc could not be loaded.');
		expect(run.stdout).toContain('Resource not found: /rooms/sunset.collectionc');
		expect(run.stdout).toContain('The tour is over: 0 of 3 rooms were open');
	});

	it('goes on when the content host is down', async () => {
		await server?.close();
		const run = await livemount(...runArgs());
		expect(run.code).toBe(0);
		expect(run.stdout).toContain('No new manifest: status 0 after 3 tries');
		expect(run.stdout).toContain('The tour is over: 0 of 3 rooms were open');
	});

	it('refuses a resource with one changed byte by name, and keeps what it has', async () => {
		const victim = blobs().sort()[3] as string;
		flipByte(join(served, victim), 40);
		const run = await livemount(...runArgs());
		expect(run.code).toBe(0);
		expect(run.stdout).toContain(`ERROR:LIVEUPDATE: resource ${victim}: expected SHA1 ${victim}, found`);
		expect(run.stdout).toMatch(/room is open|stays closed/);
		expect(storedDigests().has(victim)).toBe(false);
		const kept = storedDigests().size;
		expect(kept).toBeGreaterThan(0);

		// The host is mended: only what was refused, and what had not been asked for yet, is fetched.
		cpSync(join(content, victim), join(served, victim));
		requests = [];
		const again = await livemount(...runArgs());
		expect(again.stdout).toContain('The tour is over: 3 of 3 rooms were open');
		expect(fetchedBlobs()).toHaveLength(blobs().length - kept);
	});

	it('refuses every published resource when one of its bytes is changed', async () => {
		for (const name of blobs()) flipByte(join(served, name), readFileSync(join(served, name)).length - 1);
		const run = await livemount(...runArgs());
		expect(run.stdout).toContain('The tour is over: 0 of 3 rooms were open');
		expect(storedDigests().size).toBe(0);
	});

	it('refuses a manifest with one changed byte by name, and uses the one it has', async () => {
		const path = join(served, MANIFEST);
		flipByte(path, Math.floor(readFileSync(path).length / 2));
		const run = await livemount(...runArgs());
		expect(run.stdout).toMatch(/ERROR:LIVEUPDATE: the new manifest: /);
		expect(run.stdout).toContain('No new manifest: the engine refused it');
		expect(run.stdout).toContain('The tour is over: 3 of 3 rooms were open');
	});

	it('refuses a manifest with a changed signature by name, and uses the one it has', async () => {
		const path = join(served, MANIFEST);
		const bytes = readFileSync(path);
		const { signature } = readManifest(bytes, MANIFEST);
		const at = bytes.indexOf(Buffer.from(signature));
		expect(at).toBeGreaterThan(0);
		flipByte(path, at + 10);
		const run = await livemount(...runArgs());
		expect(run.stdout).toMatch(/ERROR:LIVEUPDATE: the new manifest: .*signature/);
		expect(run.stdout).toContain('No new manifest: the engine refused it (-6)');
		expect(run.stdout).toContain('The tour is over: 3 of 3 rooms were open');
	});

	it('refuses stored content that was changed on the device, by name', async () => {
		await livemount(...runArgs());
		const [game] = readdirSync(store);
		flipByte(join(store, game as string, 'liveupdate.arcd'), 5_000_000);
		const run = await livemount(...runArgs());
		expect(run.code).toBe(0);
		expect(run.stdout).toMatch(
			/ERROR:RESOURCE: \/art\/\w+\.texturec in .*liveupdate\.arcd: expected SHA1 [0-9a-f]{40}, found/,
		);
		expect(run.stdout).toMatch(/The collection \/rooms\/\w+\.collectionc could not be loaded/);
	});

	describe.each([1, 2, 4, 6, 8, 11, 14, 18, 22, 26])('killed after %i answers', (answers) => {
		it('completes when run again, and fetches only what was not stored', async () => {
			const { child, finished } = startLivemount(runArgs('--config', 'gallery.parallel=2'));
			await until(() => requests.length >= answers);
			child.kill('SIGKILL');
			await finished;
			const stored = storedDigests();
			requests = [];
			const run = await livemount(...runArgs());
			expect(run.code).toBe(0);
			expect(run.stdout).toContain('The tour is over: 3 of 3 rooms were open');
			expect(fetchedBlobs().sort()).toEqual(
				blobs()
					.filter((name) => !stored.has(name))
					.sort(),
			);
			expect(
				readdirSync(join(store, readdirSync(store)[0] as string)).filter((name) => name.includes('.new-')),
			).toEqual([]);
		});
	});
});

function flipByte(path: string, at: number): void {
	const bytes = readFileSync(path);
	bytes[at] = (bytes[at] as number) ^ 1;
	writeFileSync(path, bytes);
}

async function until(condition: () => boolean): Promise<void> {
	const deadline = Date.now() + 20_000;
	while (!condition()) {
		if (Date.now() > deadline) throw new Error('waited 20 s in vain');
		await new Promise((resolve) => setTimeout(resolve, 1));
	}
}
