import { LivemountError } from '../bytes/index.ts';

/**
 * Why a file was refused.
 *
 * `truncated` ends too early; `invalid` breaks its format; `unsupported-version` is of a layout not known here; `unsorted`
 * is not in the order its readers search by; `limit` asks for more than the stated limit; `digest-mismatch` and
 * `signature-mismatch` are not what was signed; `decompression` cannot be unpacked to the stated size; `unrepresentable`
 * cannot be written in the format asked for; `missing-file` and `missing-manifest` lack a part; `invalid-key` is no RSA key
 * in a known form. The rest are hazards of zip files: `unsafe-name`, `duplicate-name`, `symbolic-link`, `header-mismatch`
 * (local and central headers tell different things), `overlap`, `bomb`, `ambiguous-end`, `trailing-data`, `encrypted-entry`,
 * `unsupported-method`, `checksum-mismatch`.
 */
export type FormatErrorCode =
	| 'truncated'
	| 'invalid'
	| 'unsupported-version'
	| 'unsorted'
	| 'limit'
	| 'digest-mismatch'
	| 'signature-mismatch'
	| 'decompression'
	| 'unrepresentable'
	| 'missing-file'
	| 'missing-manifest'
	| 'invalid-key'
	| 'unsafe-name'
	| 'duplicate-name'
	| 'symbolic-link'
	| 'header-mismatch'
	| 'overlap'
	| 'bomb'
	| 'ambiguous-end'
	| 'trailing-data'
	| 'encrypted-entry'
	| 'unsupported-method'
	| 'checksum-mismatch';

/** Thrown by the `formats` room. */
export class FormatError extends LivemountError<FormatErrorCode> {}
