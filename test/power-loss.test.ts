import { describe, expect, it } from 'vitest';
import { decodeUtf8, hash64 } from '../src/bytes/index.ts';
import { createFileStorage, createLiveUpdate, type LiveUpdate, type LogEntry } from '../src/liveupdate/index.ts';
import { nodeCrypto as crypto } from '../src/node/index.ts';
import { createArchiveProvider, createMounts, keyOfPath, type Mounts } from '../src/resource/index.ts';
import { packProviders } from './pack-providers.ts';
import { makeRelease } from './sample-release.ts';
import { crash, createSimulatedDisk, type DiskState, type Loss } from './simulated-disk.ts';

const COUNT = 40;
const path = (at: number): string => `/content${at}.texturec`;
const text = (at: number, version = 0): string => `${version}:${at} `.repeat(3 + ((at * 7) % 40));
const resources = (version: number) => ({
	'/main.collectionc': { bytes: 'main' },
	...Object.fromEntries(
		Array.from({ length: COUNT }, (_, at) => [
			path(at),
			{ bytes: text(at, at % 4 === 0 ? version : 0), excluded: true },
		]),
	),
});
const releases = [0, 1, 2].map((version) => makeRelease(resources(version), { releaseNumber: version + 1 }));
const [first, second] = releases as [(typeof releases)[0], (typeof releases)[0]];
const packs = new Map([
	['/a.zip', first.zip],
	['/b.zip', second.zip],
]);

/** What has been promised so far: what a restart must find. */
type Promised = {
	readonly stored: ReadonlySet<string>;
	/** Digests that may be there or not: being stored, or being removed. */
	readonly manifest: readonly number[];
	readonly mounts: ReadonlyMap<string, 'there' | 'gone' | 'either'>;
};

const open = async (
	disk: ReturnType<typeof createSimulatedDisk>,
): Promise<{ live: LiveUpdate; mounts: Mounts; log: LogEntry[] }> => {
	const mounts = createMounts();
	const { manifest, index, data } = first.bundle;
	mounts.add({
		name: '_base',
		priority: -10,
		uri: 'archive:game.dmanifest',
		persistent: false,
		provider: createArchiveProvider({ manifest, index, data, crypto }),
	});
	const log: LogEntry[] = [];
	const live = await createLiveUpdate({
		era: 'B',
		mounts,
		bundle: first.bundle,
		storage: await createFileStorage(disk),
		crypto,
		providers: packProviders(packs),
		log: (entry) => log.push(entry),
	});
	return { live, mounts, log };
};

async function check(files: ReadonlyMap<string, Uint8Array>, promised: Promised, onStart?: (state: DiskState) => void) {
	const disk = createSimulatedDisk(files, onStart);
	const { live, mounts, log } = await open(disk);
	const wrong = log
		.filter(({ severity }) => severity === 'error' || severity === 'warning')
		.map(({ message }) => message);
	const there = new Set(live.storedResources().map(({ hexDigest }) => hexDigest));
	const lost = [...promised.stored].filter((hexDigest) => !there.has(hexDigest));
	const version = releases.findIndex(({ publishedManifest }) => {
		const entry = mounts.get('liveupdate')?.provider.manifest?.find(hash64(path(0)));
		return entry !== undefined && publishedManifest.length > 0 && entry.hexDigest === releaseDigest(publishedManifest);
	});
	const mountFaults = [...promised.mounts].filter(([name, state]) => {
		const present = mounts.get(name) !== undefined;
		return (state === 'there' && !present) || (state === 'gone' && present);
	});
	const torn = [...Array(COUNT).keys()].filter((at) => {
		const bytes = mounts.read(keyOfPath(path(at)));
		return bytes && !releases.some((_, number) => decodeUtf8(bytes) === text(at, at % 4 === 0 ? number : 0));
	});
	if (promised.manifest.length === 1 && version !== -1 && !promised.manifest.includes(version)) {
		wrong.push(`manifest ${version}, expected ${promised.manifest}`);
	}
	return { wrong, lost, mountFaults, torn, live, disk };
}

