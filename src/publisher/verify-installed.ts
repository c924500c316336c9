import { type Crypto, equalBytes, hash64ToHex, toHex } from '../bytes/index.ts';
import {
	type Manifest,
	publicKeyToSpki,
	RESOURCE_FLAG,
	type ResourceEntry,
	readManifest,
	readRsaPublicKey,
	verifyKeyPair,
	verifyManifestSignature,
} from '../formats/index.ts';
import { PUBLISHED_MANIFEST_NAME, type PublishedContent } from './content.ts';
import { PublishError } from './error.ts';
import { canBeNumbered, contentDigest, numberManifest, type SigningKeys } from './number-manifest.ts';

/** The bundle that players have installed. */
export type InstalledBundle = {
	/** Where it was read, for messages. */
	readonly name: string;
	readonly manifest: Manifest;
	/** Undefined for engines from 1.12 on, which check no signature. */
	readonly publicKey: Uint8Array | undefined;
	/** True when the bundle's archive has content of this digest. */
	readonly has: (hexDigest: string) => boolean;
};

const FEWEST_BITS_TODAY = 2048;
/** SHA-1 of "": what an empty list of supported versions comes to. It names no engine. */
const NO_VERSION = 'da39a3ee5e6b4b0d3255bfef95601890afd80709';

/**
 * Looks at the keys a release is to be signed with.
 *
 * @returns warnings
 * @throws FormatError `invalid-key` when they are no pair; PublishError `key-mismatch` when the installed bundle has another
 * public key, or verifies signatures and the manifest has none
 */
export function verifyKeys(options: {
	content: PublishedContent;
	keys: SigningKeys | undefined;
	/** The public key of installed bundles; `undefined` when they check no signature. */
	installedKey: Uint8Array | undefined;
	/** Where that key was read, for messages. */
	name: string;
	engineVersions?: readonly string[];
	crypto: Crypto;
}): string[] {
	const { content, keys, installedKey, name, engineVersions, crypto } = options;
	const warnings: string[] = [];
	if (keys) {
		verifyKeyPair({ ...keys, name: 'the keys that sign the release' });
		const { modulusBits } = readRsaPublicKey(keys.publicKey, 'public key');
		if (modulusBits < FEWEST_BITS_TODAY) {
			warnings.push(
				`the key has ${modulusBits} bits; ${modulusBits <= 1024 ? 'keys of 1024 bits and below can be broken' : 'that is little today'}, ` +
					`use ${FEWEST_BITS_TODAY} for the next bundle that players install`,
			);
		}
	}
	if (!installedKey) return warnings;
	if (keys && !equalBytes(spki(keys.publicKey), spki(installedKey))) {
		throw new PublishError(
			'key-mismatch',
			`the release would be signed with the key ${fingerprint(keys.publicKey, crypto)}, but ${name} verifies with ` +
				`${fingerprint(installedKey, crypto)}: every installed game would refuse it. Sign with the private key of that bundle`,
			{ data: { name, expected: fingerprint(installedKey, crypto), found: fingerprint(keys.publicKey, crypto) } },
		);
	}
	const built = readManifest(content.manifest, PUBLISHED_MANIFEST_NAME);
	if (!keys && built.signature.length === 0) {
		throw new PublishError(
			'key-mismatch',
			`the manifest is not signed, but ${name} verifies signatures: every installed game would refuse it. Give the private key`,
			{ data: { name } },
		);
	}
	const { bytes } = canBeNumbered(built, keys)
		? numberManifest({ manifest: built, release: { number: 1, rollbackFrom: undefined }, engineVersions, keys, crypto })
		: { bytes: content.manifest };
	const manifest = readManifest(bytes, PUBLISHED_MANIFEST_NAME);
	verifyManifestSignature({
		manifest,
		publicKey: installedKey,
		crypto,
		name: `the manifest, verified as ${name} does`,
	});
	return warnings;
}

/** How a release does not fit the bundle that players have. */
export type BundleDifference = {
	/** Path where either side knows it, else the url hash. */
	readonly name: string;
	/** `differs`: the bundle has other content under this path; `missing`: it has none. */
	readonly kind: 'differs' | 'missing';
	readonly expected: string;
	readonly found: string | undefined;
};

/**
 * Compares a release with the bundle that players have installed: the same project, an engine in common, and every resource
 * that the release expects in the bundle is there with the same content. Only excluded content may change.
 *
 * @returns warnings
 * @throws PublishError `project-mismatch`, `engine-mismatch`, `bundle-mismatch` naming each resource
 */
