import { describe, expect, it } from 'vitest';
import { createMemoryReleaseStore, type MemoryReleaseStore } from '../../test/memory-release-store.ts';
import { sampleKeys } from '../../test/sample-release.ts';
import { portableCrypto as crypto, readManifest, verifyManifestSignature } from '../formats/index.ts';
import { promoteRelease, rollbackChannel } from './channels.ts';
import { listReleases } from './list-releases.ts';
import { publishRelease } from './publish-release.ts';
import { contentOf, expectWholeChannel, killedAt, publishBuild, sampleBuild } from './publishing-contract.ts';
import type { ReleaseStore } from './release-store.ts';
import { loadChannel } from './store-state.ts';

const builds = [1, 2, 3].map((turn) => sampleBuild({ hall: 'hall', attic: `attic ${turn}` }));
const keys = sampleKeys();
const now = '2026-02-01T00:00:00.000Z';
const MANIFEST = 'liveupdate.game.dmanifest';

/** Releases 1, 2 and 3, all of them given to `live` one after the other. */
async function threeReleases(): Promise<MemoryReleaseStore> {
	const store = createMemoryReleaseStore();
	for (const build of builds) await publishBuild(store, build);
	store.writes.length = 0;
	return store;
}
const fetched = (store: MemoryReleaseStore) => readManifest(store.objects.get(MANIFEST) as Uint8Array, 'fetched');
const promote = (store: ReleaseStore, channel: string, release: number | { channel: string }) =>
	promoteRelease({ store, crypto, channel, release, now });
const rollback = (store: ReleaseStore, release?: number) =>
	rollbackChannel({ store, crypto, channel: 'live', release, keys, now });

describe('promoteRelease()', () => {
	it('gives a channel what another one has, and sends nothing', async () => {
		const store = createMemoryReleaseStore();
		await publishBuild(store, builds[0] as (typeof builds)[0], { channel: 'qa' });
		store.writes.length = 0;
		expect(await promote(store, 'live', { channel: 'qa' })).toMatchObject({ release: 1, previous: undefined });
		expect(store.writes.map(({ key }) => key)).toEqual(['channels/live.json', MANIFEST]);
		expect(await expectWholeChannel(store)).toBe(1);
		expect(await promote(store, 'live', 1)).toMatchObject({ unchanged: true });
	});

	it('refuses to go back, which is a rollback', async () => {
		const store = await threeReleases();
		await expect(promote(store, 'live', 2)).rejects.toMatchObject({ code: 'not-newer' });
		expect(store.writes).toEqual([]);
	});

	it('refuses what is not there, naming what is', async () => {
		const store = await threeReleases();
		await expect(promote(store, 'live', 9)).rejects.toThrow('there is no release 9; the latest are 1, 2, 3');
		await expect(promote(store, 'live', { channel: 'qa' })).rejects.toThrow('there is no channel "qa"; there are live');
	});

	it('refuses a release whose content is gone', async () => {
		const store = await threeReleases();
		store.objects.delete((builds[0] as (typeof builds)[0]).digestOf('/attic.collectionc'));
		await expect(promote(store, 'dev', 1)).rejects.toMatchObject({ code: 'incomplete' });
		expect(await loadChannel(store, 'dev')).toBeUndefined();
	});

	it('puts right what a publisher left that was killed at its last step', async () => {
		const store = await threeReleases();
		store.objects.delete(MANIFEST);
		expect(await promote(store, 'live', 3)).toMatchObject({ unchanged: false, previous: 3 });
		expect(await expectWholeChannel(store)).toBe(3);
	});
});

