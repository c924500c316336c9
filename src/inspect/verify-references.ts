import { hash64, hash64ToHex } from '../bytes/index.ts';
import {
	type Bundle,
	childResources,
	FormatError,
	isLuaPath,
	type ProjectSettings,
	RESOURCE_FLAG,
	resourceType,
} from '../formats/index.ts';
import { type ContentEntry, labelOf, listContent, readContent } from './bundle-content.ts';
import type { ContentPack } from './content-pack.ts';
import { recoverContentPaths } from './content-paths.ts';
import type { Fault, Findings } from './fault.ts';

const MANIFEST = 'game.dmanifest';
/** Raw files that no engine looks for paths in. */
const NAMELESS = /\.(wavc|oggc|opusc|ttf|otf|json|png|jpg|webp|txt|glb|mp3)$/;

/** Settings that name resources an engine loads at its start. */
const START_SETTINGS = [
	'bootstrap.main_collection',
	'bootstrap.render',
	'display.display_profiles',
	'input.gamepads',
	'input.game_binding',
];

/**
 * Checks that every resource that another one names is listed in a manifest, and that the dependants of excluded content
 * are complete. Decodes all resources.
 *
 * Something unlisted is a fault where no signature vouches for the manifest and nothing was left out of it, else a note:
 * engines of 2017 had resources built in, and those from 1.12 on leave excluded content out of a bundle's manifest.
 */
export function verifyReferences(options: {
	bundle: Bundle;
	packs: readonly ContentPack[];
	settings: ProjectSettings | undefined;
	found: Findings;
}): void {
	const { bundle, packs, settings, found } = options;
	const { manifest } = bundle;
	const contents = listContent(bundle, packs);
	const paths = recoverContentPaths(bundle, contents);
	const listed = new Map(contents.map((content) => [content.resource.urlHash, content]));
	const children = new Map<bigint, bigint[]>();
	const isComplete = manifest.signature.length === 0 && !manifest.hasExcludedResources;
	let unlistedCount = 0;
	const check = (name: string, namer: string): void => {
		if (listed.has(hash64(name))) return;
		unlistedCount++;
		const fault: Fault = {
			code: 'unlisted-resource',
			message: `${namer} names ${name} (${hash64ToHex(hash64(name))}), which no manifest lists`,
			where: MANIFEST,
			resource: namer,
		};
		if (isComplete) found.faults.push(fault);
		else if (!name.startsWith('/builtins/')) found.notes.push(fault);
	};
	for (const key of START_SETTINGS) {
		const name = settings?.get(key);
		if (name?.startsWith('/')) check(name, `${key} in game.projectc`);
	}
	for (const content of contents) {
		const { resource } = content;
		const path = resource.url || paths.get(resource.urlHash);
		const named = path === undefined ? [] : childrenOf(path, content, bundle);
		children.set(resource.urlHash, named.map(hash64));
		for (const name of named) check(name, path ?? labelOf(resource));
	}
	if (manifest.hasExcludedResources && manifest.signature.length === 0 && unlistedCount === 0) {
		if (!contents.some(({ resource }) => (resource.flags & RESOURCE_FLAG.EXCLUDED) !== 0)) {
			const message = 'expected excluded resources, as it says that there are some, found none, nor anything missing';
			found.faults.push({ code: 'disagreement', message, where: MANIFEST });
		}
	}
	verifyClosures(contents, { listed, children, found, bundle });
}

function childrenOf(path: string, content: ContentEntry, bundle: Bundle): string[] {
	// Pictures and sounds name nothing, and are most of what there is.
	const { kind } = resourceType(path);
	if (kind === 'texture' || (kind === 'raw' && NAMELESS.test(path))) return [];
	const { bytes } = readContent(content, bundle);
	if (!bytes) return [];
	try {
		return childResources(path, bytes);
	} catch (error) {
		// Scripts can be of any compiler, and native extensions have types of the same ending.
		if (error instanceof FormatError || isLuaPath(path)) return [];
		throw error;
	}
}

/** Excluded content that a resource with dependants needs has to be among them, or a game would load it without. */
function verifyClosures(
	contents: readonly ContentEntry[],
	about: {
		listed: ReadonlyMap<bigint, ContentEntry>;
		children: ReadonlyMap<bigint, readonly bigint[]>;
		found: Findings;
		bundle: Bundle;
	},
): void {
	const { listed, children, found, bundle } = about;
	if (bundle.manifest.version < 4) return;
	for (const { resource, listedBy } of contents) {
		if (resource.dependants.length === 0) continue;
		const dependants = new Set(resource.dependants);
		const reached = new Set<bigint>();
		const open = [resource.urlHash];
		for (let next = open.pop(); next !== undefined; next = open.pop()) {
			for (const child of children.get(next) ?? []) {
				if (reached.has(child)) continue;
				reached.add(child);
				const target = listed.get(child)?.resource;
				const isProxy = target?.url.endsWith('.collectionproxyc') === true;
				if (!isProxy) open.push(child);
				if (!target || (target.flags & RESOURCE_FLAG.EXCLUDED) === 0 || dependants.has(child)) continue;
				found.faults.push({
					code: 'unlisted-dependant',
					message: `${labelOf(resource)} needs ${labelOf(target)}, which is excluded and not among its dependants`,
					where: listedBy === 'bundle' ? MANIFEST : listedBy.name,
					resource: labelOf(resource),
				});
			}
		}
	}
}
