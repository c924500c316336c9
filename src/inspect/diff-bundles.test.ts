import { describe, expect, test } from 'vitest';
import { portableCrypto as crypto } from '../formats/index.ts';
import { openRealBundle, openRealZip, REAL_BUNDLES, WITHOUT_CORPUS } from '../formats/real-bundles-contract.ts';
import { createZipPack } from './content-pack.ts';
import { diffBundles } from './diff-bundles.ts';
import { findReason } from './find-reason.ts';
import { type BundleReport, inspectBundle } from './inspect-bundle.ts';
import { makeBundle, openMade, openMadeZip } from './made-bundle-contract.ts';

const made = makeBundle();
const packs = [createZipPack(openMadeZip(made))];
const report = inspectBundle({ bundle: openMade(made), packs, crypto });

describe('diffBundles', () => {
	test('finds nothing between a build and itself, also when one leaves its urls blank', () => {
		const blank = makeBundle({ blankUrls: true });
		const other = inspectBundle({ bundle: openMade(blank), packs: [createZipPack(openMadeZip(blank))], crypto });
		for (const after of [report, other])
			expect(diffBundles(report, after)).toMatchObject({ changes: [], sameCount: 5 });
	});

	test('tells what was added, removed, changed and moved', () => {
		const [first, second, third, fourth, ...rest] = report.resources;
		if (!first || !second || !third || !fourth) throw new Error('the made bundle has five resources');
		const after: BundleReport = {
			...report,
			resources: [
				{ ...first, hexDigest: '00'.repeat(20), storedSizeBytes: 7 },
				{ ...second, excluded: !second.excluded },
				{ ...third, path: '/new.goc', urlHashHex: '0000000000000001', storedSizeBytes: 5 },
				fourth,
				...rest,
			],
		};
		const diff = diffBundles(report, after);
		expect(new Map(diff.changes.map(({ name, kind }) => [name, kind]))).toEqual(
			new Map([
				[first.path, 'changed'],
				[second.path, 'moved'],
				['/new.goc', 'added'],
				[third.path, 'removed'],
			]),
		);
		expect(diff.newStoredBytes).toBe(12);
		expect(diff.oldStoredBytes).toBe((first.storedSizeBytes ?? 0) + (third.storedSizeBytes ?? 0));
	});
});

describe('findReason', () => {
	test('gives the shortest way from a resource that the settings name', () => {
		const bundle = openMade(made);
		expect(findReason({ bundle, path: '/main/a.goc' })).toEqual(['/main/main.collectionc', '/main/a.goc']);
		expect(findReason({ bundle, path: '/main/main.collectionc' })).toEqual(['/main/main.collectionc']);
		expect(findReason({ bundle, path: '/data/big.json' })).toBeUndefined();
	});

	const zipped = REAL_BUNDLES.filter((name) => openRealZip(name));
	test.skipIf(zipped.length === 0)(
		`finds no way to excluded content in real bundles (${zipped.length || WITHOUT_CORPUS})`,
		() => {
			for (const name of zipped) {
				const bundle = openRealBundle(name);
				for (let at = 0; at < bundle.manifest.entryCount; at++) {
					const { url, flags } = bundle.manifest.entryAt(at);
					if (flags & 2) expect(findReason({ bundle, path: url }), url).toBeUndefined();
				}
				expect(findReason({ bundle, path: '/builtins/materials/sprite.materialc' })?.length).toBeGreaterThan(1);
			}
		},
	);
});
