import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createS3Double } from '../../test/s3-double.ts';
import { REAL_S3, REAL_S3_BUCKET } from '../../test/s3-real.ts';
import { openZip } from '../formats/index.ts';
import { createStoreTarget } from '../publisher/index.ts';
import {
	contentOf,
	expectWholeChannel,
	killedAt,
	publishBuild,
	sampleBuild,
} from '../publisher/publishing-contract.ts';
import { testTarget } from '../publisher/target-contract.ts';
import { nodeCrypto as crypto } from './crypto.ts';
import { openFile } from './file-access.ts';
import { createFolderStore } from './folder-store.ts';
import { openPublishTarget } from './publish-target.ts';
import { openS3Store } from './s3/store.ts';

const folders: string[] = [];
const folder = (): string => {
	const made = mkdtempSync(join(tmpdir(), 'livemount-target-'));
	folders.push(made);
	return made;
};
afterEach(() => {
	for (const made of folders.splice(0)) rmSync(made, { recursive: true, force: true });
});

const readIfThere = (path: string): Uint8Array | undefined => {
	try {
		return readFileSync(path);
	} catch {
		return undefined;
	}
};

testTarget('a folder', async () => {
	const root = folder();
	return { target: await openPublishTarget(root), fetch: async (name) => readIfThere(join(root, name)) };
});

testTarget('a zip', async () => {
	const path = join(folder(), 'content.zip');
	return {
		target: await openPublishTarget(path),
		async fetch(name) {
			const zip = openZip(openFile(path));
			const entry = zip.find(name);
			return entry && zip.read(entry);
		},
	};
});

testTarget('a double of S3', async () => {
	const double = createS3Double();
	const store = await openS3Store({ bucket: 'bucket', prefix: 'game' }, double.options);
	return { target: createStoreTarget(store), fetch: async (name) => double.objects.get(`game/${name}`)?.bytes };
});

describe.skipIf(REAL_S3_BUCKET === undefined)('on a real S3 engine', () => {
	const open = () => openS3Store({ bucket: REAL_S3_BUCKET ?? '', prefix: randomUUID() }, REAL_S3);

	testTarget('S3', async () => {
		const store = await open();
		return { target: createStoreTarget(store), fetch: (name) => store.get(name) };
	});

	it('a publisher killed at 20 random points never leaves a channel that leads to something incomplete', async () => {
		const store = await open();
		const build = (turn: number) => sampleBuild({ hall: 'hall', attic: `attic ${turn}`, cellar: `cellar ${turn}` });
		let live = (await publishBuild(store, build(0))).release;
		for (let turn = 1; turn <= 20; turn++) {
			const call = 1 + Math.floor(Math.random() * 16);
			const outcome = await publishBuild(killedAt(store, call, turn % 2 === 0), build(turn)).catch(() => undefined);
			const found = (await expectWholeChannel(store)) as number;
			expect(found, `killed at call ${call}`).toBeGreaterThanOrEqual(live);
			if (outcome) expect(found).toBe(outcome.release);
			live = found;
		}
	}, 60_000);

	it('of eight publishers at once one wins and the others are told', async () => {
		const store = await open();
		const racing = Array.from({ length: 8 }, (_, at) => publishBuild(store, sampleBuild({ hall: `hall ${at}` })));
		const done = await Promise.allSettled(racing);
		expect(done.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(1);
		for (const result of done) {
			if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'conflict' });
		}
		await expectWholeChannel(store);
	}, 60_000);
});

describe('a folder that is published into', () => {
	it('has files that tell web servers how to serve it, and keeps those of the user', async () => {
		const root = folder();
		writeFileSync(join(root, '_headers'), 'mine');
		const build = sampleBuild({ hall: 'hall' });
		const target = await openPublishTarget(root);
		await target.publish({ content: contentOf(build), crypto, keys: build.keys, now: '' });
		expect(readFileSync(join(root, '_headers'), 'utf8')).toBe('mine');
		const htaccess = readFileSync(join(root, '.htaccess'), 'utf8');
		expect(htaccess).toContain('AddType application/octet-stream .');
		expect(htaccess).toContain('immutable');
		expect(readdirSync(root).sort()).toEqual(
			[
				'.htaccess',
				'_headers',
				'channels',
				...build.blobs.keys(),
				'liveupdate.game.dmanifest',
				'manifests',
				'releases',
			].sort(),
		);
	});

	it('is never incomplete, wherever publishers are killed', async () => {
		const store = createFolderStore(folder());
		const build = (turn: number) => sampleBuild({ hall: 'hall', attic: `attic ${turn}` });
		await publishBuild(store, build(0));
		for (let turn = 1; turn <= 20; turn++) {
			await publishBuild(killedAt(store, turn, turn % 2 === 0), build(turn)).catch(() => undefined);
			expect(await expectWholeChannel(store)).toBeGreaterThanOrEqual(1);
		}
	});
});

describe('a zip that is published into', () => {
	it('gets the release it is given into its signed manifest', async () => {
		const path = join(folder(), 'content.zip');
		const build = sampleBuild({ hall: 'hall' });
		const target = await openPublishTarget(path);
		const report = await target.publish({ content: contentOf(build), crypto, keys: build.keys, now: '', release: 7 });
		expect(report).toMatchObject({ release: 7, channel: undefined, numbered: true });
		await expect(target.publish({ content: contentOf(build), crypto, now: '', release: 8 })).rejects.toMatchObject({
			code: 'key-needed',
		});
		await expect(target.publish({ content: contentOf(build), crypto, now: '', channel: 'qa' })).rejects.toMatchObject({
			code: 'invalid-input',
		});
	});
});
