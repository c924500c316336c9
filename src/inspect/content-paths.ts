import { encodeUtf8 } from '../bytes/index.ts';
import type { Bundle } from '../formats/index.ts';
import { type ContentEntry, readContent } from './bundle-content.ts';
import { createPathFinder, type PathFinder } from './recover-paths.ts';

/** Larger resources are pictures and sounds; looking for paths in them would cost much and find nothing. */
export const MAX_SEARCHED_BYTES: number = 2 * 1024 * 1024;

/** A finder for the resources whose manifest leaves the path blank, which has looked into the project's settings. */
export function createContentPathFinder(bundle: Bundle, contents: readonly ContentEntry[]): PathFinder {
	const blank = contents.filter(({ resource }) => resource.url === '');
	const finder = createPathFinder(new Set(blank.map(({ resource }) => resource.urlHash)));
	finder.look(encodeUtf8(bundle.projectText));
	return finder;
}

/** Paths of the resources whose manifest leaves them blank, by url hash. Reads what it needs until all are found. */
export function recoverContentPaths(bundle: Bundle, contents: readonly ContentEntry[]): ReadonlyMap<bigint, string> {
	const blankCount = contents.filter(({ resource }) => resource.url === '').length;
	const finder = createContentPathFinder(bundle, contents);
	for (const content of contents) {
		if (finder.found.size === blankCount) break;
		const size = content.storedIn?.kind === 'archive' ? content.storedIn.entry.sizeBytes : content.resource.sizeBytes;
		if ((size ?? 0) > MAX_SEARCHED_BYTES) continue;
		const { bytes } = readContent(content, bundle);
		if (bytes && bytes.length <= MAX_SEARCHED_BYTES) finder.look(bytes);
	}
	return finder.found;
}
