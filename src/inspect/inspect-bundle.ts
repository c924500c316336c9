import { type Crypto, encodeUtf8, hash64ToHex, toHex } from '../bytes/index.ts';
import {
	type Bundle,
	extensionOf,
	type Lz4Encoder,
	RESOURCE_FLAG,
	readProjectSettings,
	resourceType,
} from '../formats/index.ts';
import { type ContentEntry, decodeContent, listContent, readStored } from './bundle-content.ts';
import type { ContentPack } from './content-pack.ts';
import { detectLz4Encoder } from './detect-encoder.ts';
import { supportedEngines } from './engine-names.ts';
import { recoverPaths } from './recover-paths.ts';
import { type SignatureState, signatureState } from './signature-state.ts';

/** One resource of a bundle. Plain JSON. */
export type ResourceReport = {
	/** Undefined when the manifest leaves it blank and nothing else names it. */
	readonly path: string | undefined;
	/** True when the path was found by hashing, not in the manifest. */
	readonly recovered: boolean;
	/** 16 hexadecimal digits. */
	readonly urlHashHex: string;
	readonly hexDigest: string;
	/** Ending of the path, "" where it is not known. */
	readonly extension: string;
	/** The message it holds, such as `dmGameObjectDDF.CollectionDesc`. */
	readonly messageType: string | undefined;
	readonly bundled: boolean;
	readonly excluded: boolean;
	readonly encrypted: boolean;
	readonly compressed: boolean;
	/** Decoded size. */
	readonly sizeBytes: number | undefined;
	/** Stored size, without a live-update header. */
	readonly storedSizeBytes: number | undefined;
	/** "archive", the name of a pack, or undefined when it is nowhere. */
	readonly storedIn: string | undefined;
	/** In the archive data. */
	readonly offset: number | undefined;
	readonly digest: 'ok' | 'mismatch' | 'missing';
	readonly dependantCount: number;
	/** Why it could not be decoded. */
	readonly problem: string | undefined;
};

export type PackReport = {
	readonly name: string;
	readonly manifestVersion: number | undefined;
	readonly signature: SignatureState | undefined;
	/** Files that are the content of a listed resource. */
	readonly blobCount: number;
	/** Other files; a mount serves them under their own names. */
	readonly extraNames: readonly string[];
};

/** All about a bundle, as plain JSON. */
export type BundleReport = {
	readonly name: string;
	readonly projectTitle: string | undefined;
	readonly projectIdentifier: string;
	/** False when the identifier is not the digest of the title. */
	readonly titleAgrees: boolean | undefined;
	readonly manifestVersion: number;
	readonly indexVersion: number;
	readonly engines: readonly string[];
	readonly resourceHashAlgorithm: string;
	readonly signatureHashAlgorithm: string;
	readonly signature: SignatureState;
	readonly hasExcludedResources: boolean | undefined;
	readonly split: boolean;
	readonly dataSizeBytes: number;
	readonly lz4Encoder: Lz4Encoder | 'either' | 'unknown';
	readonly resources: readonly ResourceReport[];
	readonly packs: readonly PackReport[];
};

/** Larger resources are pictures and sounds; looking for paths in them would cost much and find nothing. */
const MAX_SEARCHED_BYTES = 2 * 1024 * 1024;

/**
 * Tells all about a bundle and the packs beside it. Every resource is read, its digest checked, and decoded; what fails is
 * in the report, nothing is thrown for it.
 */
export function inspectBundle(options: {
	bundle: Bundle;
	packs?: readonly ContentPack[];
	crypto: Crypto;
}): BundleReport {
	const { bundle, packs = [], crypto } = options;
	const { manifest, index } = bundle;
	const contents = listContent(bundle, packs);
	const paths = recoverContentPaths(bundle, contents);
	const title =
		bundle.projectText === '' ? undefined : readProjectSettings(bundle.projectText, bundle.name).get('project.title');
	const identifier = toHex(manifest.projectIdentifier);
	return {
		name: bundle.name,
		projectTitle: title,
		projectIdentifier: identifier,
		titleAgrees: title === undefined ? undefined : toHex(crypto.digest('sha1', encodeUtf8(title))) === identifier,
		manifestVersion: manifest.version,
		indexVersion: index.version,
		engines: supportedEngines(manifest, crypto),
		resourceHashAlgorithm: manifest.resourceHashAlgorithm,
		signatureHashAlgorithm: manifest.signatureHashAlgorithm,
		signature: signatureState({ manifest, publicKey: bundle.publicKey, crypto, name: bundle.name }).state,
		hasExcludedResources: manifest.hasExcludedResources,
		split: bundle.split,
		dataSizeBytes: bundle.data.sizeBytes,
		lz4Encoder: detectLz4Encoder(bundle),
		resources: contents.map((content) => reportOf(content, { bundle, crypto, paths })),
		packs: packs.map((pack) => reportOfPack(pack, bundle, crypto)),
	};
}

