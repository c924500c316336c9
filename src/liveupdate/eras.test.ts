import { beforeEach, describe, expect, it } from 'vitest';
import { createMemoryStorage, type MemoryStorage } from '../../test/memory-storage.ts';
import { packProviders } from '../../test/pack-providers.ts';
import { makeRelease, type SampleRelease, sampleKeys } from '../../test/sample-release.ts';
import { concatBytes, decodeUtf8, encodeUtf8, hash64 } from '../bytes/index.ts';
import { createZipWriter, portableCrypto as crypto } from '../formats/index.ts';
import { createArchiveProvider, createMounts, keyOfPath, type Mounts } from '../resource/index.ts';
import { createLiveUpdate, type LiveUpdate, type LiveUpdateOptions } from './client.ts';
import { DEVICE_FILES } from './device-files.ts';
import { LiveUpdateError } from './error.ts';
import type { LogEntry } from './log.ts';

const RESOURCES = {
	'/main.collectionc': { bytes: 'main' },
	'/main.luac': { bytes: 'return 1' },
	'/room.collectionc': { bytes: 'room', excluded: true, needs: ['/picture.texturec'] },
	'/picture.texturec': { bytes: 'picture '.repeat(100), excluded: true },
} as const;
const release = makeRelease(RESOURCES);
/** The same app, updated: another bundle, one excluded resource changed. */
const updated = makeRelease({
	...RESOURCES,
	'/main.collectionc': { bytes: 'main of the update' },
	'/room.collectionc': { bytes: 'room of the update', excluded: true, needs: ['/picture.texturec'] },
});
const ROOM = hash64('/room.collectionc');

let storage: MemoryStorage;
let log: LogEntry[];
let packs: Map<string, Uint8Array>;
beforeEach(() => {
	storage = createMemoryStorage();
	log = [];
	packs = new Map([
		['/rooms.zip', release.zip],
		['/foreign.zip', makeRelease(RESOURCES, { keys: sampleKeys(true) }).zip],
	]);
});

type Started = { live: LiveUpdate; mounts: Mounts; read: (path: string) => string | undefined };

async function start(options: Partial<LiveUpdateOptions> & { of?: SampleRelease } = {}): Promise<Started> {
	const { of = release, ...rest } = options;
	const mounts = createMounts();
	const { manifest, index, data } = of.bundle;
	const base = createArchiveProvider({ manifest, index, data, crypto });
	mounts.add({ name: '_base', priority: -10, uri: 'archive:game.dmanifest', provider: base, persistent: false });
	const live = await createLiveUpdate({
		era: 'B',
		engineVersion: '1.11.2',
		mounts,
		bundle: of.bundle,
		storage,
		crypto,
		log: (entry) => log.push(entry),
		providers: packProviders(packs),
		...rest,
	});
	return {
		live,
		mounts,
		read: (path) => {
			const bytes = mounts.read(keyOfPath(path));
			return bytes && decodeUtf8(bytes);
		},
	};
}

const messages = (): string[] => log.map(({ message }) => message);
const missing = ({ live }: Started): string[] =>
	live.dependencies(ROOM, { onlyMissing: true, includeRequested: true }).map(({ hexDigest }) => hexDigest);
const storeAll = ({ live }: Started, of = release): Promise<unknown> =>
	Promise.all([...of.blobs].map(([hexDigest, bytes]) => live.storeResource({ hexDigest, bytes })));

