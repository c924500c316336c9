import { type Crypto, toHex } from '../bytes/index.ts';
import { LIVE_UPDATE_HEADER_BYTES } from '../formats/index.ts';
import { inParallel } from './in-parallel.ts';
import { KEY } from './layout.ts';
import type { ChannelDocument, ReleaseDocument } from './release-document.ts';
import type { ReleaseStore, StoredObject } from './release-store.ts';
import { loadChannel, loadRelease, loadStoreState, missingObjects } from './store-state.ts';

/** One release as a list shows it. */
export type ListedRelease = {
	readonly release: number;
	readonly publishedAt: string;
	readonly note: string;
	readonly channels: readonly string[];
	readonly objectCount: number;
	readonly packCount: number;
	/** Blobs, packs and manifest. */
	readonly sizeBytes: number;
	/** What no earlier release has: what this one cost to publish. */
	readonly newBytes: number;
	readonly signed: boolean;
	/** Keys of what is not there, or not in its size. */
	readonly missing: readonly string[];
};

export type ReleaseList = {
	readonly store: string;
	/** Latest first. */
	readonly releases: readonly ListedRelease[];
	readonly channels: readonly ChannelDocument[];
	/** Channels whose fetched manifest is not the one they point to: a publisher was killed at its last step. */
	readonly behind: readonly string[];
	/** Keys of content that is not what its name says; only looked for when asked. */
	readonly corrupt: readonly string[];
};

const DEFAULT_CONNECTIONS = 16;

/**
 * Lists the releases of a store, its channels, and what is missing of either.
 *
 * @throws PublishError `invalid-document`; what the store throws
 */
export async function listReleases(options: {
	store: ReleaseStore;
	crypto: Crypto;
	/** Also fetch every object and compare it with its digest. */
	verify?: boolean;
	connections?: number;
}): Promise<ReleaseList> {
	const { store, crypto, verify = false, connections = DEFAULT_CONNECTIONS } = options;
	const state = await loadStoreState(store);
	const channels: ChannelDocument[] = [];
	const behind: string[] = [];
	for (const name of state.channelNames) {
		const document = (await loadChannel(store, name))?.document;
		if (!document) continue;
		channels.push(document);
		const fetched = await store.get(KEY.channelManifest(name));
		if (!fetched || toHex(crypto.digest('sha256', fetched)) !== document.manifest.sha256) behind.push(name);
	}
	const documents: ReleaseDocument[] = [];
	for (const number of state.releaseNumbers) documents.push(await loadRelease(store, number));
	const seen = new Set<string>();
	const releases = documents.map((document) => describe(document, { channels, objects: state.objects, seen }));
	const corrupt = verify ? await findCorrupt({ store, crypto, documents, channels, connections }) : [];
	return { store: store.name, releases: releases.reverse(), channels, behind, corrupt };
}

function describe(
	document: ReleaseDocument,
	known: { channels: readonly ChannelDocument[]; objects: ReadonlyMap<string, StoredObject>; seen: Set<string> },
): ListedRelease {
	const parts: (readonly [string, number])[] = [
		...document.objects,
		...[...document.packs, document.manifest].map(({ key, sizeBytes }) => [key, sizeBytes] as const),
	];
	const fresh = parts.filter(([key]) => !known.seen.has(key));
	for (const [key] of fresh) known.seen.add(key);
	const sum = (list: typeof parts): number => list.reduce((total, [, sizeBytes]) => total + sizeBytes, 0);
	return {
		release: document.release,
		publishedAt: document.publishedAt,
		note: document.note,
		channels: known.channels.filter(({ release }) => release === document.release).map(({ channel }) => channel),
		objectCount: document.objects.length,
		packCount: document.packs.length,
		sizeBytes: sum(parts),
		newBytes: sum(fresh),
		signed: document.signedBy !== null,
		missing: missingObjects(document, known.objects),
	};
}

async function findCorrupt(options: {
	store: ReleaseStore;
	crypto: Crypto;
	documents: readonly ReleaseDocument[];
	channels: readonly ChannelDocument[];
	connections: number;
}): Promise<string[]> {
	const { store, crypto, documents, channels, connections } = options;
	const blobs = new Set(documents.flatMap(({ objects }) => objects.map(([hexDigest]) => hexDigest)));
	const files = new Map(
		[
			...documents.flatMap(({ packs, manifest }) => [...packs, manifest]),
			...channels.map(({ manifest }) => manifest),
		].map(({ key, sha256 }) => [key, sha256]),
	);
	const corrupt: string[] = [];
	await inParallel([...blobs, ...files.keys()], connections, async (key) => {
		const bytes = await store.get(key);
		if (!bytes) return;
		const sha256 = files.get(key);
		const found = sha256
			? toHex(crypto.digest('sha256', bytes))
			: toHex(crypto.digest('sha1', bytes.subarray(LIVE_UPDATE_HEADER_BYTES)));
		if (found !== (sha256 ?? key)) corrupt.push(key);
	});
	return corrupt.sort();
}
