/** Runs work so much at a time, the most urgent first. */
export type Lanes = { run<T>(priority: number, work: () => Promise<T>): Promise<T> };

type Waiting = { readonly priority: number; start(): void };

export function createLanes(count: number): Lanes {
	/** Highest priority first, then in the order of asking. */
	const waiting: Waiting[] = [];
	let free = count;
	const next = (): void => {
		if (free === 0) return;
		const first = waiting.shift();
		if (!first) return;
		free--;
		first.start();
	};
	return {
		run: (priority, work) =>
			new Promise((resolve, reject) => {
				const start = (): void => {
					work()
						.then(resolve, reject)
						.finally(() => {
							free++;
							next();
						});
				};
				const at = waiting.findIndex((other) => other.priority < priority);
				waiting.splice(at < 0 ? waiting.length : at, 0, { priority, start });
				next();
			}),
	};
}
