import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { RandomAccess } from '../bytes/index.ts';
import { type Bundle, openBundle } from '../formats/index.ts';
import { BUILD_LAYOUT } from './build-folder.ts';
import { nodeCrypto } from './crypto.ts';
import { NodeError } from './error.ts';
import { openFile } from './file-access.ts';

export type OpenedBundle = Bundle & { readonly folder: string };

const MARKS = ['game.dmanifest', 'archive_files.json', 'archive/archive_files.json'];

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
		MARKS.some((mark) => existsSync(join(candidate, mark))),
	);
	if (!root) {
		throw new NodeError('not-a-bundle', `${folder}: expected a bundle with ${MARKS.join(' or ')}, found none of them`, {
			data: { path: folder, expected: MARKS },
		});
	}
	const read = (name: string): RandomAccess | undefined => {
		const path = join(root, name);
		return existsSync(path) ? openFile(path) : undefined;
	};
	return { ...openBundle({ open: read, name: root, crypto: nodeCrypto }), folder: root };
}
