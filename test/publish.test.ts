import { randomUUID } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readManifest } from '../src/formats/index.ts';
import { createFolderStore, generateKeys, openReleaseStore, saveKeys } from '../src/node/index.ts';
import { expectWholeChannel } from '../src/publisher/publishing-contract.ts';
import { livemount, REPOSITORY, startLivemount } from './livemount.ts';
import { REAL_S3, REAL_S3_BUCKET, REAL_S3_ENVIRONMENT } from './s3-real.ts';

const GALLERY = join(REPOSITORY, 'examples/gallery');
const MANIFEST = 'liveupdate.game.dmanifest';

let work: string;
/** Two builds that differ in one room, signed with the same keys. */
let builds: readonly [string, string];

beforeAll(async () => {
	work = mkdtempSync(join(tmpdir(), 'livemount-publish-'));
	builds = [join(work, 'one'), join(work, 'two')];
	expect(await livemount('build', GALLERY, '--out', builds[0])).toMatchObject({ code: 0 });
	const keys = ['--private-key', join(builds[0], 'keys/private.der')];
	const again = [
		'build',
		GALLERY,
		'--out',
		builds[1],
		'--exclude',
		'/lobby/*',
		'--config',
		'gallery.note=two',
		...keys,
	];
	expect(await livemount(...again)).toMatchObject({ code: 0 });
}, 240_000);

afterAll(() => rmSync(work, { recursive: true, force: true }));

type Json = { ok: boolean; [field: string]: unknown };
const json = async (...args: string[]): Promise<Json> => {
	const { stdout, stderr } = await livemount(...args, '--json');
	expect(stdout, stderr).not.toBe('');
	return JSON.parse(stdout) as Json;
};

