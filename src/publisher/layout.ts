import { PUBLISHED_MANIFEST_NAME } from './content.ts';
import { PublishError } from './error.ts';

/** The channel of players; its manifest lies where Defold's publishers put it. */
export const DEFAULT_CHANNEL = 'live';

/** Where things lie in a store; see docs/releases.md. Content lies at the top, named by its digest, as Defold has it. */
export const KEY = {
	release: (number: number): string => `releases/${number}.json`,
	channel: (name: string): string => `channels/${name}.json`,
	/** What a game fetches as its manifest. */
	channelManifest: (name: string): string =>
		name === DEFAULT_CHANNEL ? PUBLISHED_MANIFEST_NAME : `channels/${name}/${PUBLISHED_MANIFEST_NAME}`,
	manifest: (sha256: string): string => `manifests/${sha256}.dmanifest`,
	pack: (sha256: string): string => `packs/${sha256}.zip`,
	/** There while a prune deletes. */
	pruneLock: 'prune.lock.json',
} as const;

const IMMUTABLE =
	/^(?:[0-9a-f]{40}|manifests\/[0-9a-f]{64}\.dmanifest|packs\/[0-9a-f]{64}\.zip|releases\/[0-9]+\.json)$/;

/** Key of the manifest that games of a channel fetch. @throws PublishError `invalid-input` */
export function channelManifestKey(channel: string): string {
	checkChannelName(channel);
	return KEY.channelManifest(channel);
}

/** How long hosts and devices may keep an object without asking again. */
export const CACHE_CONTROL = {
	/** Named by what it holds: it never changes. */
	content: 'public, max-age=31536000, immutable',
	/** Channels and their manifests. */
	pointer: 'public, max-age=60, must-revalidate',
} as const;

/** The headers under which an object is to be served. */
export function headersOf(key: string): { readonly contentType: string; readonly cacheControl: string } {
	return {
		contentType: key.endsWith('.json') ? 'application/json' : 'application/octet-stream',
		cacheControl: IMMUTABLE.test(key) ? CACHE_CONTROL.content : CACHE_CONTROL.pointer,
	};
}

/** Number of the release that a key is the document of. */
export function releaseNumberOf(key: string): number | undefined {
	const match = /^releases\/([1-9][0-9]{0,14})\.json$/.exec(key);
	return match ? Number(match[1]) : undefined;
}

/** Name of the channel that a key is the pointer of. */
export function channelNameOf(key: string): string | undefined {
	return /^channels\/([^/]+)\.json$/.exec(key)?.[1];
}

/**
 * Checks a channel's name: a letter, then letters, digits, "-" and "_", 40 at most. It becomes part of addresses.
 *
 * @throws PublishError `invalid-input`
 */
export function checkChannelName(name: string): void {
	if (/^[a-zA-Z][\w-]{0,39}$/.test(name)) return;
	throw new PublishError(
		'invalid-input',
		`channel ${JSON.stringify(name)}: expected a letter, then letters, digits, "-" and "_", 40 at most; such as live, qa, dev`,
		{ data: { channel: name } },
	);
}
