import type { Manifest } from '../formats/index.ts';
import { openProvider, type Provider, parseMountUri } from '../resource/index.ts';
import type { Core, MountRequest } from './core.ts';
import { verifyManifest, verifyPackManifest } from './verify-manifest.ts';
import { verifyPack } from './verify-pack.ts';

/** After so many bytes were compared, others have a turn. */
const PAUSE_BYTES = 4 * 1024 ** 2;

/** How a pack is opened. */
export type OpenPackOptions = {
	/** Checks the manifest as strictly as one for `store_manifest`: it then decides about the whole game. */
	asStoredManifest?: boolean;
	/** Serves the content by this manifest instead of its own, whoever made that. */
	manifest?: Manifest;
	/** Default: as the client was told. */
	skipVerification?: boolean;
};

/**
 * Opens what a mount names and checks it whole, as far as it can be: manifest, content, and what it would shadow. Nothing
 * is visible yet.
 *
 * @throws LiveUpdateError, FormatError, ResourceError: why it was refused or could not be opened
 */
export async function openPack(core: Core, mount: MountRequest, options: OpenPackOptions = {}): Promise<Provider> {
	const { installed, crypto, state, debug } = core;
	const verify = options.skipVerification ? 'off' : core.verify;
	let manifest: Manifest | undefined;
	const provider = await openProvider(parseMountUri(mount.uri), core.providers, {
		crypto,
		verify,
		...(options.manifest ? { manifest: options.manifest } : {}),
		acceptManifest(found) {
			if (options.manifest) return;
			manifest = found;
			if (verify === 'off') return;
			const about = { manifest: found, name: mount.uri, installed, crypto };
			if (options.asStoredManifest) verifyManifest(about);
			else verifyPackManifest(about);
			state.checkRelease(slotOf(mount), found.release, mount.uri);
		},
	});
	try {
		if (verify !== 'off') {
			const comparedBytes = await compareAll(core, provider);
			if (!core.allowShadowing) {
				verifyPack({
					provider,
					name: mount.uri,
					mounts: core.mounts,
					isSigned: installed.publicKey !== undefined && manifest !== undefined,
				});
			}
			debug(1, () => `${mount.uri}: verified, ${comparedBytes} bytes compared with their digests`);
		}
		await state.enterRelease(slotOf(mount), manifest?.release);
		return provider;
	} catch (error) {
		provider.close();
		throw error;
	}
}

async function compareAll(core: Core, provider: Provider): Promise<number> {
	let comparedBytes = 0;
	let sincePause = 0;
	for (const sizeBytes of provider.verify?.() ?? []) {
		comparedBytes += sizeBytes;
		sincePause += sizeBytes;
		if (sincePause < PAUSE_BYTES) continue;
		sincePause = 0;
		await core.pause();
	}
	return comparedBytes;
}

function slotOf(mount: MountRequest): string {
	return `mount:${mount.name}`;
}
