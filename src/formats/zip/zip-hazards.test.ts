import { describe, expect, test } from 'vitest';
import { concatBytes, encodeUtf8, memoryAccess } from '../../bytes/index.ts';
import { codeOf } from '../refusal-contract.ts';
import { crc32 } from './crc32.ts';
import { openZip, type ZipOptions } from './zip-archive.ts';
import { createZipWriter } from './zip-writer.ts';

/** An entry as it is written by hand, honest unless told otherwise. */
type Raw = {
	readonly name: string;
	readonly localName?: string;
	readonly content?: Uint8Array;
	readonly method?: number;
	readonly flags?: number;
	readonly sizeBytes?: number;
	readonly packedBytes?: number;
	readonly madeBy?: number;
	readonly mode?: number;
	readonly offset?: number;
	readonly crc?: number;
	readonly localMethod?: number;
	readonly extra?: Uint8Array;
	/** Bytes between this entry and the next. */
	readonly behind?: Uint8Array;
};

function local(entry: Raw): Uint8Array {
	const content = entry.content ?? encodeUtf8('hello');
	const name = encodeUtf8(entry.localName ?? entry.name);
	const head = new Uint8Array(30);
	const view = new DataView(head.buffer);
	view.setUint32(0, 0x04034b50, true);
	view.setUint16(6, entry.flags ?? 0x0800, true);
	view.setUint16(8, entry.localMethod ?? entry.method ?? 0, true);
	const described = ((entry.flags ?? 0) & 8) !== 0;
	view.setUint32(14, described ? 0 : (entry.crc ?? crc32(content)), true);
	view.setUint32(18, described ? 0 : (entry.packedBytes ?? content.length), true);
	view.setUint32(22, described ? 0 : (entry.sizeBytes ?? content.length), true);
	view.setUint16(26, name.length, true);
	return concatBytes([head, name, content, entry.behind ?? new Uint8Array()]);
}

function central(entry: Raw, offset: number): Uint8Array {
	const content = entry.content ?? encodeUtf8('hello');
	const name = encodeUtf8(entry.name);
	const extra = entry.extra ?? new Uint8Array();
	const head = new Uint8Array(46);
	const view = new DataView(head.buffer);
	view.setUint32(0, 0x02014b50, true);
	view.setUint16(4, (entry.madeBy ?? 0) << 8, true);
	view.setUint16(8, entry.flags ?? 0x0800, true);
	view.setUint16(10, entry.method ?? 0, true);
	view.setUint32(16, entry.crc ?? crc32(content), true);
	view.setUint32(20, entry.packedBytes ?? content.length, true);
	view.setUint32(24, entry.sizeBytes ?? content.length, true);
	view.setUint16(28, name.length, true);
	view.setUint16(30, extra.length, true);
	view.setUint16(40, entry.mode ?? 0, true);
	view.setUint32(42, entry.offset ?? offset, true);
	return concatBytes([head, name, extra]);
}

function end(
	entryCount: number,
	sizeBytes: number,
	offset: number,
	comment: Uint8Array = new Uint8Array(),
): Uint8Array {
	const head = new Uint8Array(22);
	const view = new DataView(head.buffer);
	view.setUint32(0, 0x06054b50, true);
	view.setUint16(8, entryCount, true);
	view.setUint16(10, entryCount, true);
	view.setUint32(12, sizeBytes, true);
	view.setUint32(16, offset, true);
	view.setUint16(20, comment.length, true);
	return concatBytes([head, comment]);
}

function build(entries: readonly Raw[], comment?: Uint8Array): Uint8Array {
	const locals = entries.map(local);
	const offsets: number[] = [];
	let at = 0;
	for (const part of locals) {
		offsets.push(at);
		at += part.length;
	}
	const directory = concatBytes(entries.map((entry, index) => central(entry, offsets[index] as number)));
	return concatBytes([...locals, directory, end(entries.length, directory.length, at, comment)]);
}

const openCode = (bytes: Uint8Array, options?: ZipOptions): string =>
	codeOf(() => openZip(memoryAccess(bytes, 'hostile.zip'), options));

const readCode = (bytes: Uint8Array): string =>
	codeOf(() => {
		const zip = openZip(memoryAccess(bytes, 'hostile.zip'));
		for (const entry of zip.entries) zip.read(entry);
	});

test('the zips made here are fine when nothing is wrong with them', () => {
	expect(readCode(build([{ name: 'a' }, { name: 'b/c' }, { name: 'b/', content: new Uint8Array() }]))).toBe(
		'nothing was thrown',
	);
});

