import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromHex, toHex } from '../../bytes/index.ts';
import { portableCrypto as crypto } from '../keys/portable-rsa.ts';
import { codeOf } from '../refusal-contract.ts';
import { type ArchiveEntry, type ArchiveIndexVersion, readArchiveIndex, verifyArchiveIndex } from './archive-index.ts';
import { writeArchiveIndex } from './write-archive-index.ts';

const VERSIONS: readonly ArchiveIndexVersion[] = [4, 5, 6];
const hexDigest = fc.uint8Array({ minLength: 20, maxLength: 20 }).map(toHex);
const size = fc.integer({ min: 0, max: 2 ** 32 - 2 });

const entries = (maxOffset: number): fc.Arbitrary<ArchiveEntry[]> =>
	fc.uniqueArray(
		fc.record({
			hexDigest,
			offset: fc.integer({ min: 0, max: maxOffset }),
			sizeBytes: size,
			compressedSizeBytes: fc.option(size, { nil: undefined }),
			encrypted: fc.boolean(),
			liveUpdate: fc.boolean(),
		}),
		{ selector: (entry) => entry.hexDigest, maxLength: 30 },
	);

const one: ArchiveEntry = {
	hexDigest: 'aa'.repeat(20),
	offset: 4,
	sizeBytes: 10,
	compressedSizeBytes: undefined,
	encrypted: false,
	liveUpdate: false,
};

describe.each(VERSIONS)('version %i', (version) => {
	const maxOffset = version === 6 ? Number.MAX_SAFE_INTEGER : 2 ** 32 - 1;

	test('is read as it was written, whatever is in it', () => {
		fc.assert(
			fc.property(entries(maxOffset), (list) => {
				const written = writeArchiveIndex({ version, entries: list, crypto });
				const index = readArchiveIndex(written, 'test');
				verifyArchiveIndex({ index, crypto, name: 'test' });
				expect(index.version).toBe(version);
				expect(index.entryCount).toBe(list.length);
				for (const entry of list) {
					expect(index.find(entry.hexDigest)).toEqual(entry);
					expect(index.find(fromHex(entry.hexDigest))).toEqual(entry);
				}
				const again = Array.from({ length: index.entryCount }, (_, at) => index.entryAt(at));
				expect(writeArchiveIndex({ version, entries: again, crypto })).toEqual(written);
			}),
		);
	});

	test('finds nothing where nothing is', () => {
		const index = readArchiveIndex(writeArchiveIndex({ version, entries: [one], crypto }), 'test');
		expect(index.find('ab'.repeat(20))).toBeUndefined();
		expect(index.find('aa')).toBeUndefined();
		expect(index.find(`${'aa'.repeat(20)}a`)).toBeUndefined();
		expect(index.find('::'.repeat(20))).toBeUndefined();
		expect(index.find('AA'.repeat(20))).toEqual(one);
		const empty = readArchiveIndex(writeArchiveIndex({ version, entries: [], crypto }), 'test');
		expect(empty.find('aa'.repeat(20))).toBeUndefined();
	});

	test('throws limit for an offset it cannot hold', () => {
		const offset = version === 6 ? 2 ** 53 : 2 ** 32;
		expect(codeOf(() => writeArchiveIndex({ version, entries: [{ ...one, offset }], crypto }))).toBe('limit');
	});
});

test('an offset above 4 GiB is kept in version 6', () => {
	const offset = 5 * 1024 ** 3 + 12;
	const index = readArchiveIndex(writeArchiveIndex({ version: 6, entries: [{ ...one, offset }], crypto }), 'test');
	expect(index.entryAt(0).offset).toBe(offset);
});

test('version 4 marks compression by the size alone', () => {
	const compressed = { ...one, compressedSizeBytes: 5 };
	const bytes = writeArchiveIndex({ version: 4, entries: [compressed], crypto });
	expect(bytes[bytes.length - 1]).toBe(0);
	expect(readArchiveIndex(bytes, 'test').entryAt(0).compressedSizeBytes).toBe(5);
});

test('equal digests keep their order, as builders of 1.2.x wrote them', () => {
	const twice = [one, { ...one, offset: 0 }];
	const index = readArchiveIndex(writeArchiveIndex({ version: 4, entries: twice, crypto }), 'test');
	expect([index.entryAt(0).offset, index.entryAt(1).offset]).toEqual([4, 0]);
});

test('an MD5 given is written in place of that of the content, which then does not verify', () => {
	const bytes = writeArchiveIndex({ version: 5, entries: [one], crypto, md5: new Uint8Array(16).fill(7) });
	const index = readArchiveIndex(bytes, 'test');
	expect([...index.md5]).toEqual(Array(16).fill(7));
	expect(codeOf(() => verifyArchiveIndex({ index, crypto, name: 'test' }))).toBe('digest-mismatch');
});

describe('bad indexes', () => {
	const good = writeArchiveIndex({ version: 5, entries: [one, { ...one, hexDigest: 'bb'.repeat(20) }], crypto });
	const changed = (at: number, ...bytes: number[]): Uint8Array => {
		const bad = new Uint8Array(good);
		bad.set(bytes, at);
		return bad;
	};

	test('throws truncated when the header or the entries are cut short', () => {
		for (const length of [0, 10, 31, 47, 60, good.length - 1]) {
			expect(codeOf(() => readArchiveIndex(good.subarray(0, length), 'test'))).toBe('truncated');
		}
	});

	test('throws unsupported-version for versions 3 and 7, and says when it is a web page', () => {
		expect(codeOf(() => readArchiveIndex(changed(0, 0, 0, 0, 3), 'test'))).toBe('unsupported-version');
		expect(codeOf(() => readArchiveIndex(changed(0, 0, 0, 0, 7), 'test'))).toBe('unsupported-version');
		const page = new TextEncoder().encode('<!doctype html><html><title>Not found</title></html>');
		expect(() => readArchiveIndex(page, 'test')).toThrow(/look like a web page/);
	});

	test('throws invalid for a hash length of 0 or 65 and for entries before the hashes', () => {
		expect(codeOf(() => readArchiveIndex(changed(28, 0, 0, 0, 0), 'test'))).toBe('invalid');
		expect(codeOf(() => readArchiveIndex(changed(28, 0, 0, 0, 65), 'test'))).toBe('invalid');
		expect(codeOf(() => readArchiveIndex(changed(20, 0, 0, 0, 48), 'test'))).toBe('invalid');
	});

	test('throws invalid or truncated, not memory, for a count of four billion', () => {
		expect(codeOf(() => readArchiveIndex(changed(16, 255, 255, 255, 255), 'test'))).toBe('invalid');
	});

	test('throws unsorted when digests are not in ascending order', () => {
		expect(codeOf(() => readArchiveIndex(changed(48, 0xcc), 'test'))).toBe('unsorted');
	});

	test('throws limit for an offset of 2^53 or more', () => {
		const bytes = writeArchiveIndex({ version: 6, entries: [one], crypto });
		bytes[bytes.length - 16] = 0x0f;
		expect(codeOf(() => readArchiveIndex(bytes, 'test'))).toBe('limit');
	});

	test('writing throws invalid for digests of different lengths', () => {
		const short = { ...one, hexDigest: 'cc' };
		expect(codeOf(() => writeArchiveIndex({ version: 5, entries: [one, short], crypto }))).toBe('invalid');
	});
});
