import { decodeUtf8, hash64ToHex, toHex } from '../../bytes/index.ts';
import {
	type ArchiveEntry,
	type JsonValue,
	LIVE_UPDATE_HEADER_BYTES,
	manifestUnknownFields,
	openZip,
	RESOURCE_FLAG,
	readArchiveIndex,
	readLiveUpdateHeader,
	readManifest,
	readSplitArchiveList,
} from '../../formats/index.ts';
import { LIVE_UPDATE_MANIFEST_NAME } from '../../resource/index.ts';
import { supportedEngines } from '../engine-names.ts';
import { type FileContent, type FileKind, type InspectedFile, orNull } from './file-kind.ts';

/** HTML5 bundles cut files into pieces, `game.arci0` before 1.8.0 and `game0.arci` since; a small file is one piece. */
const nameOf =
	(ending: string): ((base: string) => boolean) =>
	(base) =>
		new RegExp(`\\.${ending}(\\.tmp|0)?$`).test(base);

export const ARCHIVE_KINDS: readonly FileKind[] = [
	{ kind: 'manifest', named: nameOf('dmanifest'), looksLike: looksLikeManifest, inspect: inspectManifest },
	{ kind: 'archive index', named: nameOf('arci'), looksLike: looksLikeIndex, inspect: inspectIndex },
	{ kind: 'archive data', named: (base) => /\.arcd(\.tmp|\d+)?$/.test(base), inspect: inspectData },
	{
		kind: 'zip',
		named: (base) => /\.zip$/i.test(base),
		looksLike: (head) => head[0] === 0x50 && head[1] === 0x4b && (head[2] === 3 || head[2] === 5),
		inspect: inspectZip,
	},
	{ kind: 'list of pieces', named: (base) => base === 'archive_files.json', inspect: inspectPieces },
	{ kind: 'published blob', named: (base) => /^[0-9a-f]{40}$/.test(base), inspect: inspectBlob },
];

function looksLikeManifest(head: Uint8Array): boolean {
	// ManifestFile.data, then ManifestData.header: two messages, one inside the other.
	if (head[0] !== 0x0a) return false;
	let at = 1;
	while (at < 6 && (head[at] as number) >= 0x80) at++;
	return head[at + 1] === 0x0a && head[at + 3] === 0x08;
}

function looksLikeIndex(head: Uint8Array): boolean {
	return head.length >= 32 && head[0] === 0 && head[1] === 0 && head[2] === 0 && [4, 5, 6].includes(head[3] as number);
}

function flagNames(flags: number): string[] {
	return Object.entries(RESOURCE_FLAG).flatMap(([name, bit]) => (flags & bit ? [name.toLowerCase()] : []));
}

function inspectManifest({ bytes, name, crypto }: InspectedFile): FileContent {
	const manifest = readManifest(bytes(), name);
	const unknown = manifestUnknownFields(manifest);
	const unknownOf = new Map<number | undefined, { [name: string]: JsonValue }>();
	for (const { message, entry, number, wireType, value } of unknown) {
		const where = entry === undefined ? `${message}.${number}` : `${number}`;
		const before = unknownOf.get(entry) ?? {};
		const key = where in before ? `${where} again` : where;
		unknownOf.set(entry, { ...before, [key]: wireType === 0 ? value : `bytes ${value}` });
	}
	const items = Array.from({ length: manifest.entryCount }, (_, at) => {
		const entry = manifest.entryAt(at);
		const fields = unknownOf.get(at);
		return {
			url: entry.url,
			urlHash: hash64ToHex(entry.urlHash),
			hexDigest: entry.hexDigest,
			flags: entry.flags,
			flagNames: flagNames(entry.flags),
			sizeBytes: orNull(entry.sizeBytes),
			compressedSizeBytes: orNull(entry.compressedSizeBytes),
			dependants: entry.dependants.map(hash64ToHex),
			...(fields ? { unknownFields: fields } : {}),
		};
	});
	const excluded = items.filter(({ flags }) => flags & RESOURCE_FLAG.EXCLUDED).length;
	return {
		facts: {
			version: manifest.version,
			...(manifest.version < 5 ? { magicNumber: '0x43cb6d06' } : {}),
			resourceHashAlgorithm: manifest.resourceHashAlgorithm,
			signatureHashAlgorithm: manifest.signatureHashAlgorithm,
			signatureSignAlgorithm: 'rsa',
			projectIdentifier: toHex(manifest.projectIdentifier),
			engines: supportedEngines(manifest, crypto),
			engineDigests: manifest.engineVersions.map((digest) => toHex(digest)),
			hasExcludedResources: orNull(manifest.hasExcludedResources),
			release: manifest.release ? { ...manifest.release, rollbackFrom: orNull(manifest.release.rollbackFrom) } : null,
			archiveIdentifier: manifest.archiveIdentifier ? toHex(manifest.archiveIdentifier) : null,
			signatureBits: manifest.signature.length * 8,
			signature: toHex(manifest.signature),
			unknownFields: unknownOf.get(undefined) ?? {},
			entries: manifest.entryCount,
			excludedEntries: excluded,
		},
		items,
	};
}

