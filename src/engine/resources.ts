import type { Log } from '../liveupdate/index.ts';
import { keyOfPath, type Mounts } from '../resource/index.ts';
import { EngineError } from './error.ts';

/** A resource in memory, shared by everything that uses it. */
export type Loaded<T = unknown> = { readonly path: string; readonly value: T };

/** What a resource type may use while it makes its value. */
export type LoadContext = {
	readonly path: string;
	/** Loads another resource that this one needs; it is released with this one. */
	load<T>(path: string): Loaded<T>;
	readonly log: Log;
};

/** A kind of resource: what its bytes become. One line a kind in `resource-types.ts`. */
export type ResourceType<T = unknown> = {
	/** Without the dot, such as `collectionc`. */
	readonly extension: string;
	create(bytes: Uint8Array, context: LoadContext): T;
	/** Frees what the value holds beside memory. */
	destroy?(value: T): void;
};

/** Loads resources through the mounts and shares them by reference count. */
export type Resources = {
	/** Loads a resource and all it needs, or takes another share of it. @throws EngineError, ResourceError, FormatError */
	get<T>(path: string): Loaded<T>;
	/** Gives a share back; with the last one the resource and its needs go. */
	release(resource: Loaded): void;
	/** Bytes of any file a mount has, without keeping it; for `sys.load_resource`. */
	readFile(path: string): Uint8Array | undefined;
	/** Number of resources in memory. */
	count(): number;
};

type Entry = { resource: Loaded; type: ResourceType; needs: Loaded[]; shares: number };

export function createResources(options: {
	mounts: Mounts;
	types: ReadonlyMap<string, ResourceType>;
	log: Log;
}): Resources {
	const { mounts, types, log } = options;
	const entries = new Map<string, Entry>();
	const loading: string[] = [];

	const get = <T>(path: string): Loaded<T> => {
		const key = keyOfPath(path);
		const canonical = key.path as string;
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
		if (!bytes) {
			throw new EngineError('resource-not-found', `Resource not found: ${canonical}`, { data: { path: canonical } });
		}
		const needs: Loaded[] = [];
		loading.push(canonical);
		try {
			const value = type.create(bytes, {
				path: canonical,
				log,
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
		release,
		readFile: (path) => mounts.read(keyOfPath(path)),
		count: () => entries.size,
	};
}