describe('livemount publish', () => {
	it('makes a release of a build, and says so', async () => {
		const to = join(work, 'first');
		const { code, stdout } = await livemount('publish', builds[0], '--to', to);
		expect(code).toBe(0);
		expect(stdout).toMatch(/^\d+ objects sent \(.+\) into .*first\nlive is now release 1\n$/);
		expect(readManifest(readFileSync(join(to, MANIFEST)), MANIFEST).release?.number).toBe(1);
		expect(existsSync(join(to, '.htaccess'))).toBe(true);
		const again = await livemount('publish', builds[0], '--to', to);
		expect(again.stdout).toContain('nothing changed, 0 objects sent; live stays at release 1');
	});

	it('gives the result as JSON', async () => {
		const to = join(work, 'json');
		expect(await json('publish', builds[0], '--to', to, '--channel', 'qa')).toMatchObject({
			ok: true,
			release: 1,
			channel: 'qa',
			unchanged: false,
			numbered: true,
		});
		expect(existsSync(join(to, MANIFEST))).toBe(false);
		expect(existsSync(join(to, 'channels/qa', MANIFEST))).toBe(true);
	});

	it('publishes what bob published: a zip or a folder', async () => {
		const zip = join(work, 'bob.zip');
		expect(await livemount('publish', builds[0], '--to', zip)).toMatchObject({ code: 0 });
		const signed = await livemount('publish', zip, '--to', join(work, 'from-zip'));
		expect(signed.stderr).toContain('no private key was given');
		const key = join(builds[0], 'keys/private.der');
		expect(await json('publish', zip, '--to', join(work, 'numbered'), '--private-key', key)).toMatchObject({
			numbered: true,
		});
		expect(await json('publish', join(builds[0], 'excluded'), '--to', join(work, 'from-folder'))).toMatchObject({
			release: 1,
		});
	});

	it.each([
		[['--level', '10'], 2, 'expected 0 to 9'],
		[['--channel', 'a b'], 1, 'channel "a b"'],
		[['--release', '3'], 1, 'counts its releases itself'],
		[['--private-key', 'none.der'], 1, 'cannot read the key none.der'],
		[['--connections', '0'], 2, '--connections 0'],
	])('refuses %j', async (options, code, message) => {
		const result = await livemount('publish', builds[0], '--to', join(work, 'refused'), ...options);
		expect(result.stderr).toContain(message);
		expect(result.code).toBe(code);
	});

	it('started twice at once ends with a whole channel, and tells the one who lost', async () => {
		const to = join(work, 'raced');
		const key = ['--private-key', join(builds[0], 'keys/private.der')];
		const ended = await Promise.all(builds.map((build) => livemount('publish', build, '--to', to, ...key)));
		expect(ended.filter(({ code }) => code === 0).length).toBeGreaterThanOrEqual(1);
		for (const { code, stderr } of ended) if (code !== 0) expect(stderr).toContain('someone else');
		expect(await expectWholeChannel(createFolderStore(to))).toBeGreaterThanOrEqual(1);
	});

	it('says what is expected when there is nothing to publish', async () => {
		const result = await livemount('publish', join(work, 'nothing'), '--to', join(work, 'x'));
		expect(result).toMatchObject({ code: 1 });
		expect(result.stderr).toContain('there is no such file or folder');
	});

	it('is killed 20 times at random moments and never leaves a channel that leads to something incomplete', async () => {
		const base = join(work, 'base');
		await livemount('publish', builds[0], '--to', base);
		const signing = ['--private-key', join(builds[0], 'keys/private.der')];
		let finished = 0;
		const to = join(work, 'killed');
		for (let turn = 0; turn < 20; turn++) {
			rmSync(to, { recursive: true, force: true });
			cpSync(base, to, { recursive: true });
			const { child, finished: ended } = startLivemount(['publish', builds[1], '--to', to, ...signing]);
			// Starting takes most of the time; the publisher is at work from its first new file on.
			const before = readdirSync(to).length;
			while (child.exitCode === null && readdirSync(to).length === before) await sleep(1);
			const timer = setTimeout(() => child.kill('SIGKILL'), Math.random() * 60);
			const { code } = await ended;
			clearTimeout(timer);
			if (code === 0) finished++;
			expect([1, 2]).toContain(await expectWholeChannel(createFolderStore(to)));
		}
		expect(finished).toBeLessThan(20);
		expect(await livemount('publish', builds[1], '--to', to, ...signing)).toMatchObject({ code: 0 });
		expect(await expectWholeChannel(createFolderStore(to))).toBe(2);
		expect(readdirSync(to, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('.new-'))).toEqual([]);
	}, 240_000);
});

