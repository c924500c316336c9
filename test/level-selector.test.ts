import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CORPUS, HAS_CORPUS, livemount } from './livemount.ts';

// A game someone else wrote: a map that loads four episodes through collection proxies. Its scripts are only in its
// published bundle.
const NAME = 'publicexamples-level_selector';

describe.skipIf(!HAS_CORPUS)('a real project, its scripts taken out of its published bundle', () => {
	let work: string;
	const at = (name: string): string => join(work, name);

	beforeAll(async () => {
		work = mkdtempSync(join(tmpdir(), 'livemount-level-selector-'));
		cpSync(join(CORPUS, 'projects', NAME), at('project'), { recursive: true, mode: 0 });
		const extracted = await livemount('extract', join(CORPUS, 'bundles', NAME), '--to', at('project'), '--only', 'lua');
		expect(extracted).toMatchObject({ code: 0, stderr: '' });
		const built = await livemount(
			...['build', at('project'), '--out', at('build'), '--exclude', '/level_selector/episode*.collection'],
		);
		expect(built).toMatchObject({ code: 0, stderr: '' });
		expect(await livemount('publish', at('build'), '--to', at('episodes.zip'))).toMatchObject({ code: 0 });
	}, 180_000);

	afterAll(() => rmSync(work, { recursive: true, force: true }));

	it('has its five scripts where they belong', () => {
		const scripts = readdirSync(join(at('project'), 'level_selector')).filter((name) => name.endsWith('.script'));
		expect(scripts.sort()).toEqual([
			'controller.script',
			'cursor.script',
			'episode.script',
			'game.script',
			'map.script',
		]);
	});

	it('leaves the four episodes out of the bundle, and what they share with the map in it', async () => {
		const report = JSON.parse((await livemount('inspect', at('build'), '--json')).stdout) as {
			resources: { path: string; excluded: boolean; digest: string }[];
		};
		const excluded = report.resources.filter((resource) => resource.excluded).map(({ path }) => path);
		for (const episode of [1, 2, 3, 4]) {
			expect(excluded).toContain(`/level_selector/episode${episode}.collectionc`);
			expect(excluded).toContain(`/level_selector/episode${episode}.texturec`);
		}
		expect(excluded).not.toContain('/level_selector/map.texturec');
		expect(excluded).not.toContain('/level_selector/marker.goc');
		expect(report.resources.every(({ digest }) => digest === 'ok')).toBe(true);
		const compiled = report.resources.map(({ path }) => path.slice(path.lastIndexOf('.') + 1));
		for (const type of ['labelc', 'fontc', 'collisionobjectc', 'factoryc']) expect(compiled).toContain(type);
	});

	it('fails the loads as Defold does while the episodes are missing, and goes on', async () => {
		const run = await livemount('run', at('build'), '--frames', '600');
		expect(run.code).toBe(0);
		expect(run.stdout.split('\n')).toEqual([
			'DEBUG:SCRIPT: proxy_loaded\turl: [controller:/controller#mapproxy]',
			'ERROR:RESOURCE: Resource not found: /level_selector/episode1.collectionc',
			'ERROR:GAMESYS: The collection /level_selector/episode1.collectionc could not be loaded.',
			'ERROR:RESOURCE: Resource not found: /level_selector/episode2.collectionc',
			'ERROR:GAMESYS: The collection /level_selector/episode2.collectionc could not be loaded.',
			'600 frames, the game was still running',
			'',
		]);
	});

	it('loads all four when the zip is mounted and the map is scrolled past them, printing what it prints in Defold', async () => {
		// The map loads what is within 3448 of its origin: two episodes at first, the others when they come near.
		writeFileSync(
			at('scroll.json'),
			JSON.stringify([
				{ frame: 60, action: 'touch', x: 320, y: 1000, pressed: true },
				{ frame: 61, action: 'touch', x: 320, y: -1000 },
				{ frame: 120, action: 'touch', x: 320, y: -3000 },
				{ frame: 200, action: 'touch', x: 320, y: -6000 },
				{ frame: 201, action: 'touch', x: 320, y: -6000, released: true },
			]),
		);
		const mount = `episodes=zip:${at('episodes.zip')}`;
		const run = await livemount('run', at('build'), '--frames', '600', '--mount', mount, '--input', at('scroll.json'));
		expect(run.code).toBe(0);
		expect(run.stdout.split('\n')).toEqual([
			'DEBUG:SCRIPT: proxy_loaded\turl: [controller:/controller#mapproxy]',
			'DEBUG:SCRIPT: loaded\turl: [map:/episodes#ep1proxy]',
			'DEBUG:SCRIPT: loaded\turl: [map:/episodes#ep2proxy]',
			'DEBUG:SCRIPT: loaded\turl: [map:/episodes#ep3proxy]',
			'DEBUG:SCRIPT: loaded\turl: [map:/episodes#ep4proxy]',
			'DEBUG:SCRIPT: unloaded\turl: [map:/episodes#ep1proxy]',
			'DEBUG:SCRIPT: unloaded\turl: [map:/episodes#ep2proxy]',
			'600 frames, the game was still running',
			'',
		]);
	});
});

describe.skipIf(!HAS_CORPUS)('published games', () => {
	const bundles = HAS_CORPUS ? readdirSync(join(CORPUS, 'bundles')).sort() : [];

	it.each(bundles)('%s is listed whole and every digest agrees', async (name) => {
		const inspected = await livemount('inspect', join(CORPUS, 'bundles', name), '--json');
		expect(inspected.code).toBe(0);
		const report = JSON.parse(inspected.stdout) as {
			signature: string;
			resources: { digest: string; storedSizeBytes?: number; sizeBytes?: number; path?: string; urlHashHex: string }[];
		};
		expect(report.resources.length).toBeGreaterThan(10);
		expect(report.resources.filter(({ digest }) => digest === 'mismatch')).toEqual([]);
		for (const { digest, sizeBytes, storedSizeBytes } of report.resources) {
			if (digest === 'ok') expect([typeof sizeBytes, typeof storedSizeBytes]).toEqual(['number', 'number']);
		}
		expect(report.signature).toBe(name.startsWith('game-platformer-fusion') ? 'none' : 'valid');
	});
});
