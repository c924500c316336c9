import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memoryAccess } from '../bytes/index.ts';
import { openZip, readManifest } from '../formats/index.ts';
import { type BuildFolderOptions, buildToFolder } from './build-folder.ts';
import { createCacheStore } from './cache-store.ts';
import { generateKeys, type KeyPair } from './keys.ts';
import { openSpillFile } from './spill-file.ts';

const gallery = fileURLToPath(new URL('../../examples/gallery', import.meta.url));

let root: string;
let keys: KeyPair;

beforeAll(async () => {
	root = await mkdtemp(join(tmpdir(), 'livemount-build-'));
	keys = await generateKeys(1024);
});

afterAll(async () => {
	await rm(root, { recursive: true, force: true });
});

/** A small project with something to leave out. */
async function makeProject(name: string): Promise<string> {
	const folder = join(root, name);
	const files: Record<string, string | Uint8Array> = {
		'game.project': '[project]\ntitle = Small\n[bootstrap]\nmain_collection = /main.collectionc\n',
		'main.collection': 'name: "main" instances { id: "go" prototype: "/main.go" }',
		'main.go':
			'components { id: "s" component: "/main.script" } embedded_components { id: "room" type: "collectionproxy" data: "collection: \\"/room.collection\\" exclude: true" }',
		'main.script': 'print "main"',
		'room.collection': 'name: "room" instances { id: "go" prototype: "/room.go" }',
		'room.go':
			'embedded_components { id: "sprite" type: "sprite" data: "tile_set: \\"/a.atlas\\" default_animation: \\"a\\" material: \\"/builtins/materials/sprite.material\\"" }',
		'a.atlas': 'images { image: "/a.png" }',
		'a.png': await sharp({ create: { width: 40, height: 20, channels: 4, background: '#369' } })
			.png()
			.toBuffer(),
	};
	for (const [path, content] of Object.entries(files)) {
		await mkdir(dirname(join(folder, path)), { recursive: true });
		await writeFile(join(folder, path), content);
	}
	return folder;
}

function options(project: string, out: string, more: Partial<BuildFolderOptions> = {}): BuildFolderOptions {
	return {
		project,
		out: join(root, out),
		keys,
		variant: 'debug',
		excludeContent: true,
		exclude: [],
		engineVersion: '1.11.2',
		...more,
	};
}

/** All files of a build but those that say how it was made, by name. */
async function contentOf(out: string): Promise<Record<string, string>> {
	const found: Record<string, string> = {};
	for (const entry of await readdir(join(root, out), { recursive: true, withFileTypes: true })) {
		if (!entry.isFile()) continue;
		const path = join(entry.parentPath, entry.name);
		found[path.slice(join(root, out).length)] = (await readFile(path)).toString('base64');
	}
	return found;
}

describe('building into a folder', () => {
	it('gives the same files with threads, without, from a cache, in any time zone and whatever the files’ times are', async () => {
		const project = await makeProject('same');
		const cache = createCacheStore(join(root, 'same-cache'));
		const zone = process.env['TZ'];
		const ways: [string, Partial<BuildFolderOptions>][] = [
			['plain', { workerCount: 0 }],
			['threads', { workerCount: 2 }],
			['cold', { cache, workerCount: 0 }],
			['warm', { cache, workerCount: 2 }],
		];
		const first = ways[0]?.[0] ?? '';
		for (const [out, way] of ways) {
			process.env['TZ'] = out === 'cold' ? 'Asia/Kathmandu' : 'UTC';
			await utimes(join(project, 'a.png'), new Date(), new Date(Date.now() - 1e9));
			const built = await buildToFolder(options(project, out, way));
			expect(built.diagnostics).toEqual([]);
			expect(await contentOf(out)).toEqual(await contentOf(first));
		}
		if (zone === undefined) delete process.env['TZ'];
		else process.env['TZ'] = zone;
	}, 60_000);

	it('does nothing when nothing changed, and something when anything did', async () => {
		const project = await makeProject('unchanged');
		const build = (more: Partial<BuildFolderOptions> = {}) =>
			buildToFolder(options(project, 'kept', { digestMemory: join(root, 'digests.json'), ...more }));
		expect((await build()).unchanged).toBe(false);
		const again = await build();
		expect(again).toMatchObject({ unchanged: true, record: { title: 'Small' } });
		expect(again.report?.resources.length).toBeGreaterThan(5);
		expect((await build({ variant: 'release' })).unchanged).toBe(false);
		await writeFile(join(project, 'main.script'), 'print "niam"');
		expect((await build({ variant: 'release' })).unchanged).toBe(false);
		expect((await build({ variant: 'release' })).unchanged).toBe(true);
		await writeFile(join(project, 'new.script'), '');
		expect((await build({ variant: 'release' })).unchanged).toBe(false);
		// Somebody took a file out of the build.
		await rm(join(root, 'kept', 'bundle', 'game.arci'));
		expect((await build({ variant: 'release' })).unchanged).toBe(false);
	});

	it('leaves what was there when the bundle is over its budget, and says what weighs', async () => {
		const project = await makeProject('budget');
		await buildToFolder(options(project, 'light'));
		const before = await contentOf('light');
		const heavy = await buildToFolder(options(project, 'light', { budgetBytes: 500 }));
		expect(heavy.record).toBeUndefined();
		expect(heavy.overBudget[0]?.why[0]).toMatch(/^\//);
		expect(await contentOf('light')).toEqual(before);
		expect((await buildToFolder(options(project, 'light', { budgetBytes: 500_000 }))).record).toBeDefined();
	});

	it('divides content into zips that hold every blob once, after it has said how', async () => {
		const plans: number[] = [];
		const { record, report } = await buildToFolder(
			options(gallery, 'packs', { packs: { by: 'proxy' }, onPlan: (packs) => plans.push(packs.length) }),
		);
		expect(plans).toEqual([record?.packs.length]);
		expect(record?.packs.length).toBeGreaterThan(2);
		const digests: string[] = [];
		for (const name of record?.packs ?? []) {
			const zip = openZip(memoryAccess(await readFile(join(root, 'packs', 'packs', name)), name));
			const names = zip.entries.map((entry) => entry.name);
			digests.push(...names.filter((one) => /^[0-9a-f]{40}$/.test(one)));
			const entry = zip.find('liveupdate.game.dmanifest');
			const manifest = readManifest(entry ? zip.read(entry) : new Uint8Array(), name);
			expect(manifest.entryCount).toBeGreaterThan(0);
		}
		expect(new Set(digests).size).toBe(digests.length);
		const excluded = report?.resources.filter(({ place }) => place === 'excluded').map(({ hexDigest }) => hexDigest);
		expect(digests.sort()).toEqual([...new Set(excluded)].sort());
	}, 60_000);
});

describe('a spill file', () => {
	it('gives back what it took, in memory or not, and is gone after', async () => {
		const file = join(root, 'spill');
		const spill = openSpillFile(file);
		const parts = [70, 50, 1, 30].map((size, index) => new Uint8Array(size * 1024 ** 2).fill(index + 1));
		const reads = parts.map((part) => spill.hold(part));
		for (const [index, read] of reads.entries()) expect(Buffer.compare(read(), parts[index] ?? Buffer.of())).toBe(0);
		expect(await readdir(root)).toContain('spill');
		spill.close();
		expect(await readdir(root)).not.toContain('spill');
	});
});