describe('era A', () => {
	const era = { era: 'A' } as const;

	it('uses a stored archive after a restart, by reference', async () => {
		const first = await start(era);
		await first.live.storeArchive('/rooms.zip');
		expect(first.read('/room.collectionc')).toBeUndefined();
		expect(decodeUtf8(storage.files.get(DEVICE_FILES.referenceTmp) as Uint8Array)).toBe('/rooms.zip');
		const second = await start(era);
		expect(second.read('/room.collectionc')).toBe('room');
		expect(second.live.isUsingLiveUpdateData()).toBe(true);
		expect(storage.files.has(DEVICE_FILES.referenceTmp)).toBe(false);
		expect(storage.files.has(DEVICE_FILES.reference)).toBe(true);
		expect((await start(era)).read('/room.collectionc')).toBe('room');
	});

	it('says that a zip to store does not exist, and refuses one of another publisher unless told not to look', async () => {
		const { live } = await start(era);
		await expect(live.storeArchive('/nothing.zip')).rejects.toThrow("File does not exist: '/nothing.zip'");
		await expect(live.storeArchive('/foreign.zip')).rejects.toMatchObject({ code: 'signature-mismatch' });
		expect(storage.files.has(DEVICE_FILES.referenceTmp)).toBe(false);
	});

	it('writes bundle.ver beside a stored manifest, and drops that manifest after an update of the app', async () => {
		const first = await start(era);
		await storeAll(first);
		await first.live.storeManifest(release.publishedManifest);
		expect(storage.files.get(DEVICE_FILES.bundleVersion)).toEqual(release.bundle.manifest.signature);
		await start(era);
		const second = await start({ ...era, of: updated });
		expect(storage.files.has(DEVICE_FILES.manifest)).toBe(false);
		expect(missing(second)).toEqual([updated.digestOf('/room.collectionc')]);
		expect(second.live.storedResources()).toHaveLength(release.blobs.size);
	});

	it('has no mounts for scripts and forgets none of what an engine of its kind left', async () => {
		const first = await start(era);
		await storeAll(first);
		const index = storage.files.get(DEVICE_FILES.index) as Uint8Array;
		expect(new DataView(index.buffer, index.byteOffset).getUint32(0)).toBe(4);
		expect(first.mounts.list().map(({ name }) => name)).toEqual(['liveupdate', '_base']);
	});
});

describe('era B after era A', () => {
	it('takes over a stored zip, says so, and removes what it needs no more', async () => {
		await (await start({ era: 'A' })).live.storeArchive('/rooms.zip');
		const { mounts, read } = await start();
		expect(mounts.get('liveupdate')).toMatchObject({ uri: 'zip:/rooms.zip', priority: 10 });
		expect(read('/room.collectionc')).toBe('room');
		expect(messages()).toContain("Created zip mount from '/rooms.zip'");
		expect(messages()).toContain("Removed legacy file 'memory/liveupdate.ref'");
		expect(messages()).toContain("Removed legacy file 'memory/bundle.ver'");
		expect(storage.files.has(DEVICE_FILES.reference)).toBe(false);
		expect(decodeUtf8(storage.files.get(DEVICE_FILES.mounts) as Uint8Array)).toBe(
			'VERSION@,@1\nMOUNT@,@10@,@liveupdate@,@zip:/rooms.zip\n',
		);
		expect((await start()).read('/room.collectionc')).toBe('room');
	});

	it('takes over stored resources; engines delete them, and so does quirks', async () => {
		await storeAll(await start({ era: 'A' }));
		const files = new Map(storage.files);
		const careful = await start();
		expect(missing(careful)).toEqual([]);
		expect(messages()).toContain("Created mutable archive mount from 'memory/liveupdate.arci'");
		storage = createMemoryStorage();
		for (const [name, bytes] of files) storage.files.set(name, bytes);
		const faithful = await start({ quirks: true });
		expect(missing(faithful)).toHaveLength(2);
		expect(messages()).toContain("Removed legacy file 'memory/liveupdate.arci'");
	});

	it('keeps a zip and single resources side by side', async () => {
		const started = await start();
		await storeAll(started);
		await started.live.storeArchive('/rooms.zip');
		expect(started.mounts.list().map(({ name }) => name)).toEqual(['liveupdate_mutable', 'liveupdate', '_base']);
		const names = (await start()).mounts.list().map(({ name }) => name);
		expect(new Set(names)).toEqual(new Set(['liveupdate', 'liveupdate_mutable', '_base']));
	});
});