/** Paths of the resources whose manifest leaves them blank, by url hash. */
export function recoverContentPaths(bundle: Bundle, contents: readonly ContentEntry[]): Map<bigint, string> {
	const wanted = new Set(
		contents.filter(({ resource }) => resource.url === '').map(({ resource }) => resource.urlHash),
	);
	if (wanted.size === 0) return new Map();
	function* texts(): Generator<Uint8Array> {
		yield encodeUtf8(bundle.projectText);
		for (const content of contents) {
			const size = content.storedIn?.kind === 'archive' ? content.storedIn.entry.sizeBytes : content.resource.sizeBytes;
			if ((size ?? 0) > MAX_SEARCHED_BYTES) continue;
			const { bytes } = decodeContent(content, bundle);
			if (bytes && bytes.length <= MAX_SEARCHED_BYTES) yield bytes;
		}
	}
	return recoverPaths({ wanted, texts: texts() });
}

function reportOf(
	content: ContentEntry,
	about: { bundle: Bundle; crypto: Crypto; paths: ReadonlyMap<bigint, string> },
): ResourceReport {
	const { bundle, crypto, paths } = about;
	const { resource, storedIn } = content;
	const path = resource.url || paths.get(resource.urlHash);
	const stored = tryStored(content, bundle);
	const decoded = decodeContent(content, bundle);
	const algorithm = bundle.manifest.resourceHashAlgorithm;
	const digestAgrees = stored && toHex(crypto.digest(algorithm, stored.stored)) === resource.hexDigest;
	const excluded =
		(resource.flags & RESOURCE_FLAG.EXCLUDED) !== 0 || (bundle.manifest.version < 3 && storedIn?.kind !== 'archive');
	return {
		path,
		recovered: resource.url === '' && path !== undefined,
		urlHashHex: hash64ToHex(resource.urlHash),
		hexDigest: resource.hexDigest,
		extension: path === undefined ? '' : extensionOf(path),
		messageType: path === undefined ? undefined : resourceType(path).schema?.typeName,
		bundled: !excluded,
		excluded,
		encrypted: stored?.coding.encrypted ?? (resource.flags & RESOURCE_FLAG.ENCRYPTED) !== 0,
		compressed: stored?.coding.compressed ?? resource.compressedSizeBytes !== undefined,
		sizeBytes: stored?.coding.sizeBytes ?? resource.sizeBytes,
		storedSizeBytes: stored?.stored.length ?? resource.compressedSizeBytes ?? resource.sizeBytes,
		storedIn: storedIn?.kind === 'pack' ? storedIn.pack.name : storedIn?.kind,
		offset: storedIn?.kind === 'archive' ? storedIn.entry.offset : undefined,
		digest: !stored ? 'missing' : digestAgrees ? 'ok' : 'mismatch',
		dependantCount: resource.dependants.length,
		problem: decoded.problem,
	};
}

function tryStored(content: ContentEntry, bundle: Bundle): ReturnType<typeof readStored> {
	try {
		return readStored(content, bundle);
	} catch {
		// Told as the resource's problem by decoding it.
		return undefined;
	}
}

function reportOfPack(pack: ContentPack, bundle: Bundle, crypto: Crypto): PackReport {
	const { manifest } = pack;
	const listed = new Set<string>();
	for (const source of [bundle.manifest, manifest]) {
		for (let at = 0; at < (source?.entryCount ?? 0); at++) listed.add(source?.entryAt(at).hexDigest ?? '');
	}
	const names = [...pack.names()];
	return {
		name: pack.name,
		manifestVersion: manifest?.version,
		signature: manifest && signatureState({ manifest, publicKey: bundle.publicKey, crypto, name: pack.name }).state,
		blobCount: names.filter((name) => listed.has(name)).length,
		extraNames: names.filter((name) => !listed.has(name)).sort(),
	};
}
