import { hash64, hash64ToHex } from '../bytes/index.ts';
import {
	type Bundle,
	CollectionProxyDescSchema,
	childResources,
	extensionOf,
	FormatError,
	type GraphNode,
	RESOURCE_FLAG,
	readMessage,
	readProjectSettings,
} from '../formats/index.ts';
import { type ContentEntry, listContent, readContent } from './bundle-content.ts';
import type { ContentPack } from './content-pack.ts';
import { recoverContentPaths } from './content-paths.ts';

/** One resource and what it names. Plain JSON. */
export type GraphResource = {
	/** `#` and the url hash where no path is known. */
	readonly path: string;
	/** Stored size; undefined where it is not known. */
	readonly sizeBytes: number | undefined;
	/** `proxy` leads to a collection that is loaded with it; what is behind an `excluded-proxy` is left out of the base. */
	readonly kind: 'resource' | 'proxy' | 'excluded-proxy';
	/** In the bundle, left out of it, or named by a resource and listed nowhere. */
	readonly place: 'bundled' | 'excluded' | 'unlisted';
	/** Paths, in the order they are named. */
	readonly children: readonly string[];
	/** Why what it names could not be read. */
	readonly problem: string | undefined;
};

/** What names a resource from outside: a setting, or nothing that can be seen. */
export type GraphRoot = { readonly path: string; readonly setting: string };

/** All resources of a build and which names which. */
export type ResourceGraph = {
	readonly resources: ReadonlyMap<string, GraphResource>;
	/** Where the engine begins. */
	readonly roots: readonly GraphRoot[];
	/** Listed, but named by no setting and no resource: custom resources, and what scripts load by name. */
	readonly unnamed: readonly string[];
};

/** Settings of a project that name a resource the game begins with. Source: Defold's builder. */
const ROOT_SETTINGS = [
	'bootstrap.main_collection',
	'bootstrap.render',
	'bootstrap.debug_init_script',
	'input.game_binding',
	'input.gamepads',
	'display.display_profiles',
];

/** The graph of a bundle and its packs, made from the settings and the resources themselves. Each is read once. */
export function createResourceGraph(options: { bundle: Bundle; packs?: readonly ContentPack[] }): ResourceGraph {
	const { bundle, packs = [] } = options;
	const contents = listContent(bundle, packs);
	const byHash = new Map(contents.map((content) => [content.resource.urlHash, content]));
	const resources = new Map<string, GraphResource>();
	const queue: string[] = [];
	const reach = (path: string): void => {
		if (!resources.has(path)) queue.push(path);
	};
	const follow = (): void => {
		// The queue grows while it is gone through.
		for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
			if (resources.has(path)) continue;
			const resource = describe(path, byHash.get(hash64(path)), bundle);
			resources.set(path, resource);
			for (const child of resource.children) reach(child);
		}
	};
	const settings = readProjectSettings(bundle.projectText, bundle.name);
	const roots = ROOT_SETTINGS.flatMap((setting): GraphRoot[] => {
		const path = settings.get(setting);
		return path?.startsWith('/') ? [{ path, setting }] : [];
	});
	for (const { path } of roots) reach(path);
	follow();
	const named = new Set([...resources.keys()].map((path) => hash64(path)));
	const rest = contents.filter(({ resource }) => !named.has(resource.urlHash));
	const paths = rest.some(({ resource }) => resource.url === '') ? recoverContentPaths(bundle, contents) : new Map();
	for (const { resource } of rest) {
		const path = resource.url || paths.get(resource.urlHash);
		if (path !== undefined) reach(path);
		else {
			const nameless = `#${hash64ToHex(resource.urlHash)}`;
			resources.set(nameless, describe(nameless, byHash.get(resource.urlHash), bundle));
		}
	}
	follow();
	return withUnnamed(resources, roots);
}

/** The graph that a builder wrote down in `game.graph.json`; it knows digests, but no sizes. */
export function resourceGraphOf(nodes: readonly GraphNode[]): ResourceGraph {
	const resources = new Map<string, GraphResource>();
	const [root, ...rest] = nodes;
	for (const { path, nodeType, isInMainBundle, children } of rest) {
		resources.set(path, {
			path,
			sizeBytes: undefined,
			kind:
				nodeType === 'ExcludedCollectionProxy'
					? 'excluded-proxy'
					: extensionOf(path) === 'collectionproxyc'
						? 'proxy'
						: 'resource',
			place: isInMainBundle === false ? 'excluded' : 'bundled',
			children,
			problem: undefined,
		});
	}
	const roots = (root?.children ?? []).map((path) => ({ path, setting: root?.path ?? '' }));
	return withUnnamed(resources, roots);
}

function withUnnamed(resources: ReadonlyMap<string, GraphResource>, roots: readonly GraphRoot[]): ResourceGraph {
	const named = new Set(roots.map(({ path }) => path));
	for (const { children } of resources.values()) for (const child of children) named.add(child);
	return { resources, roots, unnamed: [...resources.keys()].filter((path) => !named.has(path)).sort() };
}

function describe(path: string, content: ContentEntry | undefined, bundle: Bundle): GraphResource {
	if (!content) {
		return { path, sizeBytes: undefined, kind: 'resource', place: 'unlisted', children: [], problem: undefined };
	}
	const { resource, storedIn } = content;
	const { stored, bytes, problem } = readContent(content, bundle);
	const excluded =
		(resource.flags & RESOURCE_FLAG.EXCLUDED) !== 0 || (bundle.manifest.version < 3 && storedIn?.kind !== 'archive');
	const common = {
		path,
		sizeBytes: stored?.length ?? resource.compressedSizeBytes ?? resource.sizeBytes,
		place: excluded ? ('excluded' as const) : ('bundled' as const),
	};
	if (!bytes) return { ...common, kind: 'resource', children: [], problem };
	try {
		return { ...common, kind: kindOf(path, bytes), children: childResources(path, bytes), problem: undefined };
	} catch (error) {
		if (!(error instanceof FormatError)) throw error;
		return { ...common, kind: 'resource', children: [], problem: error.message };
	}
}

function kindOf(path: string, bytes: Uint8Array): GraphResource['kind'] {
	if (extensionOf(path) !== 'collectionproxyc') return 'resource';
	return readMessage(CollectionProxyDescSchema, bytes, path).exclude ? 'excluded-proxy' : 'proxy';
}
