import { create, type DescField, type DescMessage, type Message, ScalarType, toBinary } from '@bufbuild/protobuf';
import { concatBytes, encodeUtf8, hash64, memoryAccess, toBinaryString, toHex } from '../../bytes/index.ts';
import { fillRequired } from '../ddf/layouts/required-fields.ts';
import {
	type ArchiveIndexVersion,
	CollectionDescSchema,
	childResources,
	createSourceText,
	createZipWriter,
	decodeResource,
	encodeResource,
	extensionOf,
	knownExtensions,
	lz4Decode,
	lz4HcEncode,
	type ManifestVersion,
	manifestContent,
	messageToJson,
	openBundle,
	openZip,
	portableCrypto,
	publicKeyOf,
	readArchiveIndex,
	readGameProject,
	readGraphFile,
	readLiveUpdateHeader,
	readLiveUpdateSettings,
	readLuaModule,
	readManifest,
	readMountsFile,
	readReferenceFile,
	readResource,
	readRsaPrivateKey,
	readRsaPublicKey,
	readSplitArchiveList,
	readText,
	readTexture,
	resourceType,
	SceneDescSchema,
	TextureImage_ImageSchema,
	TextureImageSchema,
	verifyArchiveIndex,
	verifyManifestSignature,
	writeArchiveIndex,
	writeGraphFile,
	writeLiveUpdateHeader,
	writeManifest,
	writeMountsFile,
	writeResource,
	writeSplitArchive,
	writeText,
	writeTexture,
} from '../index.ts';
import type { Structure } from './mutate-contract.ts';

/** A reader, what it reads when nothing is wrong, and how that is built. */
export type FuzzTarget = {
	readonly name: string;
	readonly structure: Structure;
	readonly seeds: readonly Uint8Array[];
	/** Reads all that can be read; throws an error of ours for what is refused. */
	readonly read: (bytes: Uint8Array) => void;
};

const crypto = portableCrypto;
const text = (bytes: Uint8Array): string => toBinaryString(bytes);

function manifest(version: ManifestVersion): Uint8Array {
	const entry = (url: string, dependants: readonly string[] = [], flags = 1) => ({
		url,
		urlHash: hash64(url),
		hexDigest: toHex(crypto.digest('sha1', encodeUtf8(url))),
		flags,
		sizeBytes: 10,
		compressedSizeBytes: url.length % 2 === 0 ? 5 : undefined,
		dependants: dependants.map(hash64),
	});
	return writeManifest(
		{
			version,
			resourceHashAlgorithm: 'sha1',
			signatureHashAlgorithm: 'sha256',
			projectIdentifier: new Uint8Array(20),
			engineVersions: [new Uint8Array(20), new Uint8Array(20).fill(9)],
			entries: [entry('/a.goc', ['/b.goc']), entry('/b.goc'), entry('/main/é.collectionc', ['/a.goc', '/b.goc'], 2)],
			archiveIdentifier: new Uint8Array(16),
			hasExcludedResources: version === 5 ? true : undefined,
			release: version === 5 ? { number: 7, rollbackFrom: 9 } : undefined,
		},
		() => new Uint8Array(64),
	);
}

function readWholeManifest(bytes: Uint8Array): void {
	const read = readManifest(bytes, 'fuzz');
	for (let at = 0; at < read.entryCount; at++) {
		const { urlHash } = read.entryAt(at);
		if (read.indexOf(urlHash) !== at) throw new Error(`entry ${at} is not found again`);
	}
	writeManifest(manifestContent(read));
	verifyManifestSignature({ manifest: read, publicKey: PUBLIC_KEY, crypto, name: 'fuzz' });
}

function index(version: ArchiveIndexVersion): Uint8Array {
	const entries = ['11', '22', '33', '44'].map((pair, at) => ({
		hexDigest: pair.repeat(20),
		offset: at * 8,
		sizeBytes: 8,
		compressedSizeBytes: at === 1 ? 4 : undefined,
		encrypted: at === 2,
		liveUpdate: at === 3,
	}));
	return writeArchiveIndex({ version, entries, crypto });
}

