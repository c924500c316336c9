import { crc32, inflateRawSync } from 'node:zlib';
import { openZip, type ZipArchive } from '../formats/index.ts';
import { openFile } from './file-access.ts';

/** Inflates with Node's own zlib; an entry that unpacks to more than it says is stopped there. */
export function nodeInflate(packed: Uint8Array, sizeBytes: number): Uint8Array {
	return inflateRawSync(packed, { maxOutputLength: Math.max(1, sizeBytes) });
}

/** Opens a zip file. @throws NodeError; FormatError for what is wrong with the zip */
export function openNodeZip(path: string): ZipArchive {
	const file = openFile(path);
	try {
		return openZip(file, { inflate: nodeInflate, crc32: (bytes) => crc32(bytes) });
	} catch (error) {
		file.close();
		throw error;
	}
}
