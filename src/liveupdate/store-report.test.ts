import { describe, expect, it } from 'vitest';
import { createMemoryStorage } from '../../test/memory-storage.ts';
import { makeRelease } from '../../test/sample-release.ts';
import { encodeUtf8 } from '../bytes/index.ts';
import { portableCrypto as crypto } from '../formats/index.ts';
import { createMounts } from '../resource/index.ts';
import { createLiveUpdate } from './client.ts';
import { DEVICE_FILES } from './device-files.ts';
import { createDryStorage } from './dry-storage.ts';
import { testStorage } from './storage-contract.ts';
import { clearStore, reportStore, verifyStore } from './store-report.ts';

testStorage('dry', async () => createDryStorage(createMemoryStorage()));

const release = makeRelease({
	'/main.collectionc': { bytes: 'main' },
	'/a.goc': { bytes: 'first', excluded: true },
	'/b.goc': { bytes: 'second '.repeat(50), excluded: true },
});

async function filled() {
	const storage = createMemoryStorage();
	const live = await createLiveUpdate({
		era: 'B',
		mounts: createMounts(),
		bundle: release.bundle,
		storage,
		crypto,
		providers: new Map(),
		log: () => undefined,
	});
	for (const [hexDigest, bytes] of release.blobs) await live.storeResource({ hexDigest, bytes });
	await live.storeManifest(release.publishedManifest);
	return storage;
}

describe('a report of a store', () => {
	it('tells what was stored and that it is as it should be', async () => {
		const storage = await filled();
		const report = await reportStore(storage);
		expect(report.resources.map(({ hexDigest }) => hexDigest).sort()).toEqual([...release.blobs.keys()].sort());
		expect(report.manifest).toMatchObject({ version: 5, entryCount: 3 });
		expect(report.mounts).toEqual([{ name: 'liveupdate', priority: 10, uri: 'mutable:memory/liveupdate.arci' }]);
		expect(report.faults).toEqual([]);
		expect(await verifyStore({ storage, crypto })).toEqual([]);
	});

	it('names what was changed, cut off or cannot be read', async () => {
		const storage = await filled();
		const data = (storage.files.get(DEVICE_FILES.data) as Uint8Array).slice(0, -1);
		data[0] = (data[0] as number) ^ 1;
		storage.files.set(DEVICE_FILES.data, data);
		storage.files.set(DEVICE_FILES.manifest, encodeUtf8('nonsense'));
		const faults = await verifyStore({ storage, crypto });
		expect(faults).toHaveLength(3);
		expect(faults[0]).toContain('memory/liveupdate.dmanifest');
		expect(faults[1]).toMatch(/liveupdate\.arcd: expected [0-9a-f]{40}, found [0-9a-f]{40}/);
		expect(faults[2]).toMatch(/ends at byte \d+, the file at \d+/);
		storage.files.delete(DEVICE_FILES.data);
		expect((await verifyStore({ storage, crypto })).at(-1)).toContain('expected 2 resources, found no file');
	});

	it('is empty after clearing, which keeps saves and what protects against older releases', async () => {
		const storage = await filled();
		storage.files.set('saved.dat', encodeUtf8('mine'));
		const gone = await clearStore({ storage });
		expect(gone).toEqual(expect.arrayContaining([DEVICE_FILES.index, DEVICE_FILES.data, DEVICE_FILES.mounts]));
		expect([...storage.files.keys()].sort()).toEqual([DEVICE_FILES.state, 'saved.dat']);
		expect((await reportStore(storage)).resources).toEqual([]);
		await clearStore({ storage, forget: true });
		expect([...storage.files.keys()]).toEqual(['saved.dat']);
	});
});
