import { type Crypto, compareText, toHex } from '../bytes/index.ts';
import { publicKeyToSpki, readManifest } from '../formats/index.ts';
import { PUBLISHED_MANIFEST_NAME, type PublishedContent, type PublishProgress, verifyComplete } from './content.ts';
import { PublishError } from './error.ts';
import { checkChannelName, KEY } from './layout.ts';
import { loadManifestFile, moveChannel, nextChannel, storeManifest, writeChannelManifest } from './move-channel.ts';
import {
	canBeNumbered,
	checkEnginesCanBeAdded,
	contentDigest,
	numberManifest,
	type SigningKeys,
} from './number-manifest.ts';
import { type ReleaseDocument, writeReleaseDocument } from './release-document.ts';
import type { ReleaseStore } from './release-store.ts';
import { type Sent, sendContent } from './send-content.ts';
import {
	checkNotPruning,
	type LoadedChannel,
	loadChannel,
	loadRelease,
	loadStoreState,
	missingObjects,
	type StoreState,
} from './store-state.ts';

export type PublishOptions = {
	content: PublishedContent;
	store: ReleaseStore;
	crypto: Crypto;
	/** The channel that gets the release. */
	channel: string;
	/** Sign the numbered manifest; without them a signed manifest is published as built, without a number. */
	keys?: SigningKeys | undefined;
	/** ISO 8601, written into the release. */
	now: string;
	note?: string | undefined;
	/** Engines that may run this besides those that the manifest lists. */
	engineVersions?: readonly string[] | undefined;
	/** How many objects are sent at a time; default 16. */
	connections?: number | undefined;
	onProgress?: PublishProgress | undefined;
};

export type PublishReport = Sent & {
	readonly release: number;
	readonly channel: string;
	/** The channel's release before. */
	readonly previous: number | undefined;
	/** The channel has had this content already; nothing was written. */
	readonly unchanged: boolean;
	/** False when the manifest could not carry the release's number: devices cannot tell it from an older one. */
	readonly numbered: boolean;
	/** Key of what games fetch. */
	readonly manifestKey: string;
	readonly objectCount: number;
};

const NOTHING_SENT: Sent = { sentCount: 0, sentBytes: 0, keptCount: 0 };

/**
 * Publishes a build as a release and gives it to a channel.
 *
 * Content first, then its manifest, then the release's document, then a look whether all of it is there, and only then the
 * channel: killed anywhere, the channel has its earlier release. Content that the store holds is not sent again, and a
 * build that the channel has already is not published again. Of two publishers at once one wins, the other is told.
 *
 * @throws PublishError `missing-blob`, `digest-mismatch`, `conflict`, `incomplete`, `store-busy`, `project-mismatch`,
 * `invalid-input`, `invalid-document`; what the store throws
 */
export async function publishRelease(options: PublishOptions): Promise<PublishReport> {
	const { content, store, crypto, channel, keys } = options;
	checkChannelName(channel);
	verifyComplete(content);
	await checkNotPruning(store);
	const state = await loadStoreState(store);
	const before = state.channelNames.includes(channel) ? await loadChannel(store, channel) : undefined;
	const plan = describe(options);
	const known = await findSame({ store, state, before, plan });
	const latest = known ?? (await latestRelease(store, state));
	if (latest && latest.project !== plan.project) {
		throw new PublishError(
			'project-mismatch',
			`${store.name}: holds releases of another project (identifier ${latest.project}, this build's is ${plan.project}); ` +
				'publish under another prefix or into another folder',
			{ data: { store: store.name, expected: latest.project, found: plan.project } },
		);
	}
	if (known && before?.document.release === known.release) {
		return await mendSame({ options, state, before, known });
	}
	const sent = await sendContent({ ...options, present: state.objects });
	const document = known ?? (await createRelease(options, { state, before, plan }));
	await verifyStored(options, document);
	const { bytes } = await loadManifestFile(store, document.manifest, crypto);
	await moveChannel({
		store,
		before,
		next: nextChannel({
			channel,
			release: document.release,
			rollback: false,
			manifest: document.manifest,
			before: before?.document,
			now: options.now,
		}),
		manifestBytes: bytes,
	});
	return {
		...sent,
		release: document.release,
		channel,
		previous: before?.document.release,
		unchanged: false,
		numbered: canBeNumbered(readManifest(content.manifest, PUBLISHED_MANIFEST_NAME), keys),
		manifestKey: KEY.channelManifest(channel),
		objectCount: document.objects.length,
	};
}

/** What can be said of a release before it has a number. */
type Plan = Omit<ReleaseDocument, 'release' | 'manifest'>;

function describe({ content, keys, crypto, engineVersions = [], note = '', now }: PublishOptions): Plan {
	const manifest = readManifest(content.manifest, PUBLISHED_MANIFEST_NAME);
	checkEnginesCanBeAdded({ manifest, engineVersions, keys, crypto });
	const spki = keys && publicKeyToSpki(keys.publicKey, 'public key');
	return {
		publishedAt: now,
		note,
		...contentDigest(manifest, canBeNumbered(manifest, keys) ? engineVersions : [], crypto),
		project: toHex(manifest.projectIdentifier),
		signedBy: spki ? toHex(crypto.digest('sha256', spki)) : null,
		packs: (content.packs ?? [])
			.map(({ name, sizeBytes, sha256 }) => ({ name, key: KEY.pack(sha256), sizeBytes, sha256 }))
			.sort((a, b) => compareText(a.name, b.name)),
		objects: content.blobs
			.map(({ hexDigest, sizeBytes }) => [hexDigest, sizeBytes] as const)
			.sort(([a], [b]) => compareText(a, b)),
	};
}

