import { LivemountError } from '../bytes/index.ts';

/**
 * Why a resource could not be read or a mount not made.
 *
 * `not-ready` comes over a network and was not prepared; `closed` was unmounted; `changed` is another file than the one
 * whose beginning was read; `too-long` is more than was announced; `no-ranges` is a server that sends only whole files.
 */
export type ResourceErrorCode =
	| 'invalid-path'
	| 'invalid-uri'
	| 'unknown-scheme'
	| 'provider-failed'
	| 'duplicate-mount'
	| 'reserved-mount'
	| 'digest-mismatch'
	| 'not-ready'
	| 'closed'
	| 'not-found'
	| 'network'
	| 'changed'
	| 'too-long'
	| 'no-ranges';

/** Thrown by the `resource` room: reading failed, which is different from "no mount has it" (`undefined`). */
export class ResourceError extends LivemountError<ResourceErrorCode> {}
