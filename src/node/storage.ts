import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { compareText } from '../bytes/index.ts';
import type { Storage } from '../liveupdate/index.ts';
import { ioError } from './error.ts';
import { openFile } from './file-access.ts';
import { removeLeftovers, syncFolder, writeFileAtomically } from './write-file.ts';

/**
 * A folder of the file system as a game's storage. It is made when missing; what a killed writer left half done is removed.
 *
 * @throws NodeError `io-error` when it cannot be made
 */
export async function openFolderStorage(folder: string): Promise<Storage> {
	try {
		await mkdir(folder, { recursive: true });
	} catch (cause) {
		throw ioError('make the folder', folder, cause);
	}
	await removeLeftovers(folder);
	const pathOf = (name: string): string => join(folder, name);
	return {
		name: folder,
		async read(name) {
			try {
				return await readFile(pathOf(name));
			} catch (cause) {
				if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
				throw ioError('read', pathOf(name), cause);
			}
		},
		replace: (name, bytes) => writeFileAtomically(pathOf(name), bytes),
		async append(name, parts) {
			const path = pathOf(name);
			try {
				const file = await open(path, 'a');
				try {
					const offset = (await file.stat()).size;
					try {
						for (const part of parts) {
							let written = 0;
							while (written < part.length) written += (await file.write(part, written)).bytesWritten;
						}
					} catch (cause) {
						await file.truncate(offset);
						throw cause;
					}
					return offset;
				} finally {
					await file.close();
				}
			} catch (cause) {
				throw ioError('append to', path, cause);
			}
		},
		async sync(name) {
			try {
				const file = await open(pathOf(name), 'r+');
				try {
					await file.datasync();
				} finally {
					await file.close();
				}
				syncFolder(folder);
			} catch (cause) {
				throw ioError('sync', pathOf(name), cause);
			}
		},
		async open(name) {
			try {
				await stat(pathOf(name));
			} catch (cause) {
				if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
				throw ioError('open', pathOf(name), cause);
			}
			return openFile(pathOf(name));
		},
		async rename(from, to) {
			try {
				await rename(pathOf(from), pathOf(to));
				syncFolder(folder);
			} catch (cause) {
				throw ioError('rename', pathOf(from), cause);
			}
		},
		async remove(name) {
			try {
				await rm(pathOf(name), { force: true });
			} catch (cause) {
				throw ioError('remove', pathOf(name), cause);
			}
		},
		list: async () => (await readdir(folder)).sort(compareText),
	};
}
