import { isAbsolute, resolve } from 'node:path';
import { readArchiveIndex, readManifest } from '../formats/index.ts';
import { LiveUpdateError, type OpenMount } from '../liveupdate/index.ts';
import { createArchiveProvider, createZipProvider, formatMountUri } from '../resource/index.ts';
import { nodeCrypto } from './crypto.ts';
import { openFile } from './file-access.ts';
import { createFolderProvider } from './folder-provider.ts';
import { openNodeZip } from './open-zip.ts';
import { readFileOrFail } from './read-file.ts';

/** Opens `zip:`, `archive:` and `file:` mounts; paths without a "/" in front are taken from the working folder. */
export const openNodeMount: OpenMount = async (uri, { verify, verifyManifest }) => {
	const path = `${uri.location}${uri.path}`;
	const file = isAbsolute(path) ? path : resolve(path);
	const name = formatMountUri(uri);
	if (uri.scheme === 'zip' || (uri.scheme === 'file' && file.endsWith('.zip'))) {
		const zip = openNodeZip(file);
		return createZipProvider({
			zip,
			name,
			crypto: nodeCrypto,
			verify,
			verifyManifest: (manifest) => verifyManifest(manifest, name),
		});
	}
	if (uri.scheme === 'archive' || uri.scheme === 'dmanif') {
		const base = file.replace(/\.dmanifest$/, '');
		const manifest = readManifest(await readFileOrFail(`${base}.dmanifest`), `${base}.dmanifest`);
		verifyManifest(manifest, name);
		return createArchiveProvider({
			manifest,
			index: readArchiveIndex(await readFileOrFail(`${base}.arci`), `${base}.arci`),
			data: openFile(`${base}.arcd`),
			crypto: nodeCrypto,
			verify,
		});
	}
	if (uri.scheme === 'file') return createFolderProvider(file);
	throw new LiveUpdateError('io-error', `Failed to find loader for scheme '${uri.scheme}' of ${name}`, {
		data: { uri: name, scheme: uri.scheme },
	});
};
