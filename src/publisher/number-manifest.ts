import { type Crypto, compareText, equalBytes, toHex } from '../bytes/index.ts';
import {
	engineVersionDigest,
	type Manifest,
	manifestContent,
	manifestSupportsEngine,
	type Release,
	readManifest,
	signManifestData,
	verifyKeyPair,
	writeManifest,
} from '../formats/index.ts';
import { PUBLISHED_MANIFEST_NAME } from './content.ts';
import { PublishError } from './error.ts';

/** A pair of RSA keys: PKCS#8 and SubjectPublicKeyInfo, DER. */
export type SigningKeys = { readonly privateKey: Uint8Array; readonly publicKey: Uint8Array };

/**
 * Gives a manifest its release number, and signs it anew.
 *
 * A signed manifest for which there is no key stays as it is, byte for byte: a number in it would break its signature.
 * One that is not signed is numbered and stays so unless keys are given.
 *
 * @returns the file, and whether it was written anew: false when it is the one given
 * @throws FormatError `invalid-key` when the keys are no pair
 */
export function numberManifest(options: {
	manifest: Manifest;
	/** `undefined` gives it none. */
	release: Release | undefined;
	/** Added to those that the manifest lists. */
	engineVersions?: readonly string[] | undefined;
	keys: SigningKeys | undefined;
	crypto: Crypto;
}): { bytes: Uint8Array; renewed: boolean } {
	const { manifest, release, engineVersions = [], keys, crypto } = options;
	if (!canBeNumbered(manifest, keys)) return { bytes: manifest.fileBytes, renewed: false };
	if (keys) verifyKeyPair({ ...keys, name: 'the keys that sign the release' });
	const content = { ...withEngines(manifest, engineVersions, crypto), release };
	const bytes = writeManifest(
		content,
		keys &&
			((dataBytes) =>
				signManifestData({
					dataBytes,
					algorithm: content.signatureHashAlgorithm,
					privateKey: keys.privateKey,
					crypto,
				})),
	);
	return { bytes, renewed: true };
}

/** False for a manifest whose signature nobody here can renew. */
export function canBeNumbered(manifest: Manifest, keys: SigningKeys | undefined): boolean {
	return keys !== undefined || manifest.signature.length === 0;
}

/** SHA-256 of what a manifest says, whatever its number and signature. */
export function contentDigest(
	manifest: Manifest,
	engineVersions: readonly string[],
	crypto: Crypto,
): { content: string; engineVersions: string[] } {
	const content = { ...withEngines(manifest, engineVersions, crypto), release: undefined };
	const asBuilt = manifest.release === undefined && engineVersions.length === 0;
	const dataBytes = asBuilt
		? manifest.dataBytes
		: readManifest(writeManifest(content), PUBLISHED_MANIFEST_NAME).dataBytes;
	return {
		content: toHex(crypto.digest('sha256', dataBytes)),
		engineVersions: content.engineVersions.map(toHex).sort(compareText),
	};
}

/**
 * Refuses engine versions that a manifest does not list and that nobody here can add to it.
 *
 * @throws PublishError `key-needed`
 */
export function checkEnginesCanBeAdded(options: {
	manifest: Manifest;
	engineVersions: readonly string[];
	keys: SigningKeys | undefined;
	crypto: Crypto;
}): void {
	const { manifest, engineVersions, keys, crypto } = options;
	if (canBeNumbered(manifest, keys)) return;
	const missing = engineVersions.filter((version) => !manifestSupportsEngine(manifest, version, crypto));
	if (missing.length === 0) return;
	throw new PublishError(
		'key-needed',
		`the manifest does not list the engine ${missing.join(', ')} and is signed: adding it needs the private key`,
		{ data: { missing } },
	);
}

function withEngines(
	manifest: Manifest,
	versions: readonly string[],
	crypto: Crypto,
): ReturnType<typeof manifestContent> {
	const content = manifestContent(manifest);
	const listed = [...content.engineVersions];
	for (const version of versions) {
		const digest = engineVersionDigest(version, crypto);
		if (!listed.some((one) => equalBytes(one, digest))) listed.push(digest);
	}
	return { ...content, engineVersions: listed };
}