describe('the life of a release', () => {
	it('has the packs of its build, which change no name', async () => {
		const build = join(work, 'with-packs');
		const to = join(work, 'packs-published');
		cpSync(builds[0], build, { recursive: true });
		mkdirSync(join(build, 'packs'));
		await livemount('publish', builds[0], '--to', join(build, 'packs/rooms.zip'));
		await livemount('publish', build, '--to', to);
		const { packs } = JSON.parse(readFileSync(join(to, 'releases/1.json'), 'utf8')) as {
			packs: { name: string; key: string }[];
		};
		expect(packs).toEqual([expect.objectContaining({ name: 'rooms' })]);
		const zip = readFileSync(join(build, 'packs/rooms.zip'));
		expect(Buffer.compare(readFileSync(join(to, packs[0]?.key ?? '')), zip)).toBe(0);
		expect(await json('publish', build, '--to', to)).toMatchObject({ unchanged: true });
		expect(await json('releases', to, '--verify')).toMatchObject({ ok: true });
	});

	it('goes from qa to live, back, and is pruned', async () => {
		const to = join(work, 'life');
		const key = ['--private-key', join(builds[0], 'keys/private.der')];
		await livemount('publish', builds[0], '--to', to, '--channel', 'qa', '--note', 'the first');
		expect(await json('promote', to, '--from', 'qa')).toMatchObject({ release: 1, channel: 'live' });
		await livemount('publish', builds[1], '--to', to, ...key);
		const refused = await livemount('promote', to, '--release', '1');
		expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('use "livemount rollback"') });
		const back = await livemount('rollback', to, '--build', builds[0]);
		expect(back.stdout).toBe('live is now release 1, before it was 2; devices with any release up to 2 follow\n');
		expect(await expectWholeChannel(createFolderStore(to))).toBe(1);
		const listed = await livemount('releases', to, '--verify');
		expect(listed).toMatchObject({ code: 0, stdout: expect.stringContaining('live, qa  the first') });
		expect(listed.stdout).toContain('a rollback from 2');
		await livemount('publish', builds[1], '--to', to, ...key);
		await livemount('promote', to, '--from', 'live', '--channel', 'qa');
		expect(await json('prune', to, '--keep', '1')).toMatchObject({
			deleted: false,
			keptReleases: [1, 3],
			releases: [2],
		});
		expect(await json('prune', to, '--keep', '1', '--delete')).toMatchObject({ deleted: true, releases: [2] });
		expect(await json('releases', to, '--verify')).toMatchObject({ ok: true, faults: [] });
	}, 180_000);

	it('says what is missing of a release, with exit code 1', async () => {
		const to = join(work, 'damaged');
		await livemount('publish', builds[0], '--to', to);
		const blob = readdirSync(to).find((name) => /^[0-9a-f]{40}$/.test(name)) as string;
		rmSync(join(to, blob));
		const listed = await livemount('releases', to);
		expect(listed).toMatchObject({ code: 1, stderr: expect.stringContaining(`release 1 lacks 1 object: ${blob}`) });
	});

	it.each([
		[['promote', 'x'], 2, 'expected either --from <channel> or --release <number>'],
		[['promote', 'x', '--release', '0'], 2, '--release 0'],
		[['rollback', '/nowhere/at/all'], 1, 'there is no channel "live"; nothing was published yet'],
		[['prune', 'x', '--keep', '0'], 2, '--keep 0'],
		[['releases', 's3://A'], 1, 'expected s3://bucket/prefix'],
		[['doctor', 'x', '--setup', 'gcs'], 2, 'expected s3'],
	])('%j is refused', async (args, code, message) => {
		const result = await livemount(...args);
		expect(result.stderr).toContain(message);
		expect(result.code).toBe(code);
	});
});

describe('publishing to players who have a bundle', () => {
	it('takes what fits the bundle, and names what does not', async () => {
		const to = join(work, 'against');
		const bundle = join(builds[0], 'bundle');
		expect(await livemount('publish', builds[0], '--to', to, '--against', bundle)).toMatchObject({ code: 0 });
		const key = join(builds[0], 'keys/private.der');
		const other = await livemount(
			'publish',
			builds[1],
			'--to',
			to,
			'--private-key',
			key,
			'--against',
			bundle,
			'--json',
		);
		expect(other.code).toBe(1);
		const { error } = JSON.parse(other.stdout) as { error: { code: string; data: { resources: string[] } } };
		expect(error.code).toBe('bundle-mismatch');
		expect(error.data.resources.length).toBeGreaterThan(0);
		expect(other.stderr).toMatch(/: (differs, the bundle has|missing in the bundle)/);
		for (const resource of error.data.resources) expect(other.stderr).toContain(`${resource}: `);
		expect((await json('releases', to))['releases']).toHaveLength(1);
	});

	it('refuses a key that their bundle does not verify with', async () => {
		const keys = join(work, 'other-keys');
		await saveKeys(keys, await generateKeys(1024));
		const result = await livemount(
			'publish',
			builds[0],
			'--to',
			join(work, 'no'),
			'--private-key',
			join(keys, 'private.der'),
		);
		expect(result).toMatchObject({ code: 1, stderr: expect.stringContaining('every installed game would refuse it') });
		expect(result.stderr).not.toContain('objects sent');
		expect(existsSync(join(work, 'no'))).toBe(false);
	});
});

