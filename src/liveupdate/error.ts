import { LivemountError } from '../bytes/index.ts';

/**
 * Why something was refused or failed; `result.ts` gives each its `LIVEUPDATE_*` number.
 *
 * Beyond Defold's own: `downgrade` is an older release than the one installed; `shadows-bundle` would take the place of a
 * script or an unlisted file of that of the bundle, `shadows-listed` an unlisted file that of signed content;
 * `foreign-content` is content of another release. `disk-full`, `quota-exceeded`, `read-only`, `permission-denied` and
 * `io-error` come from storage, `network`, `not-found`, `too-long` and `cancelled` from downloads.
 */
export type LiveUpdateErrorCode =
	| 'invalid-header'
	| 'invalid-resource'
	| 'version-mismatch'
	| 'engine-version-mismatch'
	| 'signature-mismatch'
	| 'bundled-resource-mismatch'
	| 'format-error'
	| 'invalid'
	| 'not-initialized'
	| 'downgrade'
	| 'shadows-bundle'
	| 'shadows-listed'
	| 'foreign-content'
	| 'disk-full'
	| 'quota-exceeded'
	| 'read-only'
	| 'permission-denied'
	| 'io-error'
	| 'network'
	| 'not-found'
	| 'too-long'
	| 'cancelled';

/** Thrown by the `liveupdate` room, and by storages that platforms implement for it. */
export class LiveUpdateError extends LivemountError<LiveUpdateErrorCode> {}
