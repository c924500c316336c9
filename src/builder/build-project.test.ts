import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeUtf8, encodeUtf8, hash64 } from '../bytes/index.ts';
import {
	engineVersionDigest,
	type Manifest,
	portableCrypto,
	RESOURCE_FLAG,
	readArchiveIndex,
	readGraphFile,
	readManifest,
	verifyManifestSignature,
} from '../formats/index.ts';
import { type BuildProgress, buildProject } from './build-project.ts';
import { build, decodeImage, memoryProject, png } from './memory-project-contract.ts';
import { proxyProject } from './proxy-project-contract.ts';

const keys = generateKeyPairSync('rsa', {
	modulusLength: 1024,
	publicKeyEncoding: { type: 'spki', format: 'der' },
	privateKeyEncoding: { type: 'pkcs8', format: 'der' },
});

const project = proxyProject({
	main: { scripts: ['main', 'shared'], proxies: ['menu'], excludedProxies: ['level'] },
	menu: { scripts: ['menu'] },
	level: { scripts: ['level', 'shared'] },
});

function manifestOf(bytes: Uint8Array | undefined): Manifest {
	return readManifest(bytes ?? new Uint8Array(), 'manifest');
}

describe('buildProject', () => {
	it('gives the files of a bundle that belong together', async () => {
		const { bundle, liveUpdateManifest, resources, ok, diagnostics } = await build(project, { keys });
		expect([ok, diagnostics]).toEqual([true, []]);
		expect([...bundle.keys()]).toEqual([
			'game.projectc',
			'game.arci',
			'game.arcd',
			'game.dmanifest',
			'game.public.der',
			'game.graph.json',
		]);
		const manifest = manifestOf(bundle.get('game.dmanifest'));
		expect(manifest.version).toBe(5);
		const index = readArchiveIndex(bundle.get('game.arci') ?? new Uint8Array(), 'arci');
		expect(index.version).toBe(5);
		for (const { path, hexDigest, place } of resources) {
			expect(manifest.find(hash64(path))?.hexDigest).toBe(hexDigest);
			expect(index.find(hexDigest) !== undefined).toBe(place === 'bundled');
		}
		verifyManifestSignature({
			manifest: manifestOf(liveUpdateManifest),
			publicKey: bundle.get('game.public.der') ?? new Uint8Array(),
			crypto: portableCrypto,
			name: 'published',
		});
		const text = decodeUtf8(bundle.get('game.projectc') ?? new Uint8Array());
		expect(text).toContain('main_collection = /main.collectionc\n');
		const graph = readGraphFile(decodeUtf8(bundle.get('game.graph.json') ?? new Uint8Array()), 'graph');
		const node = (path: string) => graph.find((one) => one.path === path);
		expect(node('/level.collectionc')).toMatchObject({ nodeType: 'ExcludedCollection', isInMainBundle: false });
		expect(node('/main-level-excluded.collectionproxyc')).toMatchObject({
			nodeType: 'ExcludedCollectionProxy',
			isInMainBundle: true,
			children: ['/level.collectionc'],
		});
		expect(node('/main.collectionc')?.hexDigest).toBe(manifest.find(hash64('/main.collectionc'))?.hexDigest);
	});

	it('gives the same bytes in whatever order the files are listed and however long reading takes', async () => {
		const plain = memoryProject({
			...project,
			'/custom/b.txt': 'b',
			'/custom/a.txt': 'a',
			'/game.project': `${project['/game.project']}[project]\ncustom_resources = custom\n`,
		});
		const expected = await build(plain, { keys });
		expect(expected.diagnostics).toEqual([]);
		const { settings: _, manifestOf: __, ...rest } = expected;
		const paths = [...(await plain.list())];
		await fc.assert(
			fc.asyncProperty(
				fc.shuffledSubarray(paths, { minLength: paths.length, maxLength: paths.length }),
				fc.infiniteStream(fc.integer({ min: 0, max: 2 })),
				async (order, delays) => {
					const slow = {
						list: async () => order,
						async read(path: string) {
							const { value } = delays.next();
							if (value > 0) await new Promise((resolve) => setTimeout(resolve, value));
							return await plain.read(path);
						},
					};
					const { settings, manifestOf: ___, ...result } = await build(slow, { keys });
					expect(settings?.get('project.custom_resources')).toBe('custom');
					expect(result).toEqual(rest);
				},
			),
			{ numRuns: 4 },
		);
	});

	it('blanks the paths of a release', async () => {
		const { bundle, liveUpdateManifest } = await build(project, { variant: 'release' });
		for (const manifest of [manifestOf(bundle.get('game.dmanifest')), manifestOf(liveUpdateManifest)]) {
			expect(manifest.entryAt(0).url).toBe('');
			expect(manifest.find(hash64('/level.scriptc'))?.url).toBe('');
		}
		expect(manifestOf((await build(project)).liveUpdateManifest).find(hash64('/level.scriptc'))?.url).toBe(
			'/level.scriptc',
		);
	});

	it('bundles custom resources as they are, from files and folders', async () => {
		const { resources, bundle, diagnostics } = await build({
			...project,
			'/game.project': `${project['/game.project']}[project]\ncustom_resources = /data, notes.txt\n`,
			'/data/a.json': '{}',
			'/data/deep/b.bin': new Uint8Array([0, 1, 2]),
			'/data.txt': 'not in the folder',
			'/notes.txt': 'notes',
		});
		expect(diagnostics).toEqual([]);
		const custom = resources.filter((one) => one.why.includes('project.custom_resources'));
		expect(custom.map((one) => [one.path, one.place])).toEqual([
			['/data/a.json', 'bundled'],
			['/data/deep/b.bin', 'bundled'],
			['/notes.txt', 'bundled'],
		]);
		expect(manifestOf(bundle.get('game.dmanifest')).find(hash64('/data/a.json'))?.flags).toBe(RESOURCE_FLAG.BUNDLED);
	});

	it('follows liveupdate.settings', async () => {
		const files = {
			...project,
			'/liveupdate.settings': '[liveupdate]\nmode = Zip\nsupported-versions = 1.9.0, "1.10.0"\n',
		};
		const { liveUpdateSettings, liveUpdateManifest } = await build(files);
		expect(liveUpdateSettings).toMatchObject({ mode: 'Zip', supportedVersions: ['1.9.0', '1.10.0'] });
		expect(manifestOf(liveUpdateManifest).engineVersions).toEqual(
			['1.10.0', '1.11.2', '1.9.0'].map((version) => engineVersionDigest(version, portableCrypto)),
		);
	});

	it('lets options override settings of the project', async () => {
		const { settings, bundle } = await build(project, { overrides: new Map([['project.title', 'Another']]) });
		expect(settings?.get('project.title')).toBe('Another');
		expect(decodeUtf8(bundle.get('game.projectc') ?? new Uint8Array())).toContain('title = Another\n');
	});

	it('leaves scripts and everything else raw when compression is off', async () => {
		for (const { resources } of [
			await build(project, { compress: false }),
			await build({ ...project, '/game.project': `${project['/game.project']}[project]\ncompress_archive = 0\n` }),
		]) {
			expect(resources.filter((one) => one.sizeBytes !== one.storedSizeBytes)).toEqual([]);
		}
		const { resources } = await build(project);
		expect(resources.filter((one) => one.sizeBytes !== one.storedSizeBytes)).not.toEqual([]);
	});

	it('says how far it is', async () => {
		const seen: BuildProgress[] = [];
		const { resources } = await build(project, { onProgress: (progress) => seen.push(progress) });
		for (const phase of ['compile', 'archive'] as const) {
			const steps = seen.filter((one) => one.phase === phase);
			expect(steps.map((one) => one.done)).toEqual(steps.map((_, index) => index + 1));
			expect(steps.at(-1)?.total).toBe(steps.length);
		}
		expect(seen.filter((one) => one.phase === 'archive')).toHaveLength(resources.length);
	});
});