function isSame(document: ReleaseDocument, plan: Plan): boolean {
	return (
		document.content === plan.content &&
		document.signedBy === plan.signedBy &&
		document.project === plan.project &&
		partsOf(document) === partsOf(plan)
	);
}

function partsOf({ packs, objects }: Pick<Plan, 'packs' | 'objects'>): string {
	return JSON.stringify([packs.map(({ name, sizeBytes, sha256 }) => [name, sizeBytes, sha256]), objects]);
}

/**
 * The release that has this content already: the channel's own, or one later than any it had, which a publisher left that was
 * killed before its last step, or that another channel has.
 */
async function findSame(options: {
	store: ReleaseStore;
	state: StoreState;
	before: LoadedChannel | undefined;
	plan: Plan;
}): Promise<ReleaseDocument | undefined> {
	const { store, state, before, plan } = options;
	const channel = before?.document;
	const candidates = state.releaseNumbers.filter((number) => number > (channel?.highest ?? 0)).reverse();
	if (channel && state.releaseNumbers.includes(channel.release)) candidates.unshift(channel.release);
	for (const number of candidates.slice(0, 20)) {
		const document = await loadRelease(store, number);
		if (isSame(document, plan)) return document;
	}
	return undefined;
}

async function latestRelease(store: ReleaseStore, state: StoreState): Promise<ReleaseDocument | undefined> {
	const number = state.releaseNumbers.at(-1);
	return number === undefined ? undefined : await loadRelease(store, number);
}

/** The channel has this release: whatever was lost of it is put back, and nothing else is written. */
async function mendSame(given: {
	options: PublishOptions;
	state: StoreState;
	before: LoadedChannel;
	known: ReleaseDocument;
}): Promise<PublishReport> {
	const { options, state, before, known } = given;
	const { store, channel, content, crypto, keys } = options;
	let sent: Sent = { ...NOTHING_SENT, keptCount: known.objects.length };
	if (missingObjects(known, state.objects).length > 0) {
		sent = await sendContent({ ...options, present: state.objects });
		await verifyStored({ ...options, onProgress: undefined }, known);
	}
	const { bytes } = await loadManifestFile(store, before.document.manifest, crypto);
	const mended = await writeChannelManifest(store, before.document, bytes);
	return {
		...sent,
		release: known.release,
		channel,
		previous: known.release,
		unchanged: sent.sentCount === 0 && !mended,
		numbered: canBeNumbered(readManifest(content.manifest, PUBLISHED_MANIFEST_NAME), keys),
		manifestKey: KEY.channelManifest(channel),
		objectCount: known.objects.length,
	};
}

/** Numbers and signs the manifest, stores it and writes the document, on the condition that the number is still free. */
async function createRelease(
	options: PublishOptions,
	{ state, before, plan }: { state: StoreState; before: LoadedChannel | undefined; plan: Plan },
): Promise<ReleaseDocument> {
	const { content, store, crypto } = options;
	const highest = Math.max(state.releaseNumbers.at(-1) ?? 0, before?.document.highest ?? 0);
	const manifest = readManifest(content.manifest, PUBLISHED_MANIFEST_NAME);
	const number = Math.max(highest, manifest.release?.number ?? 0) + 1;
	const bytes = numberedManifest(options, number);
	const document: ReleaseDocument = { release: number, ...plan, manifest: await storeManifest(store, bytes, crypto) };
	if (await store.create(KEY.release(number), writeReleaseDocument(document))) return document;
	throw new PublishError(
		'conflict',
		`${store.name}: someone else published release ${number} meanwhile; their release stands and no channel was changed here. ` +
			'Look at "livemount releases", then publish again if yours is to follow theirs: what was sent is kept.',
		{ data: { store: store.name, release: number } },
	);
}

/** The manifest of a release: the same for the same build, keys and number. */
function numberedManifest({ content, keys, crypto, engineVersions }: PublishOptions, number: number): Uint8Array {
	const manifest = readManifest(content.manifest, PUBLISHED_MANIFEST_NAME);
	return numberManifest({ manifest, release: { number, rollbackFrom: undefined }, engineVersions, keys, crypto }).bytes;
}

/**
 * Looks whether the store holds everything a release names; what a prune took meanwhile is sent again once.
 *
 * The document is written by now, so a prune that begins after this look keeps what it names.
 */
async function verifyStored(options: PublishOptions, document: ReleaseDocument): Promise<void> {
	const { store, crypto } = options;
	await checkNotPruning(store);
	let { objects } = await loadStoreState(store);
	if (missingObjects(document, objects).length > 0) {
		await storeManifest(store, numberedManifest(options, document.release), crypto);
		await sendContent({ ...options, present: objects, onProgress: undefined });
		({ objects } = await loadStoreState(store));
	}
	const missing = missingObjects(document, objects);
	if (missing.length === 0) return;
	throw new PublishError(
		'incomplete',
		`${store.name}: release ${document.release} was sent, but ${missing.length} of its objects are not there or have another size: ` +
			`${missing.slice(0, 5).join(', ')}${missing.length > 5 ? ', …' : ''}. No channel was changed.`,
		{ data: { store: store.name, release: document.release, missing: missing.slice(0, 20) } },
	);
}
