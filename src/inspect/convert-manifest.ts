import { type Crypto, encodeUtf8, equalBytes, fromHex } from '../bytes/index.ts';
import {
	type Bundle,
	engineVersionDigest,
	type Manifest,
	type ManifestContent,
	type ManifestVersion,
	manifestContent,
	manifestUnknownFields,
	RESOURCE_FLAG,
	type ResourceEntry,
	signManifestData,
	writeManifest,
	writeManifestFile,
} from '../formats/index.ts';
import { type Coding, listContent } from './bundle-content.ts';
import type { ContentPack } from './content-pack.ts';
import { codingOf } from './stored-coding.ts';

/** What a manifest is to become. What is left out stays. */
export type ManifestTarget = {
	readonly version?: ManifestVersion | undefined;
	/** Versions of engines, in place of those listed. */
	readonly engines?: readonly string[] | undefined;
	/** Signs anew, PKCS#8 DER. */
	readonly privateKey?: Uint8Array | undefined;
	/** Leaves the signature empty, as engines from 1.12 on have it. */
	readonly unsigned?: boolean | undefined;
	/** MD5 of the index it will lie beside; undefined keeps the one it has. */
	readonly archiveIdentifier?: Uint8Array | undefined;
};

export type ConvertedManifest = {
	readonly bytes: Uint8Array;
	/** True when the old signature is still valid, false when it is a new one or empty. */
	readonly signatureKept: boolean;
	/** What could not be carried over, in words. */
	readonly notes: readonly string[];
};

/**
 * Writes a manifest in another version, for other engines or signed anew.
 *
 * Sizes and flags that version 5 has and older ones lack are taken from the archive index and the headers of published
 * content. When nothing changes that is signed, the signed bytes and their signature stay.
 *
 * @throws FormatError `unrepresentable` for what the version cannot hold; `invalid-key`
 */
export function convertManifest(options: {
	manifest: Manifest;
	/** The bundle it belongs to and the content published with it. */
	bundle: Bundle;
	packs: readonly ContentPack[];
	target: ManifestTarget;
	crypto: Crypto;
}): ConvertedManifest {
	const { manifest, target, crypto } = options;
	const version = target.version ?? manifest.version;
	const archiveIdentifier = target.archiveIdentifier ?? manifest.archiveIdentifier;
	const changesData = version !== manifest.version || target.engines !== undefined;
	const parts = { version, archiveIdentifier };
	const sign = (dataBytes: Uint8Array, algorithm = manifest.signatureHashAlgorithm): Uint8Array => {
		const { privateKey } = target;
		if (!privateKey) return new Uint8Array();
		return signManifestData({ dataBytes, algorithm, privateKey, crypto });
	};
	if (!changesData) {
		const { dataBytes } = manifest;
		const keep = !target.privateKey && !target.unsigned;
		const signature = keep ? manifest.signature : sign(dataBytes);
		return { bytes: writeManifestFile({ ...parts, dataBytes, signature }), signatureKept: keep, notes: [] };
	}
	const { content, notes } = contentFor(version, options);
	const bytes = writeManifest({ ...content, archiveIdentifier }, (dataBytes) =>
		sign(dataBytes, content.signatureHashAlgorithm),
	);
	return { bytes, signatureKept: false, notes };
}

function contentFor(
	version: ManifestVersion,
	options: Parameters<typeof convertManifest>[0],
): { content: ManifestContent; notes: string[] } {
	const { manifest, bundle, packs, target, crypto } = options;
	const notes: string[] = [];
	const before = manifestContent(manifest);
	const unknown = manifestUnknownFields(manifest).length;
	if (unknown > 0) notes.push(`${unknown} fields that are not known here are left out`);
	const crossesEngineForms = (manifest.version === 1) !== (version === 1);
	if (crossesEngineForms && !target.engines) {
		notes.push('the list of engines is kept, though version 1 names engines otherwise: no engine will accept it');
	}
	const engineVersions = target.engines
		? target.engines.map((engine) => engineOf(engine, version, crypto))
		: before.engineVersions;
	const contents = new Map(
		listContent({ ...bundle, manifest }, packs).map((content) => [content.resource.urlHash, content]),
	);
	const entries = before.entries.map((entry) => {
		const content = contents.get(entry.urlHash);
		return entryFor(version, entry, {
			from: manifest.version,
			bundled: content?.storedIn?.kind === 'archive',
			coding: content && codingOf(content),
		});
	});
	// Builders of version 1 signed SHA-1; the digests of content are SHA-1 in all versions.
	const signatureHashAlgorithm =
		version === 1 ? 'sha1' : manifest.version === 1 ? 'sha256' : before.signatureHashAlgorithm;
	const hasExcludedResources = version === 5 ? before.hasExcludedResources : undefined;
	return {
		content: { ...before, version, engineVersions, entries, signatureHashAlgorithm, hasExcludedResources },
		notes,
	};
}

/** Version 1 lists an engine by the 40 characters of its own SHA-1. */
function engineOf(engine: string, version: ManifestVersion, crypto: Crypto): Uint8Array {
	if (version === 1 && /^[0-9a-f]{40}$/.test(engine)) return encodeUtf8(engine);
	return /^[0-9a-f]{40}$/.test(engine) ? fromHex(engine) : engineVersionDigest(engine, crypto);
}

function entryFor(
	version: ManifestVersion,
	entry: ResourceEntry,
	{
		from,
		bundled,
		coding,
	}: { from: ManifestVersion; bundled: boolean; coding: (Coding & { storedSizeBytes: number }) | undefined },
): ResourceEntry {
	const place =
		from < 3
			? bundled
				? RESOURCE_FLAG.BUNDLED
				: RESOURCE_FLAG.EXCLUDED
			: entry.flags & (RESOURCE_FLAG.BUNDLED | RESOURCE_FLAG.EXCLUDED);
	if (version < 5 || from === 5) return { ...entry, flags: from === 5 ? entry.flags : place };
	if (!coding) return { ...entry, flags: place };
	const flags =
		place | (coding.encrypted ? RESOURCE_FLAG.ENCRYPTED : 0) | (coding.compressed ? RESOURCE_FLAG.COMPRESSED : 0);
	const compressedSizeBytes = coding.compressed ? coding.storedSizeBytes : undefined;
	return { ...entry, flags, sizeBytes: coding.sizeBytes, compressedSizeBytes };
}

/** True when two manifests say the same of every resource, as far as the older of the two versions can. */
export function sameResources(first: Manifest, second: Manifest): boolean {
	if (first.entryCount !== second.entryCount) return false;
	if (!equalBytes(first.projectIdentifier, second.projectIdentifier)) return false;
	const flags = Math.min(first.version, second.version) < 5 ? RESOURCE_FLAG.BUNDLED | RESOURCE_FLAG.EXCLUDED : 0xff;
	const old = Math.min(first.version, second.version) < 3;
	for (let at = 0; at < first.entryCount; at++) {
		const [a, b] = [first.entryAt(at), second.entryAt(at)];
		if (a.urlHash !== b.urlHash || a.url !== b.url || a.hexDigest !== b.hexDigest) return false;
		if (!old && (a.flags & flags) !== (b.flags & flags)) return false;
		if (a.dependants.length !== b.dependants.length) return false;
	}
	return true;
}
