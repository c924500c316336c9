import { memoryAccess } from '../src/bytes/index.ts';
import { openZip } from '../src/formats/index.ts';
import { LiveUpdateError } from '../src/liveupdate/index.ts';
import { createZipProvider, type ProviderTable } from '../src/resource/index.ts';

/** Providers that find zips by path in a map instead of on a disk. */
export function packProviders(packs: ReadonlyMap<string, Uint8Array>): ProviderTable {
	return new Map([
		[
			'zip',
			async ({ uri, name, crypto, verify, manifest, acceptManifest }) => {
				const bytes = packs.get(uri.path);
				if (!bytes) throw new LiveUpdateError('not-found', `no such file ${uri.path}`);
				return createZipProvider({
					zip: openZip(memoryAccess(bytes, uri.path)),
					name,
					crypto,
					verifyReads: verify === 'read',
					acceptManifest,
					...(manifest ? { manifest } : {}),
				});
			},
		],
	]);
}