test.each([
	'../a',
	'a/../../b',
	'/etc/passwd',
	'C:/a',
	'c:a',
	'a\\b',
	'a\0b',
	'a\nb',
	'a//b',
	'./a',
	'',
	'a'.repeat(1025),
])('throws unsafe-name for %j', (name) => {
	expect(openCode(build([{ name }]))).toBe('unsafe-name');
	expect(codeOf(() => createZipWriter(() => {}).add(name, new Uint8Array()))).toBe('unsafe-name');
});

test('throws unsafe-name for a name that is not UTF-8', () => {
	const bytes = build([{ name: 'aaaa' }]);
	bytes.fill(0xff, bytes.length - 26, bytes.length - 22);
	expect(openCode(bytes)).toBe('unsafe-name');
});

test('throws duplicate-name for a name there twice, in other case, or composed otherwise', () => {
	for (const second of ['a/é.txt', 'A/É.TXT', 'a/e\u0301.txt']) {
		expect(openCode(build([{ name: 'a/é.txt' }, { name: second }]))).toBe('duplicate-name');
	}
	const writer = createZipWriter(() => {});
	writer.add('a', new Uint8Array());
	expect(codeOf(() => writer.add('A', new Uint8Array()))).toBe('duplicate-name');
});

test('throws symbolic-link for links, pipes and devices', () => {
	for (const mode of [0xa1ff, 0x11ff, 0x21ff, 0x61ff, 0xc1ff]) {
		expect(openCode(build([{ name: 'a', madeBy: 3, mode }]))).toBe('symbolic-link');
	}
	expect(openCode(build([{ name: 'a', madeBy: 3, mode: 0x81a4 }]))).toBe('nothing was thrown');
});

describe('throws header-mismatch when the local header tells something else', () => {
	test('of the name, the method, the sizes or the CRC', () => {
		expect(readCode(build([{ name: 'a', localName: 'b' }]))).toBe('header-mismatch');
		expect(readCode(build([{ name: 'a', localMethod: 8 }]))).toBe('header-mismatch');
		const honest = build([{ name: 'a' }]);
		for (const at of [14, 18, 22, 7]) {
			const bad = new Uint8Array(honest);
			bad[at] = (bad[at] as number) ^ 0x08;
			expect(readCode(bad)).toBe('header-mismatch');
		}
	});

	test('or is not there', () => {
		const bad = build([{ name: 'a' }]);
		bad[0] = 0;
		expect(readCode(bad)).toBe('header-mismatch');
	});

	test('or the data descriptor does', () => {
		const content = encodeUtf8('hello');
		const descriptor = (crc: number): Uint8Array => {
			const bytes = new Uint8Array(16);
			const view = new DataView(bytes.buffer);
			view.setUint32(0, 0x08074b50, true);
			view.setUint32(4, crc, true);
			view.setUint32(8, content.length, true);
			view.setUint32(12, content.length, true);
			return bytes;
		};
		const good = { name: 'a', content, flags: 0x0808, behind: descriptor(crc32(content)) };
		expect(readCode(build([good, { name: 'b' }]))).toBe('nothing was thrown');
		expect(readCode(build([{ ...good, behind: descriptor(crc32(content)).subarray(4) }]))).toBe('nothing was thrown');
		expect(readCode(build([{ ...good, behind: descriptor(1) }]))).toBe('header-mismatch');
		expect(readCode(build([{ ...good, behind: new Uint8Array(3) }]))).toBe('header-mismatch');
	});

	test('or a second name in an extra field differs', () => {
		const second = encodeUtf8('b');
		const extra = concatBytes([new Uint8Array([0x75, 0x70, 5 + second.length, 0, 1, 0, 0, 0, 0]), second]);
		expect(openCode(build([{ name: 'a', extra }]))).toBe('header-mismatch');
	});

	test('or a stored entry has two sizes', () => {
		expect(openCode(build([{ name: 'a', sizeBytes: 6 }]))).toBe('header-mismatch');
	});
});

test('throws overlap for entries over one another and over the directory', () => {
	expect(openCode(build([{ name: 'a' }, { name: 'b', offset: 0 }]))).toBe('overlap');
	expect(openCode(build([{ name: 'a', packedBytes: 4000, sizeBytes: 4000 }]))).toBe('overlap');
	expect(openCode(build([{ name: 'a', offset: 0xffff_fff0 }]))).toBe('overlap');
});