function readWholeIndex(bytes: Uint8Array): void {
	const read = readArchiveIndex(bytes, 'fuzz');
	for (let at = 0; at < read.entryCount; at++) {
		if (!read.find(read.entryAt(at).hexDigest)) throw new Error(`entry ${at} is not found again`);
	}
	verifyArchiveIndex({ index: read, crypto, name: 'fuzz' });
}

function zip(): Uint8Array {
	const parts: Uint8Array[] = [];
	const writer = createZipWriter((bytes) => parts.push(new Uint8Array(bytes)));
	writer.add('a.txt', encodeUtf8('hello '.repeat(40)), { level: 6 });
	writer.add('b/é.bin', new Uint8Array(30));
	writer.finish();
	return concatBytes(parts);
}

function texture(layout: 'bare' | 'header-older' | 'header'): Uint8Array {
	const alternative = create(TextureImage_ImageSchema, {
		width: 2,
		height: 2,
		originalWidth: 2,
		originalHeight: 2,
		format: 2,
		mipMapOffset: [0],
		mipMapSize: [16],
		dataSize: 16,
	});
	const image = create(TextureImageSchema, { type: 1, count: 1, alternatives: [alternative] });
	return writeTexture({ layout, image, data: [new Uint8Array(16)] }, 'seed');
}

/** A message with every field set, lists once, three messages deep. */
function sample(schema: DescMessage, depth = 0): Message {
	const message = create(schema);
	for (const field of schema.fields) {
		const value = sampleValue(field, depth);
		if (value === undefined || field.oneof) continue;
		(message as unknown as Record<string, unknown>)[field.localName] = field.fieldKind === 'list' ? [value] : value;
	}
	fillRequired(schema, message);
	return message;
}

function sampleValue(field: DescField, depth: number): unknown {
	if (field.message) return depth < 3 ? sample(field.message, depth + 1) : undefined;
	if (field.enum) return field.enum.values.at(-1)?.number;
	switch (field.scalar) {
		case ScalarType.STRING:
			return `/a/${field.name}.goc`;
		case ScalarType.BYTES:
			return Uint8Array.of(1, 2, 3, 4);
		case ScalarType.BOOL:
			return true;
		case ScalarType.UINT64:
		case ScalarType.INT64:
		case ScalarType.FIXED64:
			return 77n;
		default:
			return 3;
	}
}

function message(extension: string): FuzzTarget {
	const path = `/a.${extension}`;
	const { schema } = resourceType(path);
	if (!schema) throw new Error(`${extension} has no message`);
	return {
		name: `${extensionOf(path)} message`,
		structure: 'protobuf',
		seeds: [toBinary(schema, sample(schema))],
		read(bytes) {
			const resource = readResource(path, bytes);
			childResources(path, bytes);
			if (!('message' in resource)) return;
			messageToJson(resource.schema, resource.message, path);
			writeResource(resource);
		},
	};
}

// Made once with openssl, for tests alone: 512 bits.
const PRIVATE_KEY = Uint8Array.from(
	atob(
		'MIIBPAIBAAJBALyT0fWglMG/bUdr02Kgv1ZR1/02CGmRkv4aveb3M6wIDHBAlXvgz/WBo+bbcK/Rhgo7I5IjcabuOFrZVzspuxcCAwEAAQJBALbO5f8jyJF6LUnLcYRvKI1ZkfTZ6JXOlZzX97hrdCATkrZVm1m3wJeGT8LgWqyVOZrxTP54lLKm+bFPgwQ61YECIQDoKULHHc9OnxrhfF7QthnbZQaLMi+ePg7YvToSmicysQIhAM/w43Z2npd4YdzLzlYSP84rHfdLN/F4+cHN+IspaGxHAiEAglvAukt7vxrJnjkWiDzoEfANF5XLdSBFd9/wvsc+IVECIG1TIMPvqYHJcOo83Maz4Yfrc13I1ijGickzGTFRG+2RAiEAxysHVoEVqtk93mVtwwBUL7p7J9X2tMVSa2hHSP7phOk=',
	),
	(character) => character.charCodeAt(0),
);
const PUBLIC_KEY = publicKeyOf(PRIVATE_KEY, 'fuzz');

