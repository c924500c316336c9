import { type DebugLog, silent } from './debug-log.ts';
import { ResourceError } from './error.ts';
import type { Provider } from './provider.ts';
import { createMemoryProvider } from './providers/memory.ts';
import { describeKey, keyOfPath, type ResourceKey } from './resource-key.ts';

/** The bundle's own archive. */
export const BASE_MOUNT = { name: '_base', priority: -10 } as const;
/** The archive linked into development engines. */
export const BUILTIN_MOUNT = { name: '_builtin', priority: -5 } as const;

/** A provider with its name, its place in the order, and where it came from. */
export type Mount = {
	readonly name: string;
	/** As it was given. */
	readonly uri: string;
	/** Higher is asked first. User mounts are at 0 or above and so always win over the bundle, which is below. */
	readonly priority: number;
	readonly provider: Provider;
	/** Kept across starts in `liveupdate.mounts` (era B). */
	readonly persistent: boolean;
};

/** A resource found in a mount. */
export type Found = { readonly mount: Mount; readonly sizeBytes: number };

/** A resource found and held: it can be read from the mount it was found in, also after that was removed. */
export type OpenResource = Found & {
	read(): Uint8Array;
	/** Lets the mount go. */
	close(): void;
};

/** The ordered list of mounts through which every resource is read. */
export type Mounts = {
	/** Highest priority first; equal priorities in the order they were added. The array never changes: a new one is made. */
	list(): readonly Mount[];
	get(name: string): Mount | undefined;
	/** @throws ResourceError `duplicate-mount` */
	add(mount: Mount): void;
	/**
	 * Takes a mount out of the list at once, and closes its provider as soon as nothing that was opened holds it.
	 *
	 * @returns `undefined` when there is none of that name
	 * @throws ResourceError `reserved-mount` for the bundle's own mounts
	 */
	remove(name: string): Mount | undefined;
	/** Gives a mount another name; its place stays. @throws ResourceError `duplicate-mount` */
	rename(from: string, to: string): void;
	/** The mount that answers for a resource, and its size. */
	find(key: ResourceKey): Found | undefined;
	/** The same, held until it is closed. */
	open(key: ResourceKey): OpenResource | undefined;
	/** The resource's bytes from the highest mount that has it, else what was created at run time. */
	read(key: ResourceKey): Uint8Array | undefined;
	/** Lets mounts over a network fetch what reading these will need; `undefined` when there is no such mount. */
	prepare(keys: readonly ResourceKey[]): Promise<void> | undefined;
	/** Registers a resource made while the game runs; asked after all mounts. */
	addMemoryFile(path: string, bytes: Uint8Array): void;
	/** Closes all providers. */
	close(): void;
};

export function createMounts(options: { debug?: DebugLog } = {}): Mounts {
	const { debug = silent } = options;
	let mounts: readonly Mount[] = [];
	/** How often each provider is held, and those that are closed when that ends. */
	const holds = new Map<Provider, number>();
	const leaving = new Set<Provider>();
	const memoryFiles = new Map<string, Uint8Array>();
	const memory: Mount = {
		name: '_memory',
		uri: 'memory:',
		priority: Number.NEGATIVE_INFINITY,
		provider: createMemoryProvider(memoryFiles),
		persistent: false,
	};

	const hold = (provider: Provider): void => {
		holds.set(provider, (holds.get(provider) ?? 0) + 1);
	};

	const release = (provider: Provider): void => {
		const count = (holds.get(provider) ?? 0) - 1;
		if (count > 0) {
			holds.set(provider, count);
			return;
		}
		holds.delete(provider);
		if (leaving.delete(provider)) provider.close();
	};

	const find = (key: ResourceKey): Found | undefined => {
		for (const mount of mounts) {
			const sizeBytes = mount.provider.sizeBytes(key);
			if (sizeBytes !== undefined) return { mount, sizeBytes };
			debug(3, () => `${describeKey(key)} is not in mount '${mount.name}'`);
		}
		const sizeBytes = memory.provider.sizeBytes(key);
		return sizeBytes === undefined ? undefined : { mount: memory, sizeBytes };
	};

	const told = (key: ResourceKey, mount: Mount | undefined, bytes: Uint8Array | undefined): void => {
		debug(2, () =>
			mount && bytes
				? `${describeKey(key)}: ${bytes.length} bytes from mount '${mount.name}'`
				: `${describeKey(key)} is in no mount`,
		);
	};

	const refuseTaken = (name: string): void => {
		if (!mounts.some((other) => other.name === name)) return;
		throw new ResourceError('duplicate-mount', `Mount with name already exists: '${name}'`, { data: { name } });
	};

	return {
		list: () => mounts,
		get: (name) => mounts.find((mount) => mount.name === name),
		add(mount) {
			refuseTaken(mount.name);
			// The sort is stable, so equal priorities keep the order in which they were added.
			mounts = [...mounts, mount].sort((a, b) => b.priority - a.priority);
			debug(1, () => `mount '${mount.name}' added: ${mount.uri} at priority ${mount.priority}`);
		},
		remove(name) {
			const mount = mounts.find((other) => other.name === name);
			if (!mount) return undefined;
			if (mount.priority < 0) {
				throw new ResourceError('reserved-mount', `Cannot remove base mounts: ${name}`, { data: { name } });
			}
			mounts = mounts.filter((other) => other !== mount);
			debug(1, () => `mount '${name}' removed`);
			if (holds.has(mount.provider)) leaving.add(mount.provider);
			else mount.provider.close();
			return mount;
		},
		rename(from, to) {
			refuseTaken(to);
			mounts = mounts.map((mount) => (mount.name === from ? { ...mount, name: to } : mount));
		},
		find,
		open(key) {
			const found = find(key);
			if (!found) return undefined;
			const { mount } = found;
			let held = true;
			hold(mount.provider);
			return {
				...found,
				read() {
					const bytes = held ? mount.provider.read(key) : undefined;
					if (bytes) return bytes;
					throw new ResourceError('closed', `${describeKey(key)} in mount '${mount.name}': read after it was closed`);
				},
				close() {
					if (held) release(mount.provider);
					held = false;
				},
			};
		},
		read(key) {
			for (const mount of mounts) {
				const bytes = mount.provider.read(key);
				if (bytes !== undefined) {
					told(key, mount, bytes);
					return bytes;
				}
				debug(3, () => `${describeKey(key)} is not in mount '${mount.name}'`);
			}
			const bytes = memory.provider.read(key);
			told(key, bytes && memory, bytes);
			return bytes;
		},
		prepare(keys) {
			const remote = mounts.map(({ provider }) => provider).filter((provider) => provider.prepare);
			if (remote.length === 0) return undefined;
			const prepareOne = async (provider: Provider): Promise<void> => {
				hold(provider);
				try {
					await provider.prepare?.(keys);
				} finally {
					release(provider);
				}
			};
			return Promise.all(remote.map(prepareOne)).then(() => undefined);
		},
		addMemoryFile(path, bytes) {
			memoryFiles.set(keyOfPath(path).path as string, bytes);
		},
		close() {
			for (const { provider } of mounts) provider.close();
			mounts = [];
		},
	};
}