export function verifyAgainst(options: {
	content: PublishedContent;
	installed: InstalledBundle;
	/** Versions that the release lists besides those of the manifest. */
	engineVersions: readonly string[];
	crypto: Crypto;
}): string[] {
	const { content, installed, crypto } = options;
	const manifest = readManifest(content.manifest, PUBLISHED_MANIFEST_NAME);
	const [expected, found] = [toHex(installed.manifest.projectIdentifier), toHex(manifest.projectIdentifier)];
	if (expected !== found) {
		throw new PublishError(
			'project-mismatch',
			`${installed.name} is of the project ${expected}, the release of ${found}; the identifier is the SHA-1 of project.title, ` +
				'which must be the same',
			{ data: { name: installed.name, expected, found } },
		);
	}
	const listed = contentDigest(manifest, options.engineVersions, crypto).engineVersions;
	const warnings = compareEngines(installed, listed);
	const differences = findDifferences({ manifest, content, installed });
	if (differences.length > 0) throw mismatch(installed, differences);
	const gone = findGone(manifest, installed);
	if (gone.length > 0) {
		warnings.push(
			`${gone.length} resources of ${installed.name} are not listed in the release any more: ` +
				`${gone.slice(0, 10).join(', ')}${gone.length > 10 ? ', …' : ''}`,
		);
	}
	return warnings;
}

function compareEngines(installed: InstalledBundle, listed: readonly string[]): string[] {
	const engines = installed.manifest.engineVersions.map(toHex).filter((digest) => digest !== NO_VERSION);
	const missing = engines.filter((digest) => !listed.includes(digest));
	if (engines.length === 0 || missing.length === 0) return [];
	if (missing.length === engines.length) {
		throw new PublishError(
			'engine-mismatch',
			`the release lists none of the engine versions of ${installed.name} (${engines.join(', ')}, as SHA-1): its engine would refuse ` +
				'the manifest. Add the version it runs with --engine-version or supported-versions',
			{ data: { name: installed.name, expected: engines, found: listed } },
		);
	}
	return [
		`${installed.name} lists engine versions that the release does not (${missing.join(', ')}, as SHA-1); if it runs one of them, add it`,
	];
}

function findDifferences(options: {
	manifest: Manifest;
	content: PublishedContent;
	installed: InstalledBundle;
}): BundleDifference[] {
	const { manifest, content, installed } = options;
	const published = new Set(content.blobs.map(({ hexDigest }) => hexDigest));
	const differences: BundleDifference[] = [];
	for (let at = 0; at < manifest.entryCount; at++) {
		const entry = manifest.entryAt(at);
		if (!isBundled(entry, published) || installed.has(entry.hexDigest)) continue;
		const theirs = installed.manifest.find(entry.urlHash);
		const inBundle = theirs !== undefined && installed.has(theirs.hexDigest);
		differences.push({
			name: entry.url || theirs?.url || hash64ToHex(entry.urlHash),
			kind: inBundle ? 'differs' : 'missing',
			expected: entry.hexDigest,
			found: inBundle ? theirs.hexDigest : undefined,
		});
	}
	return differences.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** Manifests of versions 1 and 2 have no flags: what is not published must be in the bundle. */
function isBundled(entry: ResourceEntry, published: ReadonlySet<string>): boolean {
	const known = entry.flags & (RESOURCE_FLAG.BUNDLED | RESOURCE_FLAG.EXCLUDED);
	return known === 0 ? !published.has(entry.hexDigest) : (known & RESOURCE_FLAG.BUNDLED) !== 0;
}

function mismatch(installed: InstalledBundle, differences: readonly BundleDifference[]): PublishError {
	const lines = differences.map(({ name, kind, expected, found }) =>
		kind === 'differs'
			? `  ${name}: differs, the bundle has ${found}, the release expects ${expected}`
			: `  ${name}: missing in the bundle, the release expects ${expected}`,
	);
	return new PublishError(
		'bundle-mismatch',
		`${differences.length} ${differences.length === 1 ? 'resource' : 'resources'} that the release expects in the bundle ` +
			`${differences.length === 1 ? 'is' : 'are'} not so in ${installed.name}:\n${lines.join('\n')}\n` +
			'Only excluded content may change without a new bundle.',
		{ data: { name: installed.name, resources: differences.map(({ name }) => name), count: differences.length } },
	);
}

function findGone(manifest: Manifest, installed: InstalledBundle): string[] {
	const gone: string[] = [];
	for (let at = 0; at < installed.manifest.entryCount; at++) {
		const { flags, url, urlHash } = installed.manifest.entryAt(at);
		if ((flags & RESOURCE_FLAG.BUNDLED) !== 0 && !manifest.find(urlHash)) gone.push(url || hash64ToHex(urlHash));
	}
	return gone.sort();
}

function spki(key: Uint8Array): Uint8Array {
	return publicKeyToSpki(key, 'public key');
}

function fingerprint(key: Uint8Array, crypto: Crypto): string {
	return `SHA-256 ${toHex(crypto.digest('sha256', spki(key))).slice(0, 16)}…`;
}