describe('mounts of era B', () => {
	it('are not made at the start when the project says so', async () => {
		await (await start()).live.addMount({ name: 'rooms', uri: 'zip:/rooms.zip', priority: 5 });
		const { mounts } = await start({ mountOnStart: false });
		expect(mounts.get('rooms')).toBeUndefined();
		expect(messages()).toContain('LiveUpdate resource mounts disabled.');
	});

	it('are logged when their lines are no mounts, and the others are made', async () => {
		await (await start()).live.addMount({ name: 'rooms', uri: 'zip:/rooms.zip', priority: 5 });
		const text = decodeUtf8(storage.files.get(DEVICE_FILES.mounts) as Uint8Array);
		storage.files.set(DEVICE_FILES.mounts, encodeUtf8(`${text}MOUNT@,@x\n`));
		const { mounts } = await start();
		expect(mounts.get('rooms')).toBeDefined();
		expect(messages()).toContain("Found invalid line in mounts file: 'MOUNT@,@x'");
		storage.files.set(DEVICE_FILES.mounts, encodeUtf8('VERSION@,@7\n'));
		await start();
		expect(messages().some((message) => message.startsWith('Failed to read mounts file'))).toBe(true);
	});

	it('of one name twice are refused; engines say OK and drop the second, and so does quirks', async () => {
		const careful = await start();
		await careful.live.addMount({ name: 'rooms', uri: 'zip:/rooms.zip', priority: 5 });
		await expect(careful.live.addMount({ name: 'rooms', uri: 'zip:/rooms.zip', priority: 9 })).rejects.toMatchObject({
			code: 'invalid',
			message: "Mount with name already exists: 'rooms'",
		});
		const faithful = await start({ quirks: true });
		await faithful.live.addMount({ name: 'rooms', uri: 'zip:/rooms.zip', priority: 9 });
		expect(faithful.mounts.get('rooms')?.priority).toBe(5);
		expect(messages()).toContain("Failed to add mount for 'rooms': Mount with name already exists: 'rooms'");
	});

	it('stay gone when removed; with engines they come back, and so they do with quirks', async () => {
		for (const [quirks, comesBack] of [
			[false, false],
			[true, true],
		] as const) {
			storage = createMemoryStorage();
			const { live } = await start({ quirks });
			await live.addMount({ name: 'rooms', uri: 'zip:/rooms.zip', priority: 5 });
			expect(live.removeMount('rooms')).toBe(true);
			await live.idle();
			expect((await start({ quirks })).mounts.get('rooms') !== undefined).toBe(comesBack);
		}
	});

	it('with names that cannot be kept are refused', async () => {
		const { live, mounts } = await start();
		for (const name of ['a@b', 'a,b', 'x'.repeat(65), '']) {
			await expect(live.addMount({ name, uri: 'zip:/rooms.zip', priority: 1 })).rejects.toMatchObject({
				code: 'invalid',
			});
		}
		await expect(live.addMount({ name: 'a', uri: 'zip:/rooms.zip', priority: -1 })).rejects.toThrow(
			'Priority needs to be a positive number: -1',
		);
		expect(mounts.list()).toHaveLength(1);
	});

	it('are not there when they cannot be kept', async () => {
		const { live, mounts } = await start();
		storage.beforeWrite = (_, name) => {
			if (name === DEVICE_FILES.mounts) throw new LiveUpdateError('disk-full', 'no space left on the device');
		};
		await expect(live.addMount({ name: 'rooms', uri: 'zip:/rooms.zip', priority: 1 })).rejects.toMatchObject({
			code: 'disk-full',
		});
		expect(mounts.get('rooms')).toBeUndefined();
		storage.beforeWrite = () => undefined;
		await live.addMount({ name: 'rooms', uri: 'zip:/rooms.zip', priority: 1 });
		expect(mounts.get('rooms')).toBeDefined();
	});

	it('find their file again when the folder of the app has moved', async () => {
		packs.set('memory/packs/rooms.zip', release.zip);
		const lines = 'VERSION@,@1\nMOUNT@,@5@,@rooms@,@zip:/old/container/memory/packs/rooms.zip\n';
		storage.files.set(DEVICE_FILES.mounts, encodeUtf8(lines));
		expect((await start()).mounts.get('rooms')?.uri).toBe('zip:memory/packs/rooms.zip');
	});
});

describe('a resource that cannot be read', () => {
	it('is an error; engines of 2023 gave whatever was in memory, and zeros come with quirks', async () => {
		await storeAll(await start());
		const data = (storage.files.get(DEVICE_FILES.data) as Uint8Array).slice();
		data.fill(0xee);
		storage.files.set(DEVICE_FILES.data, data);
		const careful = await start();
		expect(() => careful.read('/room.collectionc')).toThrow(expect.objectContaining({ code: 'digest-mismatch' }));
		const faithful = await start({ quirks: true });
		expect(faithful.read('/room.collectionc')).toBe('\0\0\0\0');
	});
});

