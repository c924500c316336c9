import { decodeUtf8Lossy, encodeUtf8, equalBytes } from '../bytes/index.ts';
import { RESOURCE_FLAG, readManifest } from '../formats/index.ts';
import { PublishError } from './error.ts';
import { inParallel } from './in-parallel.ts';
import { KEY } from './layout.ts';
import { writeChannelDocument } from './release-document.ts';
import type { ReleaseStore } from './release-store.ts';
import { loadChannel, loadRelease, loadStoreState, type StoreState } from './store-state.ts';

/** What a prune deletes, or would. */
export type PrunePlan = {
	/** Releases that stay, ascending: the latest, those of channels, and the one before each for a rollback. */
	readonly keptReleases: readonly number[];
	readonly releases: readonly number[];
	/** Content, manifests and packs that no kept release and no channel needs. */
	readonly objects: readonly string[];
	readonly objectBytes: number;
	readonly keptObjectCount: number;
};

/** A lock older than this was left by a prune that was killed: those at work renew theirs. */
const LOCK_MS = 10 * 60_000;
/** The lock is renewed after so many deletions. */
const BATCH_COUNT = 500;
const DEFAULT_CONNECTIONS = 16;

const CONTENT = /^(?:[0-9a-f]{40}|manifests\/[0-9a-f]{64}\.dmanifest|packs\/[0-9a-f]{64}\.zip)$/;

/**
 * Says what a prune would delete; deletes nothing.
 *
 * @throws PublishError `invalid-document`; what the store throws
 */
export async function planPrune(options: {
	store: ReleaseStore;
	/** How many of the latest releases stay, at least 1. */
	keepCount: number;
}): Promise<PrunePlan> {
	const { store, keepCount } = options;
	const state = await loadStoreState(store);
	const kept = new Set(state.releaseNumbers.slice(-Math.max(1, keepCount)));
	const needed = new Set<string>();
	for (const name of state.channelNames) {
		const channel = (await loadChannel(store, name))?.document;
		if (!channel) continue;
		kept.add(channel.release);
		const before = channel.history.find(
			({ release }) => release !== channel.release && state.releaseNumbers.includes(release),
		);
		if (before) kept.add(before.release);
		needed.add(channel.manifest.key);
	}
	for (const key of state.objects.keys()) {
		if (key.endsWith('.dmanifest') && !CONTENT.test(key)) await addContentOf(store, key, needed);
	}
	const keptReleases = [...kept].filter((number) => state.releaseNumbers.includes(number)).sort((a, b) => a - b);
	for (const number of keptReleases) {
		const document = await loadRelease(store, number);
		for (const [hexDigest] of document.objects) needed.add(hexDigest);
		for (const { key } of [...document.packs, document.manifest]) needed.add(key);
	}
	return { keptReleases, ...doomed(state, { keptReleases, needed }) };
}

/** What a manifest that games fetch names stays, whatever the documents say. */
async function addContentOf(store: ReleaseStore, key: string, needed: Set<string>): Promise<void> {
	const bytes = await store.get(key);
	if (!bytes) return;
	const manifest = readManifest(bytes, `${store.name}, ${key}`);
	for (let at = 0; at < manifest.entryCount; at++) {
		const { flags, hexDigest } = manifest.entryAt(at);
		// Manifests of versions 1 and 2 have no flags: any of their resources may be among the content.
		if ((flags & RESOURCE_FLAG.EXCLUDED) !== 0 || flags === 0) needed.add(hexDigest);
	}
}

function doomed(
	state: StoreState,
	{ keptReleases, needed }: { keptReleases: readonly number[]; needed: ReadonlySet<string> },
): Omit<PrunePlan, 'keptReleases'> {
	const content = [...state.objects.values()].filter(({ key }) => CONTENT.test(key));
	const objects = content.filter(({ key }) => !needed.has(key));
	return {
		releases: state.releaseNumbers.filter((number) => !keptReleases.includes(number)),
		objects: objects.map(({ key }) => key),
		objectBytes: objects.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
		keptObjectCount: content.length - objects.length,
	};
}

