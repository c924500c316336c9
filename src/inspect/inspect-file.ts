import { type Crypto, decodeUtf8, decodeUtf8Lossy, hash64ToHex, memoryAccess, toHex } from '../bytes/index.ts';
import {
	childResources,
	FormatError,
	isLuaPath,
	type JsonValue,
	LIVE_UPDATE_HEADER_BYTES,
	luaText,
	messageToJson,
	openZip,
	readArchiveIndex,
	readGraphFile,
	readLiveUpdateHeader,
	readLuaModule,
	readManifest,
	readMountsFile,
	readReferenceFile,
	readResource,
	readRsaPrivateKey,
	readRsaPublicKey,
	readSplitArchiveList,
	resourceType,
	unknownFieldNumbers,
} from '../formats/index.ts';
import { supportedEngines } from './engine-names.ts';

/** What a single file is and what is in it. Plain JSON. */
export type FileReport = {
	readonly name: string;
	readonly sizeBytes: number;
	/** Such as `manifest`, `archive index`, `zip`, `texture`; `unknown` when it is nothing known. */
	readonly kind: string;
	/** Facts about it by name, in the order to show them. */
	readonly facts: { readonly [name: string]: JsonValue };
	/** What it lists: entries, pieces, mounts, nodes. */
	readonly items: readonly { readonly [name: string]: JsonValue }[];
	/** Why it could not be read, when it is of a known kind and broken. */
	readonly problem: string | undefined;
};

type Content = { facts: { [name: string]: JsonValue }; items?: { [name: string]: JsonValue }[] };

type Inspector = {
	readonly kind: string;
	/** `base` is the file's own name. */
	matches(base: string, bytes: Uint8Array): boolean;
	inspect(bytes: Uint8Array, name: string, crypto: Crypto): Content;
};

const orNull = <T extends JsonValue>(value: T | undefined): T | null => value ?? null;

const INSPECTORS: readonly Inspector[] = [
	{ kind: 'manifest', matches: (base) => /\.dmanifest(\.tmp)?$/.test(base), inspect: inspectManifest },
	{ kind: 'archive index', matches: (base) => /\.arci(\.tmp)?$/.test(base), inspect: inspectIndex },
	{
		kind: 'zip',
		matches: (base, bytes) => base.endsWith('.zip') || (bytes[0] === 0x50 && bytes[1] === 0x4b),
		inspect: inspectZip,
	},
	{
		kind: 'list of pieces',
		matches: (base) => base === 'archive_files.json',
		inspect(bytes, name) {
			const { files, totalSizeBytes } = readSplitArchiveList(decodeUtf8(bytes, name), name);
			return {
				facts: { files: files.length, totalSizeBytes: orNull(totalSizeBytes) },
				items: files.map((file) => ({
					name: file.name,
					sizeBytes: file.sizeBytes,
					sha1: orNull(file.hexDigest),
					pieces: file.pieces.map((piece) => piece.name),
				})),
			};
		},
	},
	{
		kind: 'mounts',
		matches: (base) => base === 'liveupdate.mounts',
		inspect(bytes, name) {
			const { mounts, invalidLines } = readMountsFile(bytes, name);
			return { facts: { mounts: mounts.length, invalidLines }, items: mounts.map((mount) => ({ ...mount })) };
		},
	},
	{
		kind: 'reference',
		matches: (base) => /^liveupdate\.ref(\.tmp)?$/.test(base),
		inspect: (bytes, name) => ({ facts: { path: readReferenceFile(bytes, name) } }),
	},
	{
		kind: 'resource graph',
		matches: (base) => base.endsWith('.graph.json'),
		inspect(bytes, name) {
			const nodes = readGraphFile(decodeUtf8(bytes, name), name);
			return {
				facts: { nodes: nodes.length },
				items: nodes.map(({ path, hexDigest, nodeType, isInMainBundle, children }) => ({
					path,
					hexDigest,
					nodeType: orNull(nodeType),
					isInMainBundle: orNull(isInMainBundle),
					children: [...children],
				})),
			};
		},
	},
	{
		kind: 'settings',
		matches: (base) => base.endsWith('.projectc'),
		inspect: (bytes, name) => ({ facts: { text: decodeUtf8(bytes, name) } }),
	},
	{ kind: 'key', matches: (base) => base.endsWith('.der'), inspect: inspectKey },
	{ kind: 'published blob', matches: (base) => /^[0-9a-f]{40}$/.test(base), inspect: inspectBlob },
	{ kind: 'resource', matches: (base) => resourceType(base).kind !== 'raw', inspect: inspectResource },
];

/**
 * Tells what a file is, by its name and first bytes, and what is in it. A broken file of a known kind is told as such, not
 * thrown.
 */
export function inspectFile(bytes: Uint8Array, name: string, crypto: Crypto): FileReport {
	const base = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
	const inspector = INSPECTORS.find((candidate) => candidate.matches(base, bytes));
	const report = { name, sizeBytes: bytes.length, kind: inspector?.kind ?? 'unknown' };
	if (!inspector) return { ...report, facts: {}, items: [], problem: undefined };
	try {
		const { facts, items = [] } = inspector.inspect(bytes, name, crypto);
		return { ...report, facts, items, problem: undefined };
	} catch (error) {
		return { ...report, facts: {}, items: [], problem: (error as Error).message };
	}
}

