import { LivemountError } from '../../bytes/index.ts';
import { keyOfPath, ResourceError } from '../../resource/index.ts';
import type { ScriptHost } from '../script/script-host.ts';

/** A file's bytes, or why there are none, for scripts. */
export type MountedFile = { readonly bytes: Uint8Array } | { readonly bytes: undefined; readonly reason: string };

/**
 * Reads a file through the mounts for a script. Damaged content, a path that is none and what a network has not brought
 * yet are answers, not the end of the game; the last is fetched, so that asking again later helps.
 */
export function readMounted(host: ScriptHost, path: string): MountedFile {
	try {
		const bytes = host.resources.readFile(path);
		return bytes ? { bytes } : { bytes: undefined, reason: 'not found' };
	} catch (error) {
		if (!(error instanceof LivemountError)) throw error;
		if (error instanceof ResourceError && error.code === 'not-ready') {
			const preparing = host.mounts.prepare([keyOfPath(path)]);
			if (preparing) {
				host.track(preparing).catch((failure: Error) => {
					host.log({ severity: 'error', domain: 'RESOURCE', message: failure.message });
				});
			}
		}
		return { bytes: undefined, reason: error.message };
	}
}
