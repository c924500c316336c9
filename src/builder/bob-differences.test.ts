import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type ComparedProject, compareWithBob } from './bob-comparison-contract.ts';
import { reasonFor, tally, writeDifferences } from './bob-differences-contract.ts';

const corpus = process.env['LIVEMOUNT_CORPUS'] ?? join(import.meta.dirname, '../../../shared/corpus');
const document = join(import.meta.dirname, '../../docs/bob-differences.md');

/** Projects from which another game of the corpus was published too, with another engine. */
const LATER_GAMES = [['sample-pixel-line-platformer', 'action-tester@2024-04-18-559b041']] as const;

describe.skipIf(!existsSync(corpus))('builds beside those of bob (skipped where the corpus is absent)', () => {
	let projects: ComparedProject[];

	beforeAll(async () => {
		projects = [];
		for (const name of readdirSync(join(corpus, 'projects')).sort()) projects.push(await compareWithBob(corpus, name));
		for (const [name, bundle] of LATER_GAMES) projects.push(await compareWithBob(corpus, name, bundle));
	}, 120_000);

	it('have at least 95 % of the data equal, and of the art', () => {
		for (const kind of ['data', 'art'] as const) {
			const { equal, compared } = tally(projects, kind);
			expect(compared).toBeGreaterThan(kind === 'data' ? 180 : 30);
			expect(equal / compared).toBeGreaterThanOrEqual(0.95);
		}
	});

	it('have a reason for everything that differs', () => {
		const unexplained = projects.flatMap(({ name, resources }) =>
			resources
				.filter((one) => one.verdict !== 'equal' && reasonFor(name, one) === undefined)
				.map((one) => `${name} ${one.path} ${one.verdict} ${one.detail}`),
		);
		expect(unexplained).toEqual([]);
	});

	it('have no resource that the game does not, but programs of shaders', () => {
		for (const { name, surplus, standIns } of projects) {
			const ours = surplus.filter((path) => !path.endsWith('.spc'));
			expect(standIns.length > 0 ? [] : ours, name).toEqual([]);
		}
	});

	it('are as the document says', () => {
		const text = writeDifferences(projects);
		// LIVEMOUNT_WRITE_DOCS=1 writes it anew.
		if (process.env['LIVEMOUNT_WRITE_DOCS']) writeFileSync(document, text);
		expect(readFileSync(document, 'utf8')).toBe(text);
	});
});
