/**
 * Web: what the lower rooms leave to a platform, in a browser: fetch, mounts over HTTP, bundles from a static host, and
 * storage that survives a reload.
 *
 * Storage belongs into a dedicated worker, because games read in the middle of a frame and only workers read files at once.
 */
export { DownloadError } from './download.ts';
export { webFetch } from './fetch.ts';
export { webHttp } from './http.ts';
export { type BundleProgress, type LoadBundleOptions, loadWebBundle } from './load-bundle.ts';
export { openWebStorage, type WebStorage, type WebStorageOptions } from './open-storage.ts';
export { webProviders } from './providers.ts';
