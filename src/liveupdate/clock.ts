import type { CancelSignal } from '../resource/index.ts';

// Globals of Node and of every browser; the neutral rooms compile without either's type library.
declare const performance: { now(): number };
declare const setTimeout: (work: () => void, ms: number) => unknown;
declare const clearTimeout: (timer: unknown) => void;

/** Time, handed in so that tests need not wait. */
export type Clock = {
	/** Milliseconds since any fixed moment; never goes back. */
	now(): number;
	/** Resolves after so many milliseconds, or at once when the signal fires. */
	sleep(ms: number, signal?: CancelSignal): Promise<void>;
};

/** The platform's own time. */
export const systemClock: Clock = {
	now: () => performance.now(),
	sleep: (ms, signal) =>
		new Promise((resolve) => {
			const end = (): void => {
				clearTimeout(timer);
				signal?.removeEventListener('abort', end);
				resolve();
			};
			const timer = setTimeout(end, ms);
			signal?.addEventListener('abort', end);
			if (signal?.aborted) end();
		}),
};