describe('mistakes in a project', () => {
	it('are all found at once, each with its place, and nothing is built', async () => {
		const { ok, diagnostics, bundle, excluded, resources } = await build({
			'/game.project':
				'[project]\ncustom_resources = nothing\n[bootstrap]\nmain_collection = /main.collectionc\n[liveupdate]\nsettings = /none.settings\n',
			'/main.collection': [
				'name: "main"',
				'instances { id: "a" prototype: "/a.go" }',
				'instances { id: "b" prototype: "/missing.go" }',
				'collection_instances { id: "c" collection: "/cycle.collection" }',
				'',
			].join('\n'),
			'/a.go': [
				'components { id: "script" component: "/a.script" }',
				'components { id: "proxy" component: "/p.collectionproxy" }',
				'components { id: "sound" component: "/s.wav" }',
				'components { id: "model" component: "/m.xyzzy" }',
				'embedded_components { id: "sprite" type: "sprite" data: "tile_set: \\"/a.atlas\\"\\ndefault_animation: \\"x\\"\\n"',
				'  "color: 3\\n" }',
				'',
			].join('\n'),
			'/a.script': 'local x =\nend\n',
			'/a.atlas': 'images { image: "/broken.png" }\n',
			'/broken.png': 'no picture',
			'/m.xyzzy': '',
			'/s.wav': 'no sound',
			'/p.collectionproxy': 'collection: "/far.collection" exclude: true',
			'/far.collection': 'name: "far" instances {',
			'/cycle.collection': 'name: "c" collection_instances { id: "again" collection: "/cycle.collection" }',
		});
		expect(ok).toBe(false);
		expect([bundle.size, excluded, resources]).toEqual([0, [], []]);
		const found = diagnostics.map((one) => `${one.file}:${one.line} ${one.code}`);
		expect(found).toEqual(
			expect.arrayContaining([
				'/s.wav:1 not-a-sound',
				'/a.go:6 unknown-field',
				'/a.go:4 unknown-type',
				'/a.script:2 lua-syntax',
				'/a.atlas:1 invalid-picture',
				'/cycle.collection:1 cycle',
				'/far.collection:1 syntax',
				'/game.project:2 missing-file',
				'/game.project:6 missing-file',
				'/main.collection:3 missing-file',
			]),
		);
	});

	it('without a game.project is one mistake', async () => {
		const { ok, diagnostics, settings } = await build({ '/main.collection': '' });
		expect(ok).toBe(false);
		expect(settings).toBeUndefined();
		expect(diagnostics).toMatchObject([{ file: '/game.project', line: 1, code: 'missing-file' }]);
	});

	it('in the name of the first collection comes with a hint', async () => {
		const { diagnostics } = await build({
			'/game.project': '[bootstrap]\nmain_collection = /main/Main.collectionc\n',
			'/main/main.collection': 'name: "main"',
		});
		expect(diagnostics).toMatchObject([
			{ file: '/game.project', line: 2, code: 'missing-file', hint: expect.stringContaining('/main/main.collection') },
		]);
	});

	it('are not looked for in files that the game does not reach', async () => {
		const { ok, diagnostics } = await build({ ...project, '/unused.script': 'what?', '/unused.go': '{' });
		expect([ok, diagnostics]).toEqual([true, []]);
	});

	it('include keys that are missing where a signature is required', async () => {
		const { ok, diagnostics } = await build(project, { requireSignature: true });
		expect(ok).toBe(false);
		expect(diagnostics).toMatchObject([{ code: 'missing-keys' }]);
		expect((await build(project, { requireSignature: true, keys })).ok).toBe(true);
	});

	it('are reported once, although several objects have them', async () => {
		const { diagnostics } = await build({
			'/game.project': '[bootstrap]\nmain_collection = /main.collectionc\n',
			'/main.collection':
				'name: "main" instances { id: "a" prototype: "/a.go" } instances { id: "b" prototype: "/a.go" }',
			'/a.go': 'components { id: "x" component: "/none.script" }',
		});
		expect(diagnostics).toMatchObject([{ file: '/a.go', line: 1, column: 33, code: 'missing-file' }]);
	});
});

