import { describe, expect, it } from 'vitest';
import { hash64 } from '../bytes/index.ts';
import { RESOURCE_FLAG, readManifest } from '../formats/index.ts';
import type { BuildOptions, BuildResult } from './build-project.ts';
import { build } from './memory-project-contract.ts';
import { type CollectionContent, proxyProject } from './proxy-project-contract.ts';

async function excluding(
	collections: Readonly<Record<string, CollectionContent>>,
	options: Partial<BuildOptions> = {},
): Promise<{ result: BuildResult; bundled: string[]; excluded: string[] }> {
	const result = await build(proxyProject(collections), options);
	expect(result.diagnostics).toEqual([]);
	const placed = (place: string): string[] =>
		result.resources.filter((one) => one.place === place && !one.path.startsWith('/builtins/')).map((one) => one.path);
	return { result, bundled: placed('bundled'), excluded: placed('excluded') };
}

/** Dependants that the published manifest names for a resource, as paths. */
function dependantsOf(result: BuildResult, path: string): string[] {
	const manifest = readManifest(result.liveUpdateManifest, 'manifest');
	const paths = new Map(result.resources.map((one) => [hash64(one.path), one.path]));
	const named = manifest.find(hash64(path))?.dependants ?? [];
	return named.map((hash) => paths.get(hash) ?? `${hash}`).sort();
}

const level = ['/level.collectionc', '/level.goc', '/level.scriptc'];

describe('an excluded proxy', () => {
	it('stays in the bundle, and what lies behind it does not', async () => {
		const { result, bundled, excluded } = await excluding({
			main: { scripts: ['main'], excludedProxies: ['level'] },
			level: { scripts: ['level'] },
		});
		expect(bundled).toEqual([
			'/main-level-excluded.collectionproxyc',
			'/main.collectionc',
			'/main.goc',
			'/main.scriptc',
		]);
		expect(excluded).toEqual(level);
		expect(dependantsOf(result, '/level.collectionc')).toEqual(['/level.goc', '/level.scriptc']);
		expect(dependantsOf(result, '/main-level-excluded.collectionproxyc')).toEqual([]);
		expect(dependantsOf(result, '/main.collectionc')).toEqual([]);
	});

	it('does not take along what the bundle uses too', async () => {
		const { result, bundled, excluded } = await excluding({
			main: { scripts: ['shared'], excludedProxies: ['level'] },
			level: { scripts: ['level', 'shared'] },
		});
		expect(bundled).toContain('/shared.scriptc');
		expect(excluded).toEqual(level);
		expect(dependantsOf(result, '/level.collectionc')).not.toContain('/shared.scriptc');
		const shared = result.resources.find((one) => one.path === '/shared.scriptc');
		expect(shared?.why).toEqual(['/main.collectionc', '/main.goc', '/shared.scriptc']);
		expect(shared?.alsoUsedBy).toEqual(['/level.collectionc']);
	});

	it('shares what another excluded proxy uses too: published once, needed by both', async () => {
		const { result, excluded } = await excluding({
			main: { excludedProxies: ['one', 'two'] },
			one: { scripts: ['shared', 'a'] },
			two: { scripts: ['shared', 'b'] },
		});
		expect(excluded.filter((path) => path === '/shared.scriptc')).toHaveLength(1);
		const digest = result.resources.find((one) => one.path === '/shared.scriptc')?.hexDigest;
		expect(result.excluded.filter((one) => one.hexDigest === digest)).toHaveLength(1);
		expect(dependantsOf(result, '/one.collectionc')).toEqual(['/a.scriptc', '/one.goc', '/shared.scriptc']);
		expect(dependantsOf(result, '/two.collectionc')).toEqual(['/b.scriptc', '/shared.scriptc', '/two.goc']);
	});

	it('is of no effect when a proxy that is not excluded leads to the same collection', async () => {
		const { bundled, excluded } = await excluding({
			main: { proxies: ['level'], excludedProxies: ['level'] },
			level: { scripts: ['level'] },
		});
		expect(excluded).toEqual([]);
		expect(bundled).toEqual(expect.arrayContaining(level));
	});

	it('takes along what lies behind a proxy inside, excluded or not', async () => {
		const { result, bundled, excluded } = await excluding({
			main: { excludedProxies: ['outer'] },
			outer: { proxies: ['kept'], excludedProxies: ['left'] },
			kept: { scripts: ['kept'] },
			left: { scripts: ['left'] },
		});
		expect(bundled.filter((path) => /outer|kept|left/.test(path))).toEqual(['/main-outer-excluded.collectionproxyc']);
		expect(excluded).toEqual([
			'/kept.collectionc',
			'/kept.goc',
			'/kept.scriptc',
			'/left.collectionc',
			'/left.goc',
			'/left.scriptc',
			'/outer-kept.collectionproxyc',
			'/outer-left-excluded.collectionproxyc',
			'/outer.collectionc',
			'/outer.goc',
		]);
		// A proxy that is not excluded is needed itself, but what it leads to is loaded when it asks for it.
		expect(dependantsOf(result, '/outer.collectionc')).toEqual([
			'/left.collectionc',
			'/left.goc',
			'/left.scriptc',
			'/outer-kept.collectionproxyc',
			'/outer-left-excluded.collectionproxyc',
			'/outer.goc',
		]);
		expect(dependantsOf(result, '/left.collectionc')).toEqual(['/left.goc', '/left.scriptc']);
		expect(dependantsOf(result, '/kept.collectionc')).toEqual([]);
	});

	it('survives collections that lead to each other', async () => {
		const { result, excluded } = await excluding({
			main: { excludedProxies: ['one'] },
			one: { excludedProxies: ['two'] },
			two: { excludedProxies: ['one', 'main'] },
		});
		expect(excluded).toEqual([
			'/one-two-excluded.collectionproxyc',
			'/one.collectionc',
			'/one.goc',
			'/two-main-excluded.collectionproxyc',
			'/two-one-excluded.collectionproxyc',
			'/two.collectionc',
			'/two.goc',
		]);
		expect(dependantsOf(result, '/two.collectionc')).toEqual([
			'/one-two-excluded.collectionproxyc',
			'/one.collectionc',
			'/one.goc',
			'/two-main-excluded.collectionproxyc',
			'/two-one-excluded.collectionproxyc',
			'/two.collectionc',
			'/two.goc',
		]);
	});
});

