import { LIVE_UPDATE_HEADER_BYTES } from '../../formats/index.ts';
import type { CancelSignal, Dependency, Fetch } from '../../resource/index.ts';
import type { LiveUpdate } from '../client.ts';
import { type Clock, systemClock } from '../clock.ts';
import { LiveUpdateError } from '../error.ts';
import { remarkOnServing } from '../verify-manifest.ts';
import { createBudget } from './budget.ts';
import { cancelled, createCancel } from './cancel.ts';
import { download } from './download.ts';
import { createLanes } from './lanes.ts';
import { DEFAULT_PATIENCE, type Patience } from './retry.ts';

export type FetcherOptions = {
	liveUpdate: LiveUpdate;
	fetch: Fetch;
	/** Folders with the same published content, the best first: `https://host/live`. */
	mirrors: readonly string[];
	/** Files under way at once; default 6. */
	parallelCount?: number;
	patience?: Partial<Patience>;
	/** The most that stored resources may take; beyond it those read longest ago go. */
	budgetBytes?: number;
	/** The most that is taken of a file whose size no manifest tells; default 64 MB. */
	maxUnknownBytes?: number;
	clock?: Clock;
	/** 0 to 1, for jitter; default `Math.random`. */
	random?: () => number;
};

/** How far a fetch has come. Totals come from the manifest, never from what a server says. */
export type FetchProgress = {
	readonly doneCount: number;
	readonly totalCount: number;
	readonly doneBytes: number;
	/** Of manifests before version 5, which tell no sizes, only what is known. */
	readonly totalBytes: number;
};

export type FetchOptions = {
	/** Higher goes first; default 0. */
	priority?: number;
	onProgress?: (progress: FetchProgress) => void;
	signal?: CancelSignal;
};

/** Fetches published content and stores it. */
export type Fetcher = {
	/**
	 * Fetches what a resource needs and no mount can serve; resolves when all of it is stored.
	 *
	 * @throws LiveUpdateError `network`, `not-found`, `too-long`, `cancelled`, `quota-exceeded`, `invalid-resource`,
	 * `invalid-header`, those of the storage. What was stored before stays stored.
	 */
	fetchMissing(urlHash: bigint, options?: FetchOptions): Promise<void>;
	/** The same for resources by digest. */
	fetchResources(
		resources: readonly Pick<Dependency, 'hexDigest' | 'storedSizeBytes'>[],
		options?: FetchOptions,
	): Promise<void>;
	/** Fetches the published manifest and stores it. @throws LiveUpdateError as `fetchMissing`, and why it was refused */
	fetchManifest(options?: Pick<FetchOptions, 'signal'>): Promise<void>;
	/** Resources that never go to make room. */
	pin(hexDigests: Iterable<string>): void;
	unpin(hexDigests: Iterable<string>): void;
};

const DEFAULT_PARALLEL_COUNT = 6;
const DEFAULT_MAX_UNKNOWN_BYTES = 64 * 1024 ** 2;
const MANIFEST_NAME = 'liveupdate.game.dmanifest';

/** A blob under way, and who waits for it. */
type Flight = {
	readonly done: Promise<void>;
	readonly cancel: { abort(): void };
	readonly listeners: Set<(bytes: number) => void>;
	receivedBytes: number;
	waiting: number;
};