/**
 * Deletes what no kept release needs. Publishers that come meanwhile wait for it or are told; one that was under way finds
 * that its channel or its content has changed, and nothing it makes visible is incomplete (docs/releases.md).
 *
 * @throws PublishError `store-busy` when another prune is at work, `conflict` when one took over
 */
export async function pruneStore(options: {
	store: ReleaseStore;
	keepCount: number;
	/** The clock, in milliseconds. */
	clock: () => number;
	/** Told from one prune to the other. */
	who: string;
	connections?: number;
}): Promise<PrunePlan> {
	const { store, connections = DEFAULT_CONNECTIONS } = options;
	const renew = await takeLock(options);
	await touchChannels(store, `${options.who} ${options.clock()}`);
	const plan = await planPrune(options);
	// Documents first: killed in between, a release is gone or whole, never there without its content.
	for (const keys of [plan.releases.map(KEY.release), plan.objects]) {
		for (let at = 0; at < keys.length; at += BATCH_COUNT) {
			await renew();
			await inParallel(keys.slice(at, at + BATCH_COUNT), connections, (key) => store.delete(key));
		}
	}
	await store.delete(KEY.pruneLock);
	return plan;
}

type LockOptions = { store: ReleaseStore; clock: () => number; who: string };

/** @returns a function that renews the lock, and throws when someone else has it */
async function takeLock({ store, clock, who }: LockOptions): Promise<() => Promise<void>> {
	let turn = 0;
	const text = (): Uint8Array =>
		encodeUtf8(`${JSON.stringify({ by: who, at: new Date(clock()).toISOString(), turn: turn++ })}\n`);
	const there = await store.load(KEY.pruneLock);
	if (there && clock() - timeOf(there.bytes) < LOCK_MS) throw busy(store, there.bytes);
	let mine = text();
	const taken = there ? await store.replace(KEY.pruneLock, mine, there.tag) : await store.create(KEY.pruneLock, mine);
	if (!taken) throw busy(store, (await store.get(KEY.pruneLock)) ?? new Uint8Array());
	let tag = await tagOf(store, mine);
	return async () => {
		mine = text();
		if (!(await store.replace(KEY.pruneLock, mine, tag))) throw takenOver(store);
		tag = await tagOf(store, mine);
	};
}

async function tagOf(store: ReleaseStore, mine: Uint8Array): Promise<string> {
	const there = await store.load(KEY.pruneLock);
	if (!there || !equalBytes(there.bytes, mine)) throw takenOver(store);
	return there.tag;
}

function takenOver(store: ReleaseStore): PublishError {
	return new PublishError('conflict', `${store.name}: another prune took over; this one stops`, {
		data: { store: store.name },
	});
}

function busy(store: ReleaseStore, lock: Uint8Array): PublishError {
	return new PublishError(
		'store-busy',
		`${store.name}: another prune is at work (${decodeUtf8Lossy(lock).trim()}); a lock it left is taken over after 10 minutes`,
		{ data: { store: store.name } },
	);
}

function timeOf(lock: Uint8Array): number {
	try {
		return Date.parse((JSON.parse(decodeUtf8Lossy(lock)) as { at: string }).at) || 0;
	} catch {
		// Not a lock of ours, or a torn one: nobody renews it.
		return 0;
	}
}

/**
 * Changes every channel's tag: whoever read a channel before the lock was there fails when it moves it, and whoever reads it
 * after this sees the lock.
 */
async function touchChannels(store: ReleaseStore, mark: string): Promise<void> {
	for (const name of (await loadStoreState(store)).channelNames) {
		for (;;) {
			const channel = await loadChannel(store, name);
			if (!channel) break;
			const bytes = writeChannelDocument({ ...channel.document, touched: mark });
			if (await store.replace(KEY.channel(name), bytes, channel.tag)) break;
		}
	}
}
