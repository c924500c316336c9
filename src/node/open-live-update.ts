import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { toHex } from '../bytes/index.ts';
import {
	createDebugLog,
	createDryStorage,
	createLiveUpdate,
	type DebugLevels,
	type Era,
	type LiveUpdate,
	type LiveUpdateOptions,
	type Log,
} from '../liveupdate/index.ts';
import { BASE_MOUNT, createArchiveProvider, createMounts, type ProviderTable, type Verify } from '../resource/index.ts';
import { nodeCrypto } from './crypto.ts';
import type { OpenedBundle } from './open-bundle.ts';
import { nodeProviders } from './providers.ts';
import { openFolderStorage } from './storage.ts';

export type OpenLiveUpdateOptions = {
	bundle: OpenedBundle;
	era: Era;
	engineVersion?: string;
	/** The folder under which the game's own folder lies; without it nothing can be stored. */
	storeFolder?: string;
	/** Looks only: nothing on the disk changes. */
	dry?: boolean;
	/** Mounted before the first frame. */
	mounts?: readonly { name: string; uri: string; priority: number }[];
	mountOnStart?: boolean;
	verify?: Verify;
	/** Default: `nodeProviders()`. */
	providers?: ProviderTable;
	allowShadowing?: boolean;
	quirks?: boolean;
	/** Levels of the debug log. */
	debugLevels?: DebugLevels;
	log: Log;
	onStored?: LiveUpdateOptions['onStored'];
};

/** Live update for a bundle on this machine, and where its content is kept; `undefined` when nothing can be. */
export type OpenedLiveUpdate = { readonly liveUpdate: LiveUpdate; readonly storagePath: string | undefined };

/**
 * Mounts a bundle, opens what was stored for it, and adds mounts of one's own.
 *
 * Stored content lies in `<store>/<project identifier>`, as on a device.
 *
 * @throws LiveUpdateError, ResourceError, FormatError, NodeError
 */
export async function openLiveUpdate(options: OpenLiveUpdateOptions): Promise<OpenedLiveUpdate> {
	const { bundle, era, log, storeFolder, verify = 'mount', debugLevels = {} } = options;
	const mounts = createMounts({ debug: createDebugLog('resource', debugLevels, log) });
	mounts.add({
		...BASE_MOUNT,
		uri: 'archive:game.dmanifest',
		persistent: false,
		provider: createArchiveProvider({
			manifest: bundle.manifest,
			index: bundle.index,
			data: bundle.data,
			crypto: nodeCrypto,
			verifyReads: verify !== 'off',
			swallowReadErrors: options.quirks ?? false,
		}),
	});
	const storagePath = storeFolder && join(storeFolder, toHex(bundle.manifest.projectIdentifier));
	// To look only, a folder that is not there is not made.
	const isUsed = storagePath !== undefined && !(options.dry && !existsSync(storagePath));
	const storage = isUsed ? await openFolderStorage(storagePath) : undefined;
	const liveUpdate = await createLiveUpdate({
		era,
		mounts,
		bundle,
		crypto: nodeCrypto,
		providers: options.providers ?? nodeProviders(),
		log,
		debugLevels,
		verify,
		allowShadowing: options.allowShadowing ?? false,
		quirks: options.quirks ?? false,
		mountOnStart: options.mountOnStart ?? true,
		...(options.onStored === undefined ? {} : { onStored: options.onStored }),
		...(options.engineVersion === undefined ? {} : { engineVersion: options.engineVersion }),
		...(storage === undefined ? {} : { storage: options.dry ? createDryStorage(storage) : storage }),
	});
	for (const mount of options.mounts ?? []) await liveUpdate.addMount(mount);
	return { liveUpdate, storagePath };
}
