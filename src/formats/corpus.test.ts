import { equals } from '@bufbuild/protobuf';
import { describe, expect, test } from 'vitest';
import { decodeUtf8, equalBytes, hash64, toHex } from '../bytes/index.ts';
import { nodeCrypto } from '../node/crypto.ts';
import {
	type ArchiveEntry,
	type Bundle,
	childResources,
	decodeResource,
	readResource,
	readSplitArchiveList,
	verifyArchiveIndex,
	verifyManifestSignature,
	writeResource,
	writeSplitArchive,
} from './index.ts';
import { openRealBundle, openRealZip, REAL_BUNDLES, readRealFile, WITHOUT_CORPUS } from './real-bundles-contract.ts';

function entriesOf({ index }: Bundle): ArchiveEntry[] {
	return Array.from({ length: index.entryCount }, (_, at) => index.entryAt(at));
}

function storedOf({ data }: Bundle, entry: ArchiveEntry): Uint8Array {
	return data.read(entry.offset, entry.compressedSizeBytes ?? entry.sizeBytes);
}

function decode(bundle: Bundle, entry: ArchiveEntry): Uint8Array {
	return decodeResource({
		stored: storedOf(bundle, entry),
		sizeBytes: entry.sizeBytes,
		compressed: entry.compressedSizeBytes !== undefined,
		encrypted: entry.encrypted,
		name: entry.hexDigest,
	});
}

describe.skipIf(REAL_BUNDLES.length === 0)(`real bundles (${REAL_BUNDLES.length || WITHOUT_CORPUS})`, () => {
	describe.each(REAL_BUNDLES)('%s', (name) => {
		const bundle = openRealBundle(name);
		const { manifest, index } = bundle;

		test('the index has the MD5 it says, and the manifest names it', () => {
			verifyArchiveIndex({ index, crypto: nodeCrypto, name });
			expect(toHex(manifest.archiveIdentifier ?? new Uint8Array())).toBe(toHex(index.md5));
		});

		test('every stored blob has the digest it is listed under', () => {
			for (const entry of entriesOf(bundle)) {
				expect(toHex(nodeCrypto.digest(manifest.resourceHashAlgorithm, storedOf(bundle, entry)))).toBe(entry.hexDigest);
			}
		});

		test('the manifest is signed with the key of the bundle, or not at all from 1.12 on', () => {
			if (!bundle.publicKey) expect(manifest.signature.length).toBe(0);
			else verifyManifestSignature({ manifest, publicKey: bundle.publicKey, crypto: nodeCrypto, name });
		});

		test('the list of pieces written again has the same text', () => {
			const text = decodeUtf8(readRealFile(name, 'archive/archive_files.json'));
			const list = readSplitArchiveList(text, name);
			const files = new Map(list.files.map((file) => [file.name, new Uint8Array(file.sizeBytes)]));
			const naming = list.files[0]?.pieces[0]?.name === 'game.projectc0' ? 'at-end' : 'before-dot';
			const totalSize = list.totalSizeBytes !== undefined;
			expect(writeSplitArchive(files, { naming, totalSize }).listText).toBe(text);
		});

		test('everything a resource names is in the manifest, except what old engines had built in', () => {
			for (let at = 0; at < manifest.entryCount; at++) {
				const { url, hexDigest } = manifest.entryAt(at);
				const entry = index.find(hexDigest);
				if (!entry || url === '') continue;
				for (const child of childResources(url, decode(bundle, entry))) {
					if (manifest.version === 1 && child.startsWith('/builtins/')) continue;
					expect(manifest.indexOf(hash64(child)), `${url} names ${child}`).toBeGreaterThanOrEqual(0);
				}
			}
		});
	});
});

describe.skipIf(REAL_BUNDLES.length === 0)('the table of fields that name resources', () => {
	const listing = REAL_BUNDLES.filter((name) => openRealBundle(name).manifest.version <= 3);

	test.each(listing)('%s: it finds every dependant that the manifest lists', (name) => {
		const bundle = openRealBundle(name);
		const { manifest, index } = bundle;
		const children = new Map<string, string[]>();
		const childrenOf = (path: string): string[] | undefined => {
			const known = children.get(path);
			if (known) return known;
			const resource = manifest.find(hash64(path));
			const entry = resource && index.find(resource.hexDigest);
			if (!entry) return undefined;
			const found = childResources(path, decode(bundle, entry));
			children.set(path, found);
			return found;
		};
		let comparedCount = 0;
		for (let at = 0; at < manifest.entryCount; at++) {
			const { url, dependants } = manifest.entryAt(at);
			const reached = new Set<string>();
			let complete = true;
			const walk = (path: string): void => {
				const named = childrenOf(path);
				if (!named) complete = path.startsWith('/builtins/') && complete;
				for (const child of named ?? []) {
					if (reached.has(child)) continue;
					reached.add(child);
					if (!child.endsWith('.collectionproxyc')) walk(child);
				}
			};
			walk(url);
			if (!complete) continue;
			comparedCount++;
			const digests = new Set([...reached].map((path) => manifest.find(hash64(path))?.hexDigest));
			for (const dependant of dependants) {
				const listed = manifest.find(dependant);
				expect(digests.has(listed?.hexDigest), `${url} depends on ${listed?.url}`).toBe(true);
			}
		}
		expect(comparedCount).toBeGreaterThan(0);
	});
});

