import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMemoryReleaseStore } from '../../test/memory-release-store.ts';
import { sampleKeys } from '../../test/sample-release.ts';
import { portableCrypto as crypto, readManifest, verifyManifestSignature } from '../formats/index.ts';
import { publishRelease } from './publish-release.ts';
import { contentOf, expectWholeChannel, killedAt, publishBuild, sampleBuild } from './publishing-contract.ts';
import { loadChannel, loadRelease } from './store-state.ts';

const first = sampleBuild({ hall: 'hall', attic: 'attic' });
const second = sampleBuild({ hall: 'hall', attic: 'another attic' });
const third = sampleBuild({ hall: 'a third hall' });
const MANIFEST = 'liveupdate.game.dmanifest';

describe('publishRelease()', () => {
	it('writes content, then manifest and document, then the channel, then what games fetch', async () => {
		const store = createMemoryReleaseStore();
		await publishBuild(store, first);
		const kinds = store.writes.map(({ key }) => key.replace(/^[0-9a-f]{40}$/, 'content').replace(/[0-9a-f]{64}/, '#'));
		expect(kinds).toEqual([
			'content',
			'content',
			'manifests/#.dmanifest',
			'releases/1.json',
			'channels/live.json',
			MANIFEST,
		]);
	});

	it('numbers releases and signs the number', async () => {
		const store = createMemoryReleaseStore();
		expect(await publishBuild(store, first)).toMatchObject({ release: 1, previous: undefined, numbered: true });
		expect(await publishBuild(store, second)).toMatchObject({ release: 2, previous: 1, sentCount: 1, keptCount: 1 });
		const manifest = readManifest(store.objects.get(MANIFEST) as Uint8Array, 'fetched');
		expect(manifest.release).toEqual({ number: 2, rollbackFrom: undefined });
		verifyManifestSignature({ manifest, publicKey: second.keys.publicKey, crypto, name: 'fetched' });
	});

	it('never gives a number twice, also when the same content comes back', async () => {
		const store = createMemoryReleaseStore();
		for (const build of [first, second, first]) await publishBuild(store, build);
		expect((await loadChannel(store, 'live'))?.document).toMatchObject({ release: 3, highest: 3 });
	});

	it('reads and writes nothing but what it must when nothing changed', async () => {
		const store = createMemoryReleaseStore();
		await publishBuild(store, first);
		store.writes.length = 0;
		const content = contentOf(first);
		const blobs = content.blobs.map((blob) => ({ ...blob, read: () => Promise.reject(new Error('read')) }));
		const options = { store, crypto, keys: first.keys, channel: 'live', now: '' };
		expect(await publishRelease({ ...options, content: { ...content, blobs } })).toMatchObject({ unchanged: true });
		expect(store.writes).toEqual([]);
	});

	it('publishes a manifest as built when nobody can sign it anew', async () => {
		const store = createMemoryReleaseStore();
		const options = { store, crypto, channel: 'live', now: '' };
		const report = await publishRelease({ ...options, content: contentOf(first) });
		expect(report).toMatchObject({ release: 1, numbered: false });
		expect(store.objects.get(MANIFEST)).toEqual(first.publishedManifest);
		expect(await publishRelease({ ...options, content: contentOf(first) })).toMatchObject({ unchanged: true });
	});

	it('gives a channel the release that another one has, without a new number', async () => {
		const store = createMemoryReleaseStore();
		await publishBuild(store, first, { channel: 'qa' });
		expect(await publishBuild(store, first)).toMatchObject({ release: 1, sentCount: 0, unchanged: false });
		expect(await expectWholeChannel(store, 'qa')).toBe(1);
		expect(await expectWholeChannel(store)).toBe(1);
	});

	it('adds engine versions to those of the manifest', async () => {
		const store = createMemoryReleaseStore();
		const options = { content: contentOf(first), store, crypto, keys: first.keys, channel: 'live', now: '' };
		await publishRelease({ ...options, engineVersions: ['1.9.0', '1.11.2'] });
		expect((await loadRelease(store, 1)).engineVersions).toHaveLength(2);
		expect(readManifest(store.objects.get(MANIFEST) as Uint8Array, 'fetched').engineVersions).toHaveLength(2);
		expect(await publishRelease({ ...options, engineVersions: ['1.9.0', '1.11.2'] })).toMatchObject({
			unchanged: true,
		});
	});

	it('sends again what was lost of a release, and keeps its number', async () => {
		const store = createMemoryReleaseStore();
		await publishBuild(store, first);
		for (const key of [...store.objects.keys()])
			if (/^[0-9a-f]{40}$|^manifests|dmanifest$/.test(key)) store.objects.delete(key);
		expect(await publishBuild(store, first)).toMatchObject({ release: 1, sentCount: 2, unchanged: false });
		expect(await expectWholeChannel(store)).toBe(1);
	});

	it('replaces an object that has another size than its content', async () => {
		const store = createMemoryReleaseStore();
		store.objects.set(first.digestOf('/hall.collectionc'), new Uint8Array(3));
		expect(await publishBuild(store, first)).toMatchObject({ sentCount: 2 });
		await expectWholeChannel(store);
	});

	it('refuses content of another project', async () => {
		const store = createMemoryReleaseStore();
		await publishBuild(store, first);
		const manifest = first.publishedManifest.slice();
		const at = Buffer.from(manifest).indexOf(readManifest(manifest, 'm').projectIdentifier);
		manifest.set(new Uint8Array(20), at);
		const publishing = publishRelease({
			content: { ...contentOf(first), manifest },
			store,
			crypto,
			channel: 'live',
			now: '',
		});
		await expect(publishing).rejects.toMatchObject({ code: 'project-mismatch' });
	});

	it('refuses a channel whose name would not do in an address', async () => {
		const publishing = publishBuild(createMemoryReleaseStore(), first, { channel: '../live' });
		await expect(publishing).rejects.toMatchObject({ code: 'invalid-input' });
	});
});

