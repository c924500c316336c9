import { parentPort, workerData } from 'node:worker_threads';
import { LivemountError } from '../bytes/index.ts';
import { type ArchivePart, checkArchivePart } from '../inspect/index.ts';
import { nodeCrypto } from './crypto.ts';
import { openDataFiles } from './data-files.ts';
import type { VerifyTask } from './verify-files.ts';

// One of several threads that check an archive. They take ranges of blobs from one shared counter until none is left.
const { work, files, ranges, counter } = workerData as VerifyTask;
const data = openDataFiles(files, 'archive data');
const next = new Int32Array(counter);
const parts: ArchivePart[] = [];
try {
	for (let range = Atomics.add(next, 0, 1); range + 1 < ranges.length; range = Atomics.add(next, 0, 1)) {
		const from = ranges[range] as number;
		parts.push(checkArchivePart({ work, data, crypto: nodeCrypto, from, to: ranges[range + 1] as number }));
	}
	parentPort?.postMessage({ parts });
} catch (error) {
	if (!(error instanceof LivemountError)) throw error;
	parentPort?.postMessage({ problem: error.toJSON() });
} finally {
	data.close();
}
