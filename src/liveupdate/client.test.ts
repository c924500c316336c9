import { beforeEach, describe, expect, it } from 'vitest';
import { createMemoryStorage, type MemoryStorage } from '../../test/memory-storage.ts';
import { packProviders } from '../../test/pack-providers.ts';
import { makeRelease, type SampleRelease, sampleKeys } from '../../test/sample-release.ts';
import { decodeUtf8, encodeUtf8, hash64 } from '../bytes/index.ts';
import { portableCrypto as crypto } from '../formats/index.ts';
import { createArchiveProvider, createMounts, keyOfPath, type Mounts } from '../resource/index.ts';
import { createLiveUpdate, type LiveUpdate, type LiveUpdateOptions } from './client.ts';
import { DEVICE_FILES } from './device-files.ts';
import { LiveUpdateError } from './error.ts';
import type { LogEntry } from './log.ts';

import { LIVEUPDATE_RESULT, resultOfError } from './result.ts';

const RESOURCES = {
	'/main.collectionc': { bytes: 'main' },
	'/room.collectionc': { bytes: 'room', excluded: true, needs: ['/picture.texturec', '/room.scriptc'] },
	'/picture.texturec': { bytes: 'picture '.repeat(100), excluded: true },
	'/room.scriptc': { bytes: 'print("room") '.repeat(20), excluded: true, encrypt: true },
} as const;

const release = makeRelease(RESOURCES);
const ROOM = hash64('/room.collectionc');

let storage: MemoryStorage;
let log: LogEntry[];
let packs: Map<string, Uint8Array>;

beforeEach(() => {
	storage = createMemoryStorage();
	log = [];
	packs = new Map([['/rooms.zip', release.zip]]);
});

