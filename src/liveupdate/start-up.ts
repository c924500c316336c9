import { LivemountError } from '../bytes/index.ts';
import { FormatError, type Manifest, readReferenceFile } from '../formats/index.ts';
import type { Provider } from '../resource/index.ts';
import { type Core, logError, logInfo, type MountRequest } from './core.ts';
import { type DeviceArchive, LEGACY_MOUNT } from './device-archive.ts';
import { DEVICE_FILES } from './device-files.ts';
import { LiveUpdateError } from './error.ts';
import type { KeptMounts } from './kept-mounts.ts';
import { type OpenPackOptions, openPack } from './packs.ts';
import type { Storage } from './storage.ts';

/** What a start works with. */
export type StartUp = {
	readonly core: Core;
	readonly storage: Storage;
	readonly archive: DeviceArchive;
	readonly kept: KeptMounts;
	/** What `store_manifest` stored, if it still fits. */
	readonly storedManifest: Manifest | undefined;
	/** False after an update of the app. */
	readonly isSameBundle: boolean;
};

/**
 * Opens what earlier sessions of an engine of era A left: the stored zip if there is a reference to one, and the archive of
 * single resources. Names that end in `.tmp` were written by the last session and count from now on.
 */
export async function startEraA(start: StartUp): Promise<void> {
	const { core, storage, archive } = start;
	const path = await takeReference(storage, core);
	if (path !== undefined) {
		const mount = { ...LEGACY_MOUNT, uri: `zip:${path}` };
		const opened = await attempt(core, mount, () => mountReferred(start, mount));
		// Defold cleans up; the zip itself belongs to the game.
		if (!opened) await storage.remove(DEVICE_FILES.reference);
	}
	if (await hasArchive(storage)) await attempt(core, { ...LEGACY_MOUNT, uri: archive.uri }, () => archive.mount());
}

/** Mounts the zip that `store_archive` kept. */
async function mountReferred(start: StartUp, mount: MountRequest): Promise<void> {
	const { core, archive, storedManifest, isSameBundle } = start;
	// One manifest decides in era A: the one stored last, which is the zip's unless another came after it.
	const manifest = storedManifest ?? (isSameBundle ? undefined : core.installed.manifest);
	const provider = await openKept(start, mount, manifest ? { manifest } : { asStoredManifest: true });
	core.mounts.add({ ...mount, provider, persistent: core.rules.persistsMounts });
	if (!core.rules.hasMounts && provider.manifest) archive.useManifest(provider.manifest);
}

/** Mounts what era B kept, and takes over what an engine of era A left. */
export async function startEraB(start: StartUp & { mountOnStart: boolean }): Promise<void> {
	const { core, storage, archive, kept } = start;
	if (start.mountOnStart) {
		for (const line of kept.lines) {
			const work = line.uri.startsWith('mutable:') ? () => archive.mount(line.name) : () => mountKept(start, line);
			if (!(await attempt(core, line, work))) kept.keepAbsent(line);
		}
	} else logInfo(core, 'LiveUpdate resource mounts disabled.');
	const files = new Set(await storage.list());
	const isLegacy = LEGACY_FILES.some((name) => files.has(name));
	const wasRemoved = kept.wasThere && !isLegacy && !core.quirks;
	if (!core.mounts.get(LEGACY_MOUNT.name) && !wasRemoved) await migrate(start);
	if (isLegacy) await removeLegacyFiles(start);
}

/** What only engines of era A write. */
const LEGACY_FILES = [DEVICE_FILES.referenceTmp, DEVICE_FILES.reference, DEVICE_FILES.bundleVersion] as const;

async function migrate(start: StartUp): Promise<void> {
	const { core, storage, archive, kept } = start;
	const path = await takeReference(storage, core);
	if (path !== undefined) {
		const mount = { ...LEGACY_MOUNT, uri: `zip:${path}` };
		if (await attempt(core, mount, () => mountReferred(start, mount)))
			logInfo(core, `Created zip mount from '${path}'`);
		if (core.quirks) await removeFiles(start, [DEVICE_FILES.index, DEVICE_FILES.indexTmp, DEVICE_FILES.data]);
	}
	if (await hasArchive(storage)) {
		const isOld = core.quirks && (await hasOldIndex(storage));
		// Engines cannot read the index of era A and delete it with all it names; here it is taken over.
		if (isOld) await removeFiles(start, [DEVICE_FILES.index, DEVICE_FILES.indexTmp, DEVICE_FILES.data]);
		else if (await attempt(core, { ...LEGACY_MOUNT, uri: archive.uri }, () => archive.mount())) {
			logInfo(core, `Created mutable archive mount from '${storage.name}/${DEVICE_FILES.index}'`);
		}
	}
	await kept.save();
}

