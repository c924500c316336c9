import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeUtf8, hash64, portableDigest, toHex } from '../bytes/index.ts';
import {
	decodeResource,
	engineVersionDigest,
	LIVE_UPDATE_HEADER_BYTES,
	type Manifest,
	portableCrypto,
	RESOURCE_FLAG,
	type ResourceEntry,
	readArchiveIndex,
	readLiveUpdateHeader,
	readManifest,
	verifyArchiveIndex,
	verifyManifestSignature,
} from '../formats/index.ts';
import { type Archive, type PlacedResource, writeArchive } from './archive.ts';
import { encodeCompiled } from './compile-unit.ts';
import type { CompiledResource } from './compiler.ts';

type RawResource = CompiledResource & Pick<PlacedResource, 'place' | 'dependants'>;

const crypto = { ...portableCrypto, digest: portableDigest };

const keys = generateKeyPairSync('rsa', {
	modulusLength: 1024,
	publicKeyEncoding: { type: 'spki', format: 'der' },
	privateKeyEncoding: { type: 'pkcs8', format: 'der' },
});

function archive(
	resources: readonly RawResource[],
	{ compress = true, ...options }: Partial<Parameters<typeof writeArchive>[0]> & { compress?: boolean } = {},
): Archive {
	return writeArchive({
		resources: resources.map(({ place, dependants, ...raw }) => {
			const { stored, ...about } = encodeCompiled(raw, { settings: { compress }, crypto }, true);
			return { ...about, place, dependants, storedSizeBytes: stored.length, readStored: () => stored };
		}),
		title: 'Game',
		engineVersion: '1.11.2',
		supportedVersions: [],
		blankUrls: false,
		crypto,
		keys: undefined,
		...options,
	});
}

function resource(path: string, content: string | Uint8Array, more: Partial<RawResource> = {}): RawResource {
	const bytes = typeof content === 'string' ? encodeUtf8(content) : content;
	return { path, bytes, place: 'bundled', dependants: [], ...more };
}

function entry(manifest: Manifest, path: string): ResourceEntry {
	const found = manifest.find(hash64(path));
	if (!found) throw new Error(`${path} is not in the manifest`);
	return found;
}

const long = 'a line that comes again and again\n'.repeat(40);

