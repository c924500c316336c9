import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { hash64 } from '../bytes/index.ts';
import { createSourceText, RESOURCE_FLAG, type ResourceEntry, readGameProject } from '../formats/index.ts';
import { findBundled, findDependants } from './exclude.ts';
import { createGraph, type ResourceGraph } from './graph.ts';
import { factsIn, openPublished, readPublished } from './published-contract.ts';

const bundles = join(import.meta.dirname, '../../../shared/corpus/bundles');

/** Published games with content left out, and what has dependants in their manifests. */
const GAMES = [
	{ folder: 'defold-liveupdate-reszip', dependantsOf: 'collectionc', namesBundled: false },
	{ folder: 'defold-liveupdate-reszip@2023-12-19-b6748f8', dependantsOf: 'collectionproxyc', namesBundled: false },
	{ folder: 'defold-liveupdate-reszip@2022-12-08-275666b', dependantsOf: 'collectionproxyc', namesBundled: true },
] as const;

const ROOT_SETTINGS = [
	'bootstrap.main_collection',
	'bootstrap.render',
	'bootstrap.debug_init_script',
	'input.game_binding',
	'input.gamepads',
	'display.display_profiles',
];

describe.skipIf(!existsSync(bundles))('published games (skipped where the corpus is absent)', () => {
	describe.each(GAMES)('$folder', ({ folder, dependantsOf, namesBundled }) => {
		let graph: ResourceGraph;
		let bundled: ReadonlySet<string>;
		let entries: ResourceEntry[];

		beforeAll(() => {
			const path = join(bundles, folder);
			const { manifest, projectText } = openPublished(path);
			const resources = readPublished(path);
			const { settings } = readGameProject(createSourceText('/game.projectc', projectText), new Map());
			const roots = ROOT_SETTINGS.flatMap((key) => settings.get(key)?.split(',') ?? []);
			graph = createGraph(roots, (one) => factsIn(resources, one));
			bundled = findBundled(graph);
			entries = Array.from({ length: manifest.entryCount }, (_, index) => manifest.entryAt(index));
		});

		it('has exactly what the rules leave out flagged as excluded', () => {
			const left = entries.filter((entry) => entry.flags & RESOURCE_FLAG.EXCLUDED).map((entry) => entry.url);
			const ours = [...graph.nodes.keys()].filter((one) => !bundled.has(one));
			expect(ours.length).toBeGreaterThan(0);
			expect(ours.sort()).toEqual(left.sort());
		});

		it('names the dependants that the rules find', () => {
			const named = entries.filter((entry) => entry.dependants.length > 0);
			expect(named.length).toBeGreaterThan(0);
			for (const entry of named) {
				expect(entry.url.endsWith(`.${dependantsOf}`)).toBe(true);
				const node = graph.nodes.get(entry.url);
				if (!node) throw new Error(`${entry.url} is not reached`);
				const found = findDependants(graph, node, namesBundled ? new Set() : bundled).map((one) => hash64(one));
				expect(found.sort()).toEqual([...entry.dependants].sort());
			}
		});
	});
});
