import { describe, expect, it } from 'vitest';
import { encodeUtf8, type ObjectStore, portableDigest, toHex } from '../bytes/index.ts';
import type { BuildCache } from './build-cache.ts';
import { build, type MemoryFiles, memoryProject, png } from './memory-project-contract.ts';

type Kept = ObjectStore & { objects: Map<string, Uint8Array>; getCount: number };

function memoryStore(): Kept {
	const objects = new Map<string, Uint8Array>();
	return {
		name: 'memory',
		objects,
		getCount: 0,
		async put(key, bytes) {
			objects.set(key, bytes.slice());
		},
		async get(key) {
			this.getCount++;
			return objects.get(key);
		},
		size: async (key) => objects.get(key)?.length,
		list: async (prefix) => [...objects.keys()].filter((key) => key.startsWith(prefix)).sort(),
		async delete(key) {
			objects.delete(key);
		},
	};
}

async function project(): Promise<Record<string, string | Uint8Array>> {
	return {
		'/game.project': '[bootstrap]\nmain_collection = /main.collectionc\n[project]\ncustom_resources = /data\n',
		'/data/level.json': '{"a": 1}',
		'/main.collection':
			'name: "main" instances { id: "a" prototype: "/a.go" } embedded_instances { id: "b" data: "components { id: \\"s\\" component: \\"/s.script\\" }" }',
		'/a.go':
			'embedded_components { id: "sprite" type: "sprite" data: "tile_set: \\"/a.atlas\\" default_animation: \\"a\\" material: \\"/builtins/materials/sprite.material\\"" }',
		'/a.atlas': 'images { image: "/a.png" }',
		'/a.png': await png(8, 8),
		'/s.script': 'go.property("speed", 1)\nfunction init(self) print(self.speed) end\n',
	};
}

function cacheOf(files: MemoryFiles, store: ObjectStore, stamp = 'one'): BuildCache {
	const all = memoryProject(files);
	return {
		store,
		stamp,
		async digestOf(path) {
			const bytes = await all.read(path);
			return bytes && toHex(portableDigest('sha1', bytes));
		},
	};
}

/** Builds with a cache and tells which units were compiled. */
async function buildCached(
	files: MemoryFiles,
	store: Kept,
	{ stamp, engineVersion }: { stamp?: string; engineVersion?: string } = {},
) {
	const before = new Set(store.objects.keys());
	const result = await build(files, {
		cache: cacheOf(files, store, stamp),
		...(engineVersion ? { engineVersion } : {}),
	});
	const made = [...store.objects.keys()].filter((key) => key.startsWith('results/') && !before.has(key));
	return { result, madeCount: made.length };
}

function files(result: Awaited<ReturnType<typeof build>>) {
	return [...result.bundle].map(([name, bytes]) => [name, toHex(portableDigest('sha1', bytes))]);
}

describe('a build with a cache', () => {
	it('gives the same bytes as one without, when it is empty and when it has everything', async () => {
		const own = await project();
		const store = memoryStore();
		const plain = await build(own);
		const first = await buildCached(own, store);
		const second = await buildCached(own, store);
		expect(plain.ok).toBe(true);
		expect(files(first.result)).toEqual(files(plain));
		expect(files(second.result)).toEqual(files(plain));
		expect(first.madeCount).toBeGreaterThan(10);
		expect(second.madeCount).toBe(0);
	});

	it('compiles again only what read a file that changed', async () => {
		const own = await project();
		const store = memoryStore();
		await buildCached(own, store);
		const changed = { ...own, '/s.script': 'go.property("speed", 2)\n' };
		const after = await buildCached(changed, store);
		// The script, and what reads the properties it declares: the game object that stands in the collection.
		expect(after.madeCount).toBeLessThanOrEqual(3);
		expect(after.madeCount).toBeGreaterThanOrEqual(1);
		expect(files(after.result)).toEqual(files(await build(changed)));
		// And back again: the earlier result is still there.
		expect((await buildCached(own, store)).madeCount).toBe(0);
	});

	it('keeps results of other engines and of another program apart', async () => {
		const own = await project();
		const store = memoryStore();
		const { madeCount } = await buildCached(own, store);
		expect((await buildCached(own, store, { engineVersion: '1.13.0' })).madeCount).toBe(madeCount);
		expect((await buildCached(own, store, { stamp: 'two' })).madeCount).toBe(madeCount);
	});

	it('does not believe a damaged entry, nor fail when the store does', async () => {
		const own = await project();
		const store = memoryStore();
		await buildCached(own, store);
		for (const [key, bytes] of store.objects) {
			store.objects.set(key, key.startsWith('results/') ? bytes.map((one, at) => (at === 9 ? one ^ 1 : one)) : bytes);
		}
		const damaged = await buildCached(own, store);
		expect(files(damaged.result)).toEqual(files(await build(own)));
		for (const key of store.objects.keys()) store.objects.set(key, encodeUtf8('[["/a"'));
		expect((await buildCached(own, store)).result.ok).toBe(true);
		const broken: ObjectStore = {
			...store,
			get: () => Promise.reject(new Error('no network')),
			put: () => Promise.reject(new Error('no network')),
		};
		const faults: unknown[] = [];
		const cache = { ...cacheOf(own, broken), onFault: (fault: unknown) => faults.push(fault) };
		expect((await build(own, { cache })).ok).toBe(true);
		expect(faults).toEqual([new Error('no network')]);
	});

	it('says what is wrong again, with its place, every time', async () => {
		const own = await project();
		const store = memoryStore();
		await buildCached(own, store);
		const wrong = { ...own, '/a.atlas': 'images { image: "/b.png" }', '/b.png': await png(4, 4) };
		const first = await buildCached(wrong, store);
		const second = await buildCached(wrong, store);
		expect(first.result.diagnostics).toMatchObject([{ file: '/a.go', line: 1, code: 'unknown-animation' }]);
		expect(second.result.diagnostics).toEqual(first.result.diagnostics);
		expect(first.result.diagnostics).toEqual((await build(wrong)).diagnostics);
	});
});
