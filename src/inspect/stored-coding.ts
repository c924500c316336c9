import { LIVE_UPDATE_HEADER_BYTES, readLiveUpdateHeader } from '../formats/index.ts';
import { type Coding, type ContentEntry, labelOf } from './bundle-content.ts';

/**
 * How a resource is stored, from the archive index or the header of its published blob; undefined when its content is
 * nowhere.
 *
 * @throws FormatError when the header is cut short
 */
export function codingOf({ resource, storedIn }: ContentEntry): (Coding & { storedSizeBytes: number }) | undefined {
	if (!storedIn) return undefined;
	if (storedIn.kind === 'archive') {
		const { sizeBytes, compressedSizeBytes, encrypted } = storedIn.entry;
		const compressed = compressedSizeBytes !== undefined;
		return { sizeBytes, compressed, encrypted, storedSizeBytes: compressedSizeBytes ?? sizeBytes };
	}
	const blob = storedIn.pack.read(resource.hexDigest);
	const { sizeBytes, compressed, encrypted } = readLiveUpdateHeader(
		blob,
		`${labelOf(resource)} in ${storedIn.pack.name}`,
	);
	return { sizeBytes, compressed, encrypted, storedSizeBytes: blob.length - LIVE_UPDATE_HEADER_BYTES };
}
