import { joinAccess, type RandomAccess } from '../bytes/index.ts';
import { openFile } from './file-access.ts';
import type { DataFile } from './hash-blobs.ts';

// What a verifying thread needs in order to decode too, in one import.
export { checkArchivePart } from '../inspect/index.ts';
export { nodeCrypto } from './crypto.ts';

/** Files one behind the other. */
export function openDataFiles(files: readonly DataFile[]): RandomAccess {
	return joinAccess(
		files.map(({ path, sizeBytes }) => ({ sizeBytes, open: () => openFile(path) })),
		'archive data',
	);
}