describe('texts of a project', () => {
	it('may have a byte order mark, and lines that end as on Windows', async () => {
		const files = Object.fromEntries(
			Object.entries(project).map(([path, text]) => {
				// Lua itself takes no mark.
				const mark = path.endsWith('.script') ? '' : '\uFEFF';
				return [path, encodeUtf8(`${mark}${String(text).replaceAll('\n', '\r\n')}`)];
			}),
		);
		const { ok, diagnostics } = await build(files);
		expect([ok, diagnostics]).toEqual([true, []]);
	});

	it('leave the bytes of pictures alone', async () => {
		const picture = await png(4, 4);
		const before = picture.slice();
		await buildProject({
			files: memoryProject({
				'/game.project': '[bootstrap]\nmain_collection = /main.collectionc\n',
				'/main.collection':
					'name: "main" embedded_instances { id: "a" data: "embedded_components { id: \\"s\\" type: \\"sprite\\" data: \\"tile_set: \\\\\\"/a.atlas\\\\\\" default_animation: \\\\\\"p\\\\\\"\\" }" }',
				'/a.atlas': 'images { image: "/p.png" }',
				'/p.png': picture,
			}),
			crypto: portableCrypto,
			decodeImage,
			variant: 'debug',
			excludeContent: true,
			exclude: [],
			engineVersion: '1.11.2',
		}).then(({ diagnostics }) => expect(diagnostics).toEqual([]));
		expect(picture).toEqual(before);
	});
});
