import { create, toBinary } from '@bufbuild/protobuf';
import { expect, test } from 'vitest';
import { concatBytes, encodeUtf8, hash64, LivemountError, memoryAccess, toHex } from '../bytes/index.ts';
import { CollectionDescSchema } from './ddf/gen/gameobject_ddf_pb.ts';
import { TextureImage_ImageSchema, TextureImageSchema } from './ddf/gen/graphics_ddf_pb.ts';
import {
	assembleSplitArchive,
	childResources,
	createZipWriter,
	lz4Decode,
	lz4HcEncode,
	openZip,
	portableCrypto,
	readArchiveIndex,
	readGraphFile,
	readLuaModule,
	readManifest,
	readMountsFile,
	readResource,
	readRsaPrivateKey,
	readRsaPublicKey,
	readSplitArchiveList,
	readTexture,
	writeArchiveIndex,
	writeGraphFile,
	writeManifest,
	writeMountsFile,
	writeSplitArchive,
	writeTexture,
} from './index.ts';

/** Mutated inputs of each reader; LIVEMOUNT_FUZZ_RUNS sets another count. */
const RUNS = Number(process.env['LIVEMOUNT_FUZZ_RUNS'] ?? 13_000);
const SEED = 20_260_820;
/** No input here is larger than a few kilobytes, so none may take long. */
const MAX_MS = 1000;

/** The same numbers on every machine. */
function createRandom(seed: number): (below: number) => number {
	let state = seed | 0;
	return (below) => {
		state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9;
		state ^= state >>> 13;
		return (state >>> 0) % below;
	};
}

const INTERESTING = [0, 1, 2, 0x0a, 0x7f, 0x80, 0xfe, 0xff, 0x2f, 0x50];

/** One to four changes of the kinds that break formats: bytes, lengths, cuts, repeats, and pieces of another file. */
function mutate(bytes: Uint8Array, other: Uint8Array, random: (below: number) => number): Uint8Array {
	let out = new Uint8Array(bytes);
	for (let change = 0; change <= random(4); change++) {
		const at = random(out.length + 1);
		const count = 1 + random(16);
		switch (random(7)) {
			case 0:
				out[at] = random(256);
				break;
			case 1:
				out[at] = INTERESTING[random(INTERESTING.length)] as number;
				break;
			case 2:
				out[at] = (out[at] ?? 0) ^ (1 << random(8));
				break;
			case 3:
				out = out.slice(0, at);
				break;
			case 4:
				out = concatBytes([out.subarray(0, at), out.subarray(Math.max(0, at - count))]) as Uint8Array<ArrayBuffer>;
				break;
			case 5:
				out.fill(random(2) === 0 ? 0xff : 0, at, at + 1 + random(8));
				break;
			default:
				out = concatBytes([
					out.subarray(0, at),
					other.subarray(random(other.length), random(other.length)),
					out.subarray(at),
				]) as Uint8Array<ArrayBuffer>;
		}
		if (out.length > 100_000) out = out.slice(0, 100_000);
	}
	return out;
}

const entry = (
	url: string,
	dependants: readonly string[] = [],
): Parameters<typeof writeManifest>[0]['entries'][number] => ({
	url,
	urlHash: hash64(url),
	hexDigest: toHex(portableCrypto.digest('sha1', encodeUtf8(url))),
	flags: 1,
	sizeBytes: 10,
	compressedSizeBytes: undefined,
	dependants: dependants.map(hash64),
});

function manifest(version: 1 | 4 | 5): Uint8Array {
	const entries = [entry('/a.goc', ['/b.goc']), entry('/b.goc'), entry('/main/é.collectionc', ['/a.goc', '/b.goc'])];
	return writeManifest({
		version,
		resourceHashAlgorithm: 'sha1',
		signatureHashAlgorithm: 'sha256',
		projectIdentifier: new Uint8Array(20),
		engineVersions: [new Uint8Array(20)],
		entries,
		archiveIdentifier: new Uint8Array(16),
	});
}

function index(version: 4 | 6): Uint8Array {
	const entries = ['11', '22', '33'].map((pair, at) => ({
		hexDigest: pair.repeat(20),
		offset: at * 8,
		sizeBytes: 8,
		compressedSizeBytes: at === 1 ? 4 : undefined,
		encrypted: at === 2,
		liveUpdate: false,
	}));
	return writeArchiveIndex({ version, entries, crypto: portableCrypto });
}

function zip(): Uint8Array {
	const parts: Uint8Array[] = [];
	const writer = createZipWriter((bytes) => parts.push(new Uint8Array(bytes)));
	writer.add('a.txt', encodeUtf8('hello '.repeat(40)), { level: 6 });
	writer.add('b/c.bin', new Uint8Array(30));
	writer.finish();
	return concatBytes(parts);
}

