import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { meaningOf } from './meaning-contract.ts';
import { build } from './memory-project-contract.ts';
import { readBuilt, readProject, readPublished } from './published-contract.ts';

const corpus = join(import.meta.dirname, '../../../shared/corpus');

/** Types whose compiled messages say the same in whatever version wrote them. */
const COMPARED =
	/\.(camera|collection|collectionfactory|collectionproxy|collisionobject|convexshape|factory|go|gui|input_binding|label|particlefx|sound|sprite|tilegrid)c$/;

/** Projects whose files are those of the published game, and how many resources of those types they have by name. */
const PROJECTS = [
	['publicexamples-menu_and_game', 6],
	['publicexamples-platformer_with_ladders', 3],
	['publicexamples-slingshot', 2],
	['space-shooter-defold', 9],
] as const;

describe.skipIf(!existsSync(corpus))('real projects (skipped where the corpus is absent)', () => {
	it.each(PROJECTS)(
		'%s builds to what its published game says',
		async (name, count) => {
			const published = readPublished(join(corpus, 'bundles', name));
			const result = await build(readProject(join(corpus, 'projects', name), published));
			expect(result.diagnostics).toEqual([]);
			const built = readBuilt(result);
			const compared = [...published.keys()].filter(
				(path) => COMPARED.test(path) && !path.startsWith('/builtins/') && !path.includes('_generated_'),
			);
			expect(compared).toHaveLength(count);
			for (const path of compared) {
				const own = path.replace(/\.tilegridc$/, '.tilemapc');
				expect(meaningOf(own, built), path).toEqual(meaningOf(path, published));
			}
		},
		30_000,
	);
});
