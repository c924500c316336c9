import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromBuffer } from 'yauzl';
import { concatBytes, encodeUtf8, equalBytes, memoryAccess, type RandomAccess } from '../../bytes/index.ts';
import { codeOf } from '../refusal-contract.ts';
import { openZip, type ZipArchive, type ZipOptions } from './zip-archive.ts';
import { createZipWriter } from './zip-writer.ts';

type Content = readonly (readonly [name: string, bytes: Uint8Array, level?: number])[];

function write(content: Content): Uint8Array {
	const parts: Uint8Array[] = [];
	const writer = createZipWriter((bytes) => parts.push(new Uint8Array(bytes)));
	for (const [name, bytes, level = 0] of content) writer.add(name, bytes, { level });
	writer.finish();
	return concatBytes(parts);
}

const open = (bytes: Uint8Array, options?: ZipOptions): ZipArchive => openZip(memoryAccess(bytes, 'test.zip'), options);

const readAll = (bytes: Uint8Array, options?: ZipOptions): void => {
	const zip = open(bytes, options);
	for (const entry of zip.entries) zip.read(entry);
};

const name = fc.stringMatching(/^[a-zé]{1,10}(\/[a-z0-9]{1,10}){0,2}$/);
const contents = fc
	.uniqueArray(fc.tuple(name, fc.uint8Array({ maxLength: 300 }), fc.nat(9)), {
		selector: ([key]) => key,
		maxLength: 12,
	})
	.filter((list) => !list.some(([a]) => list.some(([b]) => b.startsWith(`${a}/`))));

test('entries are read as they were written, at every level', () => {
	fc.assert(
		fc.property(contents, (list) => {
			const zip = open(write(list));
			expect(zip.entries.map((entry) => entry.name)).toEqual(list.map(([key]) => key));
			for (const [key, bytes] of list) {
				const entry = zip.find(key);
				expect(entry && equalBytes(zip.read(entry), bytes)).toBe(true);
			}
			expect(zip.find('not/there')).toBeUndefined();
		}),
	);
});

test('the same content gives the same bytes', () => {
	const list: Content = [
		['a', encodeUtf8('one '.repeat(100)), 6],
		['b', encodeUtf8('two'), 9],
	];
	expect(write(list)).toEqual(write(list));
});

test('what deflates to more is stored', () => {
	const [entry] = open(write([['a', new Uint8Array([1, 2, 3]), 9]])).entries;
	expect(entry?.method).toBe(0);
});

test('yauzl reads what we write', async () => {
	const list: Content = [
		['main/a.txt', encodeUtf8('abc '.repeat(50)), 6],
		['é.bin', new Uint8Array([1, 2, 3])],
	];
	const names = await new Promise<string[]>((resolve, reject) => {
		fromBuffer(Buffer.from(write(list)), { lazyEntries: false, strictFileNames: true }, (error, zip) => {
			if (error) reject(error);
			const found: string[] = [];
			zip?.on('entry', (entry) => found.push(entry.fileName));
			zip?.on('end', () => resolve(found));
			zip?.on('error', reject);
		});
	});
	expect(names).toEqual(['main/a.txt', 'é.bin']);
});

describe.skipIf(spawnSync('zip', ['-v']).status !== 0)('the zip program', () => {
	const withProgram = (make: (folder: string) => string[]): Uint8Array => {
		const folder = mkdtempSync(join(tmpdir(), 'livemount-zip-'));
		try {
			const names = make(folder);
			const made = spawnSync('zip', ['-q', '-y', 'made.zip', ...names], { cwd: folder });
			expect(made.status).toBe(0);
			return readFileSync(join(folder, 'made.zip'));
		} finally {
			rmSync(folder, { recursive: true });
		}
	};

	test('makes zips that we read', () => {
		const bytes = withProgram((folder) => {
			writeFileSync(join(folder, 'a.txt'), 'hello '.repeat(200));
			return ['a.txt'];
		});
		const zip = open(bytes);
		const entry = zip.find('a.txt');
		expect(entry && zip.read(entry).length).toBe(1200);
	});

	test('throws symbolic-link for a link inside', () => {
		const bytes = withProgram((folder) => {
			symlinkSync('/etc/passwd', join(folder, 'link'));
			return ['link'];
		});
		expect(codeOf(() => open(bytes))).toBe('symbolic-link');
	});
});

