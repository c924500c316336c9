import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { RandomAccess } from '../bytes/index.ts';
import { type Bundle, openBundle } from '../formats/index.ts';
import { BUILD_LAYOUT } from './build-layout.ts';
import { nodeCrypto } from './crypto.ts';
import { NodeError } from './error.ts';
import { openFile } from './file-access.ts';

export type OpenedBundle = Bundle & { readonly folder: string };

/** What tells a bundle from another folder. */
export const BUNDLE_MARKS: readonly string[] = ['game.dmanifest', 'archive_files.json', 'archive/archive_files.json'];

/**
 * Opens a bundle: a folder that holds `game.dmanifest` and its kin, one with HTML5's split archive, or a build of ours.
 *
 * @throws NodeError `not-found`, `not-a-bundle`; FormatError for what is wrong in its files
 */
export async function loadBundle(folder: string): Promise<OpenedBundle> {
	if (!existsSync(folder)) {
		throw new NodeError('not-found', `cannot open ${folder}: there is no such file or folder`, {
			data: { path: folder },
		});
	}
	const root = [folder, join(folder, BUILD_LAYOUT.bundle)].find((candidate) =>
		BUNDLE_MARKS.some((mark) => existsSync(join(candidate, mark))),
	);
	if (!root) {
		throw new NodeError(
			'not-a-bundle',
			`${folder}: expected a bundle with ${BUNDLE_MARKS.join(' or ')}, found none of them`,
			{
				data: { path: folder, expected: BUNDLE_MARKS },
			},
		);
	}
	const read = (name: string): RandomAccess | undefined => {
		const path = join(root, name);
		return existsSync(path) ? openFile(path) : undefined;
	};
	return { ...openBundle({ open: read, name: root, crypto: nodeCrypto }), folder: root };
}