export function createFetcher(options: FetcherOptions): Fetcher {
	const { liveUpdate, fetch, mirrors, clock = systemClock, random = Math.random } = options;
	const { parallelCount = DEFAULT_PARALLEL_COUNT, maxUnknownBytes = DEFAULT_MAX_UNKNOWN_BYTES } = options;
	if (mirrors.length === 0) throw new LiveUpdateError('invalid', 'a fetcher: expected at least one mirror, found none');
	const patience: Patience = { ...DEFAULT_PATIENCE, ...options.patience };
	const lanes = createLanes(parallelCount);
	const budget = createBudget(liveUpdate, options.budgetBytes);
	const flights = new Map<string, Flight>();
	const common = { fetch, clock, random, patience };
	const urlsOf = (name: string): string[] => mirrors.map((mirror) => `${mirror.replace(/\/+$/, '')}/${name}`);

	const fetchBlob = async (
		resource: Pick<Dependency, 'hexDigest' | 'storedSizeBytes'>,
		about: { signal: CancelSignal; onReceived: (bytes: number) => void },
	): Promise<void> => {
		const { hexDigest, storedSizeBytes } = resource;
		const sizeBytes = storedSizeBytes === undefined ? undefined : storedSizeBytes + LIVE_UPDATE_HEADER_BYTES;
		await download({
			...common,
			...about,
			urls: urlsOf(hexDigest),
			sameEverywhere: true,
			sizeBytes,
			maxBytes: maxUnknownBytes,
			// Storing verifies: what is not right is never written, and another mirror may have it.
			check: async (bytes, contentType) => {
				try {
					await liveUpdate.storeResource({ hexDigest, bytes });
				} catch (error) {
					throw withRemark(error, remarkOnServing(bytes, contentType));
				}
			},
		});
	};

	/** Whoever asks from now on begins anew. */
	const leave = (hexDigest: string, flight: Flight): void => {
		if (flights.get(hexDigest) === flight) flights.delete(hexDigest);
	};

	const begin = (resource: Pick<Dependency, 'hexDigest' | 'storedSizeBytes'>, priority: number): Flight => {
		const cancel = createCancel();
		const listeners = new Set<(bytes: number) => void>();
		const onReceived = (bytes: number): void => {
			flight.receivedBytes += bytes;
			for (const listener of listeners) listener(bytes);
		};
		const done = lanes
			.run(priority, async () => {
				if (cancel.signal.aborted) throw cancelled(resource.hexDigest);
				await fetchBlob(resource, { signal: cancel.signal, onReceived });
			})
			.finally(() => leave(resource.hexDigest, flight));
		const flight: Flight = { done, cancel, listeners, receivedBytes: 0, waiting: 0 };
		flights.set(resource.hexDigest, flight);
		return flight;
	};

	/** Waits for a blob; two that want the same one share it, and it is given up when nobody wants it any more. */
	const join = async (
		resource: Pick<Dependency, 'hexDigest' | 'storedSizeBytes'>,
		about: { priority: number; signal: CancelSignal; onReceived: (bytes: number) => void },
	): Promise<void> => {
		const flight = flights.get(resource.hexDigest) ?? begin(resource, about.priority);
		about.onReceived(flight.receivedBytes);
		flight.listeners.add(about.onReceived);
		flight.waiting++;
		const left = createCancel(about.signal);
		const leaving = new Promise<never>((_, reject) => {
			const give = (): void => reject(cancelled(resource.hexDigest));
			left.signal.addEventListener('abort', give);
			if (left.signal.aborted) give();
		});
		leaving.catch(() => undefined);
		try {
			await Promise.race([flight.done, leaving]);
		} finally {
			flight.listeners.delete(about.onReceived);
			flight.waiting--;
			if (flight.waiting === 0) {
				leave(resource.hexDigest, flight);
				flight.cancel.abort();
			}
			left.release();
		}
	};

	const fetchResources: Fetcher['fetchResources'] = async (resources, { priority = 0, onProgress, signal } = {}) => {
		const wanted = new Map(resources.map((resource) => [resource.hexDigest, resource]));
		const stored = new Set(liveUpdate.storedResources().map(({ hexDigest }) => hexDigest));
		const missing = [...wanted.values()].filter(({ hexDigest }) => !stored.has(hexDigest));
		const unknown = missing.find(({ hexDigest }) => hexDigest === '');
		if (unknown) {
			throw new LiveUpdateError(
				'invalid-resource',
				'a resource is needed that no manifest lists: its digest is not known',
			);
		}
		const sizes = missing.map(({ storedSizeBytes }) => storedSizeBytes ?? 0);
		const totalBytes = sizes.reduce((sum, size) => sum + size + LIVE_UPDATE_HEADER_BYTES, 0);
		await budget.reserve(
			sizes.reduce((sum, size) => sum + size, 0),
			new Set(wanted.keys()),
		);
		let doneCount = 0;
		let doneBytes = 0;
		const report = (): void => onProgress?.({ doneCount, totalCount: missing.length, doneBytes, totalBytes });
		report();
		const all = createCancel(signal);
		const jobs = missing.map(async (resource) => {
			await join(resource, {
				priority,
				signal: all.signal,
				onReceived: (bytes) => {
					doneBytes += bytes;
					if (bytes !== 0) report();
				},
			});
			doneCount++;
			report();
		});
		try {
			await Promise.all(jobs);
		} catch (error) {
			// The first failure counts; what is under way is given up and what came of it, dropped.
			all.abort();
			await Promise.allSettled(jobs);
			throw error;
		} finally {
			all.release();
		}
	};

	return {
		fetchResources,
		fetchMissing: (urlHash, about) =>
			fetchResources(liveUpdate.dependencies(urlHash, { onlyMissing: true, includeRequested: true }), about),
		async fetchManifest({ signal } = {}) {
			await download({
				...common,
				urls: urlsOf(MANIFEST_NAME),
				sameEverywhere: false,
				sizeBytes: undefined,
				maxBytes: maxUnknownBytes,
				...(signal ? { signal } : {}),
				check: (bytes, contentType) => liveUpdate.storeManifest(bytes, { contentType }),
			});
		},
		pin: budget.pin,
		unpin: budget.unpin,
	};
}

function withRemark(error: unknown, remark: string): unknown {
	if (!(error instanceof LiveUpdateError) || remark === '') return error;
	if (error.code !== 'invalid-resource' && error.code !== 'invalid-header') return error;
	return new LiveUpdateError(error.code, `${error.message}${remark}`, { cause: error, data: error.data });
}
