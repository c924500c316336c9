import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createMemoryStorage } from '../../test/memory-storage.ts';
import { encodeUtf8 } from '../bytes/index.ts';
import { testStorage } from '../liveupdate/storage-contract.ts';
import { openFolderStorage } from './storage.ts';
import { writeAtomically } from './write-file.ts';

const root = mkdtempSync(join(tmpdir(), 'livemount-storage-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

testStorage('folder', () => openFolderStorage(mkdtempSync(join(root, 's-'))));
testStorage('memory', async () => createMemoryStorage());

describe('openFolderStorage()', () => {
	it('says which folder cannot be made, and why', async () => {
		writeFileSync(join(root, 'file'), '');
		await expect(openFolderStorage(join(root, 'file', 'store'))).rejects.toThrow(
			`cannot make the folder ${join(root, 'file', 'store')}: it is not a folder`,
		);
	});

	it('removes what a writer that is gone left half done, and nothing else', async () => {
		const folder = mkdtempSync(join(root, 's-'));
		const gone = 'liveupdate.arci.new-999999999-1';
		const ours = `liveupdate.arci.new-${process.pid}-99`;
		for (const name of [gone, ours, 'liveupdate.arci', 'notes.new']) writeFileSync(join(folder, name), name);
		await openFolderStorage(folder);
		expect(readdirSync(folder).sort()).toEqual(['liveupdate.arci', ours, 'notes.new'].sort());
	});
});

describe('writeAtomically()', () => {
	it('leaves the old file and nothing else when the writing fails', async () => {
		const path = join(mkdtempSync(join(root, 'w-')), 'a.zip');
		writeFileSync(path, 'old');
		const failing = writeAtomically(path, async (write) => {
			await write(encodeUtf8('half of the n'));
			throw new Error('the build is broken');
		});
		await expect(failing).rejects.toThrow('the build is broken');
		expect(readdirSync(join(path, '..'))).toEqual(['a.zip']);
	});

	it('makes the folders above', async () => {
		const path = join(root, 'deep/er/file.bin');
		await writeAtomically(path, (write) => write(encodeUtf8('x')));
		expect(existsSync(path)).toBe(true);
	});
});
