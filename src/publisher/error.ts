import { LivemountError } from '../bytes/index.ts';

export type PublishErrorCode =
	| 'digest-mismatch'
	| 'missing-blob'
	/** Someone else changed the store meanwhile; nothing of theirs was touched. */
	| 'conflict'
	/** The store does not hold what a release names. */
	| 'incomplete'
	/** A prune is at work. */
	| 'store-busy'
	| 'invalid-document'
	| 'invalid-input'
	| 'not-found'
	/** Moving a channel back is a rollback and has to be called one. */
	| 'not-newer'
	| 'key-mismatch'
	| 'key-needed'
	| 'project-mismatch'
	| 'engine-mismatch'
	| 'bundle-mismatch';

/** Thrown by the `publisher` room. */
export class PublishError extends LivemountError<PublishErrorCode> {}
