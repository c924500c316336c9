import { FormatError, isLuaPath, readLuaModule } from '../formats/index.ts';
import { keyOfHash, type Listed, type Mounts, type Provider } from '../resource/index.ts';
import { LiveUpdateError } from './error.ts';

/**
 * Checks what a pack would take the place of, before it becomes visible.
 *
 * - A file that no manifest lists may not replace a resource of the bundle, nor one that the pack's own manifest lists:
 *   nobody signed it (`shadows-bundle`, `shadows-listed`; the second only where the bundle's packs are signed).
 * - A listed resource may not replace a script or Lua module of the bundle with other text (`shadows-bundle`): after an
 *   update of the app an old pack would bring old code back.
 * - A file named like content that the manifest does not list is of another release (`foreign-content`).
 *
 * @throws LiveUpdateError `shadows-bundle`, `shadows-listed`, `foreign-content`
 */
export function verifyPack(options: {
	provider: Provider;
	/** What is mounted, for messages. */
	name: string;
	/** With the bundle in it. */
	mounts: Mounts;
	/** True when the bundle has a key, so that what is listed is signed. */
	isSigned: boolean;
}): void {
	const { provider, name, mounts, isSigned } = options;
	const bundle = mounts.list().filter(({ priority }) => priority < 0);
	if (bundle.length === 0) return;
	const bundled = new Map<bigint, Listed>();
	for (const mount of bundle.toReversed())
		for (const listed of mount.provider.list()) bundled.set(listed.urlHash, listed);
	for (const listed of provider.list()) {
		if (listed.hexDigest === undefined) checkForeign(listed, name);
		const below = bundled.get(listed.urlHash);
		if (listed.hexDigest === undefined && below) {
			throw refuse('shadows-bundle', { listed, name, what: 'which is in the bundle, and no manifest lists this one' });
		}
		if (listed.hexDigest === undefined && isSigned && provider.manifest?.find(listed.urlHash)) {
			throw refuse('shadows-listed', { listed, name, what: 'which its manifest lists and signs' });
		}
		if (!below || listed.hexDigest === below.hexDigest) continue;
		if (isLua(listed.path ?? below.path, listed.urlHash, bundle)) {
			throw refuse('shadows-bundle', { listed, name, what: 'a script that the bundle has with other text' });
		}
	}
}

/** Names of content: digests in hexadecimal, of the lengths of MD5 to SHA-512. */
const CONTENT_NAME = /^\/([0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{128})$/;

function checkForeign(listed: Listed, name: string): void {
	if (listed.path === undefined || !CONTENT_NAME.test(listed.path)) return;
	throw new LiveUpdateError(
		'foreign-content',
		`${name}: expected content that its manifest lists, found ${listed.path.slice(1)}: it is of another release`,
		{ data: { name, hexDigest: listed.path.slice(1) } },
	);
}

/** By its path; where builders left that blank, by what the bundle's resource is. */
function isLua(path: string | undefined, urlHash: bigint, bundle: ReturnType<Mounts['list']>): boolean {
	if (path !== undefined) return isLuaPath(path);
	const key = keyOfHash(urlHash);
	for (const { provider } of bundle) {
		const bytes = provider.read(key);
		if (!bytes) continue;
		try {
			return /\.(lua|script|gui_script|render_script)$/.test(
				readLuaModule(bytes, 'resource').module.source?.filename ?? '',
			);
		} catch (error) {
			if (error instanceof FormatError) return false;
			throw error;
		}
	}
	return false;
}

function refuse(
	code: 'shadows-bundle' | 'shadows-listed',
	about: { listed: Listed; name: string; what: string },
): LiveUpdateError {
	const { listed, name, what } = about;
	const resource = listed.path ?? `the resource with url hash ${listed.urlHash.toString(16).padStart(16, '0')}`;
	return new LiveUpdateError(code, `${name}: would take the place of ${resource}, ${what}`, {
		data: { name, resource },
	});
}
