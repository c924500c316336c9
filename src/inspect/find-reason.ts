import { hash64 } from '../bytes/index.ts';
import {
	type Bundle,
	CollectionProxyDescSchema,
	childResources,
	extensionOf,
	readMessage,
	readProjectSettings,
} from '../formats/index.ts';
import { type ContentEntry, decodeContent, listContent } from './bundle-content.ts';
import type { ContentPack } from './content-pack.ts';

/** Settings of a project that name a resource the game begins with. Source: Defold's builder. */
const ROOT_SETTINGS = [
	'bootstrap.main_collection',
	'bootstrap.render',
	'bootstrap.debug_init_script',
	'input.game_binding',
	'input.gamepads',
	'display.display_profiles',
];

/**
 * Why a resource is in the base of a game: the shortest way to it from a resource that the settings name, that one first.
 *
 * Excluded collection proxies are not passed: what is only behind one is not in the base. Undefined when there is no way, as
 * for custom resources.
 *
 * @param path absolute path of the resource
 */
export function findReason(options: {
	bundle: Bundle;
	packs?: readonly ContentPack[];
	path: string;
}): string[] | undefined {
	const { bundle, packs = [], path } = options;
	const contents = new Map<bigint, ContentEntry>();
	for (const content of listContent(bundle, packs)) contents.set(content.resource.urlHash, content);
	const settings = readProjectSettings(bundle.projectText, bundle.name);
	const reachedFrom = new Map<string, string | undefined>();
	const queue: string[] = [];
	const reach = (child: string, from: string | undefined): void => {
		if (reachedFrom.has(child)) return;
		reachedFrom.set(child, from);
		queue.push(child);
	};
	for (const key of ROOT_SETTINGS) {
		const root = settings.get(key);
		if (root?.startsWith('/')) reach(root, undefined);
	}
	// The queue grows while it is gone through; every path enters it once.
	for (const current of queue) {
		if (current === path) return wayTo(path, reachedFrom);
		const content = contents.get(hash64(current));
		const bytes = content && decodeContent(content, bundle).bytes;
		if (!bytes || isExcludedProxy(current, bytes)) continue;
		for (const child of childResources(current, bytes)) reach(child, current);
	}
	return undefined;
}

function wayTo(path: string, reachedFrom: ReadonlyMap<string, string | undefined>): string[] {
	const way: string[] = [];
	for (let at: string | undefined = path; at !== undefined; at = reachedFrom.get(at)) way.unshift(at);
	return way;
}

function isExcludedProxy(path: string, bytes: Uint8Array): boolean {
	return extensionOf(path) === 'collectionproxyc' && readMessage(CollectionProxyDescSchema, bytes, path).exclude;
}