function inspectIndex({ bytes, name, crypto }: InspectedFile): FileContent {
	const index = readArchiveIndex(bytes(), name);
	const md5 = toHex(index.md5);
	const found = toHex(crypto.digest('md5', index.fileBytes.subarray(48)));
	return {
		facts: {
			version: index.version,
			hashLength: index.hashLength,
			md5,
			md5OfContent: found,
			// The index on a device carries its bundle's MD5.
			md5Agrees: md5 === found,
			entries: index.entryCount,
			storedBytes: entriesOf(index).reduce((sum, entry) => sum + (entry.compressedSizeBytes ?? entry.sizeBytes), 0),
			decodedBytes: entriesOf(index).reduce((sum, entry) => sum + entry.sizeBytes, 0),
		},
		items: entriesOf(index).map((entry) => ({ ...entry, compressedSizeBytes: orNull(entry.compressedSizeBytes) })),
	};
}

function entriesOf(index: ReturnType<typeof readArchiveIndex>): ArchiveEntry[] {
	return Array.from({ length: index.entryCount }, (_, at) => index.entryAt(at));
}

/** Archive data tells nothing by itself; the index beside it does. The data is not read. */
function inspectData({ name, access, beside }: InspectedFile): FileContent {
	const base = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
	const indexName = base.replace('.arcd', '.arci');
	const found = beside(indexName);
	if (!found) return { facts: { index: `${indexName} is not beside it; without it nothing tells where blobs begin` } };
	const entries = entriesOf(readArchiveIndex(found, indexName)).sort((a, b) => a.offset - b.offset);
	let end = 0;
	let gapBytes = 0;
	for (const { offset, sizeBytes, compressedSizeBytes } of entries) {
		gapBytes += Math.max(0, offset - end);
		end = Math.max(end, offset + (compressedSizeBytes ?? sizeBytes));
	}
	return {
		facts: {
			index: indexName,
			blobs: entries.length,
			endOfLastBlob: end,
			paddingBytes: gapBytes,
			bytesBehind: access.sizeBytes - end,
		},
		items: entries.map(({ offset, hexDigest, sizeBytes, compressedSizeBytes, encrypted }) => ({
			offset,
			storedSizeBytes: compressedSizeBytes ?? sizeBytes,
			sizeBytes,
			encrypted,
			hexDigest,
		})),
		problem:
			end > access.sizeBytes && !/\d$/.test(base)
				? `${name}: expected ${end} bytes as ${indexName} says, found ${access.sizeBytes}`
				: undefined,
	};
}

/** Only the directory, the manifest and the headers of blobs are read. */
function inspectZip({ access, name }: InspectedFile): FileContent {
	const zip = openZip(access);
	const listed = zip.find(LIVE_UPDATE_MANIFEST_NAME);
	const manifest = listed && readManifest(zip.read(listed), `${listed.name} in ${name}`);
	const urls = new Map<string, string>();
	for (let at = 0; at < (manifest?.entryCount ?? 0); at++) {
		const entry = manifest?.entryAt(at);
		if (entry && !urls.has(entry.hexDigest)) urls.set(entry.hexDigest, entry.url || `#${hash64ToHex(entry.urlHash)}`);
	}
	const blobs = zip.entries.filter((entry) => urls.has(entry.name));
	return {
		facts: {
			entries: zip.entries.length,
			unpackedBytes: zip.entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
			manifestVersion: orNull(manifest?.version),
			manifestEntries: orNull(manifest?.entryCount),
			blobs: blobs.length,
			otherFiles: zip.entries.length - blobs.length - (listed ? 1 : 0),
		},
		items: zip.entries.map((entry) => ({
			name: entry.name,
			resource: urls.get(entry.name) ?? null,
			sizeBytes: entry.sizeBytes,
			compressedSizeBytes: entry.compressedSizeBytes,
			method: entry.method === 0 ? 'stored' : 'deflated',
			crc32: entry.crc32.toString(16).padStart(8, '0'),
		})),
	};
}

function inspectPieces({ bytes, name }: InspectedFile): FileContent {
	const { files, totalSizeBytes } = readSplitArchiveList(decodeUtf8(bytes(), name), name);
	return {
		facts: { files: files.length, totalSizeBytes: orNull(totalSizeBytes) },
		items: files.map((file) => ({
			name: file.name,
			sizeBytes: file.sizeBytes,
			sha1: orNull(file.hexDigest),
			pieces: file.pieces.map((piece) => piece.name),
		})),
	};
}

function inspectBlob({ bytes, name, crypto }: InspectedFile): FileContent {
	const blob = bytes();
	const header = readLiveUpdateHeader(blob, name);
	const digest = toHex(crypto.digest('sha1', blob.subarray(LIVE_UPDATE_HEADER_BYTES)));
	const nameAgrees = name.endsWith(digest);
	return {
		facts: { ...header, storedSizeBytes: blob.length - LIVE_UPDATE_HEADER_BYTES, sha1: digest, nameAgrees },
		problem: nameAgrees ? undefined : `${name}: expected content of the SHA-1 it is named by, found ${digest}`,
	};
}
