import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { portableCrypto as crypto } from '../keys/portable-rsa.ts';
import { codeOf } from '../refusal-contract.ts';
import {
	assembleSplitArchive,
	readSplitArchiveList,
	type SplitArchiveList,
	writeSplitArchive,
} from './split-archive.ts';

const files = fc.dictionary(fc.stringMatching(/^[a-z]{1,8}\.[a-z]{1,6}$/), fc.uint8Array({ maxLength: 50 }), {
	maxKeys: 5,
});

test('files cut into pieces are put together again, with every option', () => {
	const options = fc.record({
		pieceSizeBytes: fc.integer({ min: 1, max: 60 }),
		naming: fc.constantFrom('before-dot' as const, 'at-end' as const),
		totalSize: fc.boolean(),
		withDigests: fc.boolean(),
	});
	fc.assert(
		fc.property(files, options, (contents, { withDigests, ...rest }) => {
			const given = new Map(Object.entries(contents));
			const { listText, pieces } = writeSplitArchive(given, { ...rest, ...(withDigests ? { crypto } : {}) });
			const list = readSplitArchiveList(listText, 'list');
			expect(list.totalSizeBytes === undefined).toBe(!rest.totalSize);
			expect(assembleSplitArchive(list, (name) => pieces.get(name) as Uint8Array, crypto)).toEqual(given);
		}),
	);
});

test('pieces are named as builders name them', () => {
	const one = new Map([['game.public.der', new Uint8Array(3)]]);
	expect([...writeSplitArchive(one).pieces.keys()]).toEqual(['game0.public.der']);
	expect([...writeSplitArchive(one, { naming: 'at-end' }).pieces.keys()]).toEqual(['game.public.der0']);
});

describe('bad lists and pieces', () => {
	const list = (pieces: readonly { name: string; offset: number }[], sizeBytes = 4): SplitArchiveList => ({
		files: [{ name: 'a', sizeBytes, hexDigest: undefined, pieces }],
		totalSizeBytes: undefined,
	});
	const two = (): Uint8Array => new Uint8Array(2);

	test('throws invalid for what is no list', () => {
		for (const text of [
			'',
			'<html>',
			'[]',
			'{}',
			'{"content":[{}]}',
			'{"content":[{"name":"a","size":-1,"pieces":[]}]}',
		]) {
			expect(codeOf(() => readSplitArchiveList(text, 'list'))).toBe('invalid');
		}
	});

	test('throws unsafe-name for names that lead elsewhere', () => {
		for (const name of ['../a', '/a', 'a/b', 'a\\\\b', '..']) {
			const text = `{"content":[{"name":"a","size":1,"pieces":[{"name":"${name}","offset":0}]}]}`;
			expect(codeOf(() => readSplitArchiveList(text, 'list'))).toBe('unsafe-name');
		}
	});

	test('throws limit for a file above 4 GiB', () => {
		expect(codeOf(() => readSplitArchiveList('{"content":[{"name":"a","size":4294967297,"pieces":[]}]}', 'list'))).toBe(
			'limit',
		);
	});

	test('throws truncated for a gap between pieces or a missing last one', () => {
		const gap = list([
			{ name: 'x', offset: 0 },
			{ name: 'y', offset: 3 },
		]);
		expect(codeOf(() => assembleSplitArchive(gap, two))).toBe('truncated');
		expect(codeOf(() => assembleSplitArchive(list([{ name: 'x', offset: 0 }]), two))).toBe('truncated');
	});

	test('throws overlap for pieces over one another or beyond the size', () => {
		const over = list([
			{ name: 'x', offset: 0 },
			{ name: 'y', offset: 1 },
		]);
		expect(codeOf(() => assembleSplitArchive(over, two))).toBe('overlap');
		expect(codeOf(() => assembleSplitArchive(list([{ name: 'x', offset: 0 }], 1), two))).toBe('overlap');
	});

	test('throws digest-mismatch when a file is not what its SHA-1 says', () => {
		const { listText, pieces } = writeSplitArchive(new Map([['a', two()]]), { crypto });
		const read = readSplitArchiveList(listText, 'list');
		expect(pieces.size).toBe(1);
		expect(codeOf(() => assembleSplitArchive(read, () => new Uint8Array([1, 0]), crypto))).toBe('digest-mismatch');
	});
});
