import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../bytes/index.ts';
import { openFolderStorage } from './storage.ts';
import { storageError } from './storage-error.ts';

const root = mkdtempSync(join(tmpdir(), 'livemount-disk-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('a failing disk', () => {
	it.each([
		['ENOSPC', 'disk-full', 'no space left on the device'],
		['EDQUOT', 'quota-exceeded', 'the disk quota is used up'],
		['EROFS', 'read-only', 'the file system is read-only'],
		['EACCES', 'permission-denied', 'permission denied'],
		['EIO', 'io-error', 'EIO'],
	])('that says %s is the error %s', (code, expected, words) => {
		const error = storageError('write', '/store/liveupdate.arcd', Object.assign(new Error(code), { code }));
		expect(error.code).toBe(expected);
		expect(error.message).toBe(`cannot write /store/liveupdate.arcd: ${words}`);
		expect(error.data).toEqual({ path: '/store/liveupdate.arcd', code });
	});

	it('that cannot replace a file leaves the old one and nothing else', async () => {
		const folder = mkdtempSync(join(root, 's-'));
		const storage = await openFolderStorage(folder);
		await storage.replace('a', encodeUtf8('old'));
		// A folder in the place of the file makes the rename fail on every system, for every user.
		mkdirSync(join(folder, 'b'));
		writeFileSync(join(folder, 'b', 'x'), '');
		await expect(storage.replace('b', encodeUtf8('new'))).rejects.toMatchObject({ code: 'io-error' });
		expect(await storage.list()).toEqual(['a']);
		expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('old');
	});

	it.skipIf(process.getuid?.() === 0)('in which nobody may write refuses, and can still be read', async () => {
		const folder = mkdtempSync(join(root, 's-'));
		const storage = await openFolderStorage(folder);
		await storage.replace('a', encodeUtf8('old'));
		chmodSync(folder, 0o500);
		await expect(storage.replace('a', encodeUtf8('new'))).rejects.toMatchObject({ code: 'permission-denied' });
		await expect(storage.append('b', [encodeUtf8('new')])).rejects.toMatchObject({ code: 'permission-denied' });
		expect(await storage.read('a')).toEqual(Buffer.from('old'));
		chmodSync(folder, 0o700);
	});

	it('tells how much room there is', async () => {
		const { freeBytes } = await (await openFolderStorage(mkdtempSync(join(root, 's-')))).quota();
		expect(freeBytes).toBeGreaterThan(0);
	});
});