const RAW = encodeUtf8('abcabcabcabcabcabc and something else, '.repeat(20));
const PACKED = lz4HcEncode(RAW);
const ENCIPHERED = encodeResource({ raw: RAW, compress: true, encrypt: true }).stored;

const COLLECTION_TEXT = `name: "main"
instances {
  id: "a"
  prototype: "/a.go"
  position { x: 1.5 y: -2e3 z: 0x10 }
  component_properties { id: "s" properties { id: "p" value: "1, 2" type: PROPERTY_TYPE_VECTOR3 } }
}
embedded_instances { id: "b" data: "components {\\n  id: \\"x\\"\\n}\\n" "" }
# a comment
scale_along_z: 0
`;
const GUI_TEXT = `script: "/a.gui_script"
nodes { position { x: 1.0 } type: TYPE_BOX id: "n" text: "\\303\\251" color: < x: 1 > parent: "m" }
background_color { x: 0.0 }
material: '/builtins/materials/gui.material'
max_nodes: 512
`;
const PROJECT_TEXT =
	'[project]\ntitle = A = b; c\ndependencies#1 = two\ndependencies#0 = one\n\n[display]\nwidth=1280\n';
const SETTINGS_TEXT = '[liveupdate]\nmode = Zip\nzip-compression-level = 9\nsupported-versions = "1.10.0", 1.11.2\n';

const BUNDLE_PARTS = ['game.arci', 'game.dmanifest', 'archive_files.json'] as const;

/** A whole bundle of which one part is what is read. */
function openParts(part: (typeof BUNDLE_PARTS)[number], bytes: Uint8Array): void {
	const files = new Map<string, Uint8Array>([
		['game.projectc', encodeUtf8(PROJECT_TEXT)],
		['game.arci', index(5)],
		['game.dmanifest', manifest(5)],
		['game.arcd', new Uint8Array(32)],
	]);
	if (part === 'archive_files.json') {
		const cut = writeSplitArchive(files, { pieceSizeBytes: 100 });
		files.clear();
		for (const [name, piece] of cut.pieces) files.set(name, piece);
	}
	files.set(part, bytes);
	const bundle = openBundle({
		name: 'fuzz',
		crypto,
		open(name) {
			const found = files.get(name);
			return found && memoryAccess(found, name);
		},
	});
	for (let at = 0; at < bundle.index.entryCount; at++) {
		const { offset, sizeBytes, compressedSizeBytes } = bundle.index.entryAt(at);
		bundle.data.read(offset, compressedSizeBytes ?? sizeBytes);
	}
}

const BUNDLE_SEEDS: Readonly<Record<(typeof BUNDLE_PARTS)[number], Uint8Array>> = {
	'game.arci': index(6),
	'game.dmanifest': manifest(4),
	'archive_files.json': encodeUtf8(
		writeSplitArchive(new Map([['game.arcd', new Uint8Array(250)]]), { pieceSizeBytes: 100, crypto }).listText,
	),
};

