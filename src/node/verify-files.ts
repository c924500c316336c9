import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { LivemountError } from '../bytes/index.ts';
import {
	type ArchivePart,
	type ArchiveWork,
	type ContentPack,
	planArchiveCheck,
	type VerifyReport,
	verifyBundle,
} from '../inspect/index.ts';
import { nodeCrypto } from './crypto.ts';
import type { DataFile } from './data-files.ts';
import { NodeError } from './error.ts';
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
	/** Threads beside this one; default one for each core, and none for small archives. */
	workerCount?: number;
};

/** Smaller archives are checked sooner than threads start. */
const MIN_BYTES_FOR_WORKERS = 64 * 1024 ** 2;
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
 * @throws NodeError `io-error` when a file cannot be read
 */
export async function verifyBundleFiles(options: VerifyFilesOptions): Promise<VerifyReport> {
	const { bundle, packs = [], decode = false } = options;
	const plan = planArchiveCheck(bundle, { decode });
	const { work } = plan;
	const workerCount = Math.min(options.workerCount ?? defaultWorkerCount(bundle.data.sizeBytes), work.blobCount);
	if (workerCount <= 0) return verifyBundle({ bundle, packs, crypto: nodeCrypto, decode });
	const task: VerifyTask = {
		work,
		files: bundle.dataFiles.map(({ name, sizeBytes }) => ({ path: join(bundle.folder, name), sizeBytes })),
		ranges: rangesOf(work),
		counter: new SharedArrayBuffer(4),
	};
	const parts = await Promise.all(Array.from({ length: workerCount }, () => runWorker(task)));
	return verifyBundle({ bundle, packs, crypto: nodeCrypto, decode, archive: { plan, parts: parts.flat() } });
}

function defaultWorkerCount(sizeBytes: number): number {
	return sizeBytes < MIN_BYTES_FOR_WORKERS ? 0 : availableParallelism();
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

function runWorker(task: VerifyTask): Promise<ArchivePart[]> {
	return new Promise((resolve, reject) => {
		const worker = new Worker(WORKER, { workerData: task });
		worker.once('message', (message: { parts?: ArchivePart[]; problem?: ReturnType<LivemountError['toJSON']> }) => {
			if (message.parts) resolve(message.parts);
			else
				reject(
					new NodeError('io-error', message.problem?.message ?? 'a thread failed', {
						data: message.problem?.data ?? {},
					}),
				);
		});
		worker.once('error', reject);
		worker.once('exit', (code) =>
			reject(new NodeError('io-error', `a thread that verified ended early, with code ${code}`)),
		);
	});
}
