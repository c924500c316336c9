import { LiveUpdateError, type LiveUpdateErrorCode } from '../liveupdate/index.ts';
import { ioError } from './error.ts';

const CODES: Readonly<Record<string, LiveUpdateErrorCode>> = {
	ENOSPC: 'disk-full',
	EFBIG: 'disk-full',
	EDQUOT: 'quota-exceeded',
	EROFS: 'read-only',
	EACCES: 'permission-denied',
	EPERM: 'permission-denied',
	ENOENT: 'not-found',
};

/** What the file system said, as the client's storages say it. */
export function storageError(what: string, path: string, cause: unknown): LiveUpdateError {
	const { code } = cause as NodeJS.ErrnoException;
	const { message, data } = ioError(what, path, cause);
	return new LiveUpdateError((code && CODES[code]) || 'io-error', message, { cause, data });
}
