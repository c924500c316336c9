import { decodeUtf8Lossy } from '../bytes/index.ts';
import { PublishError } from './error.ts';
import { channelNameOf, KEY, releaseNumberOf } from './layout.ts';
import {
	type ChannelDocument,
	type ReleaseDocument,
	readChannelDocument,
	readReleaseDocument,
} from './release-document.ts';
import type { ReleaseStore, StoredObject } from './release-store.ts';

/** What a store holds, by one listing. */
export type StoreState = {
	readonly objects: ReadonlyMap<string, StoredObject>;
	/** Ascending. */
	readonly releaseNumbers: readonly number[];
	readonly channelNames: readonly string[];
};

export async function loadStoreState(store: ReleaseStore): Promise<StoreState> {
	const objects = new Map((await store.entries('')).map((object) => [object.key, object]));
	const keys = [...objects.keys()];
	return {
		objects,
		releaseNumbers: keys
			.map(releaseNumberOf)
			.filter((number) => number !== undefined)
			.sort((a, b) => a - b),
		channelNames: keys.map(channelNameOf).filter((name) => name !== undefined),
	};
}

/** A release's document. @throws PublishError `not-found`, naming the releases there are; `invalid-document` */
export async function loadRelease(store: ReleaseStore, number: number): Promise<ReleaseDocument> {
	const key = KEY.release(number);
	const bytes = await store.get(key);
	if (!bytes) {
		const numbers = (await store.list('releases/')).map(releaseNumberOf).filter((found) => found !== undefined);
		const there = numbers.sort((a, b) => a - b).slice(-8);
		throw new PublishError(
			'not-found',
			`${store.name}: there is no release ${number}; ${there.length > 0 ? `the latest are ${there.join(', ')}` : 'nothing was published yet'}`,
			{ data: { store: store.name, release: number } },
		);
	}
	const document = readReleaseDocument(bytes, `${store.name}, ${key}`);
	if (document.release === number) return document;
	throw new PublishError(
		'invalid-document',
		`${store.name}, ${key}: expected the document of release ${number}, found that of ${document.release}`,
		{ data: { store: store.name, expected: number, found: document.release } },
	);
}

/** A channel with the tag to replace it by. */
export type LoadedChannel = { readonly document: ChannelDocument; readonly tag: string };

/** @throws PublishError `invalid-document` */
export async function loadChannel(store: ReleaseStore, name: string): Promise<LoadedChannel | undefined> {
	const key = KEY.channel(name);
	const found = await store.load(key);
	return found && { document: readChannelDocument(found.bytes, `${store.name}, ${key}`), tag: found.tag };
}

/** Names what a release consists of and the store does not hold, or not in that size. */
export function missingObjects(
	release: Pick<ReleaseDocument, 'objects' | 'packs' | 'manifest'>,
	objects: ReadonlyMap<string, StoredObject>,
): string[] {
	const parts: (readonly [string, number])[] = [
		...release.objects,
		...[...release.packs, release.manifest].map(({ key, sizeBytes }) => [key, sizeBytes] as const),
	];
	return parts.filter(([key, sizeBytes]) => objects.get(key)?.sizeBytes !== sizeBytes).map(([key]) => key);
}

/** @throws PublishError `store-busy` while a prune deletes */
export async function checkNotPruning(store: ReleaseStore): Promise<void> {
	const lock = await store.get(KEY.pruneLock);
	if (!lock) return;
	throw new PublishError(
		'store-busy',
		`${store.name}: a prune is deleting (${decodeUtf8Lossy(lock).trim()}); publish when it is done. ` +
			'If it was killed, prune again 10 minutes later: that finishes its work.',
		{ data: { store: store.name } },
	);
}
