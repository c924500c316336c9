import { type Crypto, LivemountError } from '../bytes/index.ts';
import { type ArchiveIndex, type Manifest, RESOURCE_FLAG, readManifest, writeReferenceFile } from '../formats/index.ts';
import {
	type Dependency,
	findDependencies,
	type Mount,
	type Mounts,
	type ProviderTable,
	type Verify,
} from '../resource/index.ts';
import { systemClock } from './clock.ts';
import { type Core, logError, logInfo, type MountRequest } from './core.ts';
import { createDebugLog, type DebugLevels } from './debug-log.ts';
import { createDeviceArchive, LEGACY_MOUNT } from './device-archive.ts';
import { DEVICE_FILES } from './device-files.ts';
import { loadDeviceState } from './device-state.ts';
import { type Era, type EraRules, eraRules } from './era.ts';
import { LiveUpdateError } from './error.ts';
import { createJobQueue } from './job-queue.ts';
import { loadKeptMounts } from './kept-mounts.ts';
import type { Log } from './log.ts';
import type { StoredResource } from './mutable-archive.ts';
import { openPack } from './packs.ts';
import { type StartUp, startEraA, startEraB } from './start-up.ts';
import type { Storage } from './storage.ts';
import { createStoreQueue } from './store-queue.ts';
import { enterBundle, loadStoredManifest, MANIFEST_SLOT, saveBundleVersion } from './stored-manifest.ts';
import type { Blob } from './verify-blob.ts';
import { type Installed, remarkOnServing, verifyManifest } from './verify-manifest.ts';

export type LiveUpdateOptions = {
	era: Era;
	/** Default: the era's. */
	engineVersion?: string;
	/** With the bundle mounted as `_base`. */
	mounts: Mounts;
	bundle: {
		manifest: Manifest;
		index: ArchiveIndex | undefined;
		publicKey: Uint8Array | undefined;
	};
	/** Where content is kept; without it nothing can be stored. */
	storage?: Storage;
	crypto: Crypto;
	/** What can be mounted, by scheme: the platform's providers and your own. */
	providers: ProviderTable;
	log: Log;
	debugLevels?: DebugLevels;
	/** Default `mount`. Engines check nothing of a mounted zip; `off` does the same. */
	verify?: Verify;
	/** Lets packs take the place of the bundle's scripts and of signed resources; default false. Engines let them. */
	allowShadowing?: boolean;
	/**
	 * Does what engines do also where that is known to be a fault: a second mount of one name reports OK and is dropped,
	 * a removed mount is back at the next start, a resource that cannot be read counts as read, the archive of an engine
	 * of era A is deleted by one of era B. Default false.
	 */
	quirks?: boolean;
	/** `liveupdate.mount_on_start`, default true. */
	mountOnStart?: boolean;
	/** Told of every blob that was verified and is on stable storage. */
	onStored?: (stored: { readonly hexDigest: string; readonly sizeBytes: number }) => void;
};

/** The live-update client: what a game's scripts drive, usable from TypeScript as well. */
export type LiveUpdate = {
	readonly era: Era;
	readonly engineVersion: string;
	readonly mounts: Mounts;
	/** Where content is kept; `undefined` when nothing can be. */
	readonly storage: Storage | undefined;
	/** Adds a mount; resolves when it was verified and can be read. @throws LiveUpdateError, FormatError, ResourceError */
	addMount(mount: MountRequest): Promise<void>;
	/** Removes a user mount at once; false when there is none of that name. @throws ResourceError `reserved-mount` */
	removeMount(name: string): boolean;
	/** Stores one published blob; resolves when it is on stable storage. @throws LiveUpdateError */
	storeResource(blob: Blob): Promise<void>;
	/**
	 * Verifies and keeps a manifest; in era A it counts from the next start on.
	 *
	 * @param options `contentType` is what the server called it, for the message when it is refused
	 * @throws LiveUpdateError, FormatError
	 */
	storeManifest(bytes: Uint8Array, options?: { name?: string; contentType?: string | undefined }): Promise<void>;
	/**
	 * Keeps a zip that lies on the device as the content of the game: in era A from the next start on, in era B mounted at
	 * once as `liveupdate`.
	 *
	 * @param options `verify` false leaves the checks out, in era A only
	 */
	storeArchive(path: string, options?: { verify?: boolean }): Promise<void>;
	/** What the resource with this url hash needs; with `onlyMissing`, what no mount can serve yet. */
	dependencies(urlHash: bigint, options: { onlyMissing: boolean; includeRequested: boolean }): Dependency[];
	/** Single resources that are stored; what was read longest ago comes first. */
	storedResources(): readonly StoredResource[];
	/** Removes stored resources and gives their room back. @throws LiveUpdateError of the storage */
	removeResources(hexDigests: Iterable<string>): Promise<void>;
	/** True when stored content is in use. */
	isUsingLiveUpdateData(): boolean;
	/** True when the bundle was built with content left out. */
	isBuiltWithExcludedFiles(): boolean;
	/** Operations under way. */
	pendingCount(): number;
	/** Resolves when everything asked so far is done. */
	idle(): Promise<void>;
};

