import { type Crypto, encodeUtf8, hash64ToHex, toHex } from '../bytes/index.ts';
import {
	type Bundle,
	extensionOf,
	LIVE_UPDATE_HEADER_BYTES,
	RESOURCE_FLAG,
	readProjectSettings,
	resourceType,
} from '../formats/index.ts';
import { type Coding, type ContentEntry, listContent, readContent } from './bundle-content.ts';
import type { ContentPack } from './content-pack.ts';
import { createContentPathFinder, MAX_SEARCHED_BYTES } from './content-paths.ts';
import { createEncoderTrial, type DetectedEncoder } from './detect-encoder.ts';
import { supportedEngines } from './engine-names.ts';
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
	/** `unchecked` when content was not read. */
	readonly digest: 'ok' | 'mismatch' | 'missing' | 'unchecked';
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
	readonly lz4Encoder: DetectedEncoder;
	readonly resources: readonly ResourceReport[];
	readonly packs: readonly PackReport[];
};

/**
 * Tells all about a bundle and the packs beside it. Every resource is read once, its digest checked, and decoded; what fails
 * is in the report, nothing is thrown for it.
 *
 * @param options `decode: false` reads no content: digests are `unchecked`, blank paths stay blank
 */
export function inspectBundle(options: {
	bundle: Bundle;
	packs?: readonly ContentPack[];
	crypto: Crypto;
	decode?: boolean;
}): BundleReport {
	const { bundle, packs = [], crypto, decode = true } = options;
	const { manifest, index } = bundle;
	const contents = listContent(bundle, packs);
	const finder = createContentPathFinder(bundle, contents);
	const trial = createEncoderTrial();
	const checks = contents.map((content): Check => {
		if (!decode) return { digest: content.storedIn ? 'unchecked' : 'missing', coding: listedCoding(content) };
		const { stored, coding, bytes, problem } = readContent(content, bundle);
		if (bytes && bytes.length <= MAX_SEARCHED_BYTES) finder.look(bytes);
		if (stored && bytes && coding?.compressed && content.storedIn?.kind === 'archive') {
			trial.add({ stored, raw: bytes, encrypted: coding.encrypted });
		}
		if (!stored) return { digest: 'missing', problem };
		const agrees = toHex(crypto.digest(manifest.resourceHashAlgorithm, stored)) === content.resource.hexDigest;
		return { digest: agrees ? 'ok' : 'mismatch', coding, storedSizeBytes: stored.length, problem };
	});
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
		lz4Encoder: decode ? trial.answer() : 'unknown',
		resources: contents.map((content, at) => reportOf(content, checks[at] as Check, { bundle, paths: finder.found })),
		packs: packs.map((pack) => reportOfPack(pack, bundle, crypto)),
	};
}

/** What reading a resource told, or what the lists alone tell. */
type Check = {
	readonly digest: ResourceReport['digest'];
	readonly coding?: Coding | undefined;
	readonly storedSizeBytes?: number | undefined;
	readonly problem?: string | undefined;
};

function listedCoding({ storedIn }: ContentEntry): Coding | undefined {
	if (storedIn?.kind !== 'archive') return undefined;
	const { sizeBytes, compressedSizeBytes, encrypted } = storedIn.entry;
	return { sizeBytes, compressed: compressedSizeBytes !== undefined, encrypted };
}

function reportOf(
	{ resource, storedIn }: ContentEntry,
	{ digest, coding, storedSizeBytes, problem }: Check,
	{ bundle, paths }: { bundle: Bundle; paths: ReadonlyMap<bigint, string> },
): ResourceReport {
	const path = resource.url || paths.get(resource.urlHash);
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
		encrypted: coding?.encrypted ?? (resource.flags & RESOURCE_FLAG.ENCRYPTED) !== 0,
		compressed: coding?.compressed ?? resource.compressedSizeBytes !== undefined,
		sizeBytes: coding?.sizeBytes ?? resource.sizeBytes,
		storedSizeBytes: storedSizeBytes ?? listedSize({ resource, storedIn }),
		storedIn: storedIn?.kind === 'pack' ? storedIn.pack.name : storedIn?.kind,
		offset: storedIn?.kind === 'archive' ? storedIn.entry.offset : undefined,
		digest,
		dependantCount: resource.dependants.length,
		problem,
	};
}

function listedSize({ resource, storedIn }: Pick<ContentEntry, 'resource' | 'storedIn'>): number | undefined {
	if (storedIn?.kind === 'archive') return storedIn.entry.compressedSizeBytes ?? storedIn.entry.sizeBytes;
	const withHeader = storedIn?.pack.sizeBytes(resource.hexDigest);
	if (withHeader !== undefined) return withHeader - LIVE_UPDATE_HEADER_BYTES;
	return resource.compressedSizeBytes ?? resource.sizeBytes;
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
