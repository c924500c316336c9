import type { LiveUpdateError } from './error.ts';
import type { JobQueue } from './job-queue.ts';
import type { Blob } from './verify-blob.ts';

/**
 * Gathers blobs that arrive while others are being written, so that one sync serves them all.
 *
 * @returns a function that stores one blob and resolves when it is on stable storage
 */
export function createStoreQueue(options: {
	jobs: JobQueue;
	/** Stores blobs in one durable step, with one outcome each. */
	storeAll: (blobs: readonly Blob[]) => Promise<(LiveUpdateError | undefined)[]>;
	onStored: ((stored: { hexDigest: string; sizeBytes: number }) => void) | undefined;
}): (blob: Blob) => Promise<void> {
	const { jobs, storeAll, onStored } = options;
	let waiting: { blob: Blob; resolve: () => void; reject: (error: unknown) => void }[] = [];

	const storeBatch = async (): Promise<void> => {
		const batch = waiting;
		waiting = [];
		if (batch.length === 0) return;
		try {
			const outcomes = await storeAll(batch.map(({ blob }) => blob));
			for (const [at, { blob, resolve, reject }] of batch.entries()) {
				const outcome = outcomes[at];
				if (outcome) reject(outcome);
				else {
					onStored?.({ hexDigest: blob.hexDigest, sizeBytes: blob.bytes.length });
					resolve();
				}
			}
		} catch (error) {
			for (const { reject } of batch) reject(error);
		}
	};

	return (blob) => {
		const stored = new Promise<void>((resolve, reject) => {
			waiting.push({ blob, resolve, reject });
		});
		void jobs.run(storeBatch);
		return stored;
	};
}
