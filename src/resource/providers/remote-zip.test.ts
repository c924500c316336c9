import { describe, expect, it } from 'vitest';
import { createMemoryServer } from '../../../test/memory-fetch.ts';
import { makeRelease } from '../../../test/sample-release.ts';
import { encodeUtf8 } from '../../bytes/index.ts';
import { portableCrypto as crypto } from '../../formats/index.ts';
import { testProvider } from '../provider-contract.ts';
import { keyOfPath } from '../resource-key.ts';
import { openRemoteZip } from './remote-zip.ts';
import { LIVE_UPDATE_MANIFEST_NAME } from './zip.ts';

const noise = (seed: number, length: number): Uint8Array => {
	let state = seed;
	return Uint8Array.from({ length }, () => {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		return state >>> 24;
	});
};
const contents = new Map([
	['/room.collectionc', encodeUtf8('room '.repeat(300))],
	...Array.from({ length: 20 }, (_, at): [string, Uint8Array] => [`/picture${at}.texturec`, noise(at + 1, 40_000)]),
]);
const release = makeRelease(
	Object.fromEntries([...contents].map(([path, bytes]) => [path, { bytes, excluded: true, encrypt: path < '/q' }])),
);
const url = 'http://host/pack.zip';
const serve = (zip = release.zip) => createMemoryServer(new Map([[url, zip]]));

testProvider({
	name: 'zip over HTTP',
	known: new Map([...contents, [`/${LIVE_UPDATE_MANIFEST_NAME}`, release.publishedManifest]]),
	open: () => openRemoteZip({ fetch: serve().fetch, url, crypto }),
});

describe('openRemoteZip()', () => {
	it('never downloads the whole', async () => {
		const server = serve();
		const provider = await openRemoteZip({ fetch: server.fetch, url, crypto });
		expect(server.sentBytes).toBeLessThan(80_000);
		await provider.prepare?.([keyOfPath('/picture3.texturec'), keyOfPath('/not/mine.goc')]);
		expect(
			Buffer.from(contents.get('/picture3.texturec') as Uint8Array).equals(
				provider.read(keyOfPath('/picture3.texturec')) as Uint8Array,
			),
		).toBe(true);
		expect(server.sentBytes).toBeLessThan(80_000 + 50_000);
		const unprepared = [...contents.keys()].filter((path) => {
			try {
				provider.read(keyOfPath(path));
				return false;
			} catch (error) {
				expect(error).toMatchObject({ code: 'not-ready' });
				return true;
			}
		});
		expect(unprepared.length).toBeGreaterThan(10);
	});

	it('notices that the zip is another one now', async () => {
		const zip = release.zip.slice();
		const server = serve(zip);
		const provider = await openRemoteZip({ fetch: server.fetch, url, crypto });
		zip[200_000] = (zip[200_000] as number) ^ 1;
		await expect(provider.prepare?.([...contents.keys()].map(keyOfPath))).rejects.toMatchObject({ code: 'changed' });
	});

	it('says that there is no zip, and does not take a web page for one', async () => {
		const server = createMemoryServer(new Map([[url, encodeUtf8('<!doctype html><title>Not found</title>')]]));
		await expect(openRemoteZip({ fetch: server.fetch, url, crypto })).rejects.toMatchObject({ code: 'invalid' });
		await expect(openRemoteZip({ fetch: server.fetch, url: 'http://host/other.zip', crypto })).rejects.toMatchObject({
			code: 'not-found',
		});
	});
});
