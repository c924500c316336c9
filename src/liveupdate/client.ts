import { type Crypto, LivemountError } from '../bytes/index.ts';
import { type ArchiveIndex, type Manifest, readManifest } from '../formats/index.ts';
import {
	type Dependency,
	findDependencies,
	type Mounts,
	type MountUri,
	type Provider,
	parseMountUri,
	type Verify,
} from '../resource/index.ts';
import { type Era, eraRules } from './era.ts';
import { LiveUpdateError } from './error.ts';
import { createJobQueue } from './job-queue.ts';
import { loadKeptMounts, saveKeptMounts } from './kept-mounts.ts';
import type { Log } from './log.ts';
import { type Blob, MUTABLE_FILES, type MutableArchive, openMutableArchive } from './mutable-archive.ts';
import type { Storage } from './storage.ts';
import { type Installed, verifyManifest, verifyPublisher } from './verify-manifest.ts';

/** The mount that holds what `store_resource` and `store_archive` stored. */
export const LEGACY_MOUNT = { name: 'liveupdate', priority: 10 } as const;

/** Opens what a URI names. The platform supplies one: it knows files. */
export type OpenMount = (
	uri: MountUri,
	options: { verify: Verify; verifyManifest: (manifest: Manifest, name: string) => void },
) => Promise<Provider>;

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
	openMount: OpenMount;
	log: Log;
	/** Default `mount`. Defold itself checks nothing of a mounted zip; `off` does the same. */
	verify?: Verify;
	/** `liveupdate.mount_on_start`, default true. */
	mountOnStart?: boolean;
	/** Told of every blob that was verified and is on stable storage. */
	onStored?: (stored: { readonly hexDigest: string; readonly sizeBytes: number }) => void;
};

