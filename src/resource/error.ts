import { LivemountError } from '../bytes/index.ts';

export type ResourceErrorCode =
	| 'invalid-path'
	| 'invalid-uri'
	| 'duplicate-mount'
	| 'reserved-mount'
	| 'digest-mismatch'
	| 'not-ready'
	| 'closed';

/** Thrown by the `resource` room: reading failed, which is different from "no mount has it" (`undefined`). */
export class ResourceError extends LivemountError<ResourceErrorCode> {}
