import { type DigestAlgorithm, encodeUtf8, fromHex, hash64ToHex } from '../../bytes/index.ts';
import { FormatError } from '../error.ts';
import { WireWriter } from '../wire/wire-writer.ts';
import { entryLayout } from './entry-layout.ts';
import {
	HASH_ALGORITHM,
	MANIFEST_MAGIC,
	type Manifest,
	type ManifestVersion,
	RESOURCE_FLAG,
	type ResourceEntry,
	SIGN_ALGORITHM_RSA,
	STORED_RAW,
} from './manifest.ts';
import { RELEASE_FIELD, type Release, writeRelease } from './release.ts';

/** What a manifest is written from. */
export type ManifestContent = {
	readonly version: ManifestVersion;
	readonly resourceHashAlgorithm: DigestAlgorithm;
	readonly signatureHashAlgorithm: DigestAlgorithm;
	readonly projectIdentifier: Uint8Array;
	readonly engineVersions: readonly Uint8Array[];
	/** In any order. */
	readonly entries: readonly ResourceEntry[];
	readonly archiveIdentifier?: Uint8Array | undefined;
	/** Written as given; undefined leaves the field out, as engines before 1.12 do. */
	readonly hasExcludedResources?: boolean | undefined;
	/** Left out when undefined: Defold's builders write none. */
	readonly release?: Release | undefined;
};

/** All of a manifest as content to write again, in the same or another version. */
export function manifestContent(manifest: Manifest): ManifestContent {
	const entries: ResourceEntry[] = [];
	for (let at = 0; at < manifest.entryCount; at++) entries.push(manifest.entryAt(at));
	return {
		version: manifest.version,
		resourceHashAlgorithm: manifest.resourceHashAlgorithm,
		signatureHashAlgorithm: manifest.signatureHashAlgorithm,
		projectIdentifier: manifest.projectIdentifier,
		engineVersions: manifest.engineVersions,
		entries,
		archiveIdentifier: manifest.archiveIdentifier,
		hasExcludedResources: manifest.hasExcludedResources,
		release: manifest.release,
	};
}

/**
 * Writes a manifest in any version, entries sorted by url hash.
 *
 * What a version has no field for is left out: sizes before 5, the cipher and compression flags before 5, all flags in 1
 * and 2. Dependants are written in the form of the version; versions 1 to 4 can only name resources that are listed.
 *
 * @param sign takes the bytes to sign and returns the RSA block (see `signManifestData`); without it the signature is empty
 * @throws FormatError `invalid` for two entries of one url hash; `unrepresentable` for what the version cannot hold
 */
export function writeManifest(content: ManifestContent, sign?: (dataBytes: Uint8Array) => Uint8Array): Uint8Array {
	const dataBytes = writeData(content);
	const { version, archiveIdentifier } = content;
	return writeManifestFile({
		version,
		dataBytes,
		archiveIdentifier,
		signature: sign ? sign(dataBytes) : new Uint8Array(),
	});
}

/** Writes a manifest around data that exists already, so that a signature of it stays valid. */
export function writeManifestFile(parts: {
	readonly version: ManifestVersion;
	readonly dataBytes: Uint8Array;
	readonly signature: Uint8Array;
	readonly archiveIdentifier: Uint8Array | undefined;
}): Uint8Array {
	const { version, dataBytes, signature, archiveIdentifier } = parts;
	const file = new WireWriter(dataBytes.length + 512);
	file.bytes(1, dataBytes);
	file.bytes(2, signature);
	if (archiveIdentifier) file.bytes(3, archiveIdentifier);
	if (version === 5) file.number(4, 5);
	return file.finish();
}

function writeData(content: ManifestContent): Uint8Array {
	const entries = [...content.entries].sort((a, b) => (a.urlHash < b.urlHash ? -1 : a.urlHash > b.urlHash ? 1 : 0));
	const positions = new Map<bigint, number>();
	for (const [at, entry] of entries.entries()) {
		if (positions.has(entry.urlHash)) {
			throw new FormatError(
				'invalid',
				`manifest: two entries have the url hash ${hash64ToHex(entry.urlHash)} (${entry.url || 'blank url'})`,
				{ data: { urlHash: hash64ToHex(entry.urlHash), url: entry.url } },
			);
		}
		positions.set(entry.urlHash, at);
	}
	const data = new WireWriter(64 * entries.length + 256);
	data.bytes(1, writeHeader(content));
	for (const digest of content.engineVersions) data.bytes(2, writeDigest(digest));
	for (const entry of entries) data.bytes(3, writeEntry(entry, content.version, { entries, positions }));
	if (content.hasExcludedResources !== undefined) data.number(4, content.hasExcludedResources ? 1 : 0);
	if (content.release) data.bytes(RELEASE_FIELD, writeRelease(content.release));
	return data.finish();
}

function writeHeader(content: ManifestContent): Uint8Array {
	const header = new WireWriter(64);
	let field = 1;
	if (content.version < 5) {
		header.number(field++, MANIFEST_MAGIC);
		header.number(field++, content.version);
	}
	header.number(field++, HASH_ALGORITHM[content.resourceHashAlgorithm]);
	header.number(field++, HASH_ALGORITHM[content.signatureHashAlgorithm]);
	header.number(field++, SIGN_ALGORITHM_RSA);
	header.bytes(field, writeDigest(content.projectIdentifier));
	return header.finish();
}

function writeDigest(digest: Uint8Array): Uint8Array {
	const message = new WireWriter(digest.length + 4);
	message.bytes(1, digest);
	return message.finish();
}

type Listed = { readonly entries: readonly ResourceEntry[]; readonly positions: ReadonlyMap<bigint, number> };

function writeEntry(entry: ResourceEntry, version: ManifestVersion, listed: Listed): Uint8Array {
	const message = new WireWriter(128);
	if (version === 5) {
		if (entry.sizeBytes === undefined) {
			throw new FormatError(
				'unrepresentable',
				`manifest version 5 needs the size of every resource; ${entry.url || hash64ToHex(entry.urlHash)} has none`,
				{ data: { url: entry.url, urlHash: hash64ToHex(entry.urlHash) } },
			);
		}
		message.bytes(1, writeDigest(fromHex(entry.hexDigest)));
		message.bytes(2, encodeUtf8(entry.url));
		message.number(3, entry.urlHash);
		message.number(4, entry.sizeBytes);
		message.number(5, entry.compressedSizeBytes ?? STORED_RAW);
		message.number(6, entry.flags);
		for (const dependant of entry.dependants) message.number(7, dependant);
		return message.finish();
	}
	message.bytes(1, encodeUtf8(entry.url));
	message.number(2, entry.urlHash);
	message.bytes(3, writeDigest(fromHex(entry.hexDigest)));
	const byDigest = entryLayout(version).dependantForm === 'digest';
	for (const dependant of entry.dependants) {
		const at = listed.positions.get(dependant);
		if (at === undefined) {
			throw new FormatError(
				'unrepresentable',
				`manifest version ${version} can only name listed resources; ${entry.url || hash64ToHex(entry.urlHash)} needs ${hash64ToHex(dependant)}, which is not listed`,
				{ data: { url: entry.url, urlHash: hash64ToHex(entry.urlHash), dependant: hash64ToHex(dependant) } },
			);
		}
		if (byDigest) message.bytes(4, writeDigest(fromHex((listed.entries[at] as ResourceEntry).hexDigest)));
		else message.number(4, at);
	}
	if (version > 2) message.number(5, entry.flags & (RESOURCE_FLAG.BUNDLED | RESOURCE_FLAG.EXCLUDED));
	return message.finish();
}
