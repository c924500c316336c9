import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { hash64ToHex, LivemountError } from '../bytes/index.ts';
import {
	portableCrypto as crypto,
	manifestContent,
	readManifest,
	writeArchiveIndex,
	writeManifest,
} from '../formats/index.ts';
import { openRealBundle, openRealZip, REAL_BUNDLES, WITHOUT_CORPUS } from '../formats/real-bundles-contract.ts';
import { nodeCrypto } from '../node/crypto.ts';
import { createZipPack } from './content-pack.ts';
import { type MadeBundle, makeBundle, openMade, openMadeZip } from './made-bundle-contract.ts';
import { verifyBundle } from './verify-bundle.ts';

const keys = generateKeyPairSync('rsa', {
	modulusLength: 512,
	publicKeyEncoding: { type: 'spki', format: 'der' },
	privateKeyEncoding: { type: 'pkcs8', format: 'der' },
});

const good = makeBundle({ keys });

/** The bundle with one byte of a file changed. */
function flipped(file: string, at: number, bit = 0x10): MadeBundle {
	const bytes = new Uint8Array(good.files.get(file) ?? new Uint8Array());
	bytes[at] = (bytes[at] as number) ^ bit;
	return { ...good, files: new Map([...good.files, [file, bytes]]) };
}

const codesOf = (made: MadeBundle): string[] => {
	const packs = [createZipPack(openMadeZip(made))];
	return verifyBundle({ bundle: openMade(made), packs, crypto }).faults.map((fault) => fault.code);
};

test('a sound bundle with its pack has no fault and no note', () => {
	const report = verifyBundle({ bundle: openMade(good), packs: [createZipPack(openMadeZip(good))], crypto });
	expect(report).toMatchObject({ faults: [], notes: [], signature: 'valid', checkedCount: 5 });
});

test('without its pack, excluded content is a note, not a fault', () => {
	const report = verifyBundle({ bundle: openMade(good), crypto });
	expect(report.faults).toEqual([]);
	expect(report.notes.map((note) => note.code)).toEqual(['missing-content']);
});

test('an unsigned bundle is told as such', () => {
	expect(verifyBundle({ bundle: openMade(makeBundle()), crypto }).signature).toBe('none');
	const files = new Map([...good.files].filter(([name]) => name !== 'game.public.der'));
	expect(verifyBundle({ bundle: openMade({ ...good, files }), crypto }).signature).toBe('no-key');
});

describe('one changed byte is found', () => {
	test.each(['game.arci', 'game.arcd', 'game.dmanifest', 'game.public.der'])('anywhere in %s', (file) => {
		const size = good.files.get(file)?.length ?? 0;
		const unfound: number[] = [];
		for (let at = 0; at < size; at++) {
			try {
				if (codesOf(flipped(file, at)).length === 0) unfound.push(at);
			} catch (error) {
				// Refused when it is opened.
				expect(error).toBeInstanceOf(LivemountError);
			}
		}
		expect(unfound).toEqual([]);
	});
});

test('what is wrong is named', () => {
	expect(codesOf(flipped('game.arcd', 0))).toContain('digest');
	expect(codesOf(flipped('game.arci', 9))).toEqual(['not-zero']);
	expect(codesOf(flipped('game.arci', 40))).toEqual(['index-digest', 'archive-identifier']);
	const { dataBytes } = readManifest(good.files.get('game.dmanifest') as Uint8Array, 'test');
	expect(codesOf(flipped('game.dmanifest', dataBytes.length - 1, 0))).toEqual([]);
});

test('content that is listed as bundled and not there is a fault', () => {
	const files = new Map(good.files);
	files.set('game.arci', writeArchiveIndex({ version: 5, entries: [], crypto }));
	expect(codesOf({ ...good, files })).toContain('missing-content');
});

test('a dependant that is not listed is a fault', () => {
	const manifest = readManifest(good.files.get('game.dmanifest') as Uint8Array, 'test');
	const content = manifestContent(manifest);
	const [first, ...rest] = content.entries;
	if (!first) throw new Error('the made bundle has entries');
	const bytes = writeManifest({ ...content, entries: [{ ...first, dependants: [1n] }, ...rest] });
	const files = new Map([...good.files, ['game.dmanifest', bytes] as const]);
	const report = verifyBundle({ bundle: openMade({ ...good, files }), crypto });
	const fault = report.faults.find(({ code }) => code === 'unlisted-dependant');
	expect(fault?.message).toContain(hash64ToHex(1n));
});

test('a pack of another project is a fault', () => {
	const other = readManifest(good.files.get('game.dmanifest') as Uint8Array, 'test');
	const bytes = writeManifest({ ...manifestContent(other), projectIdentifier: new Uint8Array(20) });
	const pack = { ...createZipPack(openMadeZip(good)), manifest: readManifest(bytes, 'other') };
	const codes = verifyBundle({ bundle: openMade(good), packs: [pack], crypto }).faults.map((fault) => fault.code);
	expect(codes).toContain('foreign-pack');
	expect(codes).toContain('signature');
});

test('a changed blob in a pack is a fault, and so is a header that tells another size', () => {
	const honest = createZipPack(openMadeZip(good));
	for (const [at, code] of [
		[20, 'digest'],
		[3, 'disagreement'],
		[9, 'disagreement'],
		[4, 'disagreement'],
	] as const) {
		const pack = {
			...honest,
			read(name: string) {
				const bytes = new Uint8Array(honest.read(name));
				bytes[at] = (bytes[at] as number) ^ 1;
				return bytes;
			},
		};
		expect(verifyBundle({ bundle: openMade(good), packs: [pack], crypto }).faults.map((fault) => fault.code)).toEqual([
			code,
		]);
	}
});

describe.skipIf(REAL_BUNDLES.length === 0)(`real bundles (${REAL_BUNDLES.length || WITHOUT_CORPUS})`, () => {
	test.each(REAL_BUNDLES)('%s has no fault', (name) => {
		const bundle = openRealBundle(name);
		const zip = openRealZip(name);
		const report = verifyBundle({ bundle, packs: zip ? [createZipPack(zip)] : [], crypto: nodeCrypto });
		expect(report.faults).toEqual([]);
		expect(report.checkedCount).toBe(bundle.index.entryCount + (zip ? zip.entries.length - 1 : 0));
		expect(report.signature).toBe(bundle.publicKey ? 'valid' : 'none');
	});
});
