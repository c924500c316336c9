import { type Crypto, toHex } from '../bytes/index.ts';
import { publicKeyToSpki } from '../formats/index.ts';
import { PublishError } from './error.ts';
import { checkChannelName } from './layout.ts';
import { loadManifestFile, moveChannel, nextChannel, storeManifest, writeChannelManifest } from './move-channel.ts';
import { numberManifest, type SigningKeys } from './number-manifest.ts';
import type { ReleaseDocument, ReleaseFile } from './release-document.ts';
import type { ReleaseStore } from './release-store.ts';
import {
	checkNotPruning,
	type LoadedChannel,
	loadChannel,
	loadRelease,
	loadStoreState,
	missingObjects,
} from './store-state.ts';

/** What became of a channel. */
export type ChannelReport = {
	readonly channel: string;
	readonly release: number;
	readonly previous: number | undefined;
	/** The channel had the release already; nothing was written. */
	readonly unchanged: boolean;
	/** The highest release that this one takes back; undefined when it takes back none. */
	readonly rollbackFrom: number | undefined;
	/** False when the manifest does not carry the release's number. */
	readonly numbered: boolean;
};

/**
 * Gives a channel a release that is later than all it had.
 *
 * @throws PublishError `not-found`, `not-newer`, `incomplete`, `conflict`, `store-busy`, `invalid-input`
 */
export async function promoteRelease(options: {
	store: ReleaseStore;
	crypto: Crypto;
	channel: string;
	/** By number, or the release that another channel has now. */
	release: number | { readonly channel: string };
	/** ISO 8601. */
	now: string;
}): Promise<ChannelReport> {
	const { store, crypto, channel, now } = options;
	checkChannelName(channel);
	const before = await loadChannel(store, channel);
	const number =
		typeof options.release === 'number'
			? options.release
			: (await existingChannel(store, options.release.channel)).document.release;
	const document = await loadRelease(store, number);
	if (before?.document.release === number) return await mend(store, { channel: before, document, crypto });
	if (before && number <= before.document.highest) {
		const { release, highest } = before.document;
		throw new PublishError(
			'not-newer',
			`${store.name}: "${channel}" is at release ${release}${highest > release ? ` and had ${highest}` : ''}; ` +
				`going to ${number} is a rollback, which devices only follow when it is signed as one: use "livemount rollback"`,
			{ data: { store: store.name, channel, release, highest, wanted: number } },
		);
	}
	await verifyWhole(store, document);
	const { bytes, manifest } = await loadManifestFile(store, document.manifest, crypto);
	await moveTo({ store, before, channel, document, manifest: document.manifest, bytes, rollback: false, now });
	return {
		channel,
		release: number,
		previous: before?.document.release,
		unchanged: false,
		rollbackFrom: undefined,
		numbered: manifest.release !== undefined,
	};
}

/**
 * Takes a channel back to an earlier release. The release's manifest is signed anew and says which releases it takes back,
 * so that devices which have those follow, and never go back to them.
 *
 * @throws PublishError `not-found`, `key-needed`, `key-mismatch`, `not-newer` (called the other way round), `incomplete`,
 * `conflict`, `store-busy`
 */
export async function rollbackChannel(options: {
	store: ReleaseStore;
	crypto: Crypto;
	channel: string;
	/** Default: the latest before the one the channel has. */
	release?: number | undefined;
	/** The pair that signed the release; not needed for manifests without signature. */
	keys?: SigningKeys | undefined;
	now: string;
}): Promise<ChannelReport> {
	const { store, crypto, channel, keys, now } = options;
	checkChannelName(channel);
	const before = await existingChannel(store, channel);
	const { release: current, highest } = before.document;
	const number = options.release ?? (await releaseBefore(store, before));
	const document = await loadRelease(store, number);
	if (number === current) return await mend(store, { channel: before, document, crypto });
	if (number > highest) {
		throw new PublishError(
			'not-newer',
			`${store.name}: "${channel}" never had a release later than ${highest}; going on to ${number} is no rollback: use "livemount promote"`,
			{ data: { store: store.name, channel, release: current, highest, wanted: number } },
		);
	}
	await verifyWhole(store, document);
	const stored = await loadManifestFile(store, document.manifest, crypto);
	let { bytes } = stored;
	let file: ReleaseFile = document.manifest;
	const numbered = stored.manifest.release !== undefined;
	if (numbered) {
		checkSigner({ store, document, keys, signed: stored.manifest.signature.length > 0, crypto });
		const release = { number, rollbackFrom: highest };
		bytes = numberManifest({ manifest: stored.manifest, release, keys, crypto }).bytes;
		file = await storeManifest(store, bytes, crypto);
	}
	await moveTo({ store, before, channel, document, manifest: file, bytes, rollback: true, now });
	return {
		channel,
		release: number,
		previous: current,
		unchanged: false,
		rollbackFrom: highest,
		numbered,
	};
}