/**
 * Starts live update for an installed bundle: opens what earlier sessions stored and mounted.
 *
 * What cannot be opened is logged and left alone; the game starts all the same.
 */
export async function createLiveUpdate(options: LiveUpdateOptions): Promise<LiveUpdate> {
	const { era, mounts, bundle, storage, crypto, log, quirks = false } = options;
	const rules = eraRules(era);
	const engineVersion = options.engineVersion ?? rules.engineVersion;
	const installed: Installed = { ...bundle, engineVersion };
	const jobs = createJobQueue();
	const core: Core = {
		rules,
		installed,
		mounts,
		storage,
		crypto,
		providers: options.providers,
		verify: options.verify ?? 'mount',
		allowShadowing: options.allowShadowing ?? false,
		quirks,
		state: await loadDeviceState(storage, log),
		log,
		debug: createDebugLog('liveupdate', options.debugLevels ?? {}, log),
		pause: () => systemClock.sleep(0),
	};
	const isSameBundle = await enterBundle(core);
	const storedManifest = rules.hasLegacyApi ? await loadStoredManifest(core, isSameBundle) : undefined;
	const archive = createDeviceArchive(core, storedManifest ?? bundle.manifest);
	const kept = await loadKeptMounts(rules.persistsMounts ? core : { ...core, storage: undefined });
	if (storage && rules.hasLegacyApi) {
		const start: StartUp = { core, storage, archive, kept, storedManifest, isSameBundle };
		if (rules.hasMounts) await startEraB({ ...start, mountOnStart: options.mountOnStart !== false });
		else await startEraA(start);
		if (storedManifest) await saveBundleVersion(core);
	}

	const keepMounts = async (): Promise<void> => {
		if (rules.persistsMounts) await kept.save();
	};

	const store = createStoreQueue({
		jobs,
		onStored: options.onStored,
		async storeAll(blobs) {
			if (!rules.hasLegacyApi) {
				throw new LiveUpdateError('not-initialized', `single resources cannot be stored in era ${era}`);
			}
			await archive.mount();
			// At the same time as the data, but before the index: no start may find resources without their mount.
			const kept = keepMounts();
			kept.catch(() => undefined);
			return archive.store(blobs, kept);
		},
	});

	const addMount = async (mount: MountRequest): Promise<void> => {
		if (mount.priority < 0 || !Number.isInteger(mount.priority)) {
			throw new LiveUpdateError('invalid', `Priority needs to be a positive number: ${mount.priority}`);
		}
		if (mounts.get(mount.name)) {
			const message = `Mount with name already exists: '${mount.name}'`;
			if (!quirks) throw new LiveUpdateError('invalid', message, { data: { name: mount.name } });
			logError(core, `Failed to add mount for '${mount.name}': ${message}`);
			return;
		}
		checkMountName(mount, rules);
		if (mount.uri.startsWith('mutable:')) await archive.mount(mount.name);
		else {
			const provider = await openPack(core, mount);
			mounts.add({ ...mount, provider, persistent: rules.persistsMounts });
		}
		await keepMountsOr(() => removeNow(mount.name));
	};

	/** Takes a mount out of the list. */
	const removeNow = (name: string): Mount | undefined => {
		const mount = mounts.remove(name);
		if (mount) archive.forget(mount.provider);
		return mount;
	};

	/** What cannot be kept is undone: a mount that is gone at the next start must not have been reported as there. */
	const keepMountsOr = async (undo: () => void): Promise<void> => {
		try {
			await keepMounts();
		} catch (error) {
			undo();
			throw error;
		}
	};

	const storeManifest: LiveUpdate['storeManifest'] = async (bytes, about = {}) => {
		const { name = 'the new manifest', contentType } = about;
		let manifest: Manifest;
		try {
			manifest = readManifest(bytes, name);
			verifyManifest({ manifest, name, installed, crypto });
			core.state.checkRelease(MANIFEST_SLOT, manifest.release, name);
		} catch (error) {
			throw withServingRemark(error, remarkOnServing(bytes, contentType));
		}
		if (!storage) throw new LiveUpdateError('not-initialized', 'live update: there is no folder to store content in');
		await core.state.enterRelease(MANIFEST_SLOT, manifest.release);
		await storage.replace(DEVICE_FILES.manifest, manifest.fileBytes);
		await saveBundleVersion(core);
		logInfo(core, `Stored manifest: '${storage.name}/${DEVICE_FILES.manifest}'`);
		if (!rules.appliesAtOnce) return;
		archive.useManifest(manifest);
		await archive.mount();
		await keepMounts();
	};

	const storeArchive = async (path: string, verify: boolean): Promise<void> => {
		const mount = { ...LEGACY_MOUNT, uri: `zip:${path}` };
		const skip = !verify && !rules.hasMounts;
		const provider = await openPack(core, mount, skip ? { skipVerification: true } : { asStoredManifest: true }).catch(
			(error: unknown) => {
				if (!(error instanceof LivemountError) || error.code !== 'not-found') throw error;
				throw new LiveUpdateError('not-found', `File does not exist: '${path}'`, { cause: error, data: { path } });
			},
		);
		if (rules.hasMounts) {
			archive.makeRoom();
			mounts.add({ ...mount, provider, persistent: true });
			await keepMountsOr(() => removeNow(mount.name));
			return;
		}
		const { manifest } = provider;
		provider.close();
		if (!storage) throw new LiveUpdateError('not-initialized', 'live update: there is no folder to store content in');
		if (manifest) await storage.replace(DEVICE_FILES.manifest, manifest.fileBytes);
		await storage.replace(DEVICE_FILES.referenceTmp, writeReferenceFile(path));
		await saveBundleVersion(core);
	};

	return {
		era,
		engineVersion,
		mounts,
		storage,
		addMount: (mount) => jobs.run(() => addMount(mount)),
		removeMount(name) {
			const mount = removeNow(name);
			const wasAbsent = kept.forget(name);
			if (!mount && !wasAbsent) return false;
			// Saving comes after the call, as jobs do; a failure is logged because nobody waits for it.
			if (!quirks) {
				jobs
					.run(keepMounts)
					.catch((cause: Error) => logError(core, `mount '${name}' was removed but not for good: ${cause.message}`));
			}
			return true;
		},
		storeResource: store,
		storeManifest: (bytes, about) => jobs.run(() => storeManifest(bytes, about)),
		storeArchive: (path, about) => jobs.run(() => storeArchive(path, about?.verify ?? true)),
		dependencies: (urlHash, { onlyMissing, includeRequested }) =>
			findDependencies({
				mounts,
				urlHash,
				onlyMissing,
				includeRequested,
				onUnlisted: (dependency, of) => {
					const hex = (hash: bigint) => hash.toString(16).padStart(16, '0');
					log({
						severity: 'error',
						domain: 'RESOURCE',
						message: `Couldn't get entry for dependency ${hex(dependency)} in manifest from ${hex(of)}`,
					});
				},
			}),
		storedResources: () => archive.stored(),
		removeResources: (hexDigests) => jobs.run(() => archive.remove(new Set(hexDigests))),
		isUsingLiveUpdateData: () => mounts.list().some((mount) => mount.priority >= 0),
		isBuiltWithExcludedFiles() {
			const { manifest } = bundle;
			if (manifest.hasExcludedResources !== undefined) return manifest.hasExcludedResources;
			for (let at = 0; at < manifest.entryCount; at++) {
				if (manifest.entryAt(at).flags & RESOURCE_FLAG.EXCLUDED) return true;
			}
			return false;
		},
		pendingCount: () => jobs.pendingCount(),
		idle: () => jobs.run(() => archive.saveUsage()),
	};
}

/** Refuses a name that engines cannot keep. @throws LiveUpdateError `invalid` */
function checkMountName({ name, uri }: MountRequest, rules: EraRules): void {
	const { mountNameLimit } = rules;
	if (mountNameLimit !== undefined && name.length > mountNameLimit) {
		throw new LiveUpdateError(
			'invalid',
			`Mount has too long name. Max character count is ${mountNameLimit}: '${name}'`,
			{ data: { name, limit: mountNameLimit } },
		);
	}
	// The file of mounts has no way to write these.
	const odd = rules.persistsMounts && [name, uri].find((text) => text === '' || /[@,\n]/.test(text));
	if (typeof odd === 'string') {
		throw new LiveUpdateError(
			'invalid',
			`a mount that is kept: expected a name and a URI without "@" and ",", found "${odd}"`,
			{
				data: { name, uri },
			},
		);
	}
}

/** The same refusal, its message saying that the server sent text. */
function withServingRemark(error: unknown, remark: string): unknown {
	if (!(error instanceof LivemountError) || remark === '') return error;
	const code = error instanceof LiveUpdateError ? error.code : 'format-error';
	return new LiveUpdateError(code, `${error.message}${remark}`, { cause: error, data: error.data });
}