function inspectManifest(bytes: Uint8Array, name: string, crypto: Crypto): Content {
	const manifest = readManifest(bytes, name);
	const items: Content['items'] = [];
	for (let at = 0; at < manifest.entryCount; at++) {
		const entry = manifest.entryAt(at);
		items.push({
			url: entry.url,
			urlHash: hash64ToHex(entry.urlHash),
			hexDigest: entry.hexDigest,
			flags: entry.flags,
			sizeBytes: orNull(entry.sizeBytes),
			compressedSizeBytes: orNull(entry.compressedSizeBytes),
			dependants: entry.dependants.map(hash64ToHex),
		});
	}
	return {
		facts: {
			version: manifest.version,
			resourceHashAlgorithm: manifest.resourceHashAlgorithm,
			signatureHashAlgorithm: manifest.signatureHashAlgorithm,
			projectIdentifier: toHex(manifest.projectIdentifier),
			engines: supportedEngines(manifest, crypto),
			hasExcludedResources: orNull(manifest.hasExcludedResources),
			archiveIdentifier: manifest.archiveIdentifier ? toHex(manifest.archiveIdentifier) : null,
			signature: toHex(manifest.signature),
			entries: manifest.entryCount,
		},
		items,
	};
}

function inspectIndex(bytes: Uint8Array, name: string, crypto: Crypto): Content {
	const index = readArchiveIndex(bytes, name);
	const items: Content['items'] = [];
	for (let at = 0; at < index.entryCount; at++) {
		const entry = index.entryAt(at);
		items.push({ ...entry, compressedSizeBytes: orNull(entry.compressedSizeBytes) });
	}
	const md5 = toHex(index.md5);
	return {
		facts: {
			version: index.version,
			hashLength: index.hashLength,
			md5,
			// The index on a device carries its bundle's MD5.
			md5OfContent: toHex(crypto.digest('md5', bytes.subarray(48))),
			entries: index.entryCount,
		},
		items,
	};
}

function inspectZip(bytes: Uint8Array, name: string): Content {
	const zip = openZip(memoryAccess(bytes, name));
	const manifest = zip.find('liveupdate.game.dmanifest');
	return {
		facts: {
			entries: zip.entries.length,
			manifestVersion: manifest ? readManifest(zip.read(manifest), `${manifest.name} in ${name}`).version : null,
		},
		items: zip.entries.map((entry) => ({
			name: entry.name,
			sizeBytes: entry.sizeBytes,
			compressedSizeBytes: entry.compressedSizeBytes,
			method: entry.method === 0 ? 'stored' : 'deflated',
			crc32: entry.crc32.toString(16).padStart(8, '0'),
		})),
	};
}

function inspectKey(bytes: Uint8Array, name: string): Content {
	try {
		const { modulusBits, exponent } = readRsaPublicKey(bytes, name);
		return { facts: { key: 'public', bits: modulusBits, exponent: `${exponent}` } };
	} catch (publicError) {
		if (!(publicError instanceof FormatError)) throw publicError;
		// A private key has more in it than a public one, so the message about the public one says more when it is neither.
		try {
			const { modulusBits, exponent } = readRsaPrivateKey(bytes, name);
			return { facts: { key: 'private', bits: modulusBits, exponent: `${exponent}` } };
		} catch {
			throw publicError;
		}
	}
}

function inspectBlob(bytes: Uint8Array, name: string, crypto: Crypto): Content {
	const header = readLiveUpdateHeader(bytes, name);
	const digest = toHex(crypto.digest('sha1', bytes.subarray(LIVE_UPDATE_HEADER_BYTES)));
	return { facts: { ...header, sha1: digest, nameAgrees: name.endsWith(digest) } };
}

function inspectResource(bytes: Uint8Array, name: string): Content {
	if (isLuaPath(name)) {
		const source = readLuaModule(bytes, name);
		const text = luaText(source);
		return {
			facts: {
				source: source.path,
				modules: source.module.modules,
				resources: source.module.resources,
				text: orNull(text),
			},
		};
	}
	const resource = readResource(name, bytes);
	if (resource.kind === 'texture') {
		const { layout, image, data } = resource.texture;
		return {
			facts: { layout, type: image.type, count: image.count },
			items: image.alternatives.map((alternative, index) => ({
				width: alternative.width,
				height: alternative.height,
				format: alternative.format,
				compressionType: alternative.compressionType,
				mipMaps: alternative.mipMapOffset.length,
				dataSizeBytes: data[index]?.length ?? 0,
			})),
		};
	}
	if (resource.kind === 'raw') return { facts: { text: decodeUtf8Lossy(bytes.subarray(0, 256)) } };
	return {
		facts: {
			message: resource.schema.typeName,
			children: childResources(name, bytes),
			unknownFields: unknownFieldNumbers(resource.message),
			content: messageToJson(resource.schema, resource.message, name),
		},
	};
}