async function existingChannel(store: ReleaseStore, name: string): Promise<LoadedChannel> {
	checkChannelName(name);
	const found = await loadChannel(store, name);
	if (found) return found;
	const { channelNames } = await loadStoreState(store);
	throw new PublishError(
		'not-found',
		`${store.name}: there is no channel "${name}"; ${channelNames.length > 0 ? `there are ${channelNames.join(', ')}` : 'nothing was published yet'}`,
		{ data: { store: store.name, channel: name } },
	);
}

/** The latest release before the channel's own that it had and that is still there. */
async function releaseBefore(store: ReleaseStore, { document }: LoadedChannel): Promise<number> {
	const { releaseNumbers } = await loadStoreState(store);
	const found = document.history.find(({ release }) => release < document.release && releaseNumbers.includes(release));
	if (found) return found.release;
	throw new PublishError(
		'not-found',
		`${store.name}: "${document.channel}" had no release before ${document.release} that is still there; ` +
			`the store has ${releaseNumbers.join(', ')}; name one with --release`,
		{ data: { store: store.name, channel: document.channel, release: document.release } },
	);
}

function checkSigner(options: {
	store: ReleaseStore;
	document: ReleaseDocument;
	keys: SigningKeys | undefined;
	signed: boolean;
	crypto: Crypto;
}): void {
	const { store, document, keys, signed, crypto } = options;
	if (!signed) return;
	if (!keys) {
		throw new PublishError(
			'key-needed',
			`${store.name}: release ${document.release} is signed, and a rollback to it has to be signed as one; give the private key`,
			{ data: { store: store.name, release: document.release } },
		);
	}
	const found = toHex(crypto.digest('sha256', publicKeyToSpki(keys.publicKey, 'public key')));
	if (document.signedBy === null || document.signedBy === found) return;
	throw new PublishError(
		'key-mismatch',
		`${store.name}: release ${document.release} is signed with the key ${document.signedBy.slice(0, 16)}…, the one given is ${found.slice(0, 16)}…; ` +
			'installed games would refuse it',
		{ data: { store: store.name, release: document.release, expected: document.signedBy, found } },
	);
}

/** @throws PublishError `incomplete`, `store-busy` */
async function verifyWhole(store: ReleaseStore, document: ReleaseDocument): Promise<void> {
	await checkNotPruning(store);
	const missing = missingObjects(document, (await loadStoreState(store)).objects);
	if (missing.length === 0) return;
	throw new PublishError(
		'incomplete',
		`${store.name}: ${missing.length} objects of release ${document.release} are not there or have another size: ` +
			`${missing.slice(0, 5).join(', ')}${missing.length > 5 ? ', …' : ''}. Publish its build again; no channel was changed.`,
		{ data: { store: store.name, release: document.release, missing: missing.slice(0, 20) } },
	);
}

async function moveTo(move: {
	store: ReleaseStore;
	before: LoadedChannel | undefined;
	channel: string;
	document: ReleaseDocument;
	manifest: ReleaseFile;
	bytes: Uint8Array;
	rollback: boolean;
	now: string;
}): Promise<void> {
	const { store, before, channel, document, manifest, bytes, rollback, now } = move;
	const release = document.release;
	const next = nextChannel({ channel, release, rollback, manifest, before: before?.document, now });
	await moveChannel({ store, before, next, manifestBytes: bytes });
}

/** The channel is there already; what games fetch is put right if a publisher was killed before it did. */
async function mend(
	store: ReleaseStore,
	{ channel, document, crypto }: { channel: LoadedChannel; document: ReleaseDocument; crypto: Crypto },
): Promise<ChannelReport> {
	const { bytes, manifest } = await loadManifestFile(store, channel.document.manifest, crypto);
	const mended = await writeChannelManifest(store, channel.document, bytes);
	return {
		channel: channel.document.channel,
		release: document.release,
		previous: document.release,
		unchanged: !mended,
		rollbackFrom: channel.document.rollback ? channel.document.highest : undefined,
		numbered: manifest.release !== undefined,
	};
}
