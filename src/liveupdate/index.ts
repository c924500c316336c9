/**
 * Live update: the client. Verifies manifests and content, keeps what was stored, remembers mounts across starts, answers
 * what is missing. The three eras of Defold's live update are one setting.
 *
 * It does no I/O of its own: files come through `Storage` and `OpenMount`, which a platform implements. It does not fetch;
 * a game's scripts do.
 */
export {
	createLiveUpdate,
	LEGACY_MOUNT,
	type LiveUpdate,
	type LiveUpdateOptions,
	type OpenMount,
} from './client.ts';
export { type Era, type EraRules, eraRules } from './era.ts';
export { LiveUpdateError, type LiveUpdateErrorCode } from './error.ts';
export type { Log, LogEntry, LogSeverity } from './log.ts';
export { type Blob, MUTABLE_FILES } from './mutable-archive.ts';
export { LIVEUPDATE_RESULT, type LiveUpdateResult, resultOfError } from './result.ts';
export type { Storage } from './storage.ts';
export { type Installed, verifyManifest } from './verify-manifest.ts';