describe('publishing as liveupdate.settings say', () => {
	it.each([
		['mode = Zip\nzip-filepath = out\nzip-filename = rooms', 'out/rooms.zip'],
		['mode = Folder\noutput-directory = out\noutput-folder-name = rooms', 'out/rooms/liveupdate.game.dmanifest'],
	])('%j', async (lines, made) => {
		const project = mkdtempSync(join(work, 'project-'));
		writeFileSync(join(project, 'game.project'), '[liveupdate]\nsettings = /live.settings\n');
		writeFileSync(join(project, 'live.settings'), `[liveupdate]\n${lines}\n`);
		expect(await livemount('publish', builds[0], '--settings', project)).toMatchObject({ code: 0 });
		expect(existsSync(join(project, made))).toBe(true);
	});

	it('needs a place from somewhere', async () => {
		const result = await livemount('publish', builds[0]);
		expect(result).toMatchObject({
			code: 2,
			stderr: expect.stringContaining('expected --to <place>, or --settings <file>'),
		});
	});
});

describe('livemount doctor', () => {
	it('prints policies filled in', async () => {
		const printed = await livemount('doctor', '--setup', 's3', 's3://my-game/live', '--origin', 'https://play.example');
		expect(printed.code).toBe(0);
		for (const text of [
			'arn:aws:s3:::my-game/live/*',
			'<AllowedOrigin>https://play.example<',
			's3:ListAllMyBuckets',
			'[my-game]',
		]) {
			expect(printed.stdout).toContain(text);
		}
		expect(await json('doctor', '--setup', 's3', 's3://my-game')).toMatchObject({
			ok: true,
			cors: [{ AllowedOrigins: ['*'] }],
		});
	});

	it('examines a folder, and has exit code 1 when something is to be mended', async () => {
		const to = join(work, 'examined');
		await livemount('publish', builds[0], '--to', to);
		const good = await livemount('doctor', to);
		expect(good).toMatchObject({ code: 0, stdout: expect.stringContaining('0 to mend') });
		const bad = await livemount('doctor', join(work, 'not-there'), '--json');
		expect(bad.code).toBe(1);
		expect(JSON.parse(bad.stdout)).toMatchObject({ ok: false, findings: [{ check: 'folder', state: 'fail' }] });
	});
});

describe.skipIf(REAL_S3_BUCKET === undefined)('livemount publish to a real S3 engine', () => {
	const run = async (...args: string[]) =>
		await startLivemount([...args, '--endpoint', REAL_S3.endpoint], { env: REAL_S3_ENVIRONMENT }).finished;

	it('publishes, and sends nothing the second time', async () => {
		const place = `s3://${REAL_S3_BUCKET}/${randomUUID()}`;
		const first = await run('publish', builds[0], '--to', place, '--json');
		expect(first.stderr).toContain('objects sent');
		expect(JSON.parse(first.stdout)).toMatchObject({ ok: true, release: 1, target: place });
		expect(first.stderr).not.toContain('Warning');
		const second = await run('publish', builds[0], '--to', place, '--json');
		expect(JSON.parse(second.stdout)).toMatchObject({ unchanged: true, sentCount: 0 });
		expect(await expectWholeChannel(await openReleaseStore(place, REAL_S3))).toBe(1);
	});

	it('says what is wrong with a bucket or with credentials', async () => {
		const missing = await run('publish', builds[0], '--to', `s3://none-${randomUUID()}`);
		expect(missing).toMatchObject({ code: 1, stderr: expect.stringContaining('there is no bucket') });
		const place = `s3://${REAL_S3_BUCKET}/x`;
		const env = { ...REAL_S3_ENVIRONMENT, AWS_SECRET_ACCESS_KEY: 'wrong' };
		const args = ['publish', builds[0], '--to', place, '--endpoint', REAL_S3.endpoint];
		const wrong = await startLivemount(args, { env }).finished;
		expect(wrong).toMatchObject({ code: 1, stderr: expect.stringContaining('the secret key is wrong') });
	});
});