describe('writeArchive', () => {
	it('gives back every resource, from the bundle or from its blob', () => {
		const one = fc.record({
			path: fc.webPath().filter((path) => path !== ''),
			bytes: fc.oneof(
				fc.uint8Array({ maxLength: 300 }),
				fc.constant(encodeUtf8(long)),
				fc.constant(new Uint8Array(500)),
			),
			place: fc.constantFrom('bundled' as const, 'excluded' as const),
			encrypt: fc.boolean(),
			uncompressed: fc.boolean(),
			dependants: fc.constant([]),
		});
		fc.assert(
			fc.property(
				fc.uniqueArray(one, { selector: ({ path }) => path, maxLength: 8 }),
				fc.boolean(),
				(resources, compress) => {
					const built = archive(resources, { compress });
					const index = readArchiveIndex(built.index, 'arci');
					verifyArchiveIndex({ index, crypto, name: 'arci' });
					const manifest = readManifest(built.manifest, 'manifest');
					const blobs = new Map(built.excluded.map((blob) => [blob.hexDigest, blob.bytes]));
					expect(manifest.entryCount).toBe(resources.length);
					for (const { path, bytes, place } of resources) {
						const { hexDigest, flags, sizeBytes, compressedSizeBytes } = entry(manifest, path);
						expect(flags & (RESOURCE_FLAG.BUNDLED | RESOURCE_FLAG.EXCLUDED)).toBe(
							place === 'bundled' ? RESOURCE_FLAG.BUNDLED : RESOURCE_FLAG.EXCLUDED,
						);
						const encrypted = (flags & RESOURCE_FLAG.ENCRYPTED) !== 0;
						const compressed = (flags & RESOURCE_FLAG.COMPRESSED) !== 0;
						expect([sizeBytes, compressedSizeBytes !== undefined]).toEqual([bytes.length, compressed]);
						let stored: Uint8Array;
						if (place === 'bundled') {
							const found = index.find(hexDigest);
							expect(found).toMatchObject({ sizeBytes, compressedSizeBytes, encrypted });
							const offset = found?.offset ?? 0;
							stored = built.data.slice(offset, offset + (compressedSizeBytes ?? bytes.length));
						} else {
							const blob = blobs.get(hexDigest) ?? new Uint8Array();
							const header = { sizeBytes, encrypted, compressed, liveUpdate: true };
							expect(readLiveUpdateHeader(blob, path)).toEqual(header);
							stored = blob.slice(LIVE_UPDATE_HEADER_BYTES);
						}
						expect(toHex(portableDigest('sha1', stored))).toBe(hexDigest);
						const decoded = decodeResource({ stored, sizeBytes: bytes.length, compressed, encrypted, name: path });
						expect(decoded).toEqual(bytes);
					}
				},
			),
			{ numRuns: 60 },
		);
	});

	it('stores equal content once, and publishes it once', () => {
		const { index, data, excluded, stored } = archive([
			resource('/a', long),
			resource('/b', long),
			resource('/c', long, { place: 'excluded' }),
			resource('/d', long, { place: 'excluded' }),
		]);
		expect(readArchiveIndex(index, 'arci').entryCount).toBe(1);
		expect(data.length).toBeLessThan(long.length);
		expect(excluded).toHaveLength(1);
		expect(new Set(stored.map((one) => one.hexDigest)).size).toBe(1);
	});

	it('is the same in whatever order the resources come', () => {
		const resources = ['/c', '/a', '/b'].map((path) => resource(path, path.repeat(100), { place: 'excluded' }));
		const { manifestOf: _one, ...reversed } = archive(resources.toReversed());
		const { manifestOf: _other, ...ordered } = archive(resources);
		expect(reversed).toEqual(ordered);
	});

	it('compresses what gets smaller, unless it may not', () => {
		const { stored } = archive([
			resource('/a', long),
			resource('/b', long, { uncompressed: true }),
			resource('/c', 'x'),
		]);
		expect(stored.map((one) => one.storedSizeBytes === one.sizeBytes)).toEqual([false, true, true]);
		const raw = archive([resource('/a', long)], { compress: false });
		expect(raw.data.length).toBe(long.length);
	});

	it('names the engine and the supported versions, and the project by its title', () => {
		const built = archive([], { supportedVersions: ['1.12.0', '1.11.2', '1.12.0'] });
		const { engineVersions, projectIdentifier, archiveIdentifier, hasExcludedResources } = readManifest(
			built.manifest,
			'manifest',
		);
		expect(engineVersions).toEqual(['1.11.2', '1.12.0'].map((version) => engineVersionDigest(version, crypto)));
		expect(projectIdentifier).toEqual(portableDigest('sha1', encodeUtf8('Game')));
		expect(archiveIdentifier).toEqual(readArchiveIndex(built.index, 'arci').md5);
		expect(hasExcludedResources).toBeUndefined();
	});

	it('leaves urls blank when told, but finds resources all the same', () => {
		const built = archive([resource('/a', 'a'), resource('/b', 'b', { place: 'excluded' })], { blankUrls: true });
		const manifest = readManifest(built.publishedManifest, 'manifest');
		expect([entry(manifest, '/a').url, entry(manifest, '/b').url]).toEqual(['', '']);
	});

	it('writes dependants by hash', () => {
		const built = archive([resource('/a', 'a', { place: 'excluded', dependants: ['/b', '/c'] })]);
		const { dependants } = entry(readManifest(built.manifest, 'manifest'), '/a');
		expect([...dependants].sort()).toEqual([hash64('/b'), hash64('/c')].sort());
	});

	it('leaves excluded resources out of the bundle from engine 1.12.0 on, never out of what is published', () => {
		const resources = [resource('/a', 'a'), resource('/b', 'b', { place: 'excluded' })];
		const older = archive(resources);
		expect(older.manifest).toEqual(older.publishedManifest);
		for (const engineVersion of ['1.12.0', '1.13.0']) {
			const newer = archive(resources, { engineVersion });
			const inBundle = readManifest(newer.manifest, 'manifest');
			expect([inBundle.entryCount, inBundle.hasExcludedResources]).toEqual([1, true]);
			const published = readManifest(newer.publishedManifest, 'manifest');
			expect([published.entryCount, published.hasExcludedResources]).toEqual([2, true]);
		}
		const nothing = archive([resource('/a', 'a')], { engineVersion: '1.12.0' });
		expect(readManifest(nothing.manifest, 'manifest').hasExcludedResources).toBe(false);
	});

	it('writes the index that the engine reads', () => {
		const version = (engineVersion: string): number =>
			readArchiveIndex(archive([resource('/a', 'a')], { engineVersion }).index, 'arci').version;
		expect(['1.5.0', '1.11.2', '1.13.0', '1.13.1', '2.0.0'].map(version)).toEqual([5, 5, 5, 6, 6]);
	});

	it('signs both manifests with the key it is given', () => {
		const resources = [resource('/a', 'a'), resource('/b', 'b', { place: 'excluded' })];
		const built = archive(resources, { engineVersion: '1.12.0', keys });
		for (const bytes of [built.manifest, built.publishedManifest]) {
			const manifest = readManifest(bytes, 'manifest');
			expect(manifest.signature).toHaveLength(128);
			verifyManifestSignature({ manifest, publicKey: keys.publicKey, crypto, name: 'manifest' });
		}
		expect(readManifest(archive(resources).manifest, 'manifest').signature).toHaveLength(0);
	});
});
