import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { LivemountError } from '../bytes/index.ts';
import {
	type ArchivePart,
	type ArchiveWork,
	type ContentPack,
	checkArchivePart,
	planArchiveCheck,
	type VerifyReport,
	verifyBundle,
	verifyLists,
} from '../inspect/index.ts';
import { nodeCrypto } from './crypto.ts';
import { ioError, NodeError } from './error.ts';
import { createBlobHasher, type DataFile } from './hash-blobs.ts';
import type { OpenedBundle } from './open-bundle.ts';

/** What a worker thread is given. */
export type VerifyTask = {
	readonly work: ArchiveWork;
	readonly files: readonly DataFile[];
	/** Blob numbers at which ranges begin, and the count of blobs at the end. */
	readonly ranges: readonly number[];
	/** One shared number: the next range that nobody has taken. */
	readonly counter: SharedArrayBuffer;
};

export type VerifyFilesOptions = {
	bundle: OpenedBundle;
	packs?: readonly ContentPack[];
	/** Has every resource deciphered and unpacked too; digests alone tell whether anything changed since the build. Default false. */
	decode?: boolean;
	/** Threads that share the work, this one among them; default one for each core, and this one alone for small archives. */
	threadCount?: number;
};

/** Smaller archives are checked sooner than threads start. */
const MIN_BYTES_FOR_THREADS = 64 * 1024 ** 2;
/** A range is some bytes, so that all threads end at about the same time. */
const RANGE_BYTES = 4 * 1024 ** 2;

/** Tests run the sources, which a thread cannot: it takes the compiled file. */
const WORKER = new URL(
	import.meta.url.endsWith('.ts') ? '../../dist/node/verify-worker.js' : './verify-worker.js',
	import.meta.url,
);

/**
 * Verifies a bundle as `verifyBundle` does, hashing the archive's blobs on all cores and reading every byte once.
 *
 * @throws NodeError `io-error`, `not-found` when a file cannot be read
 */
export async function verifyBundleFiles(options: VerifyFilesOptions): Promise<VerifyReport> {
	const { bundle, packs = [], decode = false } = options;
	// Threads take as long to start as the plan does to be made.
	const threads = Array.from({ length: (options.threadCount ?? defaultThreadCount(bundle)) - 1 }, startThread);
	const plan = planArchiveCheck(bundle, { decode });
	const { work } = plan;
	const task: VerifyTask = {
		work,
		files: bundle.dataFiles.map(({ name, sizeBytes }) => ({ path: join(bundle.folder, name), sizeBytes })),
		ranges: rangesOf(work),
		counter: new SharedArrayBuffer(4),
	};
	const others = threads.map((run) => run(task));
	// While the others hash already; whoever is ready first takes more of the ranges.
	const lists = verifyLists({ bundle, packs, crypto: nodeCrypto, decode });
	const results = await Promise.all([takeRanges(task, bundle), ...others]);
	const suspects = results.flatMap((result) => result.suspects ?? []).sort((a, b) => a - b);
	const parts = results.flatMap((result) => result.parts ?? []);
	if (!decode) {
		const checkedBytes = work.storedSizes.reduce((sum, size) => sum + size, 0);
		parts.push({ checkedCount: work.blobCount, checkedBytes, faults: [], notes: [] });
		for (const blob of suspects) {
			const { faults } = checkArchivePart({ work, data: bundle.data, crypto: nodeCrypto, from: blob, to: blob + 1 });
			parts.push({ checkedCount: 0, checkedBytes: 0, faults, notes: [] });
		}
	}
	return verifyBundle({ bundle, packs, crypto: nodeCrypto, decode, done: { lists, plan, parts } });
}

function defaultThreadCount(bundle: OpenedBundle): number {
	return bundle.data.sizeBytes < MIN_BYTES_FOR_THREADS ? 1 : availableParallelism();
}

/** What one thread found: what is wrong, or without decoding the numbers of the blobs to look at again. */
type ThreadResult = { readonly parts?: ArchivePart[]; readonly suspects?: number[]; readonly problem?: string };

/** This thread's share. Between two ranges whatever else waits has its turn. */
async function takeRanges({ work, files, ranges, counter }: VerifyTask, bundle: OpenedBundle): Promise<ThreadResult> {
	const next = new Int32Array(counter);
	const parts: ArchivePart[] = [];
	const suspects: number[] = [];
	const hasher = createBlobHasher(work, files);
	try {
		for (let at = Atomics.add(next, 0, 1); at + 1 < ranges.length; at = Atomics.add(next, 0, 1)) {
			const [from, to] = [ranges[at] as number, ranges[at + 1] as number];
			if (work.decode) parts.push(checkArchivePart({ work, data: bundle.data, crypto: nodeCrypto, from, to }));
			else suspects.push(...hasher.suspects(from, to));
			await new Promise(setImmediate);
		}
	} catch (cause) {
		if (cause instanceof LivemountError) throw cause;
		throw ioError('read', bundle.data.name, cause);
	} finally {
		hasher.close();
	}
	return { parts, suspects };
}

function rangesOf({ blobCount, offsets }: ArchiveWork): number[] {
	const ranges: number[] = [];
	let start = Number.NEGATIVE_INFINITY;
	for (let blob = 0; blob < blobCount; blob++) {
		const offset = offsets[blob] as number;
		if (offset - start < RANGE_BYTES) continue;
		ranges.push(blob);
		start = offset;
	}
	ranges.push(blobCount);
	return ranges;
}

/** Starts a thread, which waits for its task. */
function startThread(): (task: VerifyTask) => Promise<ThreadResult> {
	const worker = new Worker(WORKER);
	// Without a task it holds nobody up.
	worker.unref();
	const result = new Promise<ThreadResult>((resolve, reject) => {
		const fail = (message: string): void => reject(new NodeError('io-error', message));
		worker.once('message', (found: ThreadResult) => {
			if (found.problem === undefined) resolve(found);
			else fail(found.problem);
		});
		worker.once('error', reject);
		worker.once('exit', (code) => fail(`a thread that verified ended early, with code ${code}`));
	});
	// Whoever waits for the result hears of it; a task that was never given is nobody's.
	result.catch(() => undefined);
	return (task) => {
		worker.ref();
		worker.postMessage(task);
		return result;
	};
}
