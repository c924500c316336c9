import { execFileSync } from 'node:child_process';
import {
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CORPUS, HAS_CORPUS, livemount, REPOSITORY } from './livemount.ts';

let work: string;
let build: string;

beforeAll(async () => {
	work = mkdtempSync(join(tmpdir(), 'livemount-content-'));
	build = join(work, 'build');
	expect(await livemount('build', join(REPOSITORY, 'examples/gallery'), '--out', build)).toMatchObject({ code: 0 });
	expect(await livemount('publish', build, '--to', join(work, 'live.zip'))).toMatchObject({ code: 0 });
}, 180_000);

afterAll(() => rmSync(work, { recursive: true, force: true }));

/** A copy of the build with one file changed. */
function damaged(name: string, change: (bytes: Buffer) => Buffer | undefined): string {
	const copy = mkdtempSync(join(work, 'damaged-'));
	cpSync(build, copy, { recursive: true });
	const path = join(copy, name);
	const bytes = readFileSync(path);
	writeFileSync(path, change(bytes) ?? bytes);
	return copy;
}

async function json(...args: string[]): Promise<Record<string, unknown> & { code: number | null }> {
	const { stdout, code, stderr } = await livemount(...args, '--json');
	expect(stdout, stderr).toMatch(/^\{/);
	return { ...(JSON.parse(stdout) as Record<string, unknown>), code };
}

describe('verify', () => {
	it('finds nothing wrong with a build, its bundle, its zip and its manifests', async () => {
		for (const path of ['', 'bundle', 'bundle/game.arci', 'excluded', '../live.zip']) {
			const done = await livemount('verify', join(build, path));
			expect(done.stderr, path).toBe('');
			expect(done.stdout, path).toContain('nothing is wrong');
			expect(done.code, path).toBe(0);
		}
		expect(await json('verify', build)).toMatchObject({ ok: true, code: 0, signature: 'valid', faults: [] });
		const key = join(build, 'keys/public.der');
		expect(await json('verify', join(work, 'live.zip'), '--public-key', key)).toMatchObject({
			ok: true,
			kind: 'published',
			signature: 'valid',
		});
	});

	it('names what a flipped byte broke, and where', async () => {
		const at = (bytes: Buffer): number => bytes.length >> 1;
		const data = damaged('bundle/game.arcd', (bytes) => {
			bytes[at(bytes)] = (bytes[at(bytes)] as number) ^ 1;
			return bytes;
		});
		const done = await livemount('verify', data);
		expect(done.code).toBe(1);
		expect(done.stderr).toMatch(
			/^digest {2}game\.arcd at byte \d+: .*expected SHA1 [0-9a-f]{40} .* found [0-9a-f]{40}\n1 fault\n$/,
		);

		const index = damaged('bundle/game.arci', (bytes) => {
			bytes[33] = (bytes[33] as number) ^ 1;
			return bytes;
		});
		expect((await json('verify', index))['faults']).toMatchObject([
			{ code: 'index-digest', where: 'game.arci', offset: 32 },
			{ code: 'archive-identifier' },
		]);

		const [blob = ''] = readdirSync(join(build, 'excluded')).filter((name) => name.length === 40);
		const published = damaged(`excluded/${blob}`, (bytes) => {
			bytes[20] = (bytes[20] as number) ^ 1;
			return bytes;
		});
		const broken = await livemount('verify', published);
		expect(broken.code).toBe(1);
		expect(broken.stderr).toContain(`expected the digest ${blob}`);
	});

	it('counts more than ten faults, and --all shows them', async () => {
		const broken = damaged('bundle/game.arcd', (bytes) => Buffer.alloc(bytes.length));
		const done = await livemount('verify', broken);
		expect(done.stderr.split('\n').filter((line) => line.startsWith('digest'))).toHaveLength(10);
		expect(done.stderr).toMatch(/\d+ faults, \d+ of them not shown \(--all shows them\)/);
		const all = await livemount('verify', broken, '--all');
		expect(all.stderr.split('\n').filter((line) => line.startsWith('digest')).length).toBeGreaterThan(10);
	});

	it('names published content that is not there', async () => {
		const copy = damaged('build.json', (bytes) => bytes);
		const [blob = ''] = readdirSync(join(copy, 'excluded')).filter((name) => name.length === 40);
		rmSync(join(copy, 'excluded', blob));
		const done = await json('verify', copy);
		expect(done).toMatchObject({ ok: false, code: 1, faults: [{ code: 'missing-content' }] });
	});
});

describe('diff', () => {
	it('finds nothing between a build and itself, and what a changed project changes', async () => {
		expect(await json('diff', build, build)).toMatchObject({ code: 0, same: true, changes: [] });

		const project = join(work, 'project');
		cpSync(join(REPOSITORY, 'examples/gallery'), project, { recursive: true });
		const script = join(project, 'rooms/room.script');
		writeFileSync(script, `${readFileSync(script, 'utf8')}\nlocal changed_line = 1\n`);
		const after = join(work, 'after');
		const keys = join(build, 'keys');
		const built = await livemount('build', project, '--out', after, '--private-key', join(keys, 'private.der'));
		expect(built).toMatchObject({ code: 0 });
		const done = await livemount('diff', build, after);
		expect(done.code).toBe(0);
		expect(done.stdout).toMatch(/~ changed .*\/rooms\/room\.scriptc {2}excluded/);
		expect(done.stdout).toContain('+local changed_line = 1');
		expect(done.stdout).toMatch(/1 changed, \d+ the same/);
		expect((await livemount('diff', build, after, '--exit-code')).code).toBe(1);

		const whole = join(work, 'whole');
		await livemount('build', join(REPOSITORY, 'examples/gallery'), '--out', whole, '--no-liveupdate');
		const moved = await livemount('diff', build, whole, '--no-text');
		expect(moved.stdout).toMatch(/> moved .*\/art\/frames\.texturec {2}excluded → base/);
	}, 120_000);
});

describe('graph', () => {
	it('says why a resource is in the base', async () => {
		const done = await livemount('graph', build, '/art/lobby.texturec');
		expect(done.code).toBe(0);
		expect(done.stdout).toMatch(
			/it is in the base; the shortest way from the settings \(\d+ steps\):\n {2}bootstrap\.main_collection\n/,
		);
		expect(done.stdout).toMatch(/used by 1: \/art\/lobby\.(a\.)?texturesetc/);
	});

	it('takes the path of a source, and tells what is behind excluded proxies', async () => {
		const about = await json('graph', build, 'rooms/room.script');
		expect(about).toMatchObject({ path: '/rooms/room.scriptc', inBase: false, place: 'excluded' });
		expect(about['behind']).toHaveLength(1);
	});

	it('agrees with the builder on what is excluded', async () => {
		const { resources, base } = (await json('graph', build)) as unknown as {
			resources: { path: string; place: string }[];
			base: string[];
		};
		const reached = new Set(base);
		for (const { path, place } of resources) if (place === 'excluded') expect(reached.has(path), path).toBe(false);
	});

	it('prints DOT, and names a resource that is not there', async () => {
		expect((await livemount('graph', build, '--dot')).stdout).toMatch(/^digraph resources \{\n/);
		const missing = await livemount('graph', build, '/art/lobby.texture');
		expect(missing.code).toBe(0);
		const wrong = await livemount('graph', build, '/art/loby.texturec');
		expect(wrong).toMatchObject({ code: 1 });
		expect(wrong.stderr).toContain('did you mean /art/lobby.texturec?');
	});
});

describe('keys generate', () => {
	it('makes a pair that OpenSSL reads and a build signs with, and never replaces it', async () => {
		const folder = join(work, 'keys');
		const made = await json('keys', 'generate', '--to', folder, '--bits', '1024');
		expect(made).toMatchObject({ code: 0, ok: true, bits: 1024, weak: true });
		expect(statSync(join(folder, 'private.der')).mode & 0o077).toBe(0);
		const text = execFileSync('openssl', [
			'rsa',
			'-inform',
			'DER',
			'-in',
			join(folder, 'private.der'),
			'-noout',
			'-check',
		]);
		expect(text.toString()).toContain('ok');
		const again = await livemount('keys', 'generate', '--to', folder);
		expect(again.code).toBe(1);
		expect(again.stderr).toContain('private.der is there already and is left alone');
	});

	it('refuses sizes that Defold does not take', async () => {
		expect(await livemount('keys', 'generate', '--to', join(work, 'k'), '--bits', '256')).toMatchObject({ code: 2 });
		expect(await livemount('keys', 'generate', '--to', join(work, 'k'), '--bits', '8192')).toMatchObject({ code: 2 });
		expect(await livemount('keys', 'make', '--to', join(work, 'k'))).toMatchObject({ code: 2 });
		expect(existsSync(join(work, 'k'))).toBe(false);
	});
});

describe('inspect', () => {
	it('shows a bundle as a list, by type and as folders', async () => {
		const list = await livemount('inspect', build);
		expect(list.stdout).toMatch(/\.XCE {3}\/rooms\/room\.scriptc {2}dmLuaDDF\.LuaModule/);
		expect(list.stdout).toMatch(/\d+ resources, .* stored, .* raw; \d+ digests checked, all agree\n$/);
		const types = await json('inspect', build, '--types');
		expect(types['types']).toEqual(
			expect.arrayContaining([
				expect.objectContaining({ extension: 'texturec', messageType: 'dmGraphics.TextureImage' }),
			]),
		);
		const tree = await livemount('inspect', build, '--tree');
		expect(tree.stdout).toMatch(/ rooms\/ {2}\d+ {2}excluded\n/);
		const listed = (await json('inspect', build, '--no-decode')) as unknown as { resources: { digest: string }[] };
		expect(listed.resources.every(({ digest }) => digest === 'unchecked')).toBe(true);
	});

	it('knows every file of a build by its name', async () => {
		const blob = readdirSync(join(build, 'excluded')).find((name) => name.length === 40) ?? '';
		const cases: [string, string][] = [
			['bundle/game.dmanifest', 'manifest'],
			['bundle/game.arci', 'archive index'],
			['bundle/game.arcd', 'archive data'],
			['bundle/game.projectc', 'settings'],
			['bundle/game.public.der', 'key'],
			['keys/private.der', 'key'],
			['excluded/liveupdate.game.dmanifest', 'manifest'],
			[`excluded/${blob}`, 'published blob'],
			['../live.zip', 'zip'],
			['build.json', 'text'],
		];
		for (const [name, kind] of cases) {
			expect(await json('inspect', join(build, name)), name).toMatchObject({ code: 0, ok: true, kind });
		}
		const source = join(REPOSITORY, 'examples/gallery/lobby/lobby.collection');
		expect(await json('inspect', source)).toMatchObject({ kind: 'source', facts: { content: { name: 'lobby' } } });
	}, 60_000);

	it('knows files by their first bytes where the name says nothing', async () => {
		const folder = mkdtempSync(join(work, 'named-'));
		for (const [from, to, kind] of [
			['bundle/game.dmanifest', 'a', 'manifest'],
			['bundle/game.arci', 'b', 'archive index'],
			['../live.zip', 'c', 'zip'],
		] as const) {
			cpSync(join(build, from), join(folder, to));
			expect(await json('inspect', join(folder, to))).toMatchObject({ code: 0, kind });
		}
	});

	it('prints every field of a manifest, also those it does not know', async () => {
		const bytes = readFileSync(join(build, 'bundle/game.dmanifest'));
		const path = join(work, 'strange.dmanifest');
		// Field 77 of ManifestFile: the number 300.
		writeFileSync(path, Buffer.concat([bytes, Buffer.from([0xe8, 0x04, 0xac, 0x02])]));
		const about = await json('inspect', path);
		expect(about).toMatchObject({ facts: { version: 5, unknownFields: { 'ManifestFile.77': 300 } } });
		expect((await livemount('inspect', path)).stdout).toMatch(/"ManifestFile\.77": 300/);
		expect((about['items'] as object[])[0]).toMatchObject({
			urlHash: expect.stringMatching(/^[0-9a-f]{16}$/),
			hexDigest: expect.stringMatching(/^[0-9a-f]{40}$/),
			flagNames: expect.arrayContaining(['bundled']),
		});
	});

	it('gives bad files one message', async () => {
		const folder = mkdtempSync(join(work, 'bad-'));
		const save = (name: string, bytes: Buffer | string): void => writeFileSync(join(folder, name), bytes);
		save('game.dmanifest', readFileSync(join(build, 'bundle/game.dmanifest')).subarray(0, 100));
		save('game.arci', readFileSync(join(build, 'bundle/game.arci')).subarray(0, 100));
		save('game.arcd', readFileSync(join(build, 'bundle/game.arcd')).subarray(0, 100));
		save('empty.zip', '');
		save('liveupdate.mounts', 'nonsense');
		save('game.public.der', '<html>not found</html>');
		save('main.collectionc', 'no message at all');
		save('broken.collection', 'name: "a"\ninstances {\n  id: }\n');
		save('nothing', '');
		save('what.bin', Buffer.from([1, 2, 3, 4]));
		mkdirSync(join(folder, 'empty'));
		for (const name of [...readdirSync(folder), 'missing']) {
			const done = await livemount('inspect', join(folder, name));
			expect(done.code, name).toBe(1);
			expect(done.stderr.trimEnd().split('\n'), name).toHaveLength(1);
			expect(done.stderr, name).toMatch(/^livemount: .*(expected|there is no)/);
		}
		const source = await livemount('inspect', join(folder, 'broken.collection'));
		expect(source.stderr).toContain('broken.collection:3:7: ');
	}, 60_000);
});

describe('extract', () => {
	it('takes out resources and the text of scripts, also from a zip alone', async () => {
		const out = join(work, 'out');
		expect(await json('extract', build, '--to', out)).toMatchObject({ code: 0, ok: true, problems: [] });
		// Builders blank comments and property declarations, the rest stands where it stood.
		expect(readFileSync(join(out, 'rooms/room.script'), 'utf8')).toContain('function init(self)\n\tmsg.post(');
		expect(existsSync(join(out, 'rooms/room.scriptc'))).toBe(true);
		expect(await livemount('extract', build, '--to', out)).toMatchObject({
			code: 0,
			stderr: expect.stringContaining('left alone because they are there already'),
		});
		const zip = await livemount('extract', join(work, 'live.zip'), '--to', join(work, 'out-zip'), '--only', 'lua');
		expect(zip.stderr).toMatch(/^note: the content of \d+ resources is in the bundle/);
		expect(zip.code).toBe(0);
		expect(existsSync(join(work, 'out-zip/rooms/room.script'))).toBe(true);
	}, 60_000);
});

describe('convert', () => {
	it('goes through every version and back without a difference', async () => {
		let from = build;
		for (const [manifest, index] of [
			['4', '4'],
			['3', '4'],
			['2', '4'],
			['1', '4'],
			['5', '6'],
			['5', '5'],
		]) {
			const to = join(work, `converted-${manifest}-${index}`);
			const key = join(build, 'keys/private.der');
			const done = await json(
				'convert',
				from,
				'--to',
				to,
				'--manifest',
				`${manifest}`,
				'--index',
				`${index}`,
				'--private-key',
				key,
			);
			expect(done, to).toMatchObject({ code: 0, ok: true, signature: 'valid', faults: [] });
			from = to;
		}
		// Versions 1 and 2 cannot say that content is excluded which the bundle has by chance too.
		const { changes } = (await json('diff', build, from)) as unknown as { changes: { kind: string }[] };
		expect(changes.filter(({ kind }) => kind !== 'moved')).toEqual([]);
		expect(readFileSync(join(from, 'game.arcd')).equals(readFileSync(join(build, 'bundle/game.arcd')))).toBe(true);
		expect(readFileSync(join(from, 'game.arci')).equals(readFileSync(join(build, 'bundle/game.arci')))).toBe(true);
	}, 120_000);

	it('keeps the signature when only the index changes, and cuts into pieces', async () => {
		const to = join(work, 'pieces');
		expect(await json('convert', build, '--to', to, '--index', '6', '--pieces')).toMatchObject({
			code: 0,
			signature: 'valid',
			indexVersion: 6,
		});
		expect(existsSync(join(to, 'archive/game0.dmanifest'))).toBe(true);
		const again = join(work, 'whole-again');
		expect(await json('convert', to, '--to', again, '--index', '5', '--whole')).toMatchObject({ code: 0 });
		for (const name of ['game.arci', 'game.arcd', 'game.dmanifest', 'game.projectc', 'game.public.der']) {
			expect(readFileSync(join(again, name)).equals(readFileSync(join(build, 'bundle', name))), name).toBe(true);
		}
	}, 60_000);

	it('converts single files and zips', async () => {
		const manifest = join(build, 'bundle/game.dmanifest');
		const [four, five] = [join(work, 'four.dmanifest'), join(work, 'five.dmanifest')];
		expect(await json('convert', manifest, '--to', four, '--manifest', '4')).toMatchObject({ code: 0, version: 4 });
		const refused = await livemount('convert', four, '--to', five, '--manifest', '5');
		expect(refused).toMatchObject({ code: 1, stderr: expect.stringMatching(/needs the size of every resource/) });
		expect(await json('convert', four, '--to', five, '--manifest', '5', '--content', build)).toMatchObject({ code: 1 });
		const index = join(work, 'six.arci');
		expect(await json('convert', join(build, 'bundle/game.arci'), '--to', index, '--index', '6')).toMatchObject({
			code: 0,
			version: 6,
		});
		const zip = join(work, 'for-1.3.zip');
		expect(await json('convert', join(work, 'live.zip'), '--to', zip, '--manifest', '4')).toMatchObject({ code: 0 });
		expect(await json('verify', zip)).toMatchObject({ code: 0, manifestVersion: 4 });
	}, 60_000);

	it('refuses what makes no sense, and writes over nothing', async () => {
		const to = join(work, 'never');
		expect(await livemount('convert', build, '--to', to)).toMatchObject({ code: 2 });
		expect(await livemount('convert', build, '--to', to, '--engine', 'new')).toMatchObject({ code: 2 });
		const unread = await livemount('convert', build, '--to', to, '--index', '4', '--manifest', '5');
		expect(unread).toMatchObject({
			code: 1,
			stderr: expect.stringContaining('no engine reads manifest 5 beside index 4'),
		});
		expect(existsSync(to)).toBe(false);
		expect(await livemount('convert', build, '--to', build, '--index', '6')).toMatchObject({
			code: 1,
			stderr: expect.stringContaining('expected a new or empty folder'),
		});
	});

	it('follows the engine it is for', async () => {
		const to = join(work, 'for-1.3.7');
		expect(await json('convert', build, '--to', to, '--engine', '1.3.7', '--unsigned')).toMatchObject({
			code: 0,
			manifestVersion: 4,
			indexVersion: 4,
			signature: 'none',
		});
		const { engines } = (await json('inspect', to)) as unknown as { engines: string[] };
		expect(engines).toEqual(['1.3.7']);
	}, 60_000);
});

describe('what is no bundle gets one message', () => {
	it.each(['verify', 'extract', 'diff', 'graph'])(
		'%s',
		async (command) => {
			const rest = command === 'extract' ? ['--to', join(work, 'nowhere')] : command === 'diff' ? [build] : [];
			const empty = join(work, `empty-${command}`);
			mkdirSync(empty);
			writeFileSync(join(empty, 'empty.zip'), '');
			writeFileSync(join(empty, 'cut.dmanifest'), readFileSync(join(build, 'bundle/game.dmanifest')).subarray(0, 300));
			const cases: [string, RegExp][] = [
				['missing', /there is no such file or folder/],
				['.', /expected a bundle .*found none of them/],
				['empty.zip', /empty\.zip: .*the file is empty/],
				['cut.dmanifest', /cut\.dmanifest: expected \d+ more bytes at byte \d+/],
			];
			for (const [name, message] of cases) {
				const done = await livemount(command, join(empty, name), ...rest);
				expect(done, name).toMatchObject({ code: 1, stderr: expect.stringMatching(message) });
				expect(done.stderr.trimEnd().split('\n')).toHaveLength(1);
			}
		},
		30_000,
	);
});

const BUNDLES = HAS_CORPUS ? readdirSync(join(CORPUS, 'bundles')) : [];

describe.skipIf(BUNDLES.length === 0)('published games', () => {
	it.each(BUNDLES)(
		'%s: nothing is wrong, nothing differs from itself, everything has a reason',
		async (name) => {
			const path = join(CORPUS, 'bundles', name);
			const [verified, differing, graphed] = await Promise.all([
				json('verify', path),
				json('diff', path, path),
				json('graph', path),
			]);
			expect(verified).toMatchObject({ ok: true, code: 0, faults: [], faultCount: 0 });
			expect(verified['signature']).toBe(name.startsWith('game-platformer-fusion') ? 'none' : 'valid');
			expect(differing).toMatchObject({ code: 0, same: true });
			const graph = graphed as unknown as { base: string[]; code: number };
			expect(graph.code).toBe(0);
			expect(graph.base.length).toBeGreaterThan(10);
		},
		60_000,
	);
});
