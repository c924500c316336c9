import { LivemountError } from '../bytes/index.ts';

export type NodeErrorCode =
	| 'not-found'
	| 'not-a-bundle'
	| 'not-ours'
	| 'already-there'
	| 'io-error'
	| 'port-in-use'
	| 'invalid-image'
	| 'invalid-input'
	/** Nobody to be found to sign a request to a store as. */
	| 'no-credentials'
	| 'access-denied'
	| 'no-bucket'
	/** A store that cannot do what publishing needs, or an answer nobody expects. */
	| 'store-error';

/** Thrown by the `node` room: what the file system or the network said, with the path it said it about. */
export class NodeError extends LivemountError<NodeErrorCode> {}

const REASONS: Readonly<Record<string, string>> = {
	ENOENT: 'there is no such file or folder',
	EACCES: 'permission denied',
	EPERM: 'operation not permitted',
	EROFS: 'the file system is read-only',
	ENOSPC: 'no space left on the device',
	EDQUOT: 'the disk quota is used up',
	EFBIG: 'the file would become larger than is allowed',
	EEXIST: 'a file of that name is in the way',
	EISDIR: 'it is a folder',
	ENOTDIR: 'it is not a folder',
	ENOTEMPTY: 'the folder is not empty',
	EMFILE: 'too many open files',
};

/** An I/O failure in words: what was done with which path, and why it failed. */
export function ioError(what: string, path: string, cause: unknown): NodeError {
	const { code, message } = cause as NodeJS.ErrnoException;
	const reason = (code && REASONS[code]) || message;
	return new NodeError(code === 'ENOENT' ? 'not-found' : 'io-error', `cannot ${what} ${path}: ${reason}`, {
		cause,
		data: { path, code: code ?? null },
	});
}