describe.skipIf(REAL_BUNDLES.length === 0)('compiled resources of real bundles', () => {
	test('are written again with the same bytes, in the layouts of all the engines that built them', () => {
		const differing: string[] = [];
		const count = { same: 0, textures: 0 };
		const layouts = new Map<string, Set<string>>();
		for (const name of REAL_BUNDLES) {
			const bundle = openRealBundle(name);
			for (let at = 0; at < bundle.manifest.entryCount; at++) {
				const { url, hexDigest } = bundle.manifest.entryAt(at);
				const entry = bundle.index.find(hexDigest);
				if (!entry || url === '') continue;
				const raw = decode(bundle, entry);
				const resource = readResource(url, raw);
				if (resource.kind === 'texture') count.textures++;
				if (resource.kind === 'message') {
					const { extension } = resource.type;
					layouts.set(extension, (layouts.get(extension) ?? new Set()).add(resource.layout));
				}
				if (equalBytes(writeResource(resource), raw)) count.same++;
				else differing.push(`${name}${url}`);
			}
		}
		expect(differing).toEqual([]);
		expect(count.same).toBeGreaterThan(1300);
		expect(count.textures).toBeGreaterThan(40);
		const seen = (extension: string): string[] => [...(layouts.get(extension) ?? [])].sort();
		expect(seen('fontc')).toEqual(['current', 'to-1.10.1', 'to-1.2.138', 'to-1.3.1', 'to-1.9.3']);
		expect(seen('glyph_bankc')).toEqual(['to-1.10.1', 'to-1.12.1', 'to-1.9.3']);
		expect(seen('texturesetc')).toEqual(['current', 'to-1.2.164', 'to-1.6.2']);
		expect(seen('fpc')).toEqual(['text', 'to-1.7.0', 'to-1.9.6', 'to-1.9.7']);
		expect(seen('materialc')).toEqual(['current', 'to-1.2.138']);
		expect(seen('bufferc')).toEqual(['to-1.3.1']);
		expect(seen('collectionc')).toEqual(['current']);
	});

	test('of every layout say the same as today when they are written in it', () => {
		const ofLayout = new Map<string, number>();
		for (const name of REAL_BUNDLES) {
			const bundle = openRealBundle(name);
			for (let at = 0; at < bundle.manifest.entryCount; at++) {
				const { url, hexDigest } = bundle.manifest.entryAt(at);
				const entry = bundle.index.find(hexDigest);
				if (!entry || url === '') continue;
				const resource = readResource(url, decode(bundle, entry));
				if (resource.kind !== 'message' || resource.layout === 'current') continue;
				const { glyphBank: _, ...alone } = resource;
				const again = readResource(url, writeResource({ ...alone, layout: 'current' }));
				expect(again).toMatchObject({ layout: 'current' });
				expect(again.kind === 'message' && equals(resource.schema, again.message, resource.message)).toBe(true);
				ofLayout.set(resource.layout, (ofLayout.get(resource.layout) ?? 0) + 1);
			}
		}
		expect(ofLayout.size).toBeGreaterThan(8);
	});

	test('of fonts that have their glyphs inside give them as a glyph bank', () => {
		const bundle = openRealBundle(REAL_BUNDLES.find((name) => name.startsWith('game-xoxo')) as string);
		for (let at = 0; at < bundle.manifest.entryCount; at++) {
			const { url, hexDigest } = bundle.manifest.entryAt(at);
			const entry = bundle.index.find(hexDigest);
			if (!entry || !url.endsWith('.fontc')) continue;
			const resource = readResource(url, decode(bundle, entry));
			if (resource.kind !== 'message' || !resource.glyphBank) throw new Error(`${url} has no glyph bank`);
			const { glyphs, glyphData, maxAscent } = resource.glyphBank;
			const letter = glyphs.find(({ character }) => character === 'A'.codePointAt(0));
			expect(letter?.width).toBeGreaterThan(0);
			expect(Number((letter?.glyphDataOffset ?? 0n) + (letter?.glyphDataSize ?? 0n))).toBeLessThanOrEqual(
				glyphData.length,
			);
			expect(maxAscent).toBeGreaterThan(0);
		}
	});
});

describe.skipIf(REAL_BUNDLES.length === 0)('live-update zips of real bundles', () => {
	const zipped = REAL_BUNDLES.filter((name) => openRealZip(name));

	test.each(zipped)('%s: every entry reads, and every blob has the digest it is named by', (name) => {
		const zip = openRealZip(name);
		expect(zip?.entries.length).toBe(8);
		for (const entry of zip?.entries ?? []) {
			const bytes = zip?.read(entry) ?? new Uint8Array();
			if (entry.name === 'liveupdate.game.dmanifest') continue;
			expect(toHex(nodeCrypto.digest('sha1', bytes.subarray(16)))).toBe(entry.name);
		}
	});
});
