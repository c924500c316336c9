import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HAS_CHROMIUM, startChromium } from './browser/chromium.ts';
import { livemount, REPOSITORY } from './livemount.ts';

let root: string;

beforeAll(async () => {
	root = await mkdtemp(join(tmpdir(), 'livemount-report-'));
	const built = await livemount(
		'build',
		join(REPOSITORY, 'examples/gallery'),
		'--out',
		join(root, 'b'),
		'--packs',
		'proxy',
	);
	expect(built.code, built.stderr).toBe(0);
}, 60_000);

afterAll(async () => {
	await rm(root, { recursive: true, force: true });
});

/** The page as a browser has it once its script has drawn the map. */
async function domOf(file: string): Promise<string> {
	const browser = await startChromium();
	try {
		const page = await browser.newPage();
		await page.goto(pathToFileURL(file).href);
		await page.locator('.tile').first().waitFor();
		return await page.content();
	} finally {
		await browser.close();
	}
}

describe('livemount report', () => {
	it('says as JSON what is in a build, why, and what is nearly excludable', async () => {
		const { stdout, code } = await livemount('report', join(root, 'b'), '--json');
		expect(code).toBe(0);
		const report = JSON.parse(stdout);
		expect(report).toMatchObject({ ok: true, title: 'Livemount Gallery' });
		const forest = report.resources.find((one: { path: string }) => one.path === '/art/forest.texturec');
		expect(forest).toMatchObject({ place: 'excluded', why: expect.arrayContaining(['/rooms/forest.collectionc']) });
		expect(report.packs.map((one: { name: string }) => one.name)).toContain('forest');
		expect(report.nearlyExcludable[0]).toMatchObject({ kind: 'proxy', path: '/lobby/lobby.collectionc' });
	});

	it('refuses a folder that is no build', async () => {
		const { code, stderr } = await livemount('report', REPOSITORY);
		expect([code, stderr]).toEqual([1, expect.stringContaining('made by "livemount build"')]);
	});

	it.skipIf(!HAS_CHROMIUM)(
		'is one page that draws itself (skipped where there is no Chromium)',
		async () => {
			const page = join(root, 'report.html');
			expect((await livemount('report', join(root, 'b'), '--to', page)).code).toBe(0);
			const html = await readFile(page, 'utf8');
			// Nothing is fetched from anywhere.
			expect(html).not.toMatch(/(?:src|href)=|https?:\/\/|@import/);
			const dom = await domOf(page);
			expect(dom).toContain('forest.texturec</div>');
			expect(dom).toMatch(/class="tile folder"/);
			expect(dom).toContain('One change away from leaving the bundle');
			expect(dom).toContain('tick Exclude on');
		},
		90_000,
	);

	it.skipIf(!HAS_CHROMIUM)(
		'never takes a name out of a project for markup',
		async () => {
			const data = JSON.parse(await readFile(join(root, 'b/report.json'), 'utf8'));
			const evil = '</script><img id="evil" src=x onerror=alert(1)>';
			data.title = evil;
			data.resources[0].path = `/${evil}`;
			await writeFile(join(root, 'b/report.json'), JSON.stringify(data));
			const page = join(root, 'evil.html');
			expect((await livemount('report', join(root, 'b'), '--to', page)).code).toBe(0);
			const dom = await domOf(page);
			expect(dom).not.toContain('<img');
			expect(dom).toContain('&lt;img id="evil"');
		},
		90_000,
	);
});
