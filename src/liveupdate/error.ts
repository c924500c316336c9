import { LivemountError } from '../bytes/index.ts';

/** Why something was refused or failed; `result.ts` gives each its `LIVEUPDATE_*` number. */
export type LiveUpdateErrorCode =
	| 'invalid-header'
	| 'invalid-resource'
	| 'version-mismatch'
	| 'engine-version-mismatch'
	| 'signature-mismatch'
	| 'scheme-mismatch'
	| 'bundled-resource-mismatch'
	| 'format-error'
	| 'io-error'
	| 'invalid'
	| 'not-initialized'
	| 'unknown';

/** Thrown by the `liveupdate` room. */
export class LiveUpdateError extends LivemountError<LiveUpdateErrorCode> {}
