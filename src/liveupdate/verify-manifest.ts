import { BytesError, type Crypto, decodeUtf8, equalBytes } from '../bytes/index.ts';
import {
	type ArchiveIndex,
	FormatError,
	type Manifest,
	manifestSupportsEngine,
	RESOURCE_FLAG,
	verifyManifestSignature,
} from '../formats/index.ts';
import { LiveUpdateError } from './error.ts';

/** What a new manifest is compared with: the installed bundle and the running engine. */
export type Installed = {
	readonly manifest: Manifest;
	/** Of the bundle's archive; without it the check for bundled resources is left out. */
	readonly index: Pick<ArchiveIndex, 'find' | 'md5'> | undefined;
	/** The bundle's `game.public.der`; without it nothing can be said about who signed. */
	readonly publicKey: Uint8Array | undefined;
	readonly engineVersion: string;
};

/**
 * Checks a manifest before it is stored, in Defold's order: version, engine, signature, bundled resources.
 *
 * @throws LiveUpdateError `version-mismatch`, `engine-version-mismatch`, `signature-mismatch`, `format-error`,
 * `bundled-resource-mismatch`
 */
export function verifyManifest(options: {
	manifest: Manifest;
	/** What was read, for messages. */
	name: string;
	installed: Installed;
	crypto: Crypto;
}): void {
	const { manifest, name, installed, crypto } = options;
	if (manifest.version !== installed.manifest.version) {
		throw new LiveUpdateError(
			'version-mismatch',
			`${name}: Manifest file version mismatch (expected '${installed.manifest.version}', actual '${manifest.version}')`,
			{ data: { name, expected: installed.manifest.version, actual: manifest.version } },
		);
	}
	if (!manifestSupportsEngine(manifest, installed.engineVersion, crypto)) {
		throw engineMismatch(name, installed.engineVersion);
	}
	verifyPublisher(options);
	if (installed.index) verifyBundledResources(manifest, installed.index, name);
}

/**
 * Checks a pack's manifest: who signed it, and that it was made for the running engine, or for one that the bundle was
 * made for too.
 *
 * @throws LiveUpdateError `engine-version-mismatch`, `signature-mismatch`
 */
export function verifyPackManifest(options: {
	manifest: Manifest;
	name: string;
	installed: Installed;
	crypto: Crypto;
}): void {
	const { manifest, name, installed, crypto } = options;
	const shared = manifest.engineVersions.some((one) =>
		installed.manifest.engineVersions.some((other) => equalBytes(one, other)),
	);
	if (!shared && !manifestSupportsEngine(manifest, installed.engineVersion, crypto)) {
		throw engineMismatch(name, installed.engineVersion);
	}
	verifyPublisher(options);
}

/**
 * Checks that a manifest was signed with the key of the installed bundle.
 *
 * A bundle without a key (engines from 1.12 on) says nothing about signatures, so nothing is checked then.
 *
 * @throws LiveUpdateError `signature-mismatch`, `format-error`
 */
function verifyPublisher(options: { manifest: Manifest; name: string; installed: Installed; crypto: Crypto }): void {
	const { manifest, name, installed, crypto } = options;
	if (!installed.publicKey) return;
	try {
		verifyManifestSignature({ manifest, publicKey: installed.publicKey, crypto, name });
	} catch (cause) {
		if (!(cause instanceof FormatError)) throw cause;
		throw new LiveUpdateError('signature-mismatch', cause.message, { cause, data: cause.data });
	}
}

function engineMismatch(name: string, engineVersion: string): LiveUpdateError {
	return new LiveUpdateError(
		'engine-version-mismatch',
		`${name}: Loaded manifest does not support current engine version (${engineVersion})`,
		{ data: { name, engineVersion } },
	);
}

/**
 * A remark for the message about a file that was refused, when it came as text: many a server takes files without a known
 * ending for text, and what passes through text is not the same bytes any more. "" when there is no sign of it.
 */
export function remarkOnServing(bytes: Uint8Array, contentType: string | undefined): string {
	const isTextType = contentType !== undefined && /^(text\/|application\/(json|xml|javascript))/i.test(contentType);
	if (!isTextType && !wentThroughText(bytes)) return '';
	const how = isTextType ? `as ${contentType}` : 'as text';
	return `; it came ${how}: let the server send it as application/octet-stream`;
}

/** Binary files hold digests, which are never UTF-8; and U+FFFD twice is what a decoder put in their place. */
function wentThroughText(bytes: Uint8Array): boolean {
	if (bytes.length === 0) return false;
	let replacedCount = 0;
	for (let at = 0; at + 2 < bytes.length && replacedCount < 2; at++) {
		if (bytes[at] === 0xef && bytes[at + 1] === 0xbf && bytes[at + 2] === 0xbd) replacedCount++;
	}
	if (replacedCount >= 2) return true;
	try {
		decodeUtf8(bytes);
		return true;
	} catch (error) {
		if (error instanceof BytesError) return false;
		throw error;
	}
}

function verifyBundledResources(manifest: Manifest, index: Pick<ArchiveIndex, 'find'>, name: string): void {
	const missing: string[] = [];
	let missingCount = 0;
	for (let at = 0; at < manifest.entryCount; at++) {
		const entry = manifest.entryAt(at);
		if ((entry.flags & RESOURCE_FLAG.BUNDLED) === 0 || index.find(entry.hexDigest)) continue;
		missingCount++;
		if (missing.length < 5) missing.push(entry.url || entry.hexDigest);
	}
	if (missingCount === 0) return;
	const more = missingCount > missing.length ? ` and ${missingCount - missing.length} more` : '';
	throw new LiveUpdateError(
		'bundled-resource-mismatch',
		`${name}: expects ${missingCount} resources in the bundle that are not there: ${missing.join(', ')}${more}. ` +
			'Only excluded content may change without a new bundle.',
		{ data: { name, missing, missingCount } },
	);
}
