import type { Log } from '../liveupdate/index.ts';
import { keyOfPath, type Mounts } from '../resource/index.ts';
import { EngineError } from './error.ts';
import { hashOf } from './hash.ts';

/** A resource in memory, shared by everything that uses it. */
export type Loaded<T = unknown> = { readonly path: string; readonly value: T };

/** What a resource type may use while it makes its value. */
export type LoadContext = {
	readonly path: string;
	/** Loads another resource that this one needs; it is released with this one. */
	load<T>(path: string): Loaded<T>;
	/** Whether a path is of a type the engine loads. */
	knows(path: string): boolean;
	readonly log: Log;
};

/** A kind of resource: what its bytes become. One line a kind in `resource-types.ts`. */
export type ResourceType<T = unknown> = {
	/** Without the dot, such as `collectionc`. */
	readonly extension: string;
	create(bytes: Uint8Array, context: LoadContext): T;
	/** Stands for one of the engine's own that a bundle does not carry: those of 2017 had them inside the program. */
	createBuiltin?(path: string): T;
	/** Frees what the value holds beside memory. */
	destroy?(value: T): void;
};

/** Loads resources through the mounts and shares them by reference count. */
export type Resources = {
	/** Loads a resource and all it needs, or takes another share of it. @throws EngineError, ResourceError, FormatError */
	get<T>(path: string): Loaded<T>;
	/** Like `get`, but `undefined` for what is not there; what was found stays in memory. @throws as `get` for what is broken */
	find<T>(path: string): Loaded<T> | undefined;
	/** Puts a resource made while the game runs under a path. */
	put(path: string, value: unknown): void;
	/** Takes away what `put` placed; false when there is none. */
	remove(path: string): boolean;
	/** Reads a resource anew from its mount; `undefined` when it is not in memory. */
	reload(path: string): Loaded | undefined;
	/** Gives a share back; with the last one the resource and its needs go. */
	release(resource: Loaded): void;
	/** Bytes of any file a mount has, without keeping it; for `sys.load_resource`. */
	readFile(path: string): Uint8Array | undefined;
	/** Number of resources in memory. */
	count(): number;
};

type Entry = {
	resource: { readonly path: string; value: unknown };
	type: ResourceType;
	needs: Loaded[];
	shares: number;
};

/** What scripts make while the game runs. */
const DYNAMIC: ResourceType = { extension: '', create: (bytes) => bytes };

export function createResources(options: {
	mounts: Mounts;
	types: ReadonlyMap<string, ResourceType>;
	log: Log;
}): Resources {
	const { mounts, types, log } = options;
	const entries = new Map<string, Entry>();
	const loading: string[] = [];

	const knows = (path: string): boolean => types.has(path.slice(path.lastIndexOf('.') + 1));

	const get = <T>(path: string): Loaded<T> => {
		const key = keyOfPath(path);
		const canonical = key.path as string;
		// Properties hold resources as hashes of their paths: from here on the hash knows its path.
		hashOf(canonical);
		const present = entries.get(canonical);
		if (present) {
			present.shares++;
			return present.resource as Loaded<T>;
		}
		if (loading.includes(canonical)) {
			throw new EngineError(
				'self-reference',
				`Self referring resource detected: ${[...loading, canonical].join(' > ')}`,
				{
					data: { path: canonical },
				},
			);
		}
		const dot = canonical.lastIndexOf('.');
		if (dot < 0) {
			throw new EngineError('invalid-path', `Unable to load resource: '${canonical}'. Missing file extension.`, {
				data: { path: canonical },
			});
		}
		const extension = canonical.slice(dot + 1);
		const type = types.get(extension);
		if (!type) {
			throw new EngineError('unknown-resource-type', `Unknown resource type: ${extension}, of ${canonical}`, {
				data: { path: canonical, extension },
			});
		}
		const bytes = mounts.read(key);
		if (!bytes && type.createBuiltin && canonical.startsWith('/builtins/')) {
			const resource: Loaded<T> = { path: canonical, value: type.createBuiltin(canonical) as T };
			entries.set(canonical, { resource, type, needs: [], shares: 1 });
			return resource;
		}
		if (!bytes) {
			throw new EngineError('resource-not-found', `Resource not found: ${canonical}`, { data: { path: canonical } });
		}
		const needs: Loaded[] = [];
		loading.push(canonical);
		try {
			const value = type.create(bytes, {
				path: canonical,
				log,
				knows,
				load: (needed) => {
					const loaded = get(needed);
					needs.push(loaded);
					return loaded as never;
				},
			});
			const resource: Loaded<T> = { path: canonical, value: value as T };
			entries.set(canonical, { resource, type, needs, shares: 1 });
			return resource;
		} catch (error) {
			for (const needed of needs) release(needed);
			throw error;
		} finally {
			loading.pop();
		}
	};

	const release = (resource: Loaded): void => {
		const entry = entries.get(resource.path);
		if (!entry || entry.resource !== resource) return;
		if (--entry.shares > 0) return;
		entries.delete(resource.path);
		entry.type.destroy?.(resource.value);
		for (const needed of entry.needs) release(needed);
	};

	return {
		get,
		find: (path) => {
			try {
				return get(path);
			} catch (error) {
				if (error instanceof EngineError && error.code === 'resource-not-found') return undefined;
				throw error;
			}
		},
		put(path, value) {
			entries.set(path, { resource: { path, value }, type: DYNAMIC, needs: [], shares: 1 });
		},
		remove(path) {
			return entries.get(path)?.type === DYNAMIC && entries.delete(path);
		},
		reload(path) {
			const entry = entries.get(path);
			const bytes = entry && mounts.read(keyOfPath(path));
			if (!entry || !bytes) return undefined;
			const before = entry.needs;
			entry.needs = [];
			const needs = entry.needs;
			try {
				entry.resource.value = entry.type.create(bytes, {
					path,
					log,
					knows,
					load: (needed) => {
						const loaded = get(needed);
						needs.push(loaded);
						return loaded as never;
					},
				});
			} catch (error) {
				entry.needs = before;
				throw error;
			}
			for (const needed of before) release(needed);
			return entry.resource;
		},
		release,
		readFile: (path) => mounts.read(keyOfPath(path)),
		count: () => entries.size,
	};
}
