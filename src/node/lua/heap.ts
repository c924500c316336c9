import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { createContext, runInContext, runInNewContext } from 'node:vm';

/** What `collectgarbage` and memory budgets ask of the host, on Node. */
export type HeapMeter = {
	/** Bytes of this thread's JavaScript heap in use. */
	usedBytes(): number;
	/** Collects all garbage now; weak references to it are empty afterwards, also within the same turn. */
	collect(): void;
};

/**
 * Reads and collects this thread's heap.
 *
 * JavaScript promises that what a weak reference has shown stays until the end of the turn. Running a script in a
 * context with its own queue of microtasks ends that promise, so a Lua program that never gives up its turn sees its
 * weak tables emptied as in C.
 */
export function createHeapMeter(): HeapMeter {
	let collectNow: (() => void) | undefined;
	const turn = createContext({}, { microtaskMode: 'afterEvaluate' });
	return {
		usedBytes: () => getHeapStatistics().used_heap_size,
		collect: () => {
			if (collectNow === undefined) {
				setFlagsFromString('--expose-gc');
				collectNow = runInNewContext('gc') as () => void;
				setFlagsFromString('--no-expose-gc');
			}
			runInContext('0', turn);
			collectNow();
		},
	};
}