const digests = new Map(releases.map((release) => [release.publishedManifest, release.digestOf(path(0))]));
const releaseDigest = (manifest: Uint8Array): string | undefined => digests.get(manifest);

function random(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
		return ((state ^ (state >>> 13)) >>> 0) / 2 ** 32;
	};
}

describe('a crash at any instant', () => {
	it('leaves the old state or the new, and everything that was stored', { timeout: 300_000 }, async () => {
		const stored = new Set<string>();
		let manifest = [0];
		const mountStates = new Map<string, 'there' | 'gone' | 'either'>();
		const points: { state: DiskState; promised: Promised }[] = [];
		const disk = createSimulatedDisk(new Map(), (state) =>
			points.push({
				state,
				promised: { stored: new Set(stored), manifest: [...manifest], mounts: new Map(mountStates) },
			}),
		);
		const { live } = await open(disk);
		const store = async (release: (typeof releases)[0], places: readonly number[]): Promise<void> => {
			await Promise.all(
				places.map(async (at) => {
					const hexDigest = release.digestOf(path(at));
					await live.storeResource({ hexDigest, bytes: release.blobs.get(hexDigest) as Uint8Array });
					stored.add(hexDigest);
				}),
			);
		};
		const addMount = async (name: string, uri: string): Promise<void> => {
			mountStates.set(name, 'either');
			await live.addMount({ name, uri, priority: 20 });
			mountStates.set(name, 'there');
		};
		const removeMount = async (name: string): Promise<void> => {
			mountStates.set(name, 'either');
			live.removeMount(name);
			await live.idle();
			mountStates.set(name, 'gone');
		};
		const storeManifest = async (version: number): Promise<void> => {
			manifest = [...manifest, version];
			await live.storeManifest((releases[version] as (typeof releases)[0]).publishedManifest);
			manifest = [version];
		};
		const remove = async (places: readonly number[]): Promise<void> => {
			const gone = places.map((at) => first.digestOf(path(at)));
			for (const hexDigest of gone) stored.delete(hexDigest);
			await live.removeResources(gone);
		};

		for (let at = 0; at < 12; at++) await store(first, [at]);
		await addMount('a', 'zip:/a.zip');
		await store(first, [12, 13, 14, 15, 16, 17]);
		await storeManifest(1);
		await store(second, [0, 4, 8, 20]);
		await remove([1, 2, 3]);
		await removeMount('a');
		await addMount('b', 'zip:/b.zip');
		for (let at = 21; at < 30; at++) await store(second, [at]);
		await storeManifest(2);
		await live.idle();
		await remove([5, 6]);
		await addMount('a', 'zip:/a.zip');
		await removeMount('b');
		for (let at = 30; at < COUNT; at++) await store(second, [at]);

		let count = 0;
		const faults: string[] = [];
		for (const [index, { state, promised }] of points.entries()) {
			const losses: Loss[] = ['none', 'all', random(index), random(index + 100_000), random(index + 200_000)];
			for (const [kind, loss] of losses.entries()) {
				count++;
				const starts: DiskState[] = [];
				const outcome = await check(crash(state, loss), promised, (start) => starts.push(start));
				const { wrong, lost, mountFaults, torn } = outcome;
				if (wrong.length + lost.length + mountFaults.length + torn.length > 0) {
					faults.push(`point ${index}, loss ${kind}: ${JSON.stringify({ wrong, lost, mountFaults, torn })}`);
				}
				// A start that has to tidy up can be cut short as well.
				if (kind > 2) continue;
				for (const start of starts.slice(0, 4)) {
					count++;
					const again = await check(crash(start, kind === 0 ? 'none' : 'all'), promised);
					if (again.lost.length + again.torn.length + again.wrong.length > 0) {
						faults.push(`point ${index}, loss ${kind}, cut short: ${JSON.stringify([again.wrong, again.lost])}`);
					}
				}
			}
		}
		expect(faults.slice(0, 5)).toEqual([]);
		expect(points.length).toBeGreaterThan(300);
		expect(count).toBeGreaterThan(2000);
	});
});
