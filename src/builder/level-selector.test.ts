import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { toBinaryString } from '../bytes/index.ts';
import {
	CollectionProxyDescSchema,
	type JsonValue,
	LuaModuleSchema,
	readMessage,
	writeMessage,
} from '../formats/index.ts';
import type { BuildResult } from './build-project.ts';
import { findBundled } from './exclude.ts';
import { createGraph } from './graph.ts';
import { meaningOf } from './meaning-contract.ts';
import { build } from './memory-project-contract.ts';
import { factsIn, readBuilt, readProject, readPublished } from './published-contract.ts';

const corpus = join(import.meta.dirname, '../../../shared/corpus');
const project = join(corpus, 'projects/publicexamples-level_selector');
const bundle = join(corpus, 'bundles/publicexamples-level_selector');

/** The published game excludes nothing. */
function withoutExclude(meaning: JsonValue): JsonValue {
	return JSON.parse(JSON.stringify(meaning, (key, value) => (key === 'exclude' ? undefined : value)));
}

describe.skipIf(!existsSync(project) || !existsSync(bundle))('a real game (skipped where the corpus is absent)', () => {
	let published: Map<string, Uint8Array>;
	let result: BuildResult;
	let built: Map<string, Uint8Array>;

	beforeAll(async () => {
		published = readPublished(bundle);
		result = await build(readProject(project, published), { exclude: ['/level_selector/episode*.collection'] });
		built = readBuilt(result);
	}, 60_000);

	it('builds without a complaint', () => {
		expect(result.diagnostics).toEqual([]);
		expect(result.ok).toBe(true);
		expect([...built.keys()].sort()).toEqual(result.resources.map((one) => one.path));
	});

	it('leaves out what the rules leave out of the published game', () => {
		// The game as bob built it, with Exclude ticked on the proxies that lead to the episodes.
		const ticked = new Map(published);
		for (const [path, bytes] of published) {
			if (!path.endsWith('.collectionproxyc')) continue;
			const message = readMessage(CollectionProxyDescSchema, bytes, path);
			message.exclude = /episode\d\.collectionc$/.test(message.collection);
			ticked.set(path, writeMessage(CollectionProxyDescSchema, message, path));
		}
		const graph = createGraph(
			['/level_selector/controller.collectionc', '/builtins/render/default.renderc', '/input/game.input_bindingc'],
			(path) => factsIn(ticked, path),
		);
		const bundled = findBundled(graph);
		const expected = [...graph.nodes.keys()]
			.filter((path) => !bundled.has(path) && !path.includes('_generated_'))
			.map((path) => path.replace('.texturesetc', '.a.texturesetc'));
		expect(expected).toContain('/level_selector/episode3.collectionc');
		expect(expected).not.toContain('/level_selector/map.a.texturesetc');
		const excluded = result.resources.filter((one) => one.place === 'excluded');
		expect(excluded.map((one) => one.path).filter((path) => !path.startsWith('/_generated_'))).toEqual(expected.sort());
		for (const { path, why } of excluded) {
			expect(why[0], path).toMatch(/\.collectionproxyc$/);
			expect(why[1], path).toMatch(/episode\d\.collectionc$/);
		}
	});

	it('has resources that mean what those of the published game mean', () => {
		let comparedCount = 0;
		for (const path of published.keys()) {
			if (path.startsWith('/builtins/') || path.includes('_generated_')) continue;
			if (!/\.(collection|go|input_binding)c$/.test(path)) continue;
			const expected = meaningOf(path, published);
			expect(withoutExclude(meaningOf(path, built)), path).toEqual(expected);
			comparedCount++;
		}
		expect(comparedCount).toBe(10);
	});

	it('has the scripts that the published game has, without comments', () => {
		for (const [path, bytes] of published) {
			if (!path.endsWith('.scriptc') || path.startsWith('/builtins/')) continue;
			const [ours, theirs] = [built.get(path) ?? new Uint8Array(), bytes].map((one) =>
				readMessage(LuaModuleSchema, one, path),
			);
			expect(ours?.properties, path).toEqual(theirs?.properties);
			// Comments, properties and functions that do nothing are blanked by newer builders.
			const words = (text: Uint8Array = new Uint8Array()) =>
				toBinaryString(text)
					.replace(/--.*$/gm, '')
					.replace(/go\.property\([^)]*\)/g, '')
					.replace(/function \w+\([\w, ]*\)\s+end\b/g, '')
					.split(/\s+/)
					.filter(Boolean);
			expect(words(ours?.source?.script), path).toEqual(words(theirs?.source?.script));
		}
	});
});
