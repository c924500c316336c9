import { describe, expect, it } from 'vitest';
import yauzl from 'yauzl';
import { makeRelease } from '../../test/sample-release.ts';
import { concatBytes, type ObjectStore } from '../bytes/index.ts';
import { portableCrypto as crypto } from '../formats/index.ts';
import { PUBLISHED_MANIFEST_NAME, type PublishedContent } from './content.ts';
import { publishToStore } from './publish-store.ts';
import { publishZip } from './publish-zip.ts';

const release = makeRelease({
	'/main.collectionc': { bytes: 'main' },
	'/room.collectionc': { bytes: 'room', excluded: true },
	'/picture.texturec': { bytes: 'picture '.repeat(500), excluded: true },
});

function content(
	change: (hexDigest: string, bytes: Uint8Array) => Uint8Array | undefined = (_, bytes) => bytes,
): PublishedContent {
	const blobs = [...release.blobs].flatMap(([hexDigest, bytes]) => {
		const changed = change(hexDigest, bytes);
		return changed ? [{ hexDigest, sizeBytes: changed.length, read: async () => changed }] : [];
	});
	return { manifest: release.publishedManifest, blobs };
}

function memoryStore(): ObjectStore & { objects: Map<string, Uint8Array>; puts: string[] } {
	const objects = new Map<string, Uint8Array>();
	const puts: string[] = [];
	return {
		name: 'memory',
		objects,
		puts,
		async put(key, bytes) {
			puts.push(key);
			objects.set(key, bytes);
		},
		get: async (key) => objects.get(key),
		size: async (key) => objects.get(key)?.length,
		list: async (prefix) => [...objects.keys()].filter((key) => key.startsWith(prefix)).sort(),
		delete: async (key) => {
			objects.delete(key);
		},
	};
}

const flip = (bytes: Uint8Array): Uint8Array => bytes.map((byte, at) => (at === bytes.length - 1 ? byte ^ 1 : byte));

describe('publishToStore()', () => {
	it('puts every blob under its digest, and the manifest last', async () => {
		const store = memoryStore();
		const report = await publishToStore({ content: content(), store, crypto });
		expect(store.puts.at(-1)).toBe(PUBLISHED_MANIFEST_NAME);
		expect(new Set(store.puts.slice(0, -1))).toEqual(new Set(release.blobs.keys()));
		expect(report).toMatchObject({ sentCount: 2, keptCount: 0 });
	});

	it('sends nothing again that is there', async () => {
		const store = memoryStore();
		await publishToStore({ content: content(), store, crypto });
		store.puts.length = 0;
		const report = await publishToStore({ content: content(), store, crypto });
		expect(store.puts).toEqual([PUBLISHED_MANIFEST_NAME]);
		expect(report).toMatchObject({ sentCount: 0, sentBytes: 0, keptCount: 2 });
	});

	it('refuses a blob that is not what its name says, before the manifest is published', async () => {
		const store = memoryStore();
		const publishing = publishToStore({ content: content((_, bytes) => flip(bytes)), store, crypto });
		await expect(publishing).rejects.toMatchObject({ code: 'digest-mismatch' });
		expect(store.puts).toEqual([]);
	});

	it('refuses a build that lacks a blob, naming its resource', async () => {
		const store = memoryStore();
		const room = release.digestOf('/room.collectionc');
		const publishing = publishToStore({
			content: content((hexDigest, bytes) => (hexDigest === room ? undefined : bytes)),
			store,
			crypto,
		});
		await expect(publishing).rejects.toMatchObject({
			code: 'missing-blob',
			message: `/room.collectionc is listed as excluded, but its content ${room} is not in the build`,
		});
		expect(store.puts).toEqual([]);
	});
});

describe('publishZip()', () => {
	const zipped = async (level: 0 | 1 | 9): Promise<Uint8Array> => {
		const parts: Uint8Array[] = [];
		await publishZip({ content: content(), crypto, level, write: async (bytes) => void parts.push(bytes.slice()) });
		return concatBytes(parts);
	};

	it.each([0, 1, 9] as const)('writes a zip at level %i that another library reads', async (level) => {
		const entries = await readWithYauzl(await zipped(level));
		expect([...entries.keys()].sort()).toEqual([...release.blobs.keys(), PUBLISHED_MANIFEST_NAME].sort());
		for (const [name, bytes] of release.blobs) expect(new Uint8Array(entries.get(name) as Buffer)).toEqual(bytes);
		expect(new Uint8Array(entries.get(PUBLISHED_MANIFEST_NAME) as Buffer)).toEqual(release.publishedManifest);
	});

	it('gives the same bytes again', async () => {
		expect(await zipped(1)).toEqual(await zipped(1));
	});
});

function readWithYauzl(bytes: Uint8Array): Promise<Map<string, Buffer>> {
	return new Promise((resolve, reject) => {
		yauzl.fromBuffer(Buffer.from(bytes), { lazyEntries: true }, (error, zip) => {
			if (error) return reject(error);
			const entries = new Map<string, Buffer>();
			zip.on('entry', (entry: yauzl.Entry) => {
				zip.openReadStream(entry, (streamError, stream) => {
					if (streamError) return reject(streamError);
					const parts: Buffer[] = [];
					stream.on('data', (part: Buffer) => parts.push(part));
					stream.on('end', () => {
						entries.set(entry.fileName, Buffer.concat(parts));
						zip.readEntry();
					});
				});
			});
			zip.on('end', () => resolve(entries));
			zip.on('error', reject);
			zip.readEntry();
		});
	});
}