test('throws bomb for too large a ratio, entry or sum', () => {
	const packed = new Uint8Array(5000);
	const large = { name: 'a', method: 8, content: packed, sizeBytes: 100 * 1024 ** 2 };
	expect(openCode(build([large]))).toBe('bomb');
	expect(openCode(build([{ ...large, sizeBytes: 3 * 1024 ** 3 }]))).toBe('bomb');
	const limits = { maxTotalBytes: 9 };
	expect(openCode(build([{ name: 'a' }, { name: 'b' }]), { limits })).toBe('bomb');
});

test('throws decompression for an entry that unpacks to more or less than it says', () => {
	const parts: Uint8Array[] = [];
	const writer = createZipWriter((bytes) => parts.push(new Uint8Array(bytes)));
	writer.add('a', new Uint8Array(5000), { level: 9 });
	const packed = parts[1] as Uint8Array;
	for (const sizeBytes of [10, 4999, 5001]) {
		expect(readCode(build([{ name: 'a', method: 8, content: packed, sizeBytes, crc: 0 }]))).toBe('decompression');
	}
	const noise = new Uint8Array([0xff, 1, 2, 3]);
	expect(readCode(build([{ name: 'a', method: 8, content: noise, sizeBytes: 10 }]))).toBe('decompression');
});

test('throws checksum-mismatch when the bytes are not those of the CRC', () => {
	expect(readCode(build([{ name: 'a', crc: 1 }]))).toBe('checksum-mismatch');
});

test('throws encrypted-entry and unsupported-method', () => {
	expect(openCode(build([{ name: 'a', flags: 0x0801 }]))).toBe('encrypted-entry');
	expect(openCode(build([{ name: 'a', method: 14 }]))).toBe('unsupported-method');
});

test('throws trailing-data for anything behind the end', () => {
	expect(openCode(concatBytes([build([{ name: 'a' }]), new Uint8Array([1])]))).toBe('trailing-data');
});

test('throws ambiguous-end when a comment holds another end that fits', () => {
	const inner = end(0, 0, 0);
	expect(openCode(build([{ name: 'a' }], inner))).toBe('ambiguous-end');
	expect(openCode(build([{ name: 'a' }], encodeUtf8('an honest comment')))).toBe('nothing was thrown');
});

test('throws limit for more entries than allowed', () => {
	expect(openCode(build([{ name: 'a' }, { name: 'b' }]), { limits: { maxEntryCount: 1 } })).toBe('limit');
});

describe('throws invalid', () => {
	const good = build([{ name: 'a' }]);
	const directory = good.length - 22 - 47;

	test('for what is no zip, an empty file, and a zip cut short', () => {
		expect(openCode(encodeUtf8('<html>not found</html>'))).toBe('invalid');
		expect(openCode(new Uint8Array())).toBe('invalid');
		expect(openCode(good.subarray(0, good.length - 1))).toBe('invalid');
	});

	test('for bytes before the directory that the end record does not know of', () => {
		expect(openCode(concatBytes([new Uint8Array(10), good]))).toBe('invalid');
	});

	test('for a directory with fewer or more entries than it says', () => {
		for (const count of [0, 2]) {
			const bad = new Uint8Array(good);
			bad[good.length - 14] = count;
			bad[good.length - 12] = count;
			expect(openCode(bad)).toBe('invalid');
		}
	});

	test('for a part of several', () => {
		const bad = new Uint8Array(good);
		bad[good.length - 18] = 1;
		expect(openCode(bad)).toBe('invalid');
	});

	test('for an extra field that is cut short', () => {
		expect(openCode(build([{ name: 'a', extra: new Uint8Array([1, 0, 50, 0]) }]))).toBe('invalid');
		const missing = new Uint8Array([1, 0, 0, 0]);
		expect(openCode(build([{ name: 'a', extra: missing, sizeBytes: 0xffff_ffff, packedBytes: 0xffff_ffff }]))).toBe(
			'invalid',
		);
	});

	test('for zip64 records that lie', () => {
		const locator = new Uint8Array(20);
		const view = new DataView(locator.buffer);
		view.setUint32(0, 0x07064b50, true);
		for (const offset of [0n, 5n, BigInt(directory), 2n ** 63n]) {
			view.setBigUint64(8, offset, true);
			const bad = concatBytes([good.subarray(0, good.length - 22), locator, good.subarray(good.length - 22)]);
			expect(openCode(bad)).toBe('invalid');
		}
	});
});