describe('era C', () => {
	it('keeps nothing, ignores what is kept, and leaves old files alone', async () => {
		const old = await start();
		await storeAll(old);
		await old.live.addMount({ name: 'rooms', uri: 'zip:/rooms.zip', priority: 5 });
		const files = new Map(storage.files);
		const { live, mounts } = await start({ era: 'C' });
		expect(mounts.list().map(({ name }) => name)).toEqual(['_base']);
		await live.addMount({ name: 'other', uri: 'zip:/rooms.zip', priority: 5 });
		for (const [name, bytes] of files) expect(storage.files.get(name)).toEqual(bytes);
		await expect(live.storeResource({ hexDigest: 'a', bytes: new Uint8Array(20) })).rejects.toMatchObject({
			code: 'not-initialized',
		});
	});

	it('knows whether the bundle was built with content left out', async () => {
		expect((await start({ era: 'C' })).live.isBuiltWithExcludedFiles()).toBe(true);
		const whole = makeRelease({ '/main.collectionc': { bytes: 'main' } });
		expect((await start({ era: 'C', of: whole })).live.isBuiltWithExcludedFiles()).toBe(false);
	});
});

describe('an update of the app in era B', () => {
	it('drops the stored manifest, keeps every stored resource and needs only what changed', async () => {
		const first = await start();
		await storeAll(first);
		await first.live.storeManifest(release.publishedManifest);
		const second = await start({ of: updated });
		expect(storage.files.has(DEVICE_FILES.manifest)).toBe(false);
		expect(missing(second)).toEqual([updated.digestOf('/room.collectionc')]);
		await storeAll(second, updated);
		expect(second.read('/room.collectionc')).toBe('room of the update');
		expect(second.read('/picture.texturec')).toBe(RESOURCES['/picture.texturec'].bytes);
	});

	it('does not bring back scripts of the bundle before through an old pack', async () => {
		const old = makeRelease({ ...RESOURCES, '/main.luac': { bytes: 'return 1', excluded: true } });
		packs.set('/old.zip', old.zip);
		const { live } = await start({ of: makeRelease({ ...RESOURCES, '/main.luac': { bytes: 'return 2' } }) });
		const mount = { name: 'old', uri: 'zip:/old.zip', priority: 5 };
		await expect(live.addMount(mount)).rejects.toMatchObject({ code: 'shadows-bundle' });
		const lenient = await start({ allowShadowing: true });
		await lenient.live.addMount(mount);
	});
});

describe('a disk that cannot be written', () => {
	it.each(['A', 'B', 'C'] as const)(
		'lets the game start in era %s, with what is stored, and storing fails with its code',
		async (era) => {
			if (era !== 'C') await storeAll(await start({ era }));
			storage.beforeWrite = () => {
				throw new LiveUpdateError('read-only', 'the file system is read-only');
			};
			const started = await start({ era, of: updated });
			if (era === 'C') return;
			expect(started.read('/picture.texturec')).toBe(RESOURCES['/picture.texturec'].bytes);
			expect(messages()).toContain('the file system is read-only');
			const hexDigest = updated.digestOf('/room.collectionc');
			const bytes = updated.blobs.get(hexDigest) as Uint8Array;
			await expect(started.live.storeResource({ hexDigest, bytes })).rejects.toMatchObject({ code: 'read-only' });
			await expect(started.live.storeManifest(updated.publishedManifest)).rejects.toMatchObject({ code: 'read-only' });
		},
	);
});

describe('a store that was changed by hand', () => {
	const everyFile = (change: (bytes: Uint8Array) => Uint8Array): void => {
		for (const [name, bytes] of [...storage.files]) storage.files.set(name, change(bytes));
	};

	it.each([
		['deleted', () => storage.files.clear()],
		['robbed of its data', () => storage.files.delete(DEVICE_FILES.data)],
		['robbed of its index', () => storage.files.delete(DEVICE_FILES.index)],
		['emptied', () => everyFile(() => new Uint8Array())],
		['cut in half', () => everyFile((bytes) => bytes.slice(0, bytes.length >> 1))],
	])('that is %s is started from, tells what is missing, and is filled again', async (_, harm) => {
		const first = await start();
		await storeAll(first);
		await first.live.storeManifest(release.publishedManifest);
		harm();
		const second = await start();
		expect(missing(second).length).toBeGreaterThan(0);
		await storeAll(second);
		expect(missing(second)).toEqual([]);
		const third = await start();
		expect(missing(third)).toEqual([]);
		expect(third.read('/room.collectionc')).toBe('room');
	});
});

