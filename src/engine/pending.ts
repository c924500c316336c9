/** Work under way outside a game, so that whoever runs it can wait for news. */
export type Pending = {
	add<T>(work: Promise<T>): Promise<T>;
	count(): number;
	/** Resolves when one of them has ended; at once when there is none. */
	next(): Promise<void>;
};

export function createPending(): Pending {
	let count = 0;
	let waiting: (() => void)[] = [];
	const ended = (): void => {
		count--;
		const woken = waiting;
		waiting = [];
		for (const wake of woken) wake();
	};
	return {
		add(work) {
			count++;
			work.then(ended, ended);
			return work;
		},
		count: () => count,
		next: () =>
			new Promise((resolve) => {
				if (count === 0) resolve();
				else waiting.push(resolve);
			}),
	};
}
