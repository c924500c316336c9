import type { LiveUpdate } from '../client.ts';
import { LiveUpdateError } from '../error.ts';

/** Keeps what is stored within a limit. */
export type Budget = {
	/**
	 * Makes room for so many bytes: removes what was read longest ago, never what is pinned or in `keep`.
	 *
	 * @throws LiveUpdateError `quota-exceeded` when that is not enough; nothing is removed then
	 */
	reserve(bytes: number, keep: ReadonlySet<string>): Promise<void>;
	pin(hexDigests: Iterable<string>): void;
	unpin(hexDigests: Iterable<string>): void;
};

/** Removing writes the rest anew, so a little more goes than must, and the next time is later. */
const SPARE_SHARE = 0.1;

export function createBudget(liveUpdate: LiveUpdate, budgetBytes: number | undefined): Budget {
	const pinned = new Set<string>();
	return {
		async reserve(bytes, keep) {
			if (budgetBytes === undefined) return;
			const stored = liveUpdate.storedResources();
			const storedBytes = stored.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
			const tooMuch = storedBytes + bytes - budgetBytes;
			if (tooMuch <= 0) return;
			const wanted = tooMuch + budgetBytes * SPARE_SHARE;
			const gone: string[] = [];
			let freed = 0;
			for (const { hexDigest, sizeBytes } of stored) {
				if (freed >= wanted) break;
				if (pinned.has(hexDigest) || keep.has(hexDigest)) continue;
				gone.push(hexDigest);
				freed += sizeBytes;
			}
			if (freed < tooMuch) {
				throw new LiveUpdateError(
					'quota-exceeded',
					`${bytes} bytes do not fit: of the ${budgetBytes} allowed ${storedBytes} are used, and only ${freed} of them may go`,
					{ data: { bytes, budgetBytes, storedBytes, freed } },
				);
			}
			await liveUpdate.removeResources(gone);
		},
		pin(hexDigests) {
			for (const hexDigest of hexDigests) pinned.add(hexDigest);
		},
		unpin(hexDigests) {
			for (const hexDigest of hexDigests) pinned.delete(hexDigest);
		},
	};
}
