import { describe, expect, test } from 'vitest';
import { decodeUtf8, encodeUtf8, memoryAccess, toHex } from '../bytes/index.ts';
import {
	portableCrypto as crypto,
	isLuaPath,
	manifestContent,
	writeArchiveIndex,
	writeManifest,
} from '../formats/index.ts';
import {
	openRealBundle,
	openRealZip,
	REAL_BUNDLES,
	readRealFile,
	WITHOUT_CORPUS,
} from '../formats/real-bundles-contract.ts';
import { nodeCrypto } from '../node/crypto.ts';
import { createZipPack } from './content-pack.ts';
import { detectLz4Encoder } from './detect-encoder.ts';
import { type ExtractProblem, extractBundle } from './extract-bundle.ts';
import { inspectBundle } from './inspect-bundle.ts';
import { inspectFile } from './inspect-file.ts';
import { makeBundle, openMade, openMadeZip } from './made-bundle-contract.ts';

const PATHS = ['/data/big.json', '/level/level.goc', '/main/a.goc', '/main/main.collectionc', '/main/main.scriptc'];

describe('inspectBundle', () => {
	test('tells about every resource and pack', () => {
		const made = makeBundle();
		const report = inspectBundle({ bundle: openMade(made), packs: [createZipPack(openMadeZip(made))], crypto });
		expect(report).toMatchObject({
			projectTitle: 'Made game',
			titleAgrees: true,
			manifestVersion: 5,
			indexVersion: 5,
			engines: ['1.11.2'],
			signature: 'none',
			lz4Encoder: 'modern',
		});
		expect(report.resources.map((resource) => resource.path).sort()).toEqual(PATHS);
		const scriptReport = report.resources.find((resource) => resource.path === '/main/main.scriptc');
		expect(scriptReport).toMatchObject({
			extension: 'scriptc',
			messageType: 'dmLuaDDF.LuaModule',
			bundled: true,
			encrypted: true,
			digest: 'ok',
			storedIn: 'archive',
		});
		expect(report.resources.find((resource) => resource.excluded)).toMatchObject({
			path: '/level/level.goc',
			storedIn: 'made.zip',
			digest: 'ok',
		});
		expect(report.packs).toEqual([
			{ name: 'made.zip', manifestVersion: 5, signature: 'none', blobCount: 1, extraNames: ['extra.json'] },
		]);
		expect(JSON.parse(JSON.stringify(report)).resources.length).toBe(5);
	});

	test('recovers paths that are blank where something else names them', () => {
		const made = makeBundle({ blankUrls: true });
		const report = inspectBundle({ bundle: openMade(made), packs: [createZipPack(openMadeZip(made))], crypto });
		const named = report.resources.filter((resource) => resource.path !== undefined);
		// Nothing in the bundle names the custom resource.
		expect(named.map((resource) => resource.path).sort()).toEqual(PATHS.slice(1));
		expect(named.every((resource) => resource.recovered)).toBe(true);
	});

	test('tells of content that is nowhere, and of a cipher of its own', () => {
		const made = makeBundle();
		const bundle = openMade(made);
		const missing = inspectBundle({ bundle, crypto }).resources.find((resource) => resource.excluded);
		expect(missing).toMatchObject({ digest: 'missing', storedIn: undefined });
		expect(missing?.problem).toMatch(/neither in the archive nor in a pack/);

		// The flag says enciphered, the bytes are not: as a cipher of another kind looks to a reader.
		const entries = Array.from({ length: bundle.index.entryCount }, (_, at) => ({
			...bundle.index.entryAt(at),
			encrypted: true,
		}));
		const files = new Map([...made.files, ['game.arci', writeArchiveIndex({ version: 5, entries, crypto })] as const]);
		const report = inspectBundle({ bundle: openMade({ ...made, files }), crypto });
		const ciphered = report.resources.find((resource) => resource.path === '/data/big.json');
		expect(ciphered?.digest).toBe('ok');
		expect(ciphered?.problem).toMatch(/cipher of its own/);
	});
});

describe('extractBundle', () => {
	test('gives every resource decoded, and scripts also as Lua under the path of their source', () => {
		const made = makeBundle();
		const packs = [createZipPack(openMadeZip(made))];
		const files = new Map([...extractBundle(openMade(made), { packs })].map((file) => [file.name, file]));
		expect([...files.keys()].sort()).toEqual(
			['game.projectc', 'main/main.script', ...PATHS.map((path) => path.slice(1))].sort(),
		);
		expect(decodeUtf8(files.get('main/main.script')?.bytes ?? new Uint8Array())).toBe(
			'print("hello hello hello hello hello hello")',
		);
		expect(decodeUtf8(files.get('level/level.goc')?.bytes ?? new Uint8Array())).toContain('excluded');
		const onlyLua = [...extractBundle(openMade(made), { what: ['lua'] })];
		expect(onlyLua.map((file) => file.name)).toEqual(['main/main.script']);
	});

	test('names by digest what has no path, and tells what cannot be decoded', () => {
		const made = makeBundle({ blankUrls: true });
		const problems: ExtractProblem[] = [];
		const names = [...extractBundle(openMade(made), { onProblem: (problem) => problems.push(problem) })].map(
			({ name }) => name,
		);
		expect(names.filter((name) => /^_by_digest\/[0-9a-f]{40}$/.test(name)).length).toBe(1);
		expect(problems.map(({ resource }) => resource)).toEqual(['/level/level.goc']);
	});

	test('does not let a path of the bundle lead out of the folder', () => {
		const made = makeBundle();
		const content = manifestContent(openMade(made).manifest);
		const entries = content.entries.map((entry) => ({ ...entry, url: entry.url.replace('/main/', '/../../') }));
		const files = new Map([...made.files, ['game.dmanifest', writeManifest({ ...content, entries })] as const]);
		for (const { name } of extractBundle(openMade({ ...made, files }))) expect(name).not.toContain('..');
	});
});

