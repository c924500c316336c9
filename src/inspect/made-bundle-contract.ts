import { create, toBinary } from '@bufbuild/protobuf';
import { concatBytes, encodeUtf8, hash64, memoryAccess, toHex } from '../bytes/index.ts';
import {
	type ArchiveEntry,
	archiveDataWriter,
	type Bundle,
	CollectionDescSchema,
	createZipWriter,
	portableCrypto as crypto,
	encodeResource,
	engineVersionDigest,
	LuaModuleSchema,
	LuaSourceSchema,
	openBundle,
	openZip,
	projectIdentifier,
	RESOURCE_FLAG,
	type ResourceEntry,
	signManifestData,
	writeArchiveIndex,
	writeLiveUpdateHeader,
	writeManifest,
	type ZipArchive,
} from '../formats/index.ts';

/** Keys for tests alone: 512 bits. */
export type TestKeys = { readonly privateKey: Uint8Array; readonly publicKey: Uint8Array };

/** The files of a small bundle with one excluded resource, and the zip that was published with it. */
export type MadeBundle = { readonly files: Map<string, Uint8Array>; readonly zip: Uint8Array };

const script = (path: string, text: string): Uint8Array =>
	toBinary(
		LuaModuleSchema,
		create(LuaModuleSchema, { source: create(LuaSourceSchema, { filename: `@${path}`, script: encodeUtf8(text) }) }),
	);

const RESOURCES: readonly { path: string; raw: Uint8Array; excluded?: boolean }[] = [
	{
		path: '/main/main.collectionc',
		raw: toBinary(
			CollectionDescSchema,
			create(CollectionDescSchema, {
				name: 'main',
				instances: [
					{ id: 'a', prototype: '/main/a.goc' },
					{ id: 'b', prototype: '/level/level.goc' },
				],
			}),
		),
	},
	{ path: '/main/a.goc', raw: encodeUtf8('') },
	{ path: '/main/main.scriptc', raw: script('/main/main.script', 'print("hello hello hello hello hello hello")') },
	{ path: '/data/big.json', raw: encodeUtf8(`["/main/main.scriptc"${', 1, 2, 3'.repeat(50)}]`) },
	{ path: '/level/level.goc', raw: encodeUtf8('excluded excluded excluded excluded'), excluded: true },
];

/** Makes a bundle with our own writers. */
export function makeBundle(options: { keys?: TestKeys; blankUrls?: boolean } = {}): MadeBundle {
	const { keys, blankUrls = false } = options;
	const data = archiveDataWriter();
	const indexed: ArchiveEntry[] = [];
	const resources: ResourceEntry[] = [];
	const parts: Uint8Array[] = [];
	const zip = createZipWriter((bytes) => parts.push(new Uint8Array(bytes)));
	for (const { path, raw, excluded = false } of RESOURCES) {
		const { stored, compressed, encrypted } = encodeResource({
			raw,
			compress: true,
			encrypt: path.endsWith('scriptc'),
		});
		const hexDigest = toHex(crypto.digest('sha1', stored));
		const common = { hexDigest, sizeBytes: raw.length, compressedSizeBytes: compressed ? stored.length : undefined };
		if (excluded) {
			const header = writeLiveUpdateHeader({ sizeBytes: raw.length, encrypted, compressed, liveUpdate: true });
			zip.add(hexDigest, concatBytes([header, stored]));
		} else indexed.push({ ...common, offset: data.append(stored), encrypted, liveUpdate: false });
		resources.push({
			...common,
			url: blankUrls ? '' : path,
			urlHash: hash64(path),
			flags:
				(excluded ? RESOURCE_FLAG.EXCLUDED : RESOURCE_FLAG.BUNDLED) |
				(encrypted ? RESOURCE_FLAG.ENCRYPTED : 0) |
				(compressed ? RESOURCE_FLAG.COMPRESSED : 0),
			dependants: [],
		});
	}
	const index = writeArchiveIndex({ version: 5, entries: indexed, crypto });
	const manifest = writeManifest(
		{
			version: 5,
			resourceHashAlgorithm: 'sha1',
			signatureHashAlgorithm: 'sha256',
			projectIdentifier: projectIdentifier('Made game', crypto),
			engineVersions: [engineVersionDigest('1.11.2', crypto)],
			entries: resources,
			archiveIdentifier: index.subarray(32, 48),
		},
		keys && ((dataBytes) => signManifestData({ dataBytes, algorithm: 'sha256', privateKey: keys.privateKey, crypto })),
	);
	zip.add('liveupdate.game.dmanifest', manifest);
	zip.add('extra.json', encodeUtf8('{}'));
	zip.finish();
	const files = new Map<string, Uint8Array>([
		[
			'game.projectc',
			encodeUtf8('[project]\ntitle = Made game\n[bootstrap]\nmain_collection = /main/main.collectionc\n'),
		],
		['game.arci', index],
		['game.arcd', concatBytes(data.finish())],
		['game.dmanifest', manifest],
	]);
	if (keys) files.set('game.public.der', keys.publicKey);
	return { files, zip: concatBytes(parts) };
}

export function openMade({ files }: MadeBundle): Bundle {
	return openBundle({
		open(name) {
			const bytes = files.get(name);
			return bytes && memoryAccess(bytes, name);
		},
		name: 'made',
	});
}

export function openMadeZip({ zip }: MadeBundle): ZipArchive {
	return openZip(memoryAccess(zip, 'made.zip'));
}
