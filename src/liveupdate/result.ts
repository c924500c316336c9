import { BytesError, LivemountError } from '../bytes/index.ts';
import { FormatError } from '../formats/index.ts';
import { ResourceError } from '../resource/index.ts';
import { type Era, eraRules } from './era.ts';
import { LiveUpdateError, type LiveUpdateErrorCode } from './error.ts';

/**
 * The numbers a script sees as `liveupdate.LIVEUPDATE_*` (before era C also `resource.LIVEUPDATE_*`).
 *
 * Source: Defold's reference, and the values in its engine binaries.
 */
export const LIVEUPDATE_RESULT = {
	OK: 0,
	INVALID_HEADER: -1,
	MEM_ERROR: -2,
	INVALID_RESOURCE: -3,
	VERSION_MISMATCH: -4,
	ENGINE_VERSION_MISMATCH: -5,
	SIGNATURE_MISMATCH: -6,
	SCHEME_MISMATCH: -7,
	BUNDLED_RESOURCE_MISMATCH: -8,
	FORMAT_ERROR: -9,
	IO_ERROR: -10,
	INVAL: -11,
	NOT_INITIALIZED: -12,
	UNKNOWN: -1000,
} as const;

export type LiveUpdateResult = keyof typeof LIVEUPDATE_RESULT;

const RESULT_OF_CODE: Readonly<Record<LiveUpdateErrorCode, LiveUpdateResult>> = {
	'invalid-header': 'INVALID_HEADER',
	'invalid-resource': 'INVALID_RESOURCE',
	'version-mismatch': 'VERSION_MISMATCH',
	'engine-version-mismatch': 'ENGINE_VERSION_MISMATCH',
	'signature-mismatch': 'SIGNATURE_MISMATCH',
	'bundled-resource-mismatch': 'BUNDLED_RESOURCE_MISMATCH',
	'format-error': 'FORMAT_ERROR',
	invalid: 'INVAL',
	'not-initialized': 'NOT_INITIALIZED',
	downgrade: 'VERSION_MISMATCH',
	'shadows-bundle': 'BUNDLED_RESOURCE_MISMATCH',
	'shadows-listed': 'SIGNATURE_MISMATCH',
	'foreign-content': 'INVALID_RESOURCE',
	'disk-full': 'IO_ERROR',
	'quota-exceeded': 'IO_ERROR',
	'read-only': 'IO_ERROR',
	'permission-denied': 'IO_ERROR',
	'io-error': 'IO_ERROR',
	network: 'IO_ERROR',
	'not-found': 'INVALID_RESOURCE',
	'too-long': 'INVALID_RESOURCE',
	cancelled: 'UNKNOWN',
};

/** The result a script gets for an error. An error that is not ours is a defect and is thrown on. */
export function resultOfError(error: unknown, era: Era): LiveUpdateResult {
	if (error instanceof LiveUpdateError) {
		const result = RESULT_OF_CODE[error.code];
		// Engines of era B report an unsupported engine as an unsupported version.
		return result === 'ENGINE_VERSION_MISMATCH' ? eraRules(era).engineMismatchResult : result;
	}
	if (error instanceof FormatError) return error.code === 'signature-mismatch' ? 'SIGNATURE_MISMATCH' : 'FORMAT_ERROR';
	if (error instanceof ResourceError) return error.code === 'duplicate-mount' ? 'INVAL' : 'INVALID_RESOURCE';
	if (error instanceof BytesError) return 'FORMAT_ERROR';
	if (error instanceof LivemountError) return 'UNKNOWN';
	throw error;
}

/**
 * The result `add_mount` gives to its callback. Defold knows three: a scheme without a provider is IO_ERROR, whatever
 * could not be opened UNKNOWN; what it does not check at all (who signed, what is shadowed) has its own result here.
 */
export function resultOfMountError(error: unknown, era: Era): LiveUpdateResult {
	if (error instanceof LiveUpdateError && error.code !== 'io-error') return resultOfError(error, era);
	if (error instanceof ResourceError) {
		if (error.code === 'unknown-scheme') return 'IO_ERROR';
		if (error.code === 'duplicate-mount') return 'INVAL';
		if (error.code === 'digest-mismatch') return 'INVALID_RESOURCE';
	}
	if (error instanceof LivemountError) return 'UNKNOWN';
	throw error;
}
