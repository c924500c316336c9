import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concatBytes, encodeUtf8, hash64, toHex } from '../../bytes/index.ts';
import { portableCrypto as crypto } from '../keys/portable-rsa.ts';
import { codeOf } from '../refusal-contract.ts';
import { WireWriter } from '../wire/wire-writer.ts';
import { engineVersionDigest, manifestSupportsEngine, projectIdentifier } from './identity.ts';
import { type ManifestVersion, RESOURCE_FLAG, type ResourceEntry } from './manifest.ts';
import { readManifest } from './read-manifest.ts';
import { type ManifestContent, manifestContent, writeManifest } from './write-manifest.ts';

const VERSIONS: readonly ManifestVersion[] = [1, 2, 3, 4, 5];

function entry(url: string, over: Partial<ResourceEntry> = {}): ResourceEntry {
	return {
		url,
		urlHash: hash64(url),
		hexDigest: toHex(crypto.digest('sha1', encodeUtf8(url))),
		flags: RESOURCE_FLAG.BUNDLED,
		sizeBytes: url.length,
		compressedSizeBytes: undefined,
		dependants: [],
		...over,
	};
}

function content(over: Partial<ManifestContent> = {}): ManifestContent {
	return {
		version: 5,
		resourceHashAlgorithm: 'sha1',
		signatureHashAlgorithm: 'sha256',
		projectIdentifier: projectIdentifier('A game', crypto),
		engineVersions: [engineVersionDigest('1.11.2', crypto)],
		entries: [entry('/main/main.collectionc'), entry('/main/main.goc'), entry('/a.texturec')],
		...over,
	};
}

/** What a version keeps of an entry. */
function kept(item: ResourceEntry, version: ManifestVersion): ResourceEntry {
	if (version === 5) return item;
	const flags = version < 3 ? 0 : item.flags & (RESOURCE_FLAG.BUNDLED | RESOURCE_FLAG.EXCLUDED);
	return { ...item, flags, sizeBytes: undefined, compressedSizeBytes: undefined };
}

const arbitraryEntries: fc.Arbitrary<ResourceEntry[]> = fc
	.uniqueArray(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 24 }), { maxLength: 20 })
	.chain((names) => {
		const urls = names.map((name) => `/${name}`);
		return fc.tuple(
			...urls.map((url) =>
				fc
					.record({
						blank: fc.boolean(),
						flags: fc.integer({ min: 0, max: 15 }),
						sizeBytes: fc.integer({ min: 0, max: 2 ** 32 - 2 }),
						compressedSizeBytes: fc.option(fc.integer({ min: 0, max: 2 ** 32 - 2 }), { nil: undefined }),
						dependants: fc.subarray(urls),
					})
					.map(({ blank, dependants, ...rest }) =>
						entry(url, { ...rest, ...(blank ? { url: '' } : {}), dependants: dependants.map(hash64) }),
					),
			),
		);
	});

describe.each(VERSIONS)('version %i', (version) => {
	test('is read as it was written, whatever is in it', () => {
		fc.assert(
			fc.property(
				arbitraryEntries,
				fc.array(fc.uint8Array({ minLength: 20, maxLength: 40 }), { maxLength: 3 }),
				fc.option(fc.uint8Array({ minLength: 16, maxLength: 16 }), { nil: undefined }),
				fc.option(fc.boolean(), { nil: undefined }),
				(entries, engineVersions, archiveIdentifier, hasExcludedResources) => {
					const written = writeManifest(
						content({ version, entries, engineVersions, archiveIdentifier, hasExcludedResources }),
						() => new Uint8Array([1, 2, 3]),
					);
					const read = readManifest(written, 'test');
					expect(read.version).toBe(version);
					expect(read.engineVersions).toEqual(engineVersions);
					expect(read.archiveIdentifier).toEqual(archiveIdentifier);
					expect(read.hasExcludedResources).toBe(hasExcludedResources);
					expect(read.signature).toEqual(new Uint8Array([1, 2, 3]));
					expect(read.entryCount).toBe(entries.length);
					for (const item of entries) expect(read.find(item.urlHash)).toEqual(kept(item, version));
					expect(writeManifest(manifestContent(read), () => read.signature)).toEqual(written);
				},
			),
			{ numRuns: 60 },
		);
	});

	test('gives the entries in ascending order of url hash, and finds each of them', () => {
		const many = Array.from({ length: 500 }, (_, at) => entry(`/many/file${at}.goc`));
		const read = readManifest(writeManifest(content({ version, entries: many })), 'test');
		const hashes = Array.from({ length: read.entryCount }, (_, at) => read.entryAt(at).urlHash);
		expect(hashes).toEqual([...hashes].sort((a, b) => (a < b ? -1 : 1)));
		for (const [at, urlHash] of hashes.entries()) expect(read.indexOf(urlHash)).toBe(at);
		expect(read.indexOf(hash64('/not/there'))).toBe(-1);
		expect(read.find(0n)).toBeUndefined();
		expect(read.indexOf(2n ** 64n - 1n)).toBe(-1);
	});
});

test('a manifest that nobody signs has an empty signature field', () => {
	const read = readManifest(writeManifest(content()), 'test');
	expect(read.signature.length).toBe(0);
	// Tag and length of the signature, then tag and value of the version.
	expect([...read.fileBytes.subarray(-4)]).toEqual([0x12, 0, 0x20, 5]);
});

