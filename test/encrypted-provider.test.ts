import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createSealedProvider, seal } from '../examples/encrypted-provider/encrypted-provider.ts';
import { decodeUtf8, encodeUtf8 } from '../src/bytes/index.ts';
import { createLiveUpdate } from '../src/liveupdate/index.ts';
import { nodeCrypto, nodeProviders } from '../src/node/index.ts';
import { createMounts, keyOfPath, parseMountUri } from '../src/resource/index.ts';
import { testProvider } from '../src/resource/provider-contract.ts';
import { makeRelease, sampleKeys } from './sample-release.ts';

const folder = mkdtempSync(join(tmpdir(), 'livemount-sealed-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const key = randomBytes(32);
const content = {
	'/room.collectionc': { bytes: 'room', excluded: true },
	'/b.goc': { bytes: 'object', excluded: true },
};
const release = makeRelease(content);
const file = join(folder, 'rooms.sealed');
writeFileSync(file, seal(release.zip, key));

testProvider({
	name: 'example of an encrypted',
	known: new Map([
		['/room.collectionc', encodeUtf8('room')],
		['/b.goc', encodeUtf8('object')],
		['/liveupdate.game.dmanifest', release.publishedManifest],
	]),
	open: () =>
		createSealedProvider(key)({
			uri: parseMountUri(`sealed:${file}`),
			name: `sealed:${file}`,
			crypto: nodeCrypto,
			verify: 'mount',
			acceptManifest: () => undefined,
		}),
});

describe('the example of an encrypted provider', () => {
	const start = async (secret: Uint8Array) => {
		const mounts = createMounts();
		const live = await createLiveUpdate({
			era: 'C',
			engineVersion: '1.11.2',
			mounts,
			bundle: release.bundle,
			crypto: nodeCrypto,
			providers: new Map([...nodeProviders(), ['sealed', createSealedProvider(secret)]]),
			log: () => undefined,
		});
		return { live, mounts };
	};

	it('is mounted by its scheme and verified like any other', async () => {
		const { live, mounts } = await start(key);
		await live.addMount({ name: 'rooms', uri: `sealed:${file}`, priority: 10 });
		expect(decodeUtf8(mounts.read(keyOfPath('/room.collectionc')) as Uint8Array)).toBe('room');
		const foreign = join(folder, 'foreign.sealed');
		writeFileSync(foreign, seal(makeRelease(content, { keys: sampleKeys(true) }).zip, key));
		await expect(live.addMount({ name: 'foreign', uri: `sealed:${foreign}`, priority: 11 })).rejects.toMatchObject({
			code: 'signature-mismatch',
		});
	});

	it('opens nothing with another key', async () => {
		const { live } = await start(randomBytes(32));
		await expect(live.addMount({ name: 'rooms', uri: `sealed:${file}`, priority: 10 })).rejects.toThrow();
	});
});
