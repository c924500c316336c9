import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
	type FileServer,
	findContentPacks,
	loadBundle,
	PAGE_BUNDLE_PREFIX,
	playerPage,
	type Served,
	serveFolder,
} from '../src/node/index.ts';
import { HAS_CHROMIUM, startChromium } from './browser/chromium.ts';
import { livemount, REPOSITORY } from './livemount.ts';

const TOUR = /The tour is over: (\d) of 3 rooms were open/;

describe.skipIf(!HAS_CHROMIUM)('the gallery in a browser', () => {
	let work: string;
	let build: string;
	let content: string;
	let browser: Browser;
	let context: BrowserContext;
	let host: FileServer;
	let game: FileServer;
	let served: Served[];

	beforeAll(async () => {
		work = mkdtempSync(join(tmpdir(), 'livemount-player-'));
		build = join(work, 'build');
		expect(await livemount('build', join(REPOSITORY, 'examples/gallery'), '--out', build)).toMatchObject({ code: 0 });
		browser = await startChromium();
	}, 180_000);
	afterAll(async () => {
		await browser?.close();
		rmSync(work, { recursive: true, force: true });
	});

	beforeEach(async () => {
		content = mkdtempSync(join(work, 'content-'));
		expect(await livemount('publish', build, '--to', content)).toMatchObject({ code: 0 });
		served = [];
		host = await serveFolder({ folder: content, port: 0, onServed: (file) => served.push(file) });
		const bundle = await loadBundle(build);
		const { files, faults } = playerPage(bundle, findContentPacks(bundle.folder), {
			era: 'B',
			config: { 'gallery.content_url': host.url },
		});
		expect(faults).toEqual([]);
		game = await serveFolder({
			folder: bundle.folder,
			port: 0,
			files,
			folders: new Map([[PAGE_BUNDLE_PREFIX, bundle.folder]]),
		});
		// A context of its own has stored nothing yet.
		context = await browser.newContext();
	});
	afterEach(async () => {
		await context.close();
		await game.close();
		await host.close();
	});

	/** Names of the published resources. */
	const blobs = (): string[] => readdirSync(content).filter((name) => /^[0-9a-f]{40}$/.test(name));

	/** Opens the page; its log and what the browser objected to grow while it runs. */
	const open = async (): Promise<{ page: Page; log: string[]; faults: string[] }> => {
		const page = await context.newPage();
		const log: string[] = [];
		const faults: string[] = [];
		page.on('console', (message) => (message.text().includes(':') ? log : faults).push(message.text()));
		page.on('pageerror', (error) => faults.push(error.message));
		await page.goto(game.url);
		return { page, log, faults };
	};

	const until = async (log: readonly string[], pattern: RegExp): Promise<RegExpExecArray> => {
		for (const end = Date.now() + 25_000; Date.now() < end; await delay(50)) {
			for (const line of log) {
				const match = pattern.exec(line);
				if (match) return match;
			}
		}
		throw new Error(`expected ${pattern}, found:\n${log.join('\n')}`);
	};

	it('fetches each room once, under a policy that forbids eval, and nothing at the next visit', async () => {
		const first = await open();
		expect((await until(first.log, TOUR))[1]).toBe('3');
		expect(first.log.find((line) => line.includes('Content Security Policy'))).toBeUndefined();
		const fetched = served.filter(({ method, path }) => method === 'GET' && /[0-9a-f]{40}$/.test(path));
		expect(new Set(fetched.map(({ path }) => path)).size).toBe(fetched.length);
		expect(fetched.length).toBeLessThanOrEqual(blobs().length);
		served.length = 0;
		await first.page.reload();
		first.log.length = 0;
		expect((await until(first.log, TOUR))[1]).toBe('3');
		expect(served).toEqual([]);
		expect(first.faults).toEqual([]);
	});

	it('goes on without the host of its content once everything is stored', async () => {
		const first = await open();
		await until(first.log, TOUR);
		await first.page.close();
		await host.close();
		const second = await open();
		expect((await until(second.log, TOUR))[1]).toBe('3');
	});

	it('refuses content that was changed, by name, and opens the other rooms', async () => {
		const victim = blobs()
			.map((name) => ({ name, bytes: readFileSync(join(content, name)) }))
			.sort((a, b) => b.bytes.length - a.bytes.length)[0];
		if (!victim) throw new Error('nothing was published');
		victim.bytes[victim.bytes.length - 1] = (victim.bytes.at(-1) ?? 0) ^ 1;
		writeFileSync(join(content, victim.name), victim.bytes);
		const { log } = await open();
		expect((await until(log, TOUR))[1]).toBe('2');
		expect(log.join('\n')).toContain(victim.name);
	});

	it('continues where a tab was killed while it stored', async () => {
		const first = await open();
		await until(first.log, /Sunset: stored 5/);
		await first.page.goto('chrome://crash').catch(() => undefined);
		await first.page.close();
		const before = served.length;
		const second = await open();
		expect((await until(second.log, TOUR))[1]).toBe('3');
		expect(before).toBeGreaterThan(0);
		// What was stored is not fetched again; only what was under way may be.
		expect(served.length - before).toBeLessThan(blobs().length - 3);
	});

	it('plays in two tabs at once, of which one stores', async () => {
		const [first, second] = [await open(), await open()];
		expect((await until(first.log, TOUR))[1]).toBe('3');
		await until(second.log, /open in another tab/);
		await until(second.log, TOUR);
		await first.page.close();
		await second.page.close();
		served.length = 0;
		const third = await open();
		expect((await until(third.log, TOUR))[1]).toBe('3');
		expect(served).toEqual([]);
	});

	it('says on the page what is wrong when the bundle cannot be loaded', async () => {
		await game.close();
		game = await serveFolder({
			folder: content,
			port: 0,
			files: playerPage(await loadBundle(build), [], { era: 'B' }).files,
		});
		const page = await context.newPage();
		await page.goto(game.url);
		await page.getByRole('alert').waitFor();
		expect(await page.getByRole('alert').innerText()).toMatch(/game\.\w+: the host answered 404/);
	});
});
