import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeUtf8, encodeUtf8 } from '../../bytes/index.ts';
import { codeOf } from '../refusal-contract.ts';
import { readMountsFile, writeMountsFile } from './mounts-file.ts';
import { readReferenceFile, writeReferenceFile } from './reference-file.ts';

const mount = fc.record({
	name: fc.stringMatching(/^[a-zA-Z0-9 _é-]{0,20}[a-z]$/),
	uri: fc.stringMatching(/^(zip|file|http):[a-z/ .é]{0,30}[a-z]$/),
	priority: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
});

describe('liveupdate.mounts', () => {
	test('is read as it was written', () => {
		fc.assert(
			fc.property(fc.array(mount), (mounts) => {
				expect(readMountsFile(writeMountsFile(mounts), 'test')).toEqual({ mounts, invalidLines: [] });
			}),
		);
	});

	test('whatever is written is read back the same, or refused', () => {
		const any = fc.record({ name: fc.string(), uri: fc.string(), priority: fc.integer() });
		fc.assert(
			fc.property(fc.array(any, { maxLength: 3 }), (mounts) => {
				const code = codeOf(() => expect(readMountsFile(writeMountsFile(mounts), 'test').mounts).toEqual(mounts));
				expect(['unrepresentable', 'nothing was thrown']).toContain(code);
			}),
		);
	});

	test('has the lines that engines write', () => {
		const bytes = writeMountsFile([{ name: 'level', uri: 'zip:/a b.zip', priority: 10 }]);
		expect(decodeUtf8(bytes)).toBe('VERSION@,@1\nMOUNT@,@10@,@level@,@zip:/a b.zip\n');
	});

	test('is cut as engines cut it: at every run of "@" and ","', () => {
		const text = 'VERSION@1\nMOUNT,,5,,name @@zip:/a  \nMOUNT@,@1@,@a,b@,@zip:/c\nMOUNT@,@x@,@n@,@u\nnoise\n\n';
		expect(readMountsFile(encodeUtf8(text), 'test')).toEqual({
			mounts: [{ name: 'name', uri: 'zip:/a', priority: 5 }],
			invalidLines: ['MOUNT@,@1@,@a,b@,@zip:/c', 'MOUNT@,@x@,@n@,@u', 'noise'],
		});
	});

	test('is read as C reads it: numbers end at other characters, only its white space is dropped, long lines are cut', () => {
		const read = (text: string) => readMountsFile(encodeUtf8(`VERSION@,@01x\n${text}`), 'test');
		expect(read('MOUNT@,@ +7up@,@n\u00a0 \t@,@zip:/a\n').mounts).toEqual([
			{ name: 'n\u00a0', uri: 'zip:/a', priority: 7 },
		]);
		expect(read('MOUNT@,@-3@,@n@,@u').mounts).toEqual([{ name: 'n', uri: 'u', priority: -3 }]);
		expect(read('MOUNT@,@4294967297@,@n@,@u\n').mounts[0]?.priority).toBe(1);
		// A separator before the line feed makes the line feed a token; a name of white space alone is none.
		expect(read('MOUNT@,@1@,@n@,@u@,@\n')).toEqual({ mounts: [], invalidLines: ['MOUNT@,@1@,@n@,@u@,@'] });
		expect(read('MOUNT@,@1@,@ @,@u\n').mounts).toEqual([]);
		expect(read('VERSIONMOUNT@,@1@,@n@,@u\n').mounts).toEqual([]);
		expect(read(`MOUNT@,@1@,@n@,@${'u'.repeat(3000)}\n`).mounts[0]?.uri.length).toBe(2047 - 16);
		expect(read('MOUNT@,@1@,@n@,@u\0v\n').mounts[0]?.uri).toBe('u');
	});

	test('throws unsupported-version without a version line, and for version 2', () => {
		for (const text of ['', 'MOUNT@,@1@,@a@,@b\n', 'VERSION@,@2\n', 'VERSION@,@1@,@1\n']) {
			expect(codeOf(() => readMountsFile(encodeUtf8(text), 'test'))).toBe('unsupported-version');
		}
	});

	test('throws invalid for bytes that are no text', () => {
		expect(codeOf(() => readMountsFile(new Uint8Array([0xff, 0xfe]), 'test'))).toBe('invalid');
	});

	test('throws unrepresentable for names and URIs with "@" or ",", line breaks, and lines too long', () => {
		const good = { name: 'n', uri: 'zip:/a', priority: 1 };
		for (const bad of [
			{ name: 'a@b' },
			{ name: '' },
			{ uri: 'http://host/a,b.zip' },
			{ uri: 'a\nb' },
			{ name: 'a ' },
			{ priority: -1 },
			{ priority: 1.5 },
			{ uri: 'x'.repeat(2050) },
		]) {
			expect(codeOf(() => writeMountsFile([{ ...good, ...bad }]))).toBe('unrepresentable');
		}
	});
});

describe('liveupdate.ref', () => {
	test('is read as it was written, and trimmed', () => {
		expect(readReferenceFile(writeReferenceFile('/data/a b.zip'), 'test')).toBe('/data/a b.zip');
		expect(readReferenceFile(encodeUtf8(' /data/a.zip\r\n'), 'test')).toBe('/data/a.zip');
	});

	test('throws invalid when empty or no text, unrepresentable for white space around a path', () => {
		expect(codeOf(() => readReferenceFile(encodeUtf8(' \n'), 'test'))).toBe('invalid');
		expect(codeOf(() => readReferenceFile(new Uint8Array([0xff]), 'test'))).toBe('invalid');
		expect(codeOf(() => writeReferenceFile(' a'))).toBe('unrepresentable');
	});
});
