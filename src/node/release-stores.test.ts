import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { afterEach, describe, expect, it } from 'vitest';
import { createMemoryReleaseStore } from '../../test/memory-release-store.ts';
import { createS3Double } from '../../test/s3-double.ts';
import { REAL_S3, REAL_S3_BUCKET } from '../../test/s3-real.ts';
import { encodeUtf8 } from '../bytes/index.ts';
import { testReleaseStore } from '../publisher/release-store-contract.ts';
import { createFolderStore } from './folder-store.ts';
import { createS3Client } from './s3/client.ts';
import { openS3Store } from './s3/store.ts';

const folders: string[] = [];
const folder = (): string => {
	const made = mkdtempSync(join(tmpdir(), 'livemount-store-'));
	folders.push(made);
	return made;
};
afterEach(() => {
	for (const made of folders.splice(0)) rmSync(made, { recursive: true, force: true });
});

testReleaseStore('memory', async () => createMemoryReleaseStore());
testReleaseStore(
	'a folder',
	async () => createFolderStore(folder()),
	async (store) => createFolderStore(store.name),
);
testReleaseStore('a double of S3', () => openS3Store({ bucket: 'bucket', prefix: 'game' }, createS3Double().options));

describe.skipIf(REAL_S3_BUCKET === undefined)('a real S3 engine', () => {
	const place = (): { bucket: string; prefix: string } => ({ bucket: REAL_S3_BUCKET ?? '', prefix: randomUUID() });
	testReleaseStore('S3', () => openS3Store(place(), REAL_S3));

	it('serves content as bytes for ever, and pointers for a short while', async () => {
		const { bucket, prefix } = place();
		const store = await openS3Store({ bucket, prefix }, REAL_S3);
		const client = await createS3Client(REAL_S3);
		const digest = 'a'.repeat(40);
		await store.put(digest, encodeUtf8('content'));
		await store.create('channels/live.json', encodeUtf8('{}'));
		const content = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: `${prefix}/${digest}` }));
		expect(content.ContentType).toBe('application/octet-stream');
		expect(content.CacheControl).toContain('immutable');
		const pointer = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: `${prefix}/channels/live.json` }));
		expect(pointer.CacheControl).toBe('public, max-age=60, must-revalidate');
	});
});

describe('a folder as a store', () => {
	it('lists neither hidden files nor what is being written', async () => {
		const root = folder();
		for (const name of ['.htaccess', 'a', `a.new-${process.pid}-1`, 'a.lock']) writeFileSync(join(root, name), 'x');
		expect(await createFolderStore(root).list('')).toEqual(['a']);
	});

	it('leaves nothing behind when it writes on a condition', async () => {
		const root = folder();
		const store = createFolderStore(root);
		await store.create('a', encodeUtf8('1'));
		await store.create('a', encodeUtf8('2'));
		await store.replace('a', encodeUtf8('3'), (await store.load('a'))?.tag as string);
		expect(readdirSync(root)).toEqual(['a']);
	});

	it('takes over the lock of a publisher that was killed', async () => {
		const root = folder();
		const store = createFolderStore(root);
		await store.put('a', encodeUtf8('1'));
		const { hostname } = await import('node:os');
		writeFileSync(join(root, 'a.lock'), JSON.stringify({ host: hostname(), pid: 999_999_999 }));
		expect(await store.replace('a', encodeUtf8('2'), (await store.load('a'))?.tag as string)).toBe(true);
		expect(readdirSync(root)).toEqual(['a']);
	});

	it('refuses a key that leads outside', async () => {
		await expect(createFolderStore(folder()).get('../x')).rejects.toMatchObject({ code: 'io-error' });
	});
});