/** The live-update client: what a game's scripts drive, usable from TypeScript as well. */
export type LiveUpdate = {
	readonly era: Era;
	readonly engineVersion: string;
	/** Adds a mount; resolves when it can be read. @throws LiveUpdateError, FormatError, ResourceError */
	addMount(mount: { name: string; uri: string; priority: number }): Promise<void>;
	/** Removes a user mount at once; false when there is none of that name. */
	removeMount(name: string): boolean;
	/** Stores one published blob; resolves when it is on stable storage. @throws LiveUpdateError */
	storeResource(blob: Blob): Promise<void>;
	/** Verifies and keeps a manifest. @throws LiveUpdateError, FormatError */
	storeManifest(bytes: Uint8Array, name?: string): Promise<void>;
	/** What the resource with this url hash needs; with `onlyMissing`, what no mount can serve yet. */
	dependencies(urlHash: bigint, options: { onlyMissing: boolean; includeRequested: boolean }): Dependency[];
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
	const { era, mounts, bundle, storage, crypto, log, openMount, verify = 'mount' } = options;
	const rules = eraRules(era);
	const engineVersion = options.engineVersion ?? rules.engineVersion;
	const installed: Installed = { ...bundle, engineVersion };
	const jobs = createJobQueue();
	const waitingBlobs: { blob: Blob; resolve: () => void; reject: (error: unknown) => void }[] = [];
	let mutable: MutableArchive | undefined;

	const error = (domain: string, message: string): void => log({ severity: 'error', domain, message });
	const mutableUri = (): string => `mutable:${storage?.name}/${MUTABLE_FILES.index}`;

	const keepMounts = async (): Promise<void> => {
		if (storage && rules.persistsMounts) await saveKeptMounts(storage, mounts);
	};

	const openMutable = async (): Promise<MutableArchive> => {
		if (mutable) return mutable;
		if (!storage) {
			throw new LiveUpdateError('not-initialized', 'live update: there is no folder to store content in');
		}
		mutable = await openMutableArchive({
			storage,
			baseManifest: bundle.manifest,
			baseIndexMd5: bundle.index?.md5 ?? new Uint8Array(16),
			indexVersion: rules.mutableIndexVersion,
			crypto,
			log,
		});
		if (!mounts.get(LEGACY_MOUNT.name)) {
			mounts.add({
				...LEGACY_MOUNT,
				uri: mutableUri(),
				provider: mutable.provider,
				persistent: rules.persistsMounts,
			});
		}
		return mutable;
	};

	const mountUri = async (mount: { name: string; uri: string; priority: number }): Promise<void> => {
		const uri = parseMountUri(mount.uri);
		if (uri.scheme === 'mutable') {
			await openMutable();
			return;
		}
		const provider = await openMount(uri, {
			verify,
			verifyManifest: (manifest, name) => {
				if (verify !== 'off') verifyPublisher({ manifest, name, installed, crypto });
			},
		});
		try {
			mounts.add({ ...mount, provider, persistent: rules.persistsMounts });
		} catch (cause) {
			provider.close();
			throw cause;
		}
	};

	const storeBatch = async (): Promise<void> => {
		const batch = waitingBlobs.splice(0);
		if (batch.length === 0) return;
		try {
			const isNew = mutable === undefined;
			const archive = await openMutable();
			const outcomes = await archive.store(batch.map((item) => item.blob));
			if (isNew) await keepMounts();
			batch.forEach((item, at) => {
				const outcome = outcomes[at];
				if (outcome) item.reject(outcome);
				else {
					options.onStored?.({ hexDigest: item.blob.hexDigest, sizeBytes: item.blob.bytes.length });
					item.resolve();
				}
			});
		} catch (cause) {
			for (const item of batch) item.reject(cause);
		}
	};

	await start();

	async function start(): Promise<void> {
		if (!storage) return;
		if (rules.persistsMounts && options.mountOnStart !== false) {
			for (const kept of await loadKeptMounts(storage, log)) {
				await logFailure(kept, () => mountUri(kept));
			}
		}
		if (!rules.hasLegacyApi || mounts.get(LEGACY_MOUNT.name)) return;
		const files = await storage.list();
		if (files.includes(MUTABLE_FILES.index) || files.includes(MUTABLE_FILES.indexTmp)) {
			await logFailure({ ...LEGACY_MOUNT, uri: mutableUri() }, async () => {
				await openMutable();
				await keepMounts();
			});
		}
	}

	async function logFailure(mount: { name: string; uri: string }, work: () => Promise<void>): Promise<void> {
		try {
			await work();
		} catch (cause) {
			if (!(cause instanceof LivemountError)) throw cause;
			error('RESOURCE', `Failed to create mount '${mount.name}' - '${mount.uri}': ${cause.message}`);
		}
	}

	return {
		era,
		engineVersion,
		addMount: (mount) =>
			jobs.run(async () => {
				if (mount.priority < 0 || !Number.isInteger(mount.priority)) {
					throw new LiveUpdateError('invalid', `Priority needs to be a positive number: ${mount.priority}`);
				}
				await mountUri(mount);
				await keepMounts();
			}),
		removeMount(name) {
			const mount = mounts.get(name);
			if (!mount || mount.priority < 0) return false;
			mounts.remove(name);
			if (mount.provider === mutable?.provider) mutable = undefined;
			// Saving comes after the call, as jobs do; a failure is logged because nobody waits for it.
			jobs
				.run(async () => {
					mount.provider.close();
					await keepMounts();
				})
				.catch((cause: Error) => error('RESOURCE', `mount '${name}' was removed but not for good: ${cause.message}`));
			return true;
		},
		storeResource(blob) {
			const stored = new Promise<void>((resolve, reject) => {
				waitingBlobs.push({ blob, resolve, reject });
			});
			// What arrives while one batch is being written goes into the next: one sync serves them all.
			void jobs.run(storeBatch);
			return stored;
		},
		storeManifest: (bytes, name = 'the new manifest') =>
			jobs.run(async () => {
				const manifest = readManifest(bytes, name);
				verifyManifest({ manifest, name, installed, crypto });
				const isNew = mutable === undefined;
				const archive = await openMutable();
				await archive.setManifest(manifest, { atOnce: rules.appliesAtOnce });
				if (isNew) await keepMounts();
			}),
		dependencies: (urlHash, { onlyMissing, includeRequested }) =>
			findDependencies({
				mounts,
				urlHash,
				onlyMissing,
				includeRequested,
				onUnlisted: (dependency, of) => {
					const hex = (hash: bigint) => hash.toString(16).padStart(16, '0');
					error('RESOURCE', `Couldn't get entry for dependency ${hex(dependency)} in manifest from ${hex(of)}`);
				},
			}),
		isUsingLiveUpdateData: () => mounts.list().some((mount) => mount.priority >= 0),
		isBuiltWithExcludedFiles() {
			const { manifest } = bundle;
			if (manifest.hasExcludedResources !== undefined) return manifest.hasExcludedResources;
			for (let at = 0; at < manifest.entryCount; at++) if (manifest.entryAt(at).flags & 2) return true;
			return false;
		},
		pendingCount: () => jobs.pendingCount(),
		idle: () => jobs.run(async () => undefined),
	};
}
