import { ResourceError } from './error.ts';
import type { Provider } from './provider.ts';
import { createMemoryProvider } from './providers/memory.ts';
import { keyOfPath, type ResourceKey } from './resource-key.ts';

/** The bundle's own archive. */
export const BASE_MOUNT = { name: '_base', priority: -10 } as const;
/** The archive linked into development engines. */
export const BUILTIN_MOUNT = { name: '_builtin', priority: -5 } as const;

/** A provider with its name, its place in the order, and where it came from. */
export type Mount = {
	readonly name: string;
	readonly uri: string;
	/** Higher is asked first. User mounts are at 0 or above and so always win over the bundle. */
	readonly priority: number;
	readonly provider: Provider;
	/** Kept across starts in `liveupdate.mounts` (era B). */
	readonly persistent: boolean;
};

/** A resource found in a mount. */
export type Found = { readonly mount: Mount; readonly sizeBytes: number };

/** The ordered list of mounts through which every resource is read. */
export type Mounts = {
	/** Highest priority first; equal priorities in the order they were added. The array never changes: a new one is made. */
	list(): readonly Mount[];
	get(name: string): Mount | undefined;
	/** @throws ResourceError `duplicate-mount` */
	add(mount: Mount): void;
	/** Takes a mount out of the list; `undefined` when there is none of that name. The caller closes its provider. */
	remove(name: string): Mount | undefined;
	/** The mount that answers for a resource, and its size. */
	find(key: ResourceKey): Found | undefined;
	/** The resource's bytes from the highest mount that has it, else what was created at run time. */
	read(key: ResourceKey): Uint8Array | undefined;
	/** Registers a resource made while the game runs; asked after all mounts. */
	addMemoryFile(path: string, bytes: Uint8Array): void;
};

export function createMounts(): Mounts {
	let mounts: readonly Mount[] = [];
	const memoryFiles = new Map<string, Uint8Array>();
	const memory: Mount = {
		name: '_memory',
		uri: 'memory:',
		priority: Number.NEGATIVE_INFINITY,
		provider: createMemoryProvider(memoryFiles),
		persistent: false,
	};

	const find = (key: ResourceKey): Found | undefined => {
		for (const mount of mounts) {
			const sizeBytes = mount.provider.sizeBytes(key);
			if (sizeBytes !== undefined) return { mount, sizeBytes };
		}
		const sizeBytes = memory.provider.sizeBytes(key);
		return sizeBytes === undefined ? undefined : { mount: memory, sizeBytes };
	};

	return {
		list: () => mounts,
		get: (name) => mounts.find((mount) => mount.name === name),
		add(mount) {
			if (mounts.some((other) => other.name === mount.name)) {
				throw new ResourceError('duplicate-mount', `Mount with name already exists: '${mount.name}'`, {
					data: { name: mount.name },
				});
			}
			// The sort is stable, so equal priorities keep the order in which they were added.
			mounts = [...mounts, mount].sort((a, b) => b.priority - a.priority);
		},
		remove(name) {
			const mount = mounts.find((other) => other.name === name);
			if (mount) mounts = mounts.filter((other) => other !== mount);
			return mount;
		},
		find,
		read(key) {
			for (const mount of mounts) {
				const bytes = mount.provider.read(key);
				if (bytes !== undefined) return bytes;
			}
			return memory.provider.read(key);
		},
		addMemoryFile(path, bytes) {
			memoryFiles.set(keyOfPath(path).path as string, bytes);
		},
	};
}