describe('attacks', () => {
	const zipOf = (entries: Readonly<Record<string, Uint8Array>>): Uint8Array => {
		const parts: Uint8Array[] = [];
		const writer = createZipWriter((part) => parts.push(part.slice()));
		for (const [name, bytes] of Object.entries(entries)) writer.add(name, bytes, { level: 1 });
		writer.finish();
		return concatBytes(parts);
	};
	const manifestName = 'liveupdate.game.dmanifest';
	const numbered = (number: number, options: Parameters<typeof makeRelease>[1] = {}): SampleRelease =>
		makeRelease(
			{ ...RESOURCES, '/room.collectionc': { bytes: `room ${number}`, excluded: true } },
			{ releaseNumber: number, ...options },
		);
	const mount = (bytes: Uint8Array, options: Partial<LiveUpdateOptions> = {}): Promise<unknown> => {
		packs.set('/pack.zip', bytes);
		return start(options).then(({ live }) => live.addMount({ name: 'pack', uri: 'zip:/pack.zip', priority: 1 }));
	};

	it.each([
		['of another key', () => packs.get('/foreign.zip') as Uint8Array, 'signature-mismatch'],
		[
			'made for another engine',
			() => makeRelease(RESOURCES, { engineVersion: '1.2.3' }).zip,
			'engine-version-mismatch',
		],
		[
			'with a blob that was changed',
			() => {
				const blobs = new Map(release.blobs);
				const digest = release.digestOf('/room.collectionc');
				const blob = (blobs.get(digest) as Uint8Array).slice();
				blob[17] = (blob[17] as number) ^ 1;
				return zipOf({ ...Object.fromEntries(blobs), [digest]: blob, [manifestName]: release.publishedManifest });
			},
			'digest-mismatch',
		],
		[
			'with an extra file in the place of a bundled resource',
			() => zipOf({ 'main.collectionc': encodeUtf8('evil'), [manifestName]: release.publishedManifest }),
			'shadows-bundle',
		],
		[
			'with an extra file in the place of a signed one',
			() =>
				zipOf({
					...Object.fromEntries(release.blobs),
					'room.collectionc': encodeUtf8('evil'),
					[manifestName]: release.publishedManifest,
				}),
			'shadows-listed',
		],
		[
			'mixed of two releases',
			() =>
				zipOf({
					...Object.fromEntries(numbered(1).blobs),
					...Object.fromEntries(numbered(2).blobs),
					[manifestName]: numbered(2).publishedManifest,
				}),
			'foreign-content',
		],
		['without a manifest', () => zipOf({ 'readme.txt': encodeUtf8('hello') }), 'missing-manifest'],
		['that is none', () => encodeUtf8('<!doctype html><title>404</title>'), 'invalid'],
	])('a pack %s is refused', async (_, make, code) => {
		await expect(mount(make())).rejects.toMatchObject({ code });
	});

	it('an older release than one that was seen is refused, as a pack and as a manifest, until it says it is a rollback', async () => {
		const bundle = numbered(1);
		const first = await start({ of: bundle });
		await first.live.storeManifest(numbered(5).publishedManifest);
		const again = await start({ of: bundle });
		await expect(again.live.storeManifest(numbered(4).publishedManifest)).rejects.toMatchObject({ code: 'downgrade' });
		await expect(again.live.storeManifest(release.publishedManifest)).rejects.toMatchObject({ code: 'downgrade' });
		await again.live.storeManifest(numbered(4, { rollbackFrom: 5 }).publishedManifest);
		await expect(again.live.storeManifest(numbered(5).publishedManifest)).rejects.toMatchObject({ code: 'downgrade' });
		await again.live.storeManifest(numbered(6).publishedManifest);
		await mount(numbered(8).zip, { of: bundle } as Partial<LiveUpdateOptions>);
		const { live } = await start({ of: bundle });
		live.removeMount('pack');
		packs.set('/pack.zip', numbered(7).zip);
		await expect(live.addMount({ name: 'pack', uri: 'zip:/pack.zip', priority: 1 })).rejects.toMatchObject({
			code: 'downgrade',
		});
	});

	it('a blob whose header lies about its size or coding is refused', async () => {
		const { live } = await start();
		const hexDigest = release.digestOf('/picture.texturec');
		const blob = release.blobs.get(hexDigest) as Uint8Array;
		for (const at of [0, 3, 4]) {
			const bytes = blob.slice();
			bytes[at] = (bytes[at] as number) ^ 2;
			await expect(live.storeResource({ hexDigest, bytes })).rejects.toMatchObject({ code: 'invalid-header' });
		}
		await expect(
			live.storeResource({ hexDigest, bytes: concatBytes([blob, new Uint8Array(1)]) }),
		).rejects.toMatchObject({
			code: 'invalid-resource',
		});
	});
});
