import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { compareText, type ObjectStore } from '../bytes/index.ts';
import { ioError, NodeError } from './error.ts';
import { writeFileAtomically } from './write-file.ts';

/** A folder as an object store: keys are relative paths. */
export function createFolderStore(folder: string): ObjectStore {
	const root = resolve(folder);
	const pathOf = (key: string): string => {
		const path = resolve(root, key);
		if (!path.startsWith(root + sep)) {
			throw new NodeError('io-error', `${folder}: the key "${key}" leads outside`, { data: { folder, key } });
		}
		return path;
	};
	const missing = (cause: unknown): boolean => (cause as NodeJS.ErrnoException).code === 'ENOENT';
	return {
		name: folder,
		put: (key, bytes) => writeFileAtomically(pathOf(key), bytes),
		async get(key) {
			try {
				return await readFile(pathOf(key));
			} catch (cause) {
				if (missing(cause)) return undefined;
				throw ioError('read', pathOf(key), cause);
			}
		},
		async size(key) {
			try {
				return (await stat(pathOf(key))).size;
			} catch (cause) {
				if (missing(cause)) return undefined;
				throw ioError('look at', pathOf(key), cause);
			}
		},
		async list(prefix) {
			try {
				await mkdir(root, { recursive: true });
				const names = await readdir(root, { recursive: true, withFileTypes: true });
				return names
					.filter((entry) => entry.isFile())
					.map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
					.filter((key) => key.startsWith(prefix))
					.sort(compareText);
			} catch (cause) {
				throw ioError('list', root, cause);
			}
		},
		async delete(key) {
			try {
				await rm(pathOf(key), { force: true });
			} catch (cause) {
				throw ioError('remove', pathOf(key), cause);
			}
		},
	};
}
