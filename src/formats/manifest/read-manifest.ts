import { DIGEST_SIZE_BYTES, type DigestAlgorithm } from '../../bytes/index.ts';
import { FormatError } from '../error.ts';
import { remarkOnText } from '../look-of-bytes.ts';
import { WireReader } from '../wire/wire-reader.ts';
import { createEntryTable } from './entry-table.ts';
import { HASH_ALGORITHM, MANIFEST_MAGIC, type Manifest, type ManifestVersion } from './manifest.ts';
import { RELEASE_FIELD, type Release, readRelease } from './release.ts';

/** ManifestData's field of resource entries, the same in every version. */
const RESOURCES_FIELD = 3;

/**
 * Reads a manifest (`.dmanifest`) of any version.
 *
 * The whole file is checked now; entries become objects only when asked for. Reading costs one pass over the bytes.
 *
 * ManifestFile: 1 data, 2 signature, 3 archive identifier, 4 version (5; absent in versions 1 to 4).
 * ManifestData: 1 header, 2 engine versions, 3 resources, 4 has excluded resources (from engines 1.12 on), 1000 release (ours).
 * Source: Defold's liveupdate_ddf of engines ≤ 1.4.x and ≥ 1.5.0.
 *
 * @throws FormatError `truncated`, `invalid`, `unsupported-version`, `unsorted`
 */
export function readManifest(bytes: Uint8Array, name: string): Manifest {
	try {
		return read(bytes, name);
	} catch (error) {
		const remark = error instanceof FormatError ? remarkOnText(bytes) : '';
		if (!(error instanceof FormatError) || remark === '') throw error;
		throw new FormatError(error.code, `${error.message}${remark}`, { cause: error, data: error.data });
	}
}

function read(bytes: Uint8Array, name: string): Manifest {
	const file = readFile(bytes, name);
	const { dataBytes } = file;
	const dataName = `${name}, manifest data`;
	let header: Uint8Array | undefined;
	let entryCount = 0;
	let hasExcludedResources: boolean | undefined;
	let release: Release | undefined;
	const engineVersions: Uint8Array[] = [];
	const reader = new WireReader(dataBytes, dataName);
	while (reader.next()) {
		if (reader.field === 1) header = reader.value();
		else if (reader.field === 2) engineVersions.push(readDigest(reader.value(), dataName));
		else if (reader.field === RESOURCES_FIELD) {
			reader.range();
			entryCount++;
		} else if (reader.field === 4) hasExcludedResources = reader.uint() !== 0;
		else if (reader.field === RELEASE_FIELD) release = readRelease(reader.value(), dataName);
		else reader.skip();
	}
	if (!header) throw missing(dataName, 'a header');
	const { version, resourceHashAlgorithm, signatureHashAlgorithm, projectIdentifier } = readHeader(
		header,
		file.version,
		name,
	);
	const table = createEntryTable({
		dataBytes,
		version,
		digestSizeBytes: DIGEST_SIZE_BYTES[resourceHashAlgorithm],
		entryCount,
		field: RESOURCES_FIELD,
		name: dataName,
	});
	return {
		version,
		resourceHashAlgorithm,
		signatureHashAlgorithm,
		projectIdentifier,
		engineVersions,
		hasExcludedResources,
		release,
		dataBytes,
		signature: file.signature,
		archiveIdentifier: file.archiveIdentifier,
		fileBytes: bytes,
		entryCount,
		entryAt: table.entryAt,
		digestAt: table.digestAt,
		indexOf: table.indexOf,
		find(urlHash) {
			const at = table.indexOf(urlHash);
			return at < 0 ? undefined : table.entryAt(at);
		},
	};
}

type ManifestFile = {
	readonly dataBytes: Uint8Array;
	readonly signature: Uint8Array;
	readonly archiveIdentifier: Uint8Array | undefined;
	/** Undefined where the field is absent: versions 1 to 4. */
	readonly version: number | undefined;
};