/** Every reader of the room. */
export const FUZZ_TARGETS: readonly FuzzTarget[] = [
	...([1, 2, 3, 4, 5] as const).map(
		(version): FuzzTarget => ({
			name: `manifest ${version}`,
			structure: 'protobuf',
			seeds: [manifest(version)],
			read: readWholeManifest,
		}),
	),
	...([4, 5, 6] as const).map(
		(version): FuzzTarget => ({
			name: `archive index ${version}`,
			structure: 'words',
			seeds: [index(version)],
			read: readWholeIndex,
		}),
	),
	...BUNDLE_PARTS.map(
		(part): FuzzTarget => ({
			name: `bundle by ${part}`,
			structure: part === 'game.arci' ? 'words' : part === 'game.dmanifest' ? 'protobuf' : 'text',
			seeds: [BUNDLE_SEEDS[part]],
			read: (bytes) => openParts(part, bytes),
		}),
	),
	{
		name: 'zip',
		structure: 'zip',
		seeds: [zip()],
		read(bytes) {
			const limits = { maxEntryBytes: 100_000, maxTotalBytes: 1_000_000 };
			const read = openZip(memoryAccess(bytes, 'fuzz'), { limits });
			for (const entry of read.entries) read.read(entry);
		},
	},
	{ name: 'lz4', structure: 'bytes', seeds: [PACKED], read: (bytes) => void lz4Decode(bytes, RAW.length, 'fuzz') },
	{
		name: 'stored resource',
		structure: 'bytes',
		seeds: [PACKED, ENCIPHERED],
		read(bytes) {
			// The size is believed no more than the bytes.
			const sizeBytes = (bytes[0] ?? 0) < 0x20 ? 0xffff_ffff : RAW.length;
			decodeResource({ stored: bytes, sizeBytes, compressed: true, encrypted: bytes.length % 2 === 0, name: 'fuzz' });
		},
	},
	{
		name: 'live-update header',
		structure: 'bytes',
		seeds: [writeLiveUpdateHeader({ sizeBytes: 10, encrypted: true, compressed: true, liveUpdate: true })],
		read: (bytes) => void readLiveUpdateHeader(bytes, 'fuzz'),
	},
	...(['bare', 'header-older', 'header'] as const).map(
		(layout): FuzzTarget => ({
			name: `texture, ${layout}`,
			structure: layout === 'bare' ? 'protobuf' : 'bytes',
			seeds: [texture(layout)],
			read(bytes) {
				writeTexture(readTexture(bytes, 'fuzz'), 'fuzz');
			},
		}),
	),
	...knownExtensions()
		.filter((extension) => extension !== 'texturec')
		.map(message),
	{
		name: 'Lua module',
		structure: 'protobuf',
		seeds: [toBinary(CollectionDescSchema, create(CollectionDescSchema, { name: 'main' }))],
		read: (bytes) => void readLuaModule(bytes, '/a.luac'),
	},
	{
		name: 'list of pieces',
		structure: 'text',
		seeds: [BUNDLE_SEEDS['archive_files.json']],
		read: (bytes) => void readSplitArchiveList(text(bytes), 'fuzz'),
	},
	{
		name: 'graph',
		structure: 'text',
		seeds: [encodeUtf8(writeGraphFile([{ path: 'root', hexDigest: null, children: ['/a'] }]))],
		read: (bytes) => void readGraphFile(text(bytes), 'fuzz'),
	},
	{
		name: 'mounts',
		structure: 'text',
		seeds: [writeMountsFile([{ name: 'level', uri: 'zip:/a.zip', priority: 1 }])],
		read: (bytes) => void readMountsFile(bytes, 'fuzz'),
	},
	{
		name: 'reference',
		structure: 'text',
		seeds: [encodeUtf8('/data/a.zip\n')],
		read: (bytes) => void readReferenceFile(bytes, 'fuzz'),
	},
	{
		name: 'text of a collection',
		structure: 'text',
		seeds: [encodeUtf8(COLLECTION_TEXT)],
		read(bytes) {
			const { message } = readText(CollectionDescSchema, createSourceText('a.collection', text(bytes)));
			if (message) writeText(CollectionDescSchema, message);
		},
	},
	{
		name: 'text of a gui',
		structure: 'text',
		seeds: [encodeUtf8(GUI_TEXT)],
		read(bytes) {
			const { message } = readText(SceneDescSchema, createSourceText('a.gui', text(bytes)));
			if (message) writeText(SceneDescSchema, message);
		},
	},
	{
		name: 'game.project',
		structure: 'text',
		seeds: [encodeUtf8(PROJECT_TEXT)],
		read(bytes) {
			const { settings } = readGameProject(createSourceText('game.project', text(bytes)));
			settings.list('project.dependencies');
			settings.integer('display.width', 1);
		},
	},
	{
		name: 'liveupdate.settings',
		structure: 'text',
		seeds: [encodeUtf8(SETTINGS_TEXT)],
		read: (bytes) => void readLiveUpdateSettings(createSourceText('a.settings', text(bytes))),
	},
	{ name: 'public key', structure: 'der', seeds: [PUBLIC_KEY], read: (bytes) => void readRsaPublicKey(bytes, 'fuzz') },
	{
		name: 'private key',
		structure: 'der',
		seeds: [PRIVATE_KEY],
		read: (bytes) => void readRsaPrivateKey(bytes, 'fuzz'),
	},
];
