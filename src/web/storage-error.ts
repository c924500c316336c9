import { LiveUpdateError, type LiveUpdateErrorCode } from '../liveupdate/index.ts';

/** What the browser calls it, and what the storage interface does. */
const CODES: Readonly<Record<string, LiveUpdateErrorCode>> = {
	QuotaExceededError: 'quota-exceeded',
	NotAllowedError: 'permission-denied',
	SecurityError: 'permission-denied',
	NoModificationAllowedError: 'read-only',
	ReadOnlyError: 'read-only',
};

/** @param code for causes that are none of those */
export function storageError(
	code: LiveUpdateErrorCode,
	about: { what: string; path: string; cause?: unknown; isOtherTab?: boolean },
): LiveUpdateError {
	const { what, path, cause, isOtherTab } = about;
	if (cause instanceof LiveUpdateError) return cause;
	const reason = isOtherTab
		? 'this game is open in another tab, which stores for both'
		: cause instanceof Error || cause instanceof DOMException
			? cause.message || cause.name
			: String(cause);
	const name = (cause as { name?: string } | undefined)?.name ?? '';
	return new LiveUpdateError(CODES[name] ?? code, `cannot ${what} ${path}: ${reason}`, { cause, data: { path } });
}
