/**
 * Web: what the lower rooms leave to a platform, in a browser: fetch, and storage that survives a reload.
 *
 * Storage belongs into a dedicated worker, because games read in the middle of a frame and only workers read files at once.
 */
export { webHttp } from './http.ts';
export { openWebStorage, type WebStorage, type WebStorageOptions } from './open-storage.ts';
