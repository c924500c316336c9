import { mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createGameFiles } from './files.ts';

const READ = { isReadable: true, isWritable: false, create: false, truncate: false };
const WRITE = { isReadable: false, isWritable: true, create: true, truncate: true };

describe('files of a game on disk', () => {
	const folder = mkdtempSync(join(tmpdir(), 'livemount-files-'));
	const files = createGameFiles(join(folder, 'game'));

	it('are written and read below the folder, by absolute or relative path', () => {
		const path = join(folder, 'game', 'saves', 'a.txt');
		const file = files.open(path, WRITE);
		file.write(0, new Uint8Array([104, 105]));
		file.close();
		expect(readFileSync(path, 'utf8')).toBe('hi');
		expect(files.open('saves/a.txt', READ).read(1, 10)).toEqual(new Uint8Array([105]));
	});

	it('outside of it cannot be reached, nor through a link', () => {
		writeFileSync(join(folder, 'secret'), 'x');
		symlinkSync(join(folder, 'secret'), join(folder, 'game', 'link'));
		symlinkSync(folder, join(folder, 'game', 'up'));
		expect(() => files.open(join(folder, 'secret'), READ)).toThrow('Permission denied');
		expect(() => files.open('../secret', READ)).toThrow('Permission denied');
		expect(() => files.open('link', READ)).toThrow('Permission denied');
		expect(() => files.open('up/secret', READ)).toThrow('Permission denied');
		expect(() => files.open('up/new', WRITE)).toThrow('Permission denied');
		expect(() => files.remove('../secret')).toThrow('Permission denied');
	});

	it('have their names in UTF-8, and may begin with dots', () => {
		for (const name of ['\xc3\xa4.txt', '..hidden']) files.open(name, WRITE).close();
		expect(readdirSync(join(folder, 'game'))).toEqual(expect.arrayContaining(['ä.txt', '..hidden']));
	});

	it('that are not there say so', () => {
		expect(() => files.open('nothing', READ)).toThrow('No such file or directory');
	});
});
