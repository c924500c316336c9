import { type Crypto, memoryAccess } from '../bytes/index.ts';
import { type Bundle, type Manifest, readArchiveIndex, writeArchiveIndex } from '../formats/index.ts';

/**
 * A manifest without the bundle it was made for, in the shape of a bundle whose archive is empty: what looks into bundles
 * works on published content and on single manifests too.
 */
export function bundleWithoutArchive(options: { manifest: Manifest; name: string; crypto: Crypto }): Bundle {
	const { manifest, name, crypto } = options;
	const version = manifest.version < 5 ? 4 : 5;
	return {
		name,
		projectText: '',
		manifest,
		index: readArchiveIndex(writeArchiveIndex({ version, entries: [], crypto }), `${name}, no archive index`),
		data: memoryAccess(new Uint8Array(), `${name}, no archive data`),
		publicKey: undefined,
		split: false,
		dataFiles: [],
	};
}