async function start(
	options: Partial<LiveUpdateOptions> & { of?: SampleRelease } = {},
): Promise<{ live: LiveUpdate; mounts: Mounts; read: (path: string) => string | undefined }> {
	const { of = release, ...rest } = options;
	const mounts = createMounts();
	const { manifest, index, data } = of.bundle;
	const base = createArchiveProvider({ manifest, index, data, crypto });
	mounts.add({ name: '_base', priority: -10, uri: 'archive:game.dmanifest', provider: base, persistent: false });
	const live = await createLiveUpdate({
		era: 'B',
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

const missing = (live: LiveUpdate): string[] =>
	live.dependencies(ROOM, { onlyMissing: true, includeRequested: true }).map(({ hexDigest }) => hexDigest);

const storeAll = (live: LiveUpdate): Promise<unknown> =>
	Promise.all([...release.blobs].map(([hexDigest, bytes]) => live.storeResource({ hexDigest, bytes })));

describe('storing single resources', () => {
	it('makes them readable, and nothing is missing any more', async () => {
		const { live, read } = await start();
		expect(missing(live)).toHaveLength(3);
		expect(read('/room.collectionc')).toBeUndefined();
		await storeAll(live);
		expect(missing(live)).toEqual([]);
		expect(read('/room.scriptc')).toBe(RESOURCES['/room.scriptc'].bytes);
		expect(read('/picture.texturec')).toBe(RESOURCES['/picture.texturec'].bytes);
		expect(live.isUsingLiveUpdateData()).toBe(true);
	});

	it('keeps them for the next start', async () => {
		await storeAll((await start()).live);
		const { live, read, mounts } = await start();
		expect(missing(live)).toEqual([]);
		expect(read('/room.collectionc')).toBe('room');
		expect(mounts.list().map(({ name, priority }) => [name, priority])).toEqual([
			['liveupdate', 10],
			['_base', -10],
		]);
	});

	it.each([0, 5, 16, 17])(
		'refuses one whose byte %i from the end was changed, and keeps the others',
		async (fromEnd) => {
			const { live, read } = await start();
			const hexDigest = release.digestOf('/picture.texturec');
			const bytes = (release.blobs.get(hexDigest) as Uint8Array).slice();
			const at = bytes.length - 1 - Math.min(fromEnd, bytes.length - 17);
			bytes[at] = (bytes[at] as number) ^ 1;
			const room = release.digestOf('/room.collectionc');
			const [refused, stored] = await Promise.allSettled([
				live.storeResource({ hexDigest, bytes }),
				live.storeResource({ hexDigest: room, bytes: release.blobs.get(room) as Uint8Array }),
			]);
			expect(refused).toMatchObject({
				status: 'rejected',
				reason: { code: 'invalid-resource', message: expect.stringContaining(`resource ${hexDigest}: expected SHA1`) },
			});
			expect(stored.status).toBe('fulfilled');
			expect(read('/room.collectionc')).toBe('room');
			expect(read('/picture.texturec')).toBeUndefined();
		},
	);

	it('refuses data shorter than its header', async () => {
		const { live } = await start();
		await expect(live.storeResource({ hexDigest: 'ab', bytes: new Uint8Array(9) })).rejects.toThrow(
			'The liveupdate resource could not be verified, header information is missing for resource: ab',
		);
	});

	it('writes what is stored twice only once', async () => {
		const { live } = await start();
		await storeAll(live);
		const size = storage.files.get(DEVICE_FILES.data)?.length;
		await storeAll(live);
		expect(storage.files.get(DEVICE_FILES.data)?.length).toBe(size);
	});

	it('writes the index after the data, once for what arrived together', async () => {
		const { live } = await start();
		const writes: string[] = [];
		storage.beforeWrite = (kind, name) => {
			if (name !== DEVICE_FILES.mounts) writes.push(`${kind} ${name}`);
		};
		await storeAll(live);
		expect(writes.slice(0, 3)).toEqual([
			`append ${DEVICE_FILES.data}`,
			`sync ${DEVICE_FILES.data}`,
			`replace ${DEVICE_FILES.index}`,
		]);
		expect(writes.filter((write) => write.startsWith('append')).length).toBeLessThanOrEqual(2);
	});

	it.each(['append', 'sync', 'replace'] as const)('keeps the state before when the disk fails to %s', async (kind) => {
		await storeAll((await start()).live);
		const before = storage.files.get(DEVICE_FILES.index);
		const next = makeRelease({ ...RESOURCES, '/more.goc': { bytes: 'more', excluded: true } });
		const { live, read } = await start({ of: next });
		storage.beforeWrite = (actual) => {
			if (actual === kind) throw new LiveUpdateError('disk-full', 'no space left on the device');
		};
		const hexDigest = next.digestOf('/more.goc');
		const storing = live.storeResource({ hexDigest, bytes: next.blobs.get(hexDigest) as Uint8Array });
		await expect(storing).rejects.toMatchObject({ code: 'disk-full' });
		expect(storage.files.get(DEVICE_FILES.index)).toEqual(before);
		expect(read('/room.collectionc')).toBe('room');
		expect(read('/more.goc')).toBeUndefined();

		// Once there is space again it works, without a restart.
		storage.beforeWrite = () => undefined;
		await live.storeResource({ hexDigest, bytes: next.blobs.get(hexDigest) as Uint8Array });
		expect(read('/more.goc')).toBe('more');
	});

	it('puts an unreadable index aside and starts empty', async () => {
		await storeAll((await start()).live);
		storage.files.set(DEVICE_FILES.index, encodeUtf8('not an index'));
		const { live } = await start();
		expect(missing(live)).toHaveLength(3);
		expect(storage.files.has(`${DEVICE_FILES.index}.unreadable`)).toBe(true);
		expect(log).toContainEqual(
			expect.objectContaining({ severity: 'error', message: expect.stringContaining('put aside') }),
		);
		await storeAll(live);
		expect(missing(live)).toEqual([]);
	});

	it('finds what is missing when the data was cut short', async () => {
		await storeAll((await start()).live);
		const data = storage.files.get(DEVICE_FILES.data) as Uint8Array;
		storage.files.set(DEVICE_FILES.data, data.slice(0, data.length - 1));
		const { live } = await start();
		expect(missing(live)).toHaveLength(1);
		await storeAll(live);
		expect(missing(live)).toEqual([]);
	});

	it('takes over the index that an engine left in its .tmp file', async () => {
		await storeAll((await start()).live);
		const index = storage.files.get(DEVICE_FILES.index) as Uint8Array;
		storage.files.delete(DEVICE_FILES.index);
		storage.files.set(DEVICE_FILES.indexTmp, index);
		const { live } = await start();
		expect(missing(live)).toEqual([]);
		expect(storage.files.get(DEVICE_FILES.index)).toEqual(index);
		expect(storage.files.has(DEVICE_FILES.indexTmp)).toBe(false);
	});
});

describe('storing a manifest', () => {
	const next = makeRelease({ ...RESOURCES, '/room.collectionc': { bytes: 'a new room', excluded: true } });

	it('changes what is missing at once, and for the next start', async () => {
		const { live } = await start();
		await storeAll(live);
		await live.storeManifest(next.publishedManifest);
		expect(missing(live)).toEqual([next.digestOf('/room.collectionc')]);
		expect(missing((await start()).live)).toEqual([next.digestOf('/room.collectionc')]);
	});

	it('waits for the next start in era A', async () => {
		const { live } = await start({ era: 'A', engineVersion: '1.11.2' });
		await storeAll(live);
		await live.storeManifest(next.publishedManifest);
		expect(missing(live)).toEqual([]);
		const restarted = await start({ era: 'A', engineVersion: '1.11.2' });
		expect(missing(restarted.live)).toEqual([next.digestOf('/room.collectionc')]);
	});

	const refusals: [string, () => Uint8Array, string, number][] = [
		[
			'signed by another key',
			() => makeRelease(RESOURCES, { keys: sampleKeys(true) }).publishedManifest,
			'signature-mismatch',
			LIVEUPDATE_RESULT.SIGNATURE_MISMATCH,
		],
		[
			'for another engine',
			() => makeRelease(RESOURCES, { engineVersion: '1.9.9' }).publishedManifest,
			'engine-version-mismatch',
			LIVEUPDATE_RESULT.VERSION_MISMATCH,
		],
		[
			'that expects other bundled content',
			() => makeRelease({ ...RESOURCES, '/main.collectionc': { bytes: 'changed' } }).publishedManifest,
			'bundled-resource-mismatch',
			LIVEUPDATE_RESULT.BUNDLED_RESOURCE_MISMATCH,
		],
		['that is a web page', () => encodeUtf8('<!doctype html><title>404</title>'), '', LIVEUPDATE_RESULT.FORMAT_ERROR],
		['that is empty', () => new Uint8Array(), '', LIVEUPDATE_RESULT.FORMAT_ERROR],
	];

	it.each(refusals)('refuses one %s and keeps what it has', async (_, make, code, result) => {
		const { live, read } = await start();
		await storeAll(live);
		const error = await live.storeManifest(make()).then(
			() => undefined,
			(refusal: unknown) => refusal,
		);
		expect(error).toBeInstanceOf(Error);
		if (code !== '') expect(error).toMatchObject({ code });
		expect(LIVEUPDATE_RESULT[resultOfError(error, 'B')]).toBe(result);
		expect(storage.files.has(DEVICE_FILES.manifest)).toBe(false);
		expect(read('/room.collectionc')).toBe('room');
	});

	it('refuses every manifest with one flipped bit', async () => {
		const { live } = await start();
		const bytes = release.publishedManifest;
		for (let at = 0; at < bytes.length; at += 7) {
			const changed = bytes.slice();
			changed[at] = (changed[at] as number) ^ (1 << (at % 8));
			await expect(live.storeManifest(changed), `byte ${at}`).rejects.toBeInstanceOf(Error);
		}
		expect(storage.files.has(DEVICE_FILES.manifest)).toBe(false);
	});
});

describe('mounts', () => {
	it('serve a zip, keep it for the next start, and forget it when removed', async () => {
		const first = await start();
		await first.live.addMount({ name: 'rooms', uri: 'zip:/rooms.zip', priority: 20 });
		expect(first.read('/room.collectionc')).toBe('room');
		const second = await start();
		expect(second.read('/room.collectionc')).toBe('room');
		expect(second.live.removeMount('rooms')).toBe(true);
		expect(second.read('/room.collectionc')).toBeUndefined();
		await second.live.idle();
		const third = await start();
		expect(third.mounts.get('rooms')).toBeUndefined();
	});

	it('are forgotten at the end of the session in era C', async () => {
		const first = await start({ era: 'C', engineVersion: '1.11.2' });
		await first.live.addMount({ name: 'rooms', uri: 'zip:/rooms.zip', priority: 20 });
		const second = await start({ era: 'C', engineVersion: '1.11.2' });
		expect(second.mounts.get('rooms')).toBeUndefined();
	});

	it('that are gone at the next start are logged, and the others are there', async () => {
		packs.set('/more.zip', release.zip);
		const first = await start();
		await first.live.addMount({ name: 'rooms', uri: 'zip:/rooms.zip', priority: 20 });
		await first.live.addMount({ name: 'more', uri: 'zip:/more.zip', priority: 21 });
		packs.delete('/more.zip');
		const second = await start();
		expect(second.mounts.get('rooms')).toBeDefined();
		expect(log).toContainEqual({
			severity: 'error',
			domain: 'RESOURCE',
			message: "Failed to create mount 'more' - 'zip:/more.zip': no such file /more.zip",
		});
	});

	it('of one name twice are refused', async () => {
		const { live } = await start();
		await live.addMount({ name: 'rooms', uri: 'zip:/rooms.zip', priority: 20 });
		await expect(live.addMount({ name: 'rooms', uri: 'zip:/rooms.zip', priority: 5 })).rejects.toThrow(
			"Mount with name already exists: 'rooms'",
		);
	});

	it('of a pack signed by another key are refused, unless verification is off', async () => {
		packs.set('/foreign.zip', makeRelease(RESOURCES, { keys: sampleKeys(true) }).zip);
		const careful = await start();
		await expect(careful.live.addMount({ name: 'x', uri: 'zip:/foreign.zip', priority: 1 })).rejects.toMatchObject({
			code: 'signature-mismatch',
		});
		const careless = await start({ verify: 'off' });
		await careless.live.addMount({ name: 'x', uri: 'zip:/foreign.zip', priority: 1 });
		expect(careless.read('/room.collectionc')).toBe('room');
	});

	it('of the bundle cannot be removed', async () => {
		const { live, read } = await start();
		expect(() => live.removeMount('_base')).toThrow(expect.objectContaining({ code: 'reserved-mount' }));
		expect(read('/main.collectionc')).toBe('main');
	});
});

describe('without a folder to store in', () => {
	it('mounts work and storing is refused', async () => {
		const mounts = createMounts();
		const live = await createLiveUpdate({
			era: 'B',
			mounts,
			bundle: release.bundle,
			crypto,
			log: (entry) => log.push(entry),
			providers: new Map(),
		});
		await expect(live.storeResource({ hexDigest: 'a', bytes: new Uint8Array(20) })).rejects.toMatchObject({
			code: 'not-initialized',
		});
	});
});