const collection = toBinary(
	CollectionDescSchema,
	create(CollectionDescSchema, { name: 'main', instances: [{ id: 'a', prototype: '/a.goc' }] }),
);

function texture(layout: 'bare' | 'header'): Uint8Array {
	const alternatives = [
		create(TextureImage_ImageSchema, {
			width: 2,
			height: 2,
			originalWidth: 2,
			originalHeight: 2,
			format: 2,
			mipMapOffset: [0],
			mipMapSize: [16],
			dataSize: 16,
		}),
	];
	const image = create(TextureImageSchema, { type: 1, count: 1, alternatives });
	return writeTexture({ layout, image, data: [new Uint8Array(16)] }, 'seed');
}

const packed = lz4HcEncode(encodeUtf8('abcabcabcabcabcabc and something else, '.repeat(20)));
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
const modulus = new Uint8Array([0x30, 0x0b, 2, 4, 0x7f, 1, 2, 3, 2, 3, 1, 0, 1]);

type Target = { readonly name: string; readonly seed: Uint8Array; readonly read: (bytes: Uint8Array) => void };

const TARGETS: readonly Target[] = [
	...([1, 4, 5] as const).map((version) => ({
		name: `manifest ${version}`,
		seed: manifest(version),
		read: readAllEntries,
	})),
	...([4, 6] as const).map((version) => ({
		name: `archive index ${version}`,
		seed: index(version),
		read(bytes: Uint8Array) {
			const read = readArchiveIndex(bytes, 'fuzz');
			for (let at = 0; at < read.entryCount; at++) read.find(read.entryAt(at).hexDigest);
		},
	})),
	{
		name: 'zip',
		seed: zip(),
		read(bytes) {
			const read = openZip(memoryAccess(bytes, 'fuzz'));
			for (const item of read.entries) read.read(item);
		},
	},
	{ name: 'lz4', seed: packed, read: (bytes) => void lz4Decode(bytes, 780, 'fuzz') },
	{ name: 'texture, bare', seed: texture('bare'), read: (bytes) => void readTexture(bytes, 'fuzz') },
	{ name: 'texture, header', seed: texture('header'), read: (bytes) => void readTexture(bytes, 'fuzz') },
	{
		name: 'message',
		seed: collection,
		read(bytes) {
			childResources('/a.collectionc', bytes);
			readResource('/a.collectionc', bytes);
		},
	},
	{ name: 'lua module', seed: collection, read: (bytes) => void readLuaModule(bytes, '/a.luac') },
	{
		name: 'list of pieces',
		seed: encodeUtf8(writeSplitArchive(new Map([['game.arcd', new Uint8Array(9)]]), { pieceSizeBytes: 3 }).listText),
		read(bytes) {
			const list = readSplitArchiveList(text(bytes), 'fuzz');
			assembleSplitArchive(list, () => new Uint8Array(3));
		},
	},
	{
		name: 'graph',
		seed: encodeUtf8(writeGraphFile([{ path: 'root', hexDigest: null, children: ['/a'] }])),
		read: (bytes) => void readGraphFile(text(bytes), 'fuzz'),
	},
	{
		name: 'mounts',
		seed: writeMountsFile([{ name: 'level', uri: 'zip:/a.zip', priority: 1 }]),
		read: (bytes) => void readMountsFile(bytes, 'fuzz'),
	},
	{ name: 'public key', seed: modulus, read: (bytes) => void readRsaPublicKey(bytes, 'fuzz') },
	{ name: 'private key', seed: modulus, read: (bytes) => void readRsaPrivateKey(bytes, 'fuzz') },
];

function readAllEntries(bytes: Uint8Array): void {
	const read = readManifest(bytes, 'fuzz');
	for (let at = 0; at < read.entryCount; at++) {
		const { urlHash } = read.entryAt(at);
		expect(read.indexOf(urlHash)).toBe(at);
	}
}

test.each(TARGETS)('$name: broken input is read or refused with an error of ours, quickly', ({ name, seed, read }) => {
	const random = createRandom(SEED ^ name.length);
	let slowestMs = 0;
	let refusedCount = 0;
	for (let run = 0; run < RUNS; run++) {
		const other = TARGETS[random(TARGETS.length)]?.seed ?? seed;
		const input = mutate(seed, other, random);
		const start = performance.now();
		try {
			read(input);
		} catch (error) {
			if (!(error instanceof LivemountError)) throw new Error(`${name}: input ${toHex(input)}`, { cause: error });
			refusedCount++;
		}
		slowestMs = Math.max(slowestMs, performance.now() - start);
	}
	expect(slowestMs).toBeLessThan(MAX_MS);
	// A run that refuses nothing has not reached the checks.
	expect(refusedCount).toBeGreaterThan(RUNS / 20);
});