function readFile(bytes: Uint8Array, name: string): ManifestFile {
	let dataBytes: Uint8Array | undefined;
	let signature: Uint8Array | undefined;
	let archiveIdentifier: Uint8Array | undefined;
	let version: number | undefined;
	const reader = new WireReader(bytes, name);
	while (reader.next()) {
		if (reader.field === 1) dataBytes = reader.value();
		else if (reader.field === 2) signature = reader.value();
		else if (reader.field === 3) archiveIdentifier = reader.value();
		else if (reader.field === 4) version = reader.uint();
		else reader.skip();
	}
	if (!dataBytes) throw missing(name, 'manifest data');
	if (!signature) throw missing(name, 'a signature field, even an empty one');
	return { dataBytes, signature, archiveIdentifier, version };
}

type Header = {
	readonly version: ManifestVersion;
	readonly resourceHashAlgorithm: DigestAlgorithm;
	readonly signatureHashAlgorithm: DigestAlgorithm;
	readonly projectIdentifier: Uint8Array;
};

/**
 * ManifestHeader. Version 5: 1 resource hash algorithm, 2 signature hash algorithm, 3 sign algorithm, 4 project identifier.
 * Versions 1 to 4: 1 magic number, 2 version, 3 to 5 the algorithms, 6 project identifier.
 */
function readHeader(bytes: Uint8Array, fileVersion: number | undefined, name: string): Header {
	const headerName = `${name}, manifest header`;
	const values = new Map<number, number>();
	const messages = new Map<number, Uint8Array>();
	const reader = new WireReader(bytes, headerName);
	while (reader.next()) {
		if (reader.wireType === 0) values.set(reader.field, reader.uint());
		else if (reader.wireType === 2) messages.set(reader.field, reader.value());
		else reader.skip();
	}
	const old = fileVersion === undefined && values.get(1) === MANIFEST_MAGIC;
	const version = old ? values.get(2) : fileVersion;
	if (!isVersion(version) || old !== version < 5) {
		throw new FormatError(
			'unsupported-version',
			`${name}: expected manifest version 1 to 5, found ${version ?? 'neither a version nor the old magic number'}`,
			{ data: { name, expected: '1…5', found: version } },
		);
	}
	const first = old ? 3 : 1;
	const signAlgorithm = values.get(first + 2);
	if (signAlgorithm !== 1) {
		throw new FormatError(
			'invalid',
			`${headerName}: expected sign algorithm 1 (RSA), found ${signAlgorithm ?? 'none'}`,
			{
				data: { name, expected: 1, found: signAlgorithm },
			},
		);
	}
	const projectIdentifier = messages.get(first + 3);
	if (!projectIdentifier) throw missing(headerName, 'a project identifier');
	return {
		version,
		resourceHashAlgorithm: algorithmOf(values.get(first), headerName),
		signatureHashAlgorithm: algorithmOf(values.get(first + 1), headerName),
		projectIdentifier: readDigest(projectIdentifier, headerName),
	};
}

function isVersion(version: number | undefined): version is ManifestVersion {
	return version !== undefined && Number.isInteger(version) && version >= 1 && version <= 5;
}

function algorithmOf(value: number | undefined, name: string): DigestAlgorithm {
	for (const [algorithm, number] of Object.entries(HASH_ALGORITHM)) {
		if (number === value) return algorithm as DigestAlgorithm;
	}
	throw new FormatError('invalid', `${name}: expected hash algorithm 1 to 4, found ${value ?? 'none'}`, {
		data: { name, expected: '1…4', found: value },
	});
}

/** The bytes of a HashDigest message. */
function readDigest(bytes: Uint8Array, name: string): Uint8Array {
	let digest: Uint8Array | undefined;
	const reader = new WireReader(bytes, name);
	while (reader.next()) {
		if (reader.field === 1) digest = reader.value();
		else reader.skip();
	}
	if (!digest) throw missing(name, 'the data of a digest');
	return digest;
}

function missing(name: string, what: string): FormatError {
	return new FormatError('invalid', `${name}: expected ${what}, found none`, { data: { name, expected: what } });
}