async function removeLegacyFiles(start: StartUp): Promise<void> {
	await removeFiles(start, LEGACY_FILES);
}

async function removeFiles({ storage, core }: StartUp, names: readonly string[]): Promise<void> {
	const files = new Set(await storage.list());
	for (const name of names) {
		if (!files.has(name)) continue;
		await storage.remove(name);
		logInfo(core, `Removed legacy file '${storage.name}/${name}'`);
	}
}

async function hasArchive(storage: Storage): Promise<boolean> {
	const files = await storage.list();
	const names: readonly string[] = [DEVICE_FILES.index, DEVICE_FILES.indexTmp, DEVICE_FILES.compactedIndex];
	return names.some((name) => files.includes(name));
}

/** The first four bytes of an index are its version, big-endian. */
async function hasOldIndex(storage: Storage): Promise<boolean> {
	const bytes = (await storage.read(DEVICE_FILES.indexTmp)) ?? (await storage.read(DEVICE_FILES.index));
	return bytes !== undefined && bytes[3] !== 5;
}

/** The path of the stored zip; a reference of the last session replaces the one before. */
async function takeReference(storage: Storage, core: Core): Promise<string | undefined> {
	if ((await storage.list()).includes(DEVICE_FILES.referenceTmp)) {
		await storage.rename(DEVICE_FILES.referenceTmp, DEVICE_FILES.reference);
	}
	const bytes = await storage.read(DEVICE_FILES.reference);
	if (!bytes) return undefined;
	try {
		return readReferenceFile(bytes, `${storage.name}/${DEVICE_FILES.reference}`);
	} catch (error) {
		if (!(error instanceof FormatError)) throw error;
		logError(core, error.message);
		await storage.remove(DEVICE_FILES.reference);
		return undefined;
	}
}

/**
 * Opens a pack that an earlier session mounted. When it does not fit the bundle any more (an update of the app), what it has
 * is served by the bundle's manifest, as far as that still lists it: nothing that is still needed is fetched again.
 */
async function openKept(start: StartUp, mount: MountRequest, options: OpenPackOptions = {}): Promise<Provider> {
	const { core } = start;
	try {
		return await openPack(core, mount, options);
	} catch (error) {
		if (!(error instanceof LiveUpdateError) || options.manifest) throw error;
		const provider = await openPack(core, mount, { manifest: core.installed.manifest });
		for (const _ of provider.list()) {
			logInfo(core, `${error.message}; what the bundle lists of it is used`);
			return provider;
		}
		provider.close();
		throw error;
	}
}

async function mountKept(start: StartUp, mount: MountRequest): Promise<void> {
	const { core, storage } = start;
	let provider: Provider;
	let { uri } = mount;
	try {
		provider = await openKept(start, mount);
	} catch (error) {
		const moved = movedUri(uri, storage.name);
		if (!(error instanceof LivemountError) || error.code !== 'not-found' || moved === undefined) throw error;
		uri = moved;
		provider = await openKept(start, { ...mount, uri });
	}
	core.mounts.add({ ...mount, uri, provider, persistent: true });
}

/**
 * The URI of a file in the game's folder after that folder has moved: on iOS every update of the app moves it. The folder is
 * known by its last part, the project's identifier.
 */
function movedUri(uri: string, folder: string): string | undefined {
	const identifier = folder.slice(folder.replaceAll('\\', '/').lastIndexOf('/') + 1);
	const at = uri.lastIndexOf(`/${identifier}/`);
	const scheme = /^[0-9A-Za-z]{2,}:/.exec(uri)?.[0];
	if (identifier === '' || at < 0 || scheme === undefined) return undefined;
	const moved = `${scheme}${folder}${uri.slice(at + identifier.length + 1)}`;
	return moved === uri ? undefined : moved;
}

/** Runs a part of the start; a failure of content is logged, and the game starts without it. */
async function attempt(core: Core, mount: MountRequest, work: () => Promise<void>): Promise<boolean> {
	try {
		await work();
		return true;
	} catch (error) {
		if (!(error instanceof LivemountError)) throw error;
		core.log({
			severity: 'error',
			domain: 'RESOURCE',
			message: `Failed to create mount '${mount.name}' - '${mount.uri}': ${error.message}`,
		});
		return false;
	}
}
