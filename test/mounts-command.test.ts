import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { concatBytes, encodeUtf8, toHex } from '../src/bytes/index.ts';
import { createZipWriter, portableCrypto, writeArchiveIndex } from '../src/formats/index.ts';
import { createLiveUpdate } from '../src/liveupdate/index.ts';
import { nodeCrypto, nodeProviders, openFolderStorage } from '../src/node/index.ts';
import { createMounts } from '../src/resource/index.ts';
import { livemount } from './livemount.ts';
import { makeRelease } from './sample-release.ts';

const root = mkdtempSync(join(tmpdir(), 'livemount-mounts-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const bundle = join(root, 'bundle');
const store = join(root, 'store');

const release = makeRelease({
	'/main.collectionc': { bytes: 'main' },
	'/room.collectionc': { bytes: 'room', excluded: true },
	'/b.goc': { bytes: 'object', excluded: true },
});
const game = join(store, toHex(release.bundle.manifest.projectIdentifier));

beforeAll(async () => {
	mkdirSync(bundle);
	const { manifest, index, data, publicKey, projectText } = release.bundle;
	const entries = Array.from({ length: index?.entryCount ?? 0 }, (_, at) => index?.entryAt(at)).filter(
		(e) => e !== undefined,
	);
	writeFileSync(join(bundle, 'game.dmanifest'), manifest.fileBytes);
	writeFileSync(join(bundle, 'game.arci'), writeArchiveIndex({ version: 5, entries, crypto: portableCrypto }));
	writeFileSync(join(bundle, 'game.arcd'), data.read(0, data.sizeBytes));
	writeFileSync(join(bundle, 'game.public.der'), publicKey as Uint8Array);
	writeFileSync(join(bundle, 'game.projectc'), projectText);
	const parts: Uint8Array[] = [];
	const zip = createZipWriter((part) => parts.push(part.slice()));
	zip.add('main.collectionc', encodeUtf8('another main'), { level: 1 });
	zip.add('b.goc', encodeUtf8('object'), { level: 1 });
	zip.add('liveupdate.game.dmanifest', release.publishedManifest, { level: 1 });
	zip.finish();
	writeFileSync(join(root, 'mod.zip'), concatBytes(parts));
	const live = await createLiveUpdate({
		era: 'B',
		mounts: createMounts(),
		bundle: release.bundle,
		storage: await openFolderStorage(game),
		crypto: nodeCrypto,
		providers: nodeProviders(),
		log: () => undefined,
	});
	for (const [hexDigest, bytes] of release.blobs) await live.storeResource({ hexDigest, bytes });
	await live.idle();
});

describe('livemount mounts', () => {
	it('lists the mounts of a store and what each hides, and changes nothing', async () => {
		const before = readdirSync(game).sort();
		const run = await livemount(
			'mounts',
			bundle,
			'--store',
			store,
			'--mount',
			`mod=zip:${join(root, 'mod.zip')}@20`,
			'--shadows',
			'--json',
		);
		expect(run.stderr).toContain('hides 1 resource of _base, 1 with other content');
		expect(run.code).toBe(0);
		const result = JSON.parse(run.stdout) as {
			mounts: { name: string; priority: number; scheme: string }[];
			shadows: unknown;
		};
		expect(result.mounts.map(({ name, priority, scheme }) => [name, priority, scheme])).toEqual([
			['mod', 20, 'zip'],
			['liveupdate', 10, 'mutable'],
			['_base', -10, 'archive'],
		]);
		expect(result.shadows).toEqual([
			expect.objectContaining({ path: '/b.goc', by: 'mod', hidden: 'liveupdate', differs: false }),
			expect.objectContaining({ path: '/main.collectionc', by: 'mod', hidden: '_base', differs: true }),
		]);
		expect(readdirSync(game).sort()).toEqual(before);
	});

	it('says what cannot be mounted, and how a mount is written', async () => {
		const missing = await livemount('mounts', bundle, '--mount', 'x=zip:/not/there.zip');
		expect(missing.code).toBe(1);
		expect(missing.stderr).toContain('/not/there.zip');
		expect((await livemount('mounts', bundle, '--mount', 'nonsense')).code).toBe(2);
	});
});

describe('livemount store', () => {
	it('lists, checks and clears what is stored', async () => {
		const list = await livemount('store', 'ls', '--store', store);
		expect(list.stdout).toContain('2 resources');
		expect(list.stdout).toContain(release.digestOf('/b.goc'));
		expect((await livemount('store', 'verify', '--store', store)).stdout).toContain('all as they should be');
		writeFileSync(join(game, 'liveupdate.arcd'), 'damaged');
		const damaged = await livemount('store', 'verify', '--store', game);
		expect(damaged.code).toBe(1);
		expect(damaged.stdout).toContain('liveupdate.arcd');
		expect((await livemount('store', 'clear', '--store', store)).code).toBe(0);
		expect(readdirSync(game)).toEqual(['livemount.state']);
		expect((await livemount('store', 'ls', '--store', store)).stdout).toContain('0 resources');
	});

	it('says what it does not know', async () => {
		expect((await livemount('store', 'eat', '--store', store)).code).toBe(2);
		expect((await livemount('store', 'ls', '--store', join(root, 'nowhere'))).code).toBe(1);
	});
});

describe('LIVEMOUNT_LOG', () => {
	it('tells where resources are read from, and refuses what it does not know', async () => {
		process.env['LIVEMOUNT_LOG'] = 'resource:2,liveupdate:1';
		const run = await livemount('run', bundle, '--frames', '1');
		process.env['LIVEMOUNT_LOG'] = 'resource:9';
		const wrong = await livemount('run', bundle, '--frames', '1');
		delete process.env['LIVEMOUNT_LOG'];
		expect(run.stdout).toContain("DEBUG:RESOURCE: mount '_base' added");
		expect(wrong.code).toBe(2);
		expect(wrong.stderr).toContain('LIVEMOUNT_LOG: expected parts such as resource:2');
	});
});
