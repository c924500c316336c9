/** How patiently failures are met. */
export type Patience = {
	/** Attempts without one new byte, for each mirror, until a file is given up. */
	readonly tryCount: number;
	/** The first wait; each further one is twice as long, up to `maxBackoffMs`. */
	readonly backoffMs: number;
	readonly maxBackoffMs: number;
	/** A connection over which nothing came for so long is given up and resumed. */
	readonly stallMs: number;
};

export const DEFAULT_PATIENCE: Patience = { tryCount: 5, backoffMs: 500, maxBackoffMs: 20_000, stallMs: 15_000 };

/** Longest wait a server may ask for. */
const MAX_RETRY_AFTER_MS = 120_000;

/**
 * Milliseconds to wait after so many failures in a row: doubled each time, and anything between half of it and all, so that
 * clients that failed together do not come back together. A server may ask for more.
 */
export function backoffMs(options: {
	failureCount: number;
	patience: Patience;
	random: () => number;
	/** The header `Retry-After`: seconds; dates are taken for nothing. */
	retryAfter?: string | undefined;
}): number {
	const { failureCount, patience, random, retryAfter } = options;
	const full = Math.min(patience.maxBackoffMs, patience.backoffMs * 2 ** Math.max(0, failureCount - 1));
	const jittered = full / 2 + (full / 2) * random();
	const asked = /^\d+$/.test(retryAfter ?? '') ? Math.min(MAX_RETRY_AFTER_MS, Number(retryAfter) * 1000) : 0;
	return Math.max(jittered, asked);
}
