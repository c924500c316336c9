/**
 * Resource: finds the bytes of a resource. Mounts are asked highest priority first; each reads through a provider (an
 * archive, a zip, memory; a platform adds folders and HTTP).
 *
 * It never downloads, never checks who signed a manifest, and never touches a disk by itself.
 */
export { type Dependency, findDependencies } from './dependencies.ts';
export { ResourceError, type ResourceErrorCode } from './error.ts';
export { formatMountUri, type MountUri, parseMountUri } from './mount-uri.ts';
export { BASE_MOUNT, BUILTIN_MOUNT, createMounts, type Found, type Mount, type Mounts } from './mounts.ts';
export type { Provider, Verify } from './provider.ts';
export { type ArchiveProviderOptions, createArchiveProvider } from './providers/archive.ts';
export { createMemoryProvider } from './providers/memory.ts';
export {
	createZipProvider,
	LIVE_UPDATE_MANIFEST_NAME,
	readZipManifest,
	type ZipProviderOptions,
} from './providers/zip.ts';
export { canonicalPath, describeKey, keyOfHash, keyOfPath, type ResourceKey } from './resource-key.ts';
export { verifyStored } from './verify-stored.ts';
