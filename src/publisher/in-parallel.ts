/**
 * Does `work` for every item, at most `connections` at a time. The first failure ends it: what is under way is waited for,
 * nothing new is begun.
 */
export async function inParallel<T>(
	items: readonly T[],
	connections: number,
	work: (item: T) => Promise<void>,
): Promise<void> {
	let next = 0;
	let failed = false;
	const lane = async (): Promise<void> => {
		while (!failed && next < items.length) {
			const item = items[next++] as T;
			try {
				await work(item);
			} catch (error) {
				failed = true;
				throw error;
			}
		}
	};
	const lanes = await Promise.allSettled(Array.from({ length: Math.min(connections, items.length) }, lane));
	const fault = lanes.find((result) => result.status === 'rejected');
	if (fault) throw fault.reason;
}