describe('rollbackChannel()', () => {
	it('goes to the release before, and signs which ones it takes back', async () => {
		const store = await threeReleases();
		expect(await rollback(store)).toMatchObject({ release: 2, previous: 3, rollbackFrom: 3, numbered: true });
		expect(fetched(store).release).toEqual({ number: 2, rollbackFrom: 3 });
		verifyManifestSignature({ manifest: fetched(store), publicKey: keys.publicKey, crypto, name: 'fetched' });
		expect((await loadChannel(store, 'live'))?.document).toMatchObject({ release: 2, highest: 3, rollback: true });
		await expectWholeChannel(store);
	});

	it('takes back everything the channel ever had, also from a rollback on', async () => {
		const store = await threeReleases();
		await rollback(store, 1);
		expect(await rollback(store, 2)).toMatchObject({ rollbackFrom: 3 });
		expect(fetched(store).release).toEqual({ number: 2, rollbackFrom: 3 });
	});

	it('is followed by releases with higher numbers', async () => {
		const store = await threeReleases();
		await rollback(store, 1);
		expect(await publishBuild(store, builds[2] as (typeof builds)[0])).toMatchObject({ release: 4, previous: 1 });
		expect(fetched(store).release).toEqual({ number: 4, rollbackFrom: undefined });
	});

	it('leaves the release itself as it was', async () => {
		const store = await threeReleases();
		const before = store.objects.get('releases/2.json');
		await rollback(store);
		expect(store.objects.get('releases/2.json')).toEqual(before);
	});

	it('needs the key that signed the release', async () => {
		const store = await threeReleases();
		const options = { store, crypto, channel: 'live', now };
		await expect(rollbackChannel(options)).rejects.toMatchObject({ code: 'key-needed' });
		await expect(rollbackChannel({ ...options, keys: sampleKeys(true) })).rejects.toMatchObject({
			code: 'key-mismatch',
		});
		expect(store.writes).toEqual([]);
	});

	it('takes a manifest without a number as it is', async () => {
		const store = createMemoryReleaseStore();
		for (const build of builds) {
			await publishRelease({ content: contentOf(build), store, crypto, channel: 'live', now });
		}
		expect(await rollbackChannel({ store, crypto, channel: 'live', now })).toMatchObject({
			release: 2,
			numbered: false,
		});
		expect(store.objects.get(MANIFEST)).toEqual(builds[1]?.publishedManifest);
	});

	it('refuses to go on, and without anything to go back to', async () => {
		const store = await threeReleases();
		await promote(store, 'dev', 1);
		const dev = { store, crypto, channel: 'dev', keys, now };
		await expect(rollbackChannel(dev)).rejects.toMatchObject({ code: 'not-found' });
		await expect(rollbackChannel({ ...dev, release: 2 })).rejects.toMatchObject({ code: 'not-newer' });
	});

	it('killed at any call leaves a channel whole', async () => {
		for (let call = 1; call < 20; call++) {
			const store = await threeReleases();
			const done = await rollback(killedAt(store, call, call % 2 === 0)).catch(() => undefined);
			expect([2, 3]).toContain(await expectWholeChannel(store));
			await rollback(store, 2);
			expect(fetched(store).release).toEqual({ number: 2, rollbackFrom: 3 });
			if (done) return;
		}
	});
});

describe('listReleases()', () => {
	it('tells what each release cost, who has it and what is missing', async () => {
		const store = await threeReleases();
		await promote(store, 'qa', 2);
		const attic = (builds[0] as (typeof builds)[0]).digestOf('/attic.collectionc');
		store.objects.delete(attic);
		const { releases, channels, behind } = await listReleases({ store, crypto });
		expect(releases.map(({ release, channels: having }) => [release, having])).toEqual([
			[3, ['live']],
			[2, ['qa']],
			[1, []],
		]);
		expect(releases[2]?.missing).toEqual([attic]);
		expect(releases[0]?.newBytes).toBeLessThan(releases[0]?.sizeBytes ?? 0);
		expect(channels).toHaveLength(2);
		expect(behind).toEqual([]);
	});

	it('finds content that is not what its name says when asked, and a channel that is behind', async () => {
		const store = await threeReleases();
		const hall = (builds[0] as (typeof builds)[0]).digestOf('/hall.collectionc');
		store.objects.set(
			hall,
			(store.objects.get(hall) as Uint8Array).map((byte, at) => (at === 17 ? byte ^ 1 : byte)),
		);
		store.objects.delete(MANIFEST);
		expect(await listReleases({ store, crypto })).toMatchObject({ corrupt: [], behind: ['live'] });
		expect(await listReleases({ store, crypto, verify: true })).toMatchObject({ corrupt: [hall] });
	});

	it('refuses a document that is none, saying which field', async () => {
		const store = await threeReleases();
		const text = new TextDecoder().decode(store.objects.get('releases/2.json')).replace('"release":2', '"release":"2"');
		store.objects.set('releases/2.json', new TextEncoder().encode(text));
		await expect(listReleases({ store, crypto })).rejects.toMatchObject({
			code: 'invalid-document',
			message: expect.stringContaining(
				'memory, releases/2.json: expected a release document of version 1, found release:',
			),
		});
	});
});
