import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { memoryAccess } from '../bytes/index.ts';
import {
	type ArchiveIndexVersion,
	type Bundle,
	portableCrypto as crypto,
	type ManifestVersion,
	manifestContent,
	openBundle,
	privateKeyToPkcs8,
	readManifest,
	verifyManifestSignature,
} from '../formats/index.ts';
import { nodeCrypto } from '../node/crypto.ts';
import { generateKeys } from '../node/keys.ts';
import { createZipPack } from './content-pack.ts';
import { convertBundle, layoutsOfEngine } from './convert-bundle.ts';
import { convertManifest, sameResources } from './convert-manifest.ts';
import { makeBundle, openMade, openMadeZip } from './made-bundle-contract.ts';

const made = makeBundle();
const bundle = openMade(made);
const packs = [createZipPack(openMadeZip(made))];

function reopen(converted: { index: Uint8Array; manifest: Uint8Array }): Bundle {
	const files = new Map([...made.files, ['game.arci', converted.index], ['game.dmanifest', converted.manifest]]);
	return openBundle({
		name: 'converted',
		open(name) {
			const bytes = files.get(name);
			return bytes && memoryAccess(bytes, name);
		},
	});
}

describe('convertBundle', () => {
	test('there and back through any versions gives the same bytes', () => {
		const pairs: [ManifestVersion, ArchiveIndexVersion][] = [
			[1, 4],
			[2, 4],
			[3, 4],
			[4, 4],
			[5, 5],
			[5, 6],
		];
		fc.assert(
			fc.property(fc.array(fc.constantFrom(...pairs), { maxLength: 4 }), (way) => {
				let now = bundle;
				for (const [manifestVersion, indexVersion] of [...way, [5, 5] as const]) {
					const converted = convertBundle({ bundle: now, packs, target: { manifestVersion, indexVersion }, crypto });
					now = reopen(converted);
					expect(now.manifest.version).toBe(manifestVersion);
					expect(now.index.version).toBe(indexVersion);
					expect(sameResources(bundle.manifest, now.manifest)).toBe(true);
				}
				expect(now.index.fileBytes).toEqual(bundle.index.fileBytes);
				expect(manifestContent(now.manifest).entries).toEqual(manifestContent(bundle.manifest).entries);
			}),
			{ numRuns: 60 },
		);
	});

	test('what was not asked for follows what was', () => {
		const versions = (target: { indexVersion?: ArchiveIndexVersion; manifestVersion?: ManifestVersion }): number[] => {
			const { index, manifest } = reopen(convertBundle({ bundle, packs, target, crypto }));
			return [index.version, manifest.version];
		};
		expect(versions({ indexVersion: 4 })).toEqual([4, 4]);
		expect(versions({ indexVersion: 6 })).toEqual([6, 5]);
		expect(versions({ manifestVersion: 2 })).toEqual([4, 2]);
		expect(() => versions({ manifestVersion: 2, indexVersion: 6 })).toThrow(
			/no engine reads manifest 2 beside index 6/,
		);
	});

	test('keeps a signature as long as nothing signed changes, and signs anew with a key', async () => {
		const keys = await generateKeys(1024);
		const signed = makeBundle({ keys });
		const about = { bundle: openMade(signed), packs: [], crypto: nodeCrypto };
		const kept = convertBundle({ ...about, target: { indexVersion: 6 } });
		expect(kept.publicKey && new Uint8Array(kept.publicKey)).toEqual(new Uint8Array(keys.publicKey));
		const check = (bytes: Uint8Array, publicKey: Uint8Array): void =>
			verifyManifestSignature({ manifest: readManifest(bytes, 'm'), publicKey, crypto: nodeCrypto, name: 'm' });
		check(kept.manifest, keys.publicKey);
		const dropped = convertBundle({ ...about, packs, target: { manifestVersion: 4 } });
		expect(readManifest(dropped.manifest, 'm').signature).toHaveLength(0);
		expect(dropped.publicKey).toBeUndefined();
		expect(dropped.notes).toEqual([expect.stringContaining('no longer signed')]);
		const other = await generateKeys(1024);
		const privateKey = privateKeyToPkcs8(other.privateKey, 'key');
		const resigned = convertBundle({ ...about, packs, target: { manifestVersion: 4, privateKey } });
		check(resigned.manifest, resigned.publicKey ?? new Uint8Array());
		expect(resigned.publicKey).toEqual(new Uint8Array(other.publicKey));
	});

	test('throws unrepresentable when sizes that version 5 needs are nowhere', () => {
		const four = convertManifest({ manifest: bundle.manifest, bundle, packs, target: { version: 4 }, crypto });
		const manifest = readManifest(four.bytes, 'four');
		expect(() => convertManifest({ manifest, bundle, packs: [], target: { version: 5 }, crypto })).toThrow(
			/needs the size of every resource; \/level\/level\.goc has none/,
		);
	});
});

test.each([
	['1.2.110', 4, 1],
	['1.2.134', 4, 2],
	['1.2.180', 4, 3],
	['1.2.191', 4, 4],
	['1.4.8', 4, 4],
	['1.5.0', 5, 5],
	['1.13.0', 5, 5],
	['1.13.1', 6, 5],
	['1.20.0', 6, 5],
])('engine %s reads index %i and manifest %i', (engine, indexVersion, manifestVersion) => {
	expect(layoutsOfEngine(engine)).toEqual({ indexVersion, manifestVersion });
});
