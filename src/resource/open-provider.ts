import { type Crypto, LivemountError } from '../bytes/index.ts';
import type { Manifest } from '../formats/index.ts';
import { ResourceError } from './error.ts';
import { formatMountUri, type MountUri } from './mount-uri.ts';
import type { Provider } from './provider.ts';

/**
 * When content is compared with its digest: `mount` before it becomes visible, `read` then and again each time it is read,
 * `off` never. Of what lies behind a network the whole is never here; there `mount` compares each resource as it is read.
 */
export type Verify = 'mount' | 'read' | 'off';

/** What a provider is opened with. */
export type OpenContext = {
	readonly uri: MountUri;
	/** The URI as text, for messages. */
	readonly name: string;
	readonly crypto: Crypto;
	/** A provider that can be compared as a whole offers `verify`, which is called before it becomes visible. */
	readonly verify: Verify;
	/**
	 * Serve the content by this manifest instead of the mount's own, and nothing that it does not list: the content is older
	 * than the bundle, but what did not change is still good.
	 */
	readonly manifest?: Manifest;
	/** To be called with the mount's manifest before anything is served; throws when it must not be mounted. */
	acceptManifest(manifest: Manifest): void;
};

/**
 * Opens what a URI names. This is what one writes to add a provider of one's own.
 *
 * @throws any LivemountError: it was mine, but could not be opened
 */
export type OpenProvider = (context: OpenContext) => Promise<Provider>;

/** Providers by the scheme of the URIs they open. */
export type ProviderTable = ReadonlyMap<string, OpenProvider>;

const SAME_SCHEME: Readonly<Record<string, string>> = { dmanif: 'archive', https: 'http' };

/**
 * Opens a mount's URI with the provider for it: as in Defold a path that ends in `.zip` is a zip whatever its scheme, and
 * `dmanif` is an archive.
 *
 * @throws ResourceError `unknown-scheme`, `provider-failed`; what the provider throws
 */
export async function openProvider(
	uri: MountUri,
	providers: ProviderTable,
	context: Omit<OpenContext, 'uri' | 'name'>,
): Promise<Provider> {
	const name = formatMountUri(uri);
	const known = providers.has(uri.scheme) ? uri.scheme : (SAME_SCHEME[uri.scheme] ?? uri.scheme);
	const scheme = uri.path.endsWith('.zip') && isPlain(known) ? 'zip' : known;
	const open = providers.get(scheme);
	if (!open) {
		throw new ResourceError('unknown-scheme', `Failed to find loader for scheme '${uri.scheme}' of ${name}`, {
			data: { uri: name, scheme: uri.scheme },
		});
	}
	try {
		return await open({ ...context, uri, name });
	} catch (cause) {
		if (cause instanceof LivemountError) throw cause;
		// A provider of somebody's own may throw anything.
		throw new ResourceError('provider-failed', `${name}: the provider failed: ${(cause as Error).message}`, {
			cause,
			data: { uri: name, scheme },
		});
	}
}

/** Schemes that only say where a file lies. One's own scheme decides itself what a path that ends in `.zip` is. */
function isPlain(scheme: string): boolean {
	return scheme === 'file' || scheme === 'http' || scheme === 'zip';
}