describe('inspectFile', () => {
	const made = makeBundle();
	const kindOf = (bytes: Uint8Array, name: string): string => {
		const report = inspectFile({ file: bytes, name, crypto });
		expect(report.problem).toBeUndefined();
		expect(JSON.stringify(report).length).toBeGreaterThan(10);
		return report.kind;
	};

	test('knows the files of a bundle by name', () => {
		expect(kindOf(made.files.get('game.dmanifest') as Uint8Array, 'x/game.dmanifest')).toBe('manifest');
		expect(kindOf(made.files.get('game.arci') as Uint8Array, 'game.arci')).toBe('archive index');
		expect(kindOf(made.files.get('game.projectc') as Uint8Array, 'game.projectc')).toBe('settings');
		expect(kindOf(made.zip, 'anything')).toBe('zip');
		expect(kindOf(encodeUtf8('VERSION@,@1\n'), 'liveupdate.mounts')).toBe('mounts');
		expect(kindOf(encodeUtf8('/a.zip'), 'liveupdate.ref')).toBe('reference');
		expect(kindOf(encodeUtf8('[]'), 'game.graph.json')).toBe('resource graph');
		expect(kindOf(encodeUtf8('{"content":[]}'), 'archive_files.json')).toBe('list of pieces');
		expect(inspectFile({ file: new Uint8Array(3), name: 'noise', crypto })).toMatchObject({
			kind: 'unknown',
			problem: expect.stringContaining('begins with the bytes 000000'),
		});
	});

	test('shows compiled resources, and a blob with its digest', () => {
		const bundle = openMade(made);
		const script = [...extractBundle(bundle)].find(({ name }) => name === 'main/main.scriptc');
		const report = inspectFile({ file: script?.bytes ?? new Uint8Array(), name: '/main/main.scriptc', crypto });
		expect(report.facts['source']).toBe('/main/main.script');
		const blob = createZipPack(openMadeZip(made)).read(
			toHex(crypto.digest('sha1', new Uint8Array())).replace(/.*/, blobName),
		);
		expect(inspectFile({ file: blob, name: blobName(), crypto }).facts['nameAgrees']).toBe(true);
	});

	test('tells what is wrong with a broken file instead of throwing', () => {
		expect(inspectFile({ file: encodeUtf8('<html>'), name: 'game.dmanifest', crypto }).problem).toMatch(/web page/);
		expect(inspectFile({ file: new Uint8Array(9), name: 'game.public.der', crypto }).problem).toBeDefined();
	});

	function blobName(): string {
		const [name = ''] = [...createZipPack(openMadeZip(made)).names()].filter((item) => item.length === 40);
		return name;
	}
});

test('the encoder of a bundle is found by trial', () => {
	const empty = openMade(makeBundle());
	expect(detectLz4Encoder({ ...empty, data: memoryAccess(new Uint8Array(empty.data.sizeBytes), 'zeros') })).toBe(
		'either',
	);
});

describe.skipIf(REAL_BUNDLES.length === 0)(`real bundles (${REAL_BUNDLES.length || WITHOUT_CORPUS})`, () => {
	test.each(REAL_BUNDLES)('%s: every resource has its path, digest and content, every script its text', (name) => {
		const bundle = openRealBundle(name);
		const zip = openRealZip(name);
		const packs = zip ? [createZipPack(zip)] : [];
		const report = inspectBundle({ bundle, packs, crypto: nodeCrypto });
		expect(report.titleAgrees).toBe(true);
		expect(report.lz4Encoder).toBe(bundle.index.version === 4 ? 'r123' : 'modern');
		const present = report.resources.filter((resource) => resource.storedIn !== undefined);
		expect(
			present.filter((resource) => resource.path === undefined || resource.digest !== 'ok' || resource.problem),
		).toEqual([]);
		const problems: ExtractProblem[] = [];
		let luaCount = 0;
		for (const file of extractBundle(bundle, {
			packs,
			what: ['lua'],
			onProblem: (problem) => problems.push(problem),
		})) {
			if (file.kind === 'lua') luaCount++;
		}
		const scripts = present.filter(({ path = '' }) => isLuaPath(path));
		expect(luaCount).toBe(scripts.length);
		expect(
			inspectFile({
				file: readRealFile(name, 'archive/archive_files.json'),
				name: 'archive_files.json',
				crypto: nodeCrypto,
			}).problem,
		).toBeUndefined();
	});
});
