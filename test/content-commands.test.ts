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
