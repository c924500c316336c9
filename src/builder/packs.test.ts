import { describe, expect, it } from 'vitest';
import { readManifest } from '../formats/index.ts';
import { reportBuild } from './build-report.ts';
import { build, type MemoryFiles, png } from './memory-project-contract.ts';
import { type PackRule, planPacks } from './packs.ts';
import { readPacksFile } from './packs-file.ts';

/** Two rooms behind excluded proxies, each with a script of its own and one that both share; the second shares one with the lobby. */
async function rooms(): Promise<MemoryFiles> {
	const proxy = (name: string): string =>
		`embedded_components { id: "${name}" type: "collectionproxy" data: "collection: \\"/rooms/${name}.collection\\" exclude: true" }`;
	const room = (name: string, ...scripts: string[]): string =>
		`name: "${name}" embedded_instances { id: "go" data: "${scripts
			.map((script, index) => `components { id: \\"s${index}\\" component: \\"/${script}.script\\" }`)
			.join(' ')}" }`;
	return {
		'/game.project': '[bootstrap]\nmain_collection = /main.collectionc\n',
		'/main.collection': 'name: "main" instances { id: "go" prototype: "/main.go" }',
		'/main.go': `components { id: "lobby" component: "/lobby.script" } ${proxy('red')} ${proxy('blue')}`,
		'/rooms/red.collection': room('red', 'red', 'both'),
		'/rooms/blue.collection': room('blue', 'blue', 'both', 'lobby'),
		'/red.script': `print "${'red '.repeat(300)}"`,
		'/blue.script': `print "${'blue '.repeat(300)}"`,
		'/both.script': 'print "both"',
		'/lobby.script': 'print "lobby"',
		'/unused.png': await png(1, 1),
	};
}

async function planned(rule: PackRule) {
	const result = await build(await rooms());
	if (!result.graph) throw new Error(JSON.stringify(result.diagnostics));
	return { result, packs: planPacks({ stored: result.resources, graph: result.graph, rule }) };
}

describe('packs', () => {
	it('are one, with everything, as in Defold', async () => {
		const { result, packs } = await planned({ by: 'one' });
		expect(packs).toMatchObject([{ name: 'all', users: [] }]);
		expect(packs[0]?.hexDigests).toEqual(result.excluded.map(({ hexDigest }) => hexDigest));
	});

	it('are one for each excluded collection, and one for what several share, with every blob in one of them', async () => {
		const { result, packs } = await planned({ by: 'proxy' });
		expect(Object.fromEntries(packs.map(({ name, users }) => [name, users]))).toEqual({
			shared: ['/rooms/blue.collectionc', '/rooms/red.collectionc'],
			red: ['/rooms/red.collectionc'],
			blue: ['/rooms/blue.collectionc'],
		});
		expect(packs.find(({ name }) => name === 'shared')?.paths).toEqual(['/both.scriptc']);
		expect(packs.flatMap(({ paths }) => paths)).not.toContain('/lobby.scriptc');
		const all = packs.flatMap(({ hexDigests }) => hexDigests);
		expect(new Set(all).size).toBe(all.length);
		expect(all.sort()).toEqual(result.excluded.map(({ hexDigest }) => hexDigest));
	});

	it('weigh no more than they may, but for a single blob', async () => {
		const { packs } = await planned({ by: 'one', maxSizeBytes: 60 });
		expect(packs.length).toBeGreaterThan(2);
		for (const { sizeBytes, hexDigests } of packs) expect(sizeBytes <= 60 || hexDigests.length === 1).toBe(true);
		expect(packs.map(({ name }) => name).sort()).toEqual(packs.map((_, index) => `all-${index + 1}`).sort());
	});

	it('follow patterns of a packs file first', async () => {
		const { packs: patterns, diagnostics } = readPacksFile('packs', '# art and code\ncode: /*.script  /*.lua\n');
		expect(diagnostics).toEqual([]);
		const { packs } = await planned({ by: 'proxy', patterns });
		expect(packs.find(({ name }) => name === 'code')?.paths).toEqual([
			'/blue.scriptc',
			'/both.scriptc',
			'/red.scriptc',
		]);
	});

	it('have manifests with what is in them and what its collections need, no more', async () => {
		const { result, packs } = await planned({ by: 'proxy' });
		const red = packs.find(({ name }) => name === 'red');
		const manifest = readManifest(result.manifestOf(new Set(red?.paths)), 'manifest');
		const urls = Array.from({ length: manifest.entryCount }, (_, at) => manifest.entryAt(at).url).sort();
		expect(urls).toContain('/rooms/red.collectionc');
		expect(urls).toContain('/both.scriptc');
		expect(urls).not.toContain('/blue.scriptc');
		expect(urls).not.toContain('/main.collectionc');
	});

	it('are reported with what one change would free', async () => {
		const { result, packs } = await planned({ by: 'proxy' });
		const report = reportBuild(result, { engineVersion: '1.11.2', variant: 'debug', packs, excludeContent: true });
		expect(report.nearlyExcludable).toMatchObject([
			{ kind: 'edge', parent: '/main.goc', path: '/lobby.scriptc', resourceCount: 1 },
		]);
		const open = await build({
			...(await rooms()),
			'/main.go': ((await rooms())['/main.go'] as string).replaceAll('exclude: true', 'exclude: false'),
		});
		const opened = reportBuild(open, { engineVersion: '1.11.2', variant: 'debug', packs: [], excludeContent: true });
		expect(opened.nearlyExcludable.filter(({ kind }) => kind === 'proxy')).toMatchObject([
			{ owner: 'the collectionproxy in /main.goc', path: '/rooms/blue.collectionc' },
			{ owner: 'the collectionproxy in /main.goc', path: '/rooms/red.collectionc' },
		]);
	});

	it.each([
		['red /a/**', /expected "name: pattern/],
		['red:', /expected patterns/],
		['red: a/**', /begin with a slash/],
		['red: /a\nred: /b', /two packs/],
	])('are refused when the file says %j', (text, message) => {
		const { diagnostics } = readPacksFile('packs', text);
		expect(diagnostics).toHaveLength(1);
		expect(diagnostics[0]?.message).toMatch(message);
	});
});