test('an entry count, sizes and offsets that need zip64 are written and read as such', () => {
	const parts: Uint8Array[] = [];
	const writer = createZipWriter((bytes) => parts.push(new Uint8Array(bytes)));
	for (let at = 0; at < 65_600; at++) writer.add(`f${at}`, new Uint8Array());
	writer.finish();
	const zip = open(concatBytes(parts));
	expect(zip.entries.length).toBe(65_600);
	expect(zip.entries.at(-1)?.name).toBe('f65599');
});

test('an entry beyond 4 GiB is found by its zip64 offset', () => {
	// The file is never in memory: the written parts are kept with their places, and the gap reads as zeros.
	const gap = 4.5 * 1024 ** 3;
	const parts: { at: number; bytes: Uint8Array }[] = [];
	let at = 0;
	const writer = createZipWriter((bytes) => {
		parts.push({ at, bytes: new Uint8Array(bytes) });
		at += bytes.length;
	});
	writer.add('first', new Uint8Array(3));
	const access: RandomAccess = {
		name: 'large.zip',
		get sizeBytes() {
			return at;
		},
		read(offset, length) {
			const out = new Uint8Array(length);
			for (const part of parts) {
				const from = Math.max(offset, part.at);
				const to = Math.min(offset + length, part.at + part.bytes.length);
				if (from < to) out.set(part.bytes.subarray(from - part.at, to - part.at), from - offset);
			}
			return out;
		},
		close() {},
	};
	writer.finish();
	// Moves the directory behind the gap and turns its end records into zip64 ones, by hand as the specification has them.
	const directory = parts.splice(-2, 2);
	const [central] = directory as [{ at: number; bytes: Uint8Array }, { at: number; bytes: Uint8Array }];
	const start = central.at + gap;
	const end64 = new Uint8Array(56 + 20 + 22);
	const view = new DataView(end64.buffer);
	view.setUint32(0, 0x06064b50, true);
	view.setBigUint64(4, 44n, true);
	view.setBigUint64(24, 1n, true);
	view.setBigUint64(32, 1n, true);
	view.setBigUint64(40, BigInt(central.bytes.length), true);
	view.setBigUint64(48, BigInt(start), true);
	view.setUint32(56, 0x07064b50, true);
	view.setBigUint64(64, BigInt(start + central.bytes.length), true);
	view.setUint32(72, 1, true);
	view.setUint32(76, 0x06054b50, true);
	view.setUint16(84, 1, true);
	view.setUint16(86, 1, true);
	view.setUint32(88, central.bytes.length, true);
	view.setUint32(92, 0xffff_ffff, true);
	parts.push({ at: start, bytes: central.bytes }, { at: start + central.bytes.length, bytes: end64 });
	at = start + central.bytes.length + end64.length;
	const zip = openZip(access);
	const entry = zip.find('first');
	expect(entry && zip.read(entry).length).toBe(3);
});

test('folders are left out, an injected inflate and CRC are used', () => {
	const bytes = write([['a', encodeUtf8('hello '.repeat(100)), 6]]);
	let calledCount = 0;
	const inflate = (packed: Uint8Array, sizeBytes: number): Uint8Array => {
		calledCount++;
		return inflateRawSync(packed, { maxOutputLength: sizeBytes });
	};
	readAll(bytes, { inflate });
	expect(calledCount).toBe(1);
	expect(codeOf(() => readAll(bytes, { crc32: () => 1 }))).toBe('checksum-mismatch');
});
