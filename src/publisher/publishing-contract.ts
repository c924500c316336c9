import { expect } from 'vitest';
import { makeRelease, type SampleRelease } from '../../test/sample-release.ts';
import { toHex } from '../bytes/index.ts';
import { portableCrypto as crypto, LIVE_UPDATE_HEADER_BYTES, RESOURCE_FLAG, readManifest } from '../formats/index.ts';
import type { PublishedContent } from './content.ts';
import { KEY } from './layout.ts';
import { type PublishReport, publishRelease } from './publish-release.ts';
import type { ReleaseStore } from './release-store.ts';
import { loadChannel, loadRelease } from './store-state.ts';

/** A build with some rooms, each with a text of its own. */
export function sampleBuild(rooms: Readonly<Record<string, string>>): SampleRelease {
	return makeRelease({
		'/main.collectionc': { bytes: 'main' },
		...Object.fromEntries(
			Object.entries(rooms).map(([name, text]) => [`/${name}.collectionc`, { bytes: text, excluded: true }]),
		),
	});
}

export function contentOf(release: SampleRelease): PublishedContent {
	return {
		manifest: release.publishedManifest,
		blobs: [...release.blobs].map(([hexDigest, bytes]) => ({
			hexDigest,
			sizeBytes: bytes.length,
			read: async () => bytes,
		})),
	};
}

export function publishBuild(
	store: ReleaseStore,
	release: SampleRelease,
	options: { channel?: string; note?: string; now?: string } = {},
): Promise<PublishReport> {
	const { channel = 'live', now = '2026-01-01T00:00:00.000Z', ...rest } = options;
	return publishRelease({ content: contentOf(release), store, crypto, keys: release.keys, channel, now, ...rest });
}

/**
 * Follows a channel as its players do and expects everything it leads to to be there and to be what its name says.
 *
 * @returns the number of the release in the manifest that games fetch, `undefined` before the first
 */
export async function expectWholeChannel(store: ReleaseStore, channel = 'live'): Promise<number | undefined> {
	const pointer = (await loadChannel(store, channel))?.document;
	if (pointer) {
		const document = await loadRelease(store, pointer.release);
		for (const [hexDigest] of document.objects) await expectContent(store, hexDigest);
		for (const { key, sha256 } of [document.manifest, pointer.manifest, ...document.packs]) {
			const bytes = await store.get(key);
			expect(bytes && toHex(crypto.digest('sha256', bytes)), key).toBe(sha256);
		}
	}
	const fetched = await store.get(KEY.channelManifest(channel));
	if (!fetched) return undefined;
	const manifest = readManifest(fetched, 'fetched');
	for (let at = 0; at < manifest.entryCount; at++) {
		const { flags, hexDigest } = manifest.entryAt(at);
		if (flags & RESOURCE_FLAG.EXCLUDED) await expectContent(store, hexDigest);
	}
	return manifest.release?.number;
}

async function expectContent(store: ReleaseStore, hexDigest: string): Promise<void> {
	const bytes = await store.get(hexDigest);
	expect(bytes && toHex(crypto.digest('sha1', bytes.subarray(LIVE_UPDATE_HEADER_BYTES)))).toBe(hexDigest);
}

/** A publisher that is killed at its n-th call to the store; half of the time the store has done it, and nobody heard. */
export function killedAt(store: ReleaseStore, call: number, done: boolean): ReleaseStore {
	let count = 0;
	const guard =
		<A extends unknown[], R>(act: (...args: A) => Promise<R>) =>
		async (...args: A): Promise<R> => {
			count++;
			if (count > call) throw new Error('killed');
			if (count < call) return await act(...args);
			if (done) await act(...args);
			throw new Error('killed');
		};
	return {
		name: store.name,
		put: guard(store.put),
		putLarge: guard(store.putLarge),
		create: guard(store.create),
		replace: guard(store.replace),
		delete: guard(store.delete),
		get: guard(store.get),
		load: guard(store.load),
		size: guard(store.size),
		list: guard(store.list),
		entries: guard(store.entries),
	};
}
