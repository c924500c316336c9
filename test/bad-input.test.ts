import {
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	truncateSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FileServer, serveFolder } from '../src/node/index.ts';
import { livemount, REPOSITORY, startLivemount } from './livemount.ts';

let work: string;
let project: string;

beforeAll(() => {
	work = mkdtempSync(join(tmpdir(), 'livemount-bad-'));
});

beforeEach(() => {
	project = mkdtempSync(join(work, 'project-'));
	cpSync(join(REPOSITORY, 'examples/gallery'), project, { recursive: true });
	// Small pictures are enough here.
	for (const name of readdirSync(join(project, 'art'))) {
		if (name.endsWith('.png')) cpSync(join(REPOSITORY, 'examples/gallery/art/arrow1.png'), join(project, 'art', name));
	}
});

afterAll(() => rmSync(work, { recursive: true, force: true }));

const edit = (path: string, from: string, to: string): void => {
	const text = readFileSync(join(project, path), 'utf8');
	expect(text).toContain(from);
	writeFileSync(join(project, path), text.replace(from, to));
};

const build = (out = join(project, 'out')) => livemount('build', project, '--out', out);

describe('mistakes in a project are told with file, line and column, and nothing is written', () => {
	const refused = async (...messages: (string | RegExp)[]): Promise<void> => {
		const built = await build();
		expect(built.code).toBe(1);
		for (const message of messages) expect(built.stderr).toMatch(message);
		expect(existsSync(join(project, 'out'))).toBe(false);
	};

	it('a referenced file that is missing', async () => {
		rmSync(join(project, 'lobby/curtain.script'));
		await refused(/\/lobby\/curtain\.go:3:\d+: error: .*\/lobby\/curtain\.script/);
	});

	it('a picture that is missing', async () => {
		rmSync(join(project, 'art/sign.png'));
		await refused(/\/art\/lobby\.atlas:5:\d+: error: .*\/art\/sign\.png/);
	});

	it('a malformed collection', async () => {
		edit('rooms/forest.collection', 'scale_along_z: 0', 'scale_along_z: 0 }');
		await refused(/\/rooms\/forest\.collection:2:\d+: error: /);
	});

	it('a mistake inside an embedded component, at its place in the outer file', async () => {
		edit('main/main.collection', 'exclude: false', 'exclude: maybe');
		const line = readFileSync(join(project, 'main/main.collection'), 'utf8')
			.split('\n')
			.findIndex((text) => text.includes('exclude: maybe'));
		await refused(new RegExp(`/main/main\\.collection:${line + 1}:\\d+: error: .*maybe`));
	});

	it('a Lua syntax error', async () => {
		edit('main/loader.script', 'function final(self)', 'function final(self');
		await refused(/\/main\/loader\.script:\d+:\d+: error: /);
	});

	it('a picture that is none', async () => {
		writeFileSync(join(project, 'art/sign.png'), 'this is text');
		await refused(/\/art\/sign\.png/);
	});

	it('several mistakes at once, counted', async () => {
		rmSync(join(project, 'art/sign.png'));
		edit('main/loader.script', 'function final(self)', 'function final(self');
		edit('rooms/forest.collection', 'scale_along_z: 0', 'scale_along_z: 0 }');
		await refused(/forest\.collection/, /loader\.script/, /sign\.png/, /3 errors/);
	});

	it('a folder that is no project', async () => {
		const built = await livemount('build', join(project, 'art'), '--out', join(project, 'out'));
		expect(built).toMatchObject({
			code: 1,
			stderr: expect.stringContaining('expected a Defold project with a file game.project'),
		});
	});
});

describe('what lies in the output folder is safe', () => {
	it('an earlier build stays when the project is broken', async () => {
		expect(await build()).toMatchObject({ code: 0 });
		const before = readFileSync(join(project, 'out/bundle/game.dmanifest'));
		edit('main/loader.script', 'function final(self)', 'function final(self');
		expect(await build()).toMatchObject({ code: 1 });
		expect(readFileSync(join(project, 'out/bundle/game.dmanifest')).equals(before)).toBe(true);
	});

	it('other people’s files are never removed', async () => {
		mkdirSync(join(project, 'out'));
		writeFileSync(join(project, 'out/thesis.doc'), 'years of work');
		const built = await build();
		expect(built).toMatchObject({ code: 1, stderr: expect.stringContaining('is left alone') });
		expect(readdirSync(join(project, 'out'))).toEqual(['thesis.doc']);
	});

	it('nothing half-written stays beside it', async () => {
		await build();
		await build();
		expect(readdirSync(project).filter((name) => name.includes('.new-'))).toEqual([]);
	});
});

