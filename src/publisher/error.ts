import { LivemountError } from '../bytes/index.ts';

export type PublishErrorCode = 'digest-mismatch' | 'missing-blob';

/** Thrown by the `publisher` room. */
export class PublishError extends LivemountError<PublishErrorCode> {}