test('the bytes given to sign are the bytes it has as its data', () => {
	let signed: Uint8Array | undefined;
	const written = writeManifest(content(), (dataBytes) => {
		signed = dataBytes;
		return new Uint8Array(4);
	});
	expect(readManifest(written, 'test').dataBytes).toEqual(signed);
});

test('an engine is supported by its version text, and in version 1 by its SHA-1 as text', () => {
	const read = readManifest(writeManifest(content()), 'test');
	expect(manifestSupportsEngine(read, '1.11.2', crypto)).toBe(true);
	expect(manifestSupportsEngine(read, '1.11.3', crypto)).toBe(false);
	const sha1 = 'e778f9ea025aa86ec65def2f3bf0ea0b4e7407f4';
	const old = readManifest(writeManifest(content({ version: 1, engineVersions: [encodeUtf8(sha1)] })), 'test');
	expect(manifestSupportsEngine(old, sha1, crypto)).toBe(true);
});

test('the digest of an engine version is the one builders write', () => {
	expect(toHex(engineVersionDigest('1.11.2', crypto))).toBe('aa8d05244067e63778197cff65d9209d713328a4');
});

describe('bad manifests', () => {
	const written = writeManifest(content());

	test('throws truncated when it is cut short anywhere in its last part', () => {
		expect(codeOf(() => readManifest(written.subarray(0, written.length - 1), 'test'))).toBe('truncated');
		expect(codeOf(() => readManifest(written.subarray(0, 40), 'test'))).toBe('truncated');
	});

	test('throws invalid for an empty file and for a web page, and says what it looks like', () => {
		expect(codeOf(() => readManifest(new Uint8Array(), 'test'))).toBe('invalid');
		const page = encodeUtf8('<!DOCTYPE html><html><body>404 Not Found</body></html>');
		expect(() => readManifest(page, 'test')).toThrow(/look like a web page/);
	});

	test('throws unsupported-version for version 6, for 0, and for neither a version nor a magic number', () => {
		const data = readManifest(written, 'test').dataBytes;
		const file = (version: number | undefined): Uint8Array => {
			const writer = new WireWriter();
			writer.bytes(1, data);
			writer.bytes(2, new Uint8Array());
			if (version !== undefined) writer.number(4, version);
			return writer.finish();
		};
		for (const version of [6, 0, 4, undefined]) {
			expect(codeOf(() => readManifest(file(version), 'test'))).toBe('unsupported-version');
		}
	});

	test('throws unsorted when entries are not in ascending order', () => {
		const data = (order: readonly number[]): Uint8Array => {
			const sorted = readManifest(written, 'test');
			const writer = new WireWriter();
			writer.bytes(1, headerOf(sorted.dataBytes));
			for (const at of order) {
				const { dataBytes } = readManifest(writeManifest(content({ entries: [sorted.entryAt(at)] })), 'test');
				// The one entry is the last field.
				writer.encoded(3, 2, lastField(dataBytes));
			}
			return writer.finish();
		};
		const file = (order: readonly number[]): Uint8Array => {
			const writer = new WireWriter();
			writer.bytes(1, data(order));
			writer.bytes(2, new Uint8Array());
			writer.number(4, 5);
			return writer.finish();
		};
		expect(readManifest(file([0, 1, 2]), 'test').entryCount).toBe(3);
		expect(codeOf(() => readManifest(file([1, 0, 2]), 'test'))).toBe('unsorted');
		expect(codeOf(() => readManifest(file([0, 0]), 'test'))).toBe('unsorted');
	});

	test('throws invalid for a digest of another length than its algorithm has', () => {
		const short = entry('/a', { hexDigest: 'abcd' });
		expect(codeOf(() => readManifest(writeManifest(content({ entries: [short] })), 'test'))).toBe('invalid');
	});

	test('throws invalid for a dependant that is no entry, in version 4', () => {
		const good = writeManifest(content({ version: 4, entries: [entry('/a', { dependants: [hash64('/a')] })] }));
		// The dependant's index is the only field 4 (0x20) before the flags (0x28).
		const at = good.findIndex((byte, index) => byte === 0x20 && good[index + 1] === 0 && good[index + 2] === 0x28);
		const bad = new Uint8Array(good);
		bad[at + 1] = 9;
		expect(codeOf(() => readManifest(bad, 'test'))).toBe('invalid');
	});

	test('writing throws invalid for two entries of one url hash', () => {
		expect(codeOf(() => writeManifest(content({ entries: [entry('/a'), entry('/a')] })))).toBe('invalid');
	});

	test('writing throws unrepresentable for what a version cannot hold', () => {
		const unlisted = entry('/a', { dependants: [1n] });
		expect(codeOf(() => writeManifest(content({ version: 4, entries: [unlisted] })))).toBe('unrepresentable');
		const unsized = entry('/a', { sizeBytes: undefined });
		expect(codeOf(() => writeManifest(content({ entries: [unsized] })))).toBe('unrepresentable');
	});
});

function headerOf(dataBytes: Uint8Array): Uint8Array {
	return dataBytes.subarray(2, 2 + (dataBytes[1] as number));
}

/** Length and content of the last length-delimited field with number 3. */
function lastField(dataBytes: Uint8Array): Uint8Array {
	const header = 2 + (dataBytes[1] as number);
	const engine = header + 2 + (dataBytes[header + 1] as number);
	return concatBytes([dataBytes.subarray(engine + 1)]);
}
