import { type Crypto, encodeUtf8, equalBytes } from '../../bytes/index.ts';
import type { Manifest } from './manifest.ts';

/** SHA-1 of an engine version's text, such as `1.11.2`: how manifests from version 2 on name it. */
export function engineVersionDigest(version: string, crypto: Crypto): Uint8Array {
	return crypto.digest('sha1', encodeUtf8(version));
}

/**
 * True when the manifest lists the engine.
 *
 * `version` is a version text, or the 40 hexadecimal digits of an engine's own SHA-1, which manifests of version 1 hold as
 * they are.
 */
export function manifestSupportsEngine(manifest: Manifest, version: string, crypto: Crypto): boolean {
	const text = encodeUtf8(version);
	const digest = engineVersionDigest(version, crypto);
	return manifest.engineVersions.some((listed) => equalBytes(listed, digest) || equalBytes(listed, text));
}

/** SHA-1 of `project.title`, by which a device keeps one game's content apart from another's. */
export function projectIdentifier(title: string, crypto: Crypto): Uint8Array {
	return crypto.digest('sha1', encodeUtf8(title));
}
