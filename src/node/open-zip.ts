import { inflateRawSync } from 'node:zlib';
import { openZip, type ZipArchive } from '../formats/index.ts';
import { openFile } from './file-access.ts';

/** Opens a zip file, inflating with Node's own zlib. @throws NodeError; FormatError for what is wrong with the zip */
export function openNodeZip(path: string): ZipArchive {
	return openZip(openFile(path), {
		// An entry that unpacks to more than it says is stopped there.
		inflate: (packed, sizeBytes) => inflateRawSync(packed, { maxOutputLength: Math.max(1, sizeBytes) }),
	});
}
