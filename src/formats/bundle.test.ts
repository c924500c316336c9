import { describe, expect, test } from 'vitest';
import { encodeUtf8, memoryAccess, type RandomAccess } from '../bytes/index.ts';
import { portableCrypto as crypto, openBundle, writeArchiveIndex, writeManifest, writeSplitArchive } from './index.ts';
import { codeOf } from './refusal-contract.ts';

const files = new Map<string, Uint8Array>([
	['game.projectc', encodeUtf8('[project]\ntitle = A game\n')],
	['game.arci', writeArchiveIndex({ version: 5, entries: [], crypto })],
	['game.arcd', new Uint8Array([1, 2, 3])],
	[
		'game.dmanifest',
		writeManifest({
			version: 5,
			resourceHashAlgorithm: 'sha1',
			signatureHashAlgorithm: 'sha256',
			projectIdentifier: new Uint8Array(20),
			engineVersions: [],
			entries: [],
		}),
	],
]);

const opener =
	(map: ReadonlyMap<string, Uint8Array>) =>
	(name: string): RandomAccess | undefined => {
		const bytes = map.get(name);
		return bytes && memoryAccess(bytes, name);
	};

test('files side by side are opened', () => {
	const bundle = openBundle({ open: opener(files), name: 'test' });
	expect(bundle.projectText).toContain('A game');
	expect(bundle.split).toBe(false);
	expect(bundle.publicKey).toBeUndefined();
	expect(bundle.data.sizeBytes).toBe(3);
});

test('pieces are opened, from the bundle\'s folder and from inside "archive"', () => {
	const { listText, pieces } = writeSplitArchive(files, { pieceSizeBytes: 20, crypto });
	for (const folder of ['archive/', '']) {
		const cut = new Map([...pieces].map(([name, bytes]) => [`${folder}${name}`, bytes]));
		cut.set(`${folder}archive_files.json`, encodeUtf8(listText));
		const bundle = openBundle({ open: opener(cut), name: 'test', crypto });
		expect(bundle.split).toBe(true);
		expect([...bundle.data.read(0, 3)]).toEqual([1, 2, 3]);
	}
});

describe('throws missing-file', () => {
	test.each(['game.dmanifest', 'game.arci', 'game.arcd'])('without %s', (name) => {
		const rest = new Map([...files].filter(([key]) => key !== name));
		expect(codeOf(() => openBundle({ open: opener(rest), name: 'test' }))).toBe('missing-file');
	});

	test('without a piece that is listed', () => {
		const { listText, pieces } = writeSplitArchive(files);
		pieces.delete('game0.arcd');
		pieces.set('archive_files.json', encodeUtf8(listText));
		expect(codeOf(() => openBundle({ open: opener(pieces), name: 'test' }))).toBe('missing-file');
	});
});
