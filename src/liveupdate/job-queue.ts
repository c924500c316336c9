/** Runs asynchronous work one after the other, in the order given, as Defold's single "liveupdate" thread does. */
export type JobQueue = {
	/** Resolves or rejects as the work does, when its turn has come. */
	run<T>(work: () => Promise<T>): Promise<T>;
	/** Jobs not finished yet. */
	pendingCount(): number;
};

export function createJobQueue(): JobQueue {
	let last: Promise<unknown> = Promise.resolve();
	let pending = 0;
	return {
		run(work) {
			pending++;
			const result = last.then(work).finally(() => {
				pending--;
			});
			last = result.catch(() => undefined);
			return result;
		},
		pendingCount: () => pending,
	};
}