describe('patterns', () => {
	const project = {
		main: { proxies: ['level'], excludedProxies: ['bonus'] },
		level: { scripts: ['level'] },
		bonus: { scripts: ['bonus'] },
	};

	it('exclude the collections that they match, whatever the proxies say', async () => {
		const { result, excluded } = await excluding(project, { exclude: ['/level.collection'] });
		expect(excluded).toEqual(['/bonus.collectionc', '/bonus.goc', '/bonus.scriptc', ...level]);
		expect(dependantsOf(result, '/level.collectionc')).toEqual(['/level.goc', '/level.scriptc']);
	});

	it('that lead nowhere are worth a warning', async () => {
		const result = await build(proxyProject(project), { exclude: ['/levels/*.collection'] });
		expect(result.ok).toBe(true);
		expect(result.diagnostics).toMatchObject([{ file: '/game.project', code: 'unused-exclude', severity: 'warning' }]);
	});
});

describe('without live update', () => {
	it('everything is bundled, whatever is excluded', async () => {
		const collections = { main: { excludedProxies: ['level'] }, level: { scripts: ['level'] } };
		const { result, bundled, excluded } = await excluding(collections, { excludeContent: false });
		expect(excluded).toEqual([]);
		expect(bundled).toEqual(expect.arrayContaining(level));
		expect(result.excluded).toEqual([]);
		const manifest = readManifest(result.liveUpdateManifest, 'manifest');
		expect(manifest.entryCount).toBe(result.resources.length);
		for (let index = 0; index < manifest.entryCount; index++) {
			expect(manifest.entryAt(index).flags & RESOURCE_FLAG.EXCLUDED).toBe(0);
		}
		expect(result.resources.find((one) => one.path === '/level.scriptc')?.why).toEqual([
			'/main.collectionc',
			'/main.goc',
			'/main-level-excluded.collectionproxyc',
			'/level.collectionc',
			'/level.goc',
			'/level.scriptc',
		]);
	});
});
