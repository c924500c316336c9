import type { Manifest } from '../formats/index.ts';
import type { Provider } from '../resource/index.ts';
import { type Core, logInfo } from './core.ts';
import { DEVICE_FILES } from './device-files.ts';
import { LiveUpdateError } from './error.ts';
import { type MutableArchive, openMutableArchive, type StoredResource } from './mutable-archive.ts';
import type { Blob } from './verify-blob.ts';

/** The mount that holds what `store_resource` and `store_archive` stored. */
export const LEGACY_MOUNT = { name: 'liveupdate', priority: 10 } as const;
/** What single resources are mounted as when a stored zip has the name above. */
const SECOND_NAME = 'liveupdate_mutable';

/** The device's archive of single resources and its mount; both come into being when first needed. */
export type DeviceArchive = {
	/** Where it lies, as a mount's URI. */
	readonly uri: string;
	/** Opens and mounts it, under the name it had before. @throws LiveUpdateError `not-initialized` without storage */
	mount(name?: string): Promise<void>;
	/** Stores blobs in one durable step, which counts only once `ready` has resolved. @returns one outcome a blob */
	store(blobs: readonly Blob[], ready: Promise<void>): Promise<(LiveUpdateError | undefined)[]>;
	useManifest(manifest: Manifest): void;
	/** Gives the name `liveupdate` free for a zip, and keeps what is stored mounted beside it. */
	makeRoom(): void;
	stored(): readonly StoredResource[];
	remove(hexDigests: ReadonlySet<string>): Promise<void>;
	saveUsage(): Promise<void>;
	/** True when this is its provider; it was unmounted then. */
	forget(provider: Provider): boolean;
};

export function createDeviceArchive(core: Core, firstManifest: Manifest): DeviceArchive {
	const { mounts, storage, rules, installed } = core;
	const uri = `mutable:${storage?.name}/${DEVICE_FILES.index}`;
	let manifest = firstManifest;
	let archive: MutableArchive | undefined;

	const open = async (): Promise<MutableArchive> => {
		if (archive) return archive;
		if (!storage) {
			throw new LiveUpdateError('not-initialized', 'live update: there is no folder to store content in');
		}
		archive = await openMutableArchive({
			storage,
			manifest,
			baseIndexMd5: installed.index?.md5 ?? new Uint8Array(16),
			indexVersion: rules.mutableIndexVersion,
			crypto: core.crypto,
			log: core.log,
			pause: core.pause,
			verifyReads: core.verify !== 'off',
			swallowReadErrors: core.quirks,
		});
		return archive;
	};

	const freeName = (): string => (mounts.get(LEGACY_MOUNT.name) ? SECOND_NAME : LEGACY_MOUNT.name);

	const isMounted = (): boolean => mounts.list().some(({ provider }) => provider === archive?.provider);

	const mount = async (name?: string): Promise<MutableArchive> => {
		const opened = await open();
		if (isMounted()) return opened;
		const { provider } = opened;
		mounts.add({ ...LEGACY_MOUNT, name: name ?? freeName(), uri, provider, persistent: rules.persistsMounts });
		return opened;
	};

	return {
		uri,
		async mount(name) {
			await mount(name);
		},
		store: async (blobs, ready) => (await mount()).store(blobs, ready),
		useManifest(next) {
			manifest = next;
			archive?.setManifest(next);
		},
		makeRoom() {
			const mounted = mounts.get(LEGACY_MOUNT.name);
			if (!mounted) return;
			if (mounted.provider !== archive?.provider) {
				mounts.remove(LEGACY_MOUNT.name);
				return;
			}
			// Renamed, not closed: what is stored goes on being served.
			mounts.rename(LEGACY_MOUNT.name, SECOND_NAME);
			logInfo(core, `Stored resources are mounted as '${SECOND_NAME}' from now on`);
		},
		stored: () => archive?.stored() ?? [],
		async remove(hexDigests) {
			await archive?.remove(hexDigests);
		},
		async saveUsage() {
			await archive?.saveUsage();
		},
		forget(provider) {
			if (provider !== archive?.provider) return false;
			archive = undefined;
			return true;
		},
	};
}
