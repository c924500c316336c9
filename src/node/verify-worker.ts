import { once } from 'node:events';
import { parentPort } from 'node:worker_threads';
import type { ArchivePart } from '../inspect/index.ts';
import { createBlobHasher } from './hash-blobs.ts';
import type { VerifyTask } from './verify-files.ts';

// One of the threads that verify an archive. They take ranges of blobs from a counter that all share until none is left.
//
// Without decoding it only tells the numbers of blobs that are not as they should be; what is wrong with them is found out by
// who asked. What decodes is loaded only where it is needed, since that takes as long as hashing thousands of blobs.
const [{ work, files, ranges, counter }] = (await once(parentPort as NonNullable<typeof parentPort>, 'message')) as [
	VerifyTask,
];
const next = new Int32Array(counter);

function takeRanges(check: (from: number, to: number) => void): void {
	for (let at = Atomics.add(next, 0, 1); at + 1 < ranges.length; at = Atomics.add(next, 0, 1)) {
		check(ranges[at] as number, ranges[at + 1] as number);
	}
}

try {
	if (work.decode) {
		const { checkArchivePart, openDataFiles, nodeCrypto } = await import('./decode-blobs.ts');
		const data = openDataFiles(files);
		const parts: ArchivePart[] = [];
		takeRanges((from, to) => parts.push(checkArchivePart({ work, data, crypto: nodeCrypto, from, to })));
		data.close();
		parentPort?.postMessage({ parts });
	} else {
		const hasher = createBlobHasher(work, files);
		const suspects: number[] = [];
		takeRanges((from, to) => suspects.push(...hasher.suspects(from, to)));
		hasher.close();
		parentPort?.postMessage({ suspects });
	}
} catch (error) {
	parentPort?.postMessage({ problem: (error as Error).message });
}
