import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../bytes/index.ts';
import type { ReleaseStore } from './release-store.ts';

/** What every store of releases must do; each one's own test calls this with a way to open an empty one. */
export function testReleaseStore(
	name: string,
	open: () => Promise<ReleaseStore>,
	/** Opens the same store again, as another publisher does. */
	again: (store: ReleaseStore) => Promise<ReleaseStore> = async (store) => store,
): void {
	const text = encodeUtf8;
	const read = async (store: ReleaseStore, key: string): Promise<string | undefined> => {
		const bytes = await store.get(key);
		return bytes && new TextDecoder().decode(bytes);
	};

	describe(`${name} as a store of releases`, () => {
		it('gets what was put, its size, and nothing for what is not there', async () => {
			const store = await open();
			await store.put('a/b', text('one'));
			await store.put('a/b', text('three'));
			expect(await read(store, 'a/b')).toBe('three');
			expect(await store.size('a/b')).toBe(5);
			expect(await store.get('a/c')).toBeUndefined();
			expect(await store.size('a/c')).toBeUndefined();
			expect(await store.load('a/c')).toBeUndefined();
		});

		it('lists keys and sizes in order, by prefix', async () => {
			const store = await open();
			for (const key of ['b', 'a/2', 'a/10', 'ab']) await store.put(key, text(key));
			expect(await store.list('a')).toEqual(['a/10', 'a/2', 'ab']);
			expect(await store.entries('a/')).toEqual([
				{ key: 'a/10', sizeBytes: 4 },
				{ key: 'a/2', sizeBytes: 3 },
			]);
			expect(await store.list('c')).toEqual([]);
			expect(await store.entries('')).toHaveLength(4);
		});

		it('holds empty objects', async () => {
			const store = await open();
			await store.put('empty', new Uint8Array());
			expect(await store.size('empty')).toBe(0);
			expect((await store.get('empty'))?.length).toBe(0);
		});

		it('deletes, also what is not there', async () => {
			const store = await open();
			await store.put('a', text('a'));
			await store.delete('a');
			await store.delete('a');
			expect(await store.get('a')).toBeUndefined();
		});

		it('creates only what is not there', async () => {
			const store = await open();
			expect(await store.create('a/new', text('one'))).toBe(true);
			expect(await store.create('a/new', text('two'))).toBe(false);
			expect(await read(store, 'a/new')).toBe('one');
		});

		it('replaces only the object of the tag', async () => {
			const store = await open();
			await store.put('a', text('one'));
			const first = (await store.load('a'))?.tag as string;
			expect(await store.replace('a', text('two'), first)).toBe(true);
			expect(await store.replace('a', text('three'), first)).toBe(false);
			const second = (await store.load('a'))?.tag as string;
			expect(second).not.toBe(first);
			expect(await store.replace('a', text('three'), second)).toBe(true);
			expect(await read(store, 'a')).toBe('three');
			expect(await store.replace('nothing', text('x'), second)).toBe(false);
		});

		it('lets one of many win that create the same', async () => {
			const store = await open();
			const stores = await Promise.all(Array.from({ length: 12 }, () => again(store)));
			const won = await Promise.all(stores.map((one, at) => one.create('race', text(`writer ${at}`))));
			expect(won.filter(Boolean)).toHaveLength(1);
			expect(await read(store, 'race')).toBe(`writer ${won.indexOf(true)}`);
		});

		it('lets one of many win that replace the same', async () => {
			const store = await open();
			await store.put('race', text('before'));
			const tag = (await store.load('race'))?.tag as string;
			const stores = await Promise.all(Array.from({ length: 12 }, () => again(store)));
			const won = await Promise.all(stores.map((one, at) => one.replace('race', text(`writer ${at}`), tag)));
			expect(won.filter(Boolean)).toHaveLength(1);
			expect(await read(store, 'race')).toBe(`writer ${won.indexOf(true)}`);
		});

		it('takes a large object in parts', async () => {
			const store = await open();
			const part = new Uint8Array(1 << 20).map((_, at) => at * 31);
			const source = {
				sizeBytes: 18 * part.length,
				async *parts() {
					for (let at = 0; at < 18; at++) yield part;
				},
			};
			await store.putLarge('large', source);
			expect(await store.size('large')).toBe(source.sizeBytes);
			const bytes = (await store.get('large')) as Uint8Array;
			expect(Buffer.compare(bytes.subarray(-part.length), part)).toBe(0);
			await store.put('whole', bytes);
			expect(Buffer.compare((await store.get('whole')) as Uint8Array, bytes)).toBe(0);
		});

		it('keeps the old object when a large one breaks off', async () => {
			const store = await open();
			await store.put('large', text('old'));
			const source = {
				sizeBytes: 100,
				async *parts() {
					yield new Uint8Array(50);
					throw new Error('the disk is gone');
				},
			};
			await expect(store.putLarge('large', source)).rejects.toThrow('the disk is gone');
			expect(await read(store, 'large')).toBe('old');
		});
	});
}
