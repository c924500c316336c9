/** Does `work` for every item, so many at a time; rejects with the first failure, once what was begun has ended. */
export async function inParallel<T>(
	items: readonly T[],
	limit: number,
	work: (item: T) => Promise<void>,
): Promise<void> {
	let next = 0;
	let failed = false;
	const lane = async (): Promise<void> => {
		while (next < items.length && !failed) {
			const item = items[next++] as T;
			try {
				await work(item);
			} catch (error) {
				failed = true;
				throw error;
			}
		}
	};
	const lanes = await Promise.allSettled(Array.from({ length: Math.min(limit, items.length) }, lane));
	for (const result of lanes) if (result.status === 'rejected') throw result.reason;
}
