/**
 * Web: what the lower rooms leave to a platform, in a browser: fetch, storage that survives a reload, workers.
 *
 * Nothing lives here yet; the door is in place so that the arrows are.
 */
export {};