describe('two publishers at once', () => {
	it('end with one release and a message to the other when both want the same number', async () => {
		const store = createMemoryReleaseStore();
		const done = await Promise.allSettled([publishBuild(store, first), publishBuild(store, second)]);
		const won = done.filter(({ status }) => status === 'fulfilled');
		expect(won).toHaveLength(1);
		const lost = done.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
		expect(lost.reason).toMatchObject({ code: 'conflict' });
		expect(lost.reason.message).toContain('someone else published release 1');
		expect(await expectWholeChannel(store)).toBe(1);
	});

	it('leave the channel as the first set it when the other moved it between', async () => {
		const store = createMemoryReleaseStore();
		await publishBuild(store, first);
		let raced = false;
		store.beforeWrite = async ({ key }) => {
			if (key !== 'channels/live.json' || raced) return;
			raced = true;
			await publishBuild(store, third);
		};
		await expect(publishBuild(store, second)).rejects.toMatchObject({ code: 'conflict' });
		expect((await loadChannel(store, 'live'))?.document.release).toBe(3);
		expect(await expectWholeChannel(store)).toBe(3);
	});

	it('never put an older manifest in place of a newer one', async () => {
		const store = createMemoryReleaseStore();
		await publishBuild(store, first);
		let raced = false;
		store.beforeWrite = async ({ key }) => {
			if (key !== MANIFEST || raced) return;
			raced = true;
			await publishBuild(store, third);
		};
		await publishBuild(store, second);
		expect(await expectWholeChannel(store)).toBe(3);
	});

	it('end with one of them live, and all it needs, in any order of steps', async () => {
		await fc.assert(
			fc.asyncProperty(fc.scheduler(), async (scheduler) => {
				const store = createMemoryReleaseStore();
				await publishBuild(store, first);
				store.beforeWrite = () => scheduler.schedule(Promise.resolve());
				const racing = Promise.allSettled([publishBuild(store, second), publishBuild(store, third)]);
				await scheduler.waitFor(racing);
				const done = await racing;
				expect(done.some(({ status }) => status === 'fulfilled')).toBe(true);
				for (const result of done)
					if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'conflict' });
				const live = (await loadChannel(store, 'live'))?.document.release;
				expect(await expectWholeChannel(store)).toBe(live);
			}),
			{ numRuns: 60 },
		);
	});
});

describe('a publisher that is killed', () => {
	it('leaves the release before live, or the new one whole, at every call; the next one finishes its work', async () => {
		for (let call = 1; ; call++) {
			for (const done of [false, true]) {
				const store = createMemoryReleaseStore();
				await publishBuild(store, first);
				const outcome = await publishBuild(killedAt(store, call, done), second).catch((error: Error) => error);
				expect([1, 2]).toContain(await expectWholeChannel(store));
				if (!(outcome instanceof Error)) {
					expect(call).toBeGreaterThan(12);
					return;
				}
				expect(await publishBuild(store, second)).toMatchObject({ release: 2 });
				expect(await expectWholeChannel(store)).toBe(2);
				expect((await loadChannel(store, 'live'))?.document.release).toBe(2);
			}
		}
	});

	it('can be the first ever', async () => {
		for (let call = 1; call < 12; call++) {
			const store = createMemoryReleaseStore();
			await publishBuild(killedAt(store, call, call % 2 === 0), first).catch(() => undefined);
			await expectWholeChannel(store);
			expect(await publishBuild(store, first)).toMatchObject({ release: 1 });
		}
	});
});

describe('keys of a release', () => {
	it('are refused when they are no pair', async () => {
		const keys = { privateKey: sampleKeys().privateKey, publicKey: sampleKeys(true).publicKey };
		const options = { content: contentOf(first), store: createMemoryReleaseStore(), crypto, channel: 'live', now: '' };
		await expect(publishRelease({ ...options, keys })).rejects.toMatchObject({ code: 'invalid-key' });
	});
});
