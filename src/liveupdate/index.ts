/**
 * Live update: the client. Verifies manifests and content, keeps what was stored, remembers mounts across starts, answers
 * what is missing, and fetches it. The three eras of Defold's live update are one setting.
 *
 * It does no I/O of its own: files come through `Storage` and the table of providers, the network through `Fetch`, time
 * through `Clock`; a platform implements them.
 */
export { createLiveUpdate, type LiveUpdate, type LiveUpdateOptions } from './client.ts';
export { type Clock, systemClock } from './clock.ts';
export type { MountRequest } from './core.ts';
export { createDebugLog, type DebugLevels, parseDebugLevels } from './debug-log.ts';
export { LEGACY_MOUNT } from './device-archive.ts';
export { DEVICE_FILES } from './device-files.ts';
export { createDryStorage } from './dry-storage.ts';
export { type Era, type EraRules, eraRules } from './era.ts';
export { LiveUpdateError, type LiveUpdateErrorCode } from './error.ts';
export {
	createFetcher,
	type Fetcher,
	type FetcherOptions,
	type FetchOptions,
	type FetchProgress,
} from './fetch/fetcher.ts';
export { DEFAULT_PATIENCE, type Patience } from './fetch/retry.ts';
export { createFileStorage, type Disk } from './file-storage.ts';
export type { Log, LogEntry, LogSeverity } from './log.ts';
export type { StoredResource } from './mutable-archive.ts';
export { LIVEUPDATE_RESULT, type LiveUpdateResult, resultOfError, resultOfMountError } from './result.ts';
export type { Storage, StorageQuota } from './storage.ts';
export { clearStore, reportStore, type StoreReport, verifyStore } from './store-report.ts';
export type { Blob } from './verify-blob.ts';
export { type Installed, verifyManifest } from './verify-manifest.ts';
