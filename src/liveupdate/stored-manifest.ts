import { equalBytes, LivemountError } from '../bytes/index.ts';
import { type Manifest, readManifest } from '../formats/index.ts';
import { type Core, logError, logInfo } from './core.ts';
import { asideName, DEVICE_FILES } from './device-files.ts';
import { verifyManifest } from './verify-manifest.ts';

/** The slot of the device's state for what `store_manifest` stores. */
export const MANIFEST_SLOT = 'manifest';

/** What marks a bundle in `bundle.ver`: its manifest's signature; of unsigned bundles the digest of what would be signed. */
function bundleMark({ installed: { manifest }, crypto }: Pick<Core, 'installed' | 'crypto'>): Uint8Array {
	return manifest.signature.length > 0 ? manifest.signature : crypto.digest('sha256', manifest.dataBytes);
}

/**
 * Gives the stored manifest, when there is one that still fits: made for the bundle that is installed now, and passing
 * every check a new one would have to pass. Otherwise it goes, and the bundle's own counts; what was stored stays.
 */
export async function loadStoredManifest(core: Core, isSameBundle: boolean): Promise<Manifest | undefined> {
	const { storage, installed, crypto } = core;
	const bytes = await storage?.read(DEVICE_FILES.manifest);
	if (!storage || !bytes) return undefined;
	if (!isSameBundle) {
		await storage.remove(DEVICE_FILES.manifest);
		logInfo(core, 'The bundle is another than before: its manifest takes the place of the stored one');
		return undefined;
	}
	const name = `${storage.name}/${DEVICE_FILES.manifest}`;
	try {
		const manifest = readManifest(bytes, name);
		verifyManifest({ manifest, name, installed, crypto });
		return manifest;
	} catch (error) {
		if (!(error instanceof LivemountError)) throw error;
		const aside = asideName(DEVICE_FILES.manifest);
		await storage.rename(DEVICE_FILES.manifest, aside);
		logError(core, `${error.message}; put aside as ${aside}, the bundle's manifest is used`);
		return undefined;
	}
}

/**
 * True when the bundle is the one that was there at the last start, by our own mark and by Defold's `bundle.ver`. Both then
 * name the present bundle.
 */
export async function enterBundle(core: Core): Promise<boolean> {
	const { storage, rules, state, installed, crypto } = core;
	const mark = bundleMark(core);
	const digest = crypto.digest('sha256', installed.manifest.dataBytes);
	const isSame = await state.enterBundle([...digest].map((byte) => byte.toString(16).padStart(2, '0')).join(''));
	const bundled = installed.manifest.release;
	if (bundled && isNewer(core)) await state.enterRelease(MANIFEST_SLOT, bundled);
	const version = await storage?.read(DEVICE_FILES.bundleVersion);
	if (!storage || !version) return isSame;
	const fits = equalBytes(version, mark);
	if (!fits && rules.keepsBundleVersion) await storage.remove(DEVICE_FILES.bundleVersion);
	return isSame && fits;
}

/** True when the bundle's own release is later than all seen. */
function isNewer({ state, installed }: Core): boolean {
	try {
		state.checkRelease(MANIFEST_SLOT, installed.manifest.release, 'the bundle');
		return true;
	} catch (error) {
		if (error instanceof LivemountError) return false;
		throw error;
	}
}

/** Writes `bundle.ver` where the era has it, so that an engine knows to which bundle the stored manifest belongs. */
export async function saveBundleVersion(core: Core): Promise<void> {
	const { storage, rules } = core;
	if (!storage || !rules.keepsBundleVersion) return;
	const mark = bundleMark(core);
	const before = await storage.read(DEVICE_FILES.bundleVersion);
	if (!before || !equalBytes(before, mark)) await storage.replace(DEVICE_FILES.bundleVersion, mark);
}