describe('a damaged bundle is named', () => {
	beforeEach(async () => {
		expect(await build()).toMatchObject({ code: 0 });
	});

	const refused = async (message: string | RegExp): Promise<void> => {
		const run = await livemount('run', join(project, 'out'), '--frames', '10');
		expect(run.code).toBe(1);
		expect(run.stderr).toMatch(message);
		expect(run.stderr.trim().split('\n')).toHaveLength(1);
	};

	it.each([
		['game.arci', 100, /game\.arci/],
		['game.arcd', 100, /game\.arcd/],
		['game.dmanifest', 100, /game\.dmanifest/],
	])('when %s is cut short', async (name, size, message) => {
		truncateSync(join(project, 'out/bundle', name), size);
		await refused(message);
	});

	it('when a byte of the archive is changed', async () => {
		const path = join(project, 'out/bundle/game.arcd');
		const bytes = readFileSync(path);
		for (let at = 0; at < bytes.length; at += 64) bytes[at] = (bytes[at] as number) ^ 1;
		writeFileSync(path, bytes);
		await refused(/: expected SHA1 [0-9a-f]{40}, found [0-9a-f]{40}/);
	});

	it('when it is not there', async () => {
		rmSync(join(project, 'out/bundle'), { recursive: true });
		await refused(/expected a bundle with game\.dmanifest/);
	});

	it('when its blobs were damaged before publishing, and nothing is published', async () => {
		const [blob] = readdirSync(join(project, 'out/excluded')).filter((name) => /^[0-9a-f]{40}$/.test(name));
		writeFileSync(join(project, 'out/excluded', blob as string), 'sixteen bytes of header, and other content');
		for (const to of ['published', 'published.zip']) {
			const published = await livemount('publish', join(project, 'out'), '--to', join(project, to));
			expect(published).toMatchObject({
				code: 1,
				stderr: expect.stringContaining(`excluded resource ${blob}: expected SHA-1`),
			});
		}
		expect(existsSync(join(project, 'published.zip'))).toBe(false);
		expect(existsSync(join(project, 'published/liveupdate.game.dmanifest'))).toBe(false);
		expect(readdirSync(project).filter((name) => name.includes('.new-'))).toEqual([]);
	});
});

describe('a store that cannot be written', () => {
	let server: FileServer;

	beforeAll(async () => {
		const content = mkdtempSync(join(work, 'content-'));
		const built = mkdtempSync(join(work, 'built-'));
		rmSync(built, { recursive: true });
		expect(await livemount('build', join(REPOSITORY, 'examples/gallery'), '--out', built)).toMatchObject({ code: 0 });
		expect(await livemount('publish', built, '--to', content)).toMatchObject({ code: 0 });
		server = await serveFolder({ folder: content, port: 0 });
		full = built;
	}, 120_000);

	let full: string;

	it('because it is full: the resource is named, the game goes on, and what was stored stays', async () => {
		const store = mkdtempSync(join(work, 'store-'));
		// No file may grow beyond 6 MB: the second room does not fit.
		const run = await startLivemount(
			['run', full, '--store', store, '--frames', '1200', '--config', `gallery.content_url=${server.url}`],
			{ maxFileKilobytes: 6000 },
		).finished;
		expect(run.code).toBe(0);
		expect(run.stdout).toContain('The Sunset room is open');
		expect(run.stdout).toMatch(
			/ERROR:LIVEUPDATE: cannot append to .*liveupdate\.arcd: the file would become larger than is allowed/,
		);
		expect(run.stdout).toContain('Harbour stays closed');
		expect(run.stdout).toContain('The tour is over: 1 of 3 rooms were open');
	});

	it('because it is a file: one message', async () => {
		writeFileSync(join(work, 'a-file'), '');
		const run = await livemount('run', full, '--store', join(work, 'a-file'), '--frames', '1');
		expect(run).toMatchObject({
			code: 1,
			stderr: expect.stringMatching(/^livemount: cannot make the folder .*a-file.*: it is not a folder\n$/),
		});
	});

	it('a port in use: one message, before anything is served', async () => {
		const run = await livemount('serve', work, '--port', String(server.port));
		expect(run).toMatchObject({
			code: 1,
			stderr: expect.stringContaining(`port ${server.port} on 127.0.0.1 is in use`),
		});
	});
});

describe('wrong usage', () => {
	it.each([
		[['bild'], /Did you mean build/],
		[['build', 'x'], /--out/],
		[['run', 'x', '--frames', 'many'], /--frames many: expected a whole number/],
		[['run', 'x', '--mount', 'zip'], /--mount zip: expected name=uri/],
		[['run', 'x', '--config', 'title'], /--config title: expected section\.key=value/],
		[['run', 'x', '--era', 'D'], /Allowed choices are A, B, C/],
	])('%j ends with exit code 2 and says what was expected', async (args, message) => {
		const finished = await livemount(...args);
		expect(finished.code).toBe(2);
		expect(finished.stderr).toMatch(message);
	});
});

describe('a reader that stops reading', () => {
	it('ends nothing: what is left to print is dropped', async () => {
		const { child, finished } = startLivemount(['inspect', `${REPOSITORY}README.md`]);
		child.stdout?.destroy();
		expect(await finished).toMatchObject({ code: 0, stderr: '' });
	});
});
