import { describe, expect, it } from 'vitest';
import { makeRelease } from '../../../test/sample-release.ts';
import { concatBytes, encodeUtf8, memoryAccess } from '../../bytes/index.ts';
import { createZipWriter, portableCrypto as crypto, openZip } from '../../formats/index.ts';
import { testProvider } from '../provider-contract.ts';
import { keyOfPath } from '../resource-key.ts';
import { createZipProvider, LIVE_UPDATE_MANIFEST_NAME } from './zip.ts';

const LONG = 'a text that compresses well, '.repeat(40);
const release = makeRelease({
	'/base.collectionc': { bytes: 'bundled' },
	'/room.collectionc': { bytes: LONG, excluded: true },
	'/room.scriptc': { bytes: `secret ${LONG}`, excluded: true, encrypt: true },
	'/tiny.goc': { bytes: 'x', excluded: true },
});

function zipOf(entries: Readonly<Record<string, Uint8Array>>) {
	const parts: Uint8Array[] = [];
	const writer = createZipWriter((part) => parts.push(part.slice()));
	for (const [name, bytes] of Object.entries(entries)) writer.add(name, bytes, { level: 1 });
	writer.finish();
	return openZip(memoryAccess(concatBytes(parts), 'pack.zip'));
}

const entries = (): Record<string, Uint8Array> => ({
	...Object.fromEntries(release.blobs),
	[LIVE_UPDATE_MANIFEST_NAME]: release.publishedManifest,
});

testProvider({
	name: 'zip',
	known: new Map([
		['/room.collectionc', encodeUtf8(LONG)],
		['/room.scriptc', encodeUtf8(`secret ${LONG}`)],
		['/tiny.goc', encodeUtf8('x')],
		[`/${LIVE_UPDATE_MANIFEST_NAME}`, release.publishedManifest],
	]),
	open: async () =>
		createZipProvider({ zip: openZip(memoryAccess(release.zip, 'pack.zip')), name: 'zip:pack.zip', crypto }),
});

describe('createZipProvider()', () => {
	it('does not serve what only the manifest lists', () => {
		const provider = createZipProvider({ zip: zipOf(entries()), name: 'zip:pack.zip', crypto });
		expect(provider.read(keyOfPath('/base.collectionc'))).toBeUndefined();
	});

	it('serves a part of the content with the whole manifest', () => {
		const { [release.digestOf('/tiny.goc')]: _, ...rest } = entries();
		const provider = createZipProvider({ zip: zipOf(rest), name: 'zip:pack.zip', crypto });
		expect(provider.read(keyOfPath('/tiny.goc'))).toBeUndefined();
		expect(provider.read(keyOfPath('/room.collectionc'))).toEqual(encodeUtf8(LONG));
	});

	it('serves other files under their names, in place of a resource of that name', () => {
		const zip = zipOf({ ...entries(), 'metadata.json': encodeUtf8('{}'), 'tiny.goc': encodeUtf8('replaced') });
		const provider = createZipProvider({ zip, name: 'zip:pack.zip', crypto });
		expect(provider.read(keyOfPath('/metadata.json'))).toEqual(encodeUtf8('{}'));
		expect(provider.read(keyOfPath('/tiny.goc'))).toEqual(encodeUtf8('replaced'));
	});

	it('does not serve a blob under its digest', () => {
		const provider = createZipProvider({ zip: zipOf(entries()), name: 'zip:pack.zip', crypto });
		expect(provider.read(keyOfPath(`/${release.digestOf('/tiny.goc')}`))).toBeUndefined();
	});

	it('refuses a zip without a manifest', () => {
		const zip = zipOf({ 'readme.txt': encodeUtf8('hello') });
		expect(() => createZipProvider({ zip, name: 'zip:pack.zip', crypto })).toThrow(
			'zip:pack.zip: expected an entry liveupdate.game.dmanifest, found none',
		);
	});

	it('refuses the whole pack, naming the resource, when a byte of it was changed', () => {
		const changed = entries();
		const name = release.digestOf('/room.collectionc');
		const blob = (changed[name] as Uint8Array).slice();
		blob[20] = (blob[20] as number) ^ 1;
		changed[name] = blob;
		const provider = createZipProvider({ zip: zipOf(changed), name: 'zip:pack.zip', crypto });
		expect(() => [...(provider.verify?.() ?? [])]).toThrow(
			expect.objectContaining({
				code: 'digest-mismatch',
				message: expect.stringContaining('/room.collectionc in zip:pack.zip: expected SHA1'),
			}),
		);
		expect(provider.read(keyOfPath('/tiny.goc'))).toEqual(encodeUtf8('x'));
		const careful = createZipProvider({ zip: zipOf(changed), name: 'zip:pack.zip', crypto, verifyReads: true });
		expect(() => careful.read(keyOfPath('/room.collectionc'))).toThrow(
			expect.objectContaining({ code: 'digest-mismatch' }),
		);
	});
});
