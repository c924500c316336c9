import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMemoryReleaseStore, type MemoryReleaseStore } from '../../test/memory-release-store.ts';
import { sampleKeys } from '../../test/sample-release.ts';
import { encodeUtf8 } from '../bytes/index.ts';
import { portableCrypto as crypto } from '../formats/index.ts';
import { promoteRelease, rollbackChannel } from './channels.ts';
import { listReleases } from './list-releases.ts';
import { planPrune, pruneStore } from './prune.ts';
import { expectWholeChannel, killedAt, publishBuild, sampleBuild } from './publishing-contract.ts';
import type { ReleaseStore } from './release-store.ts';

const builds = [0, 1, 2, 3, 4, 5].map((turn) => sampleBuild({ hall: 'hall', attic: `attic ${turn}` }));
const build = (at: number) => builds[at] as (typeof builds)[0];
const now = '2026-02-01T00:00:00.000Z';
let time = Date.parse(now);
const prune = (store: ReleaseStore, keepCount: number) =>
	pruneStore({ store, keepCount, clock: () => time, who: 'test' });

async function published(count: number): Promise<MemoryReleaseStore> {
	const store = createMemoryReleaseStore();
	for (let at = 0; at < count; at++) await publishBuild(store, build(at));
	return store;
}

async function expectAllWhole(store: ReleaseStore): Promise<void> {
	for (const { release, missing } of (await listReleases({ store, crypto })).releases)
		expect(missing, `${release}`).toEqual([]);
	await expectWholeChannel(store);
}

describe('planPrune()', () => {
	it('keeps the latest, those of channels and the one before each, and changes nothing', async () => {
		const store = await published(6);
		await promoteRelease({ store, crypto, channel: 'qa', release: 2, now });
		store.writes.length = 0;
		const plan = await planPrune({ store, keepCount: 1 });
		expect(plan.keptReleases).toEqual([2, 5, 6]);
		expect(plan.releases).toEqual([1, 3, 4]);
		expect(plan.objects).toHaveLength(6);
		expect(plan.objectBytes).toBeGreaterThan(0);
		expect(store.writes).toEqual([]);
	});

	it('leaves alone what is none of its own', async () => {
		const store = await published(2);
		for (const key of ['index.html', 'other/file', 'releases/notes.txt']) store.objects.set(key, encodeUtf8('mine'));
		const { objects } = await planPrune({ store, keepCount: 1 });
		expect(objects).toEqual([]);
	});

	it('names content that was sent for a release that never came', async () => {
		const store = await published(1);
		await publishBuild(killedAt(store, 8, true), build(1)).catch(() => undefined);
		const { objects } = await planPrune({ store, keepCount: 5 });
		expect(objects).toContain(build(1).digestOf('/attic.collectionc'));
	});

	it('keeps what a manifest names that games still fetch', async () => {
		const store = await published(1);
		// Killed between the pointer and the manifest: games still have the manifest of release 1.
		let calls = 0;
		store.beforeWrite = ({ key }) => {
			if (key === 'liveupdate.game.dmanifest' && calls++ === 0) throw new Error('killed');
		};
		await expect(publishBuild(store, build(1))).rejects.toThrow('killed');
		store.objects.delete('releases/1.json');
		await prune(store, 1);
		await expectWholeChannel(store);
	});
});

describe('pruneStore()', () => {
	it('deletes what it planned, and only that', async () => {
		const store = await published(5);
		await rollbackChannel({ store, crypto, channel: 'live', release: 3, keys: sampleKeys(), now });
		const plan = await planPrune({ store, keepCount: 1 });
		expect(plan.keptReleases).toEqual([3, 5]);
		expect(await prune(store, 1)).toEqual(plan);
		for (const key of plan.objects) expect(store.objects.has(key)).toBe(false);
		await expectAllWhole(store);
		expect(store.objects.has('prune.lock.json')).toBe(false);
		expect((await planPrune({ store, keepCount: 1 })).objects).toEqual([]);
	});

	it('killed at any call leaves every release whole, and a later prune finishes', async () => {
		for (let call = 1; call < 60; call++) {
			const store = await published(4);
			const done = await prune(killedAt(store, call, call % 2 === 0), 1).catch(() => undefined);
			await expectAllWhole(store);
			time += 11 * 60_000;
			await prune(store, 1);
			expect((await planPrune({ store, keepCount: 1 })).objects).toEqual([]);
			await expectAllWhole(store);
			await publishBuild(store, build(5));
			if (done) return;
		}
		throw new Error('the prune never came to its end');
	});

	it('keeps publishers off while it deletes, and other prunes', async () => {
		const store = await published(4);
		const refused: unknown[] = [];
		let asked = false;
		store.beforeWrite = async ({ kind }) => {
			if (kind !== 'delete' || asked) return;
			asked = true;
			refused.push(await publishBuild(store, build(5)).catch((error: unknown) => error));
			refused.push(await prune(store, 1).catch((error: unknown) => error));
		};
		await prune(store, 1);
		expect(refused).toEqual([
			expect.objectContaining({ code: 'store-busy' }),
			expect.objectContaining({ code: 'store-busy' }),
		]);
		await expectAllWhole(store);
	});

	it('with publishers and promotions at any step leaves every channel whole', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.scheduler(),
				fc.constantFrom('publish', 'promote', 'new channel'),
				async (scheduler, other) => {
					const store = await published(4);
					store.beforeWrite = () => scheduler.schedule(Promise.resolve());
					const rival =
						other === 'publish'
							? publishBuild(store, build(0))
							: promoteRelease({ store, crypto, channel: other === 'promote' ? 'live' : 'qa', release: 2, now });
					const both = Promise.allSettled([prune(store, 1), rival]);
					await scheduler.waitFor(both);
					const [pruned, rivalled] = await both;
					expect(pruned.status).toBe('fulfilled');
					if (rivalled.status === 'rejected') {
						expect(['store-busy', 'conflict', 'not-newer', 'incomplete', 'not-found']).toContain(rivalled.reason.code);
					}
					await expectWholeChannel(store);
					await expectWholeChannel(store, 'qa');
					// What a publisher was told of is whole when it comes again.
					store.beforeWrite = () => undefined;
					if (other === 'publish') await publishBuild(store, build(0));
					await expectAllWhole(store);
				},
			),
			{ numRuns: 80 },
		);
	});
});
