/**
 * Resource: finds the bytes of a resource. Mounts are asked highest priority first; each reads through a provider: an
 * archive, a zip (at hand or in ranges over HTTP), single resources over HTTP, memory; a platform adds folders.
 *
 * It never checks who signed a manifest, keeps nothing beyond memory, and touches no disk and no network by itself: both
 * are handed in.
 */
export { type DebugLog, silent } from './debug-log.ts';
export { type Dependency, findDependencies } from './dependencies.ts';
export { ResourceError, type ResourceErrorCode } from './error.ts';
export type { CancelSignal, Fetch, FetchReply, FetchRequest } from './fetch.ts';
export { inParallel } from './in-parallel.ts';
export { formatMountUri, type MountUri, parseMountUri } from './mount-uri.ts';
export {
	BASE_MOUNT,
	BUILTIN_MOUNT,
	createMounts,
	type Found,
	type Mount,
	type Mounts,
	type OpenResource,
} from './mounts.ts';
export { type OpenContext, type OpenProvider, openProvider, type ProviderTable, type Verify } from './open-provider.ts';
export { prepareResource } from './prepare.ts';
export type { Listed, Provider } from './provider.ts';
export { type ArchiveProviderOptions, createArchiveProvider } from './providers/archive.ts';
export { createHttpProvider } from './providers/http.ts';
export { createMemoryProvider } from './providers/memory.ts';
export { openRemoteZip, type RemoteZipOptions } from './providers/remote-zip.ts';
export {
	createZipProvider,
	LIVE_UPDATE_MANIFEST_NAME,
	readZipManifest,
	type ZipProvider,
	type ZipProviderOptions,
} from './providers/zip.ts';
export { openRemoteFile, type RemoteFile } from './remote-file.ts';
export { canonicalPath, describeKey, keyOfHash, keyOfPath, type ResourceKey } from './resource-key.ts';
export { findShadows, type Shadow } from './shadows.ts';
export { verifyStored } from './verify-stored.ts';
