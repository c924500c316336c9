import { type Crypto, equalBytes, toHex } from '../bytes/index.ts';
import { readManifest } from '../formats/index.ts';
import { PublishError } from './error.ts';
import { KEY } from './layout.ts';
import { type ChannelDocument, type ReleaseFile, writeChannelDocument } from './release-document.ts';
import type { ReleaseStore } from './release-store.ts';
import { checkNotPruning, type LoadedChannel, loadChannel } from './store-state.ts';

/** How many earlier releases a channel remembers. */
const HISTORY_COUNT = 50;

/** Stores a manifest under its digest; the same manifest is not written twice. */
export async function storeManifest(store: ReleaseStore, bytes: Uint8Array, crypto: Crypto): Promise<ReleaseFile> {
	const sha256 = toHex(crypto.digest('sha256', bytes));
	const file = { key: KEY.manifest(sha256), sizeBytes: bytes.length, sha256 };
	if ((await store.size(file.key)) !== bytes.length) await store.put(file.key, bytes);
	return file;
}

/** The pointer of a channel that goes to a release. */
export function nextChannel(options: {
	channel: string;
	release: number;
	rollback: boolean;
	manifest: ReleaseFile;
	before: ChannelDocument | undefined;
	now: string;
}): ChannelDocument {
	const { channel, release, rollback, manifest, before, now } = options;
	const earlier = before ? [{ release: before.release, since: before.since }, ...before.history] : [];
	return {
		channel,
		release,
		highest: Math.max(release, before?.highest ?? 0),
		rollback,
		since: now,
		document: KEY.release(release),
		manifest,
		history: earlier.slice(0, HISTORY_COUNT),
	};
}

/**
 * Moves a channel, the one step that players see: its pointer on the condition that it is still the one that was read, then
 * the copy of the manifest that games fetch.
 *
 * @throws PublishError `conflict` when someone else moved the channel meanwhile
 */
export async function moveChannel(options: {
	store: ReleaseStore;
	/** As it was read before anything was decided. */
	before: LoadedChannel | undefined;
	next: ChannelDocument;
	manifestBytes: Uint8Array;
}): Promise<void> {
	const { store, before, next, manifestBytes } = options;
	const key = KEY.channel(next.channel);
	const bytes = writeChannelDocument(next);
	const moved = before ? await store.replace(key, bytes, before.tag) : await store.create(key, bytes);
	if (!moved) {
		throw new PublishError(
			'conflict',
			`${store.name}: someone else moved the channel "${next.channel}" meanwhile; it was left as they set it. ` +
				`Release ${next.release} is stored; "livemount promote" with --release ${next.release} makes it theirs if it should be.`,
			{ data: { store: store.name, channel: next.channel, release: next.release } },
		);
	}
	if (!before) await verifyNewChannel(store, next);
	await writeChannelManifest(store, next, manifestBytes);
}

/**
 * A prune could not see a channel that was not there: one that is at work, or is done already, may have taken its release.
 * The channel is taken back then, before any game fetches its manifest.
 *
 * @throws PublishError `store-busy`, `incomplete`
 */
async function verifyNewChannel(store: ReleaseStore, channel: ChannelDocument): Promise<void> {
	try {
		await checkNotPruning(store);
		if ((await store.size(channel.document)) !== undefined) return;
		throw new PublishError(
			'incomplete',
			`${store.name}: a prune has deleted release ${channel.release} meanwhile; publish its build again`,
			{ data: { store: store.name, channel: channel.channel, release: channel.release } },
		);
	} catch (error) {
		await store.delete(KEY.channel(channel.channel));
		throw error;
	}
}

/**
 * Puts the channel's manifest where games fetch it, unless someone else has put a later one there.
 *
 * @returns false when it was there already
 */
export async function writeChannelManifest(
	store: ReleaseStore,
	channel: ChannelDocument,
	manifestBytes: Uint8Array,
): Promise<boolean> {
	const key = KEY.channelManifest(channel.channel);
	// Each turn means that another publisher wrote between the two calls, so somebody always gets on.
	for (let turn = 0; turn < 10; turn++) {
		const found = await store.load(key);
		if (found && equalBytes(found.bytes, manifestBytes)) return false;
		// Asked after the tag was taken: whoever moves the channel from here on writes the manifest later than this, and is seen.
		const pointer = (await loadChannel(store, channel.channel))?.document;
		if (pointer?.release !== channel.release || pointer.manifest.sha256 !== channel.manifest.sha256) return false;
		const written = found ? await store.replace(key, manifestBytes, found.tag) : await store.create(key, manifestBytes);
		if (written) return true;
	}
	throw new PublishError('conflict', `${store.name}: ${key} is being written by others all the time; try again`, {
		data: { store: store.name, key },
	});
}

/** A manifest from the store, checked against the digest under which it is listed. @throws PublishError `incomplete` */
export async function loadManifestFile(
	store: ReleaseStore,
	file: ReleaseFile,
	crypto: Crypto,
): Promise<{ bytes: Uint8Array; manifest: ReturnType<typeof readManifest> }> {
	const bytes = await store.get(file.key);
	const found = bytes && toHex(crypto.digest('sha256', bytes));
	if (!bytes || found !== file.sha256) {
		throw new PublishError(
			'incomplete',
			`${store.name}: ${file.key} ${bytes ? `is not what its name says (SHA-256 ${found})` : 'is not there'}; publish again`,
			{ data: { store: store.name, key: file.key } },
		);
	}
	return { bytes, manifest: readManifest(bytes, `${store.name}, ${file.key}`) };
}
