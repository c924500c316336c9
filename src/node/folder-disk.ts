import { mkdir, open, readdir, readFile, rename, rm, stat, statfs, truncate, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Disk } from '../liveupdate/index.ts';
import { openFile } from './file-access.ts';
import { storageError } from './storage-error.ts';
import { isLeftover, temporaryName } from './write-file.ts';

/**
 * A folder of the file system as a `Disk`. It is made when missing.
 *
 * @throws LiveUpdateError when it cannot be made
 */
export async function openFolderDisk(folder: string): Promise<Disk> {
	const root = resolve(folder);
	await attempt('make the folder', root, () => mkdir(root, { recursive: true }));
	const pathOf = (name: string): string => join(root, name);

	return {
		name: root,
		read: (name) => unlessMissing('read', pathOf(name), (path) => readFile(path)),
		write: (name, bytes) => attempt('write', pathOf(name), (path) => writeFile(path, bytes)),
		append: (name, parts) =>
			attempt('append to', pathOf(name), async (path) => {
				const file = await open(path, 'a');
				try {
					const { size } = await file.stat();
					const total = parts.reduce((sum, part) => sum + part.length, 0);
					const { bytesWritten } = await file.writev(parts.filter((part) => part.length > 0));
					// A short write means that the next one fails: it then says why.
					let skip = bytesWritten;
					for (const part of bytesWritten === total ? [] : parts) {
						let at = Math.min(skip, part.length);
						skip -= at;
						while (at < part.length) at += (await file.write(part, at)).bytesWritten;
					}
					return size;
				} finally {
					await file.close();
				}
			}),
		truncate: (name, sizeBytes) => attempt('truncate', pathOf(name), (path) => truncate(path, sizeBytes)),
		size: async (name) => (await unlessMissing('look at', pathOf(name), (path) => stat(path)))?.size,
		sync: (name) =>
			attempt('sync', pathOf(name), async (path) => {
				const file = await open(path, 'r+');
				try {
					await file.datasync();
				} finally {
					await file.close();
				}
			}),
		syncNames: () => attempt('sync', root, syncFolder),
		open: (name) =>
			unlessMissing('open', pathOf(name), async (path) => {
				await stat(path);
				return openFile(path);
			}),
		rename: (from, to) => attempt('rename', pathOf(from), (path) => rename(path, pathOf(to))),
		remove: (name) => attempt('remove', pathOf(name), (path) => rm(path, { force: true })),
		list: () =>
			attempt('list', root, async () =>
				(await readdir(root, { withFileTypes: true })).filter((entry) => entry.isFile()).map(({ name }) => name),
			),
		async freeBytes() {
			const { bavail, bsize } = await statfs(root);
			return bavail * bsize;
		},
		temporaryName,
		isLeftover: (name) => isLeftover(name),
	};
}

/** Forces a folder's names to stable storage, where the platform can: Windows cannot open a folder, and journals renames. */
async function syncFolder(path: string): Promise<void> {
	if (process.platform === 'win32') return;
	const folder = await open(path, 'r');
	try {
		await folder.sync();
	} finally {
		await folder.close();
	}
}

async function attempt<T>(what: string, path: string, work: (path: string) => Promise<T>): Promise<T> {
	try {
		return await work(path);
	} catch (cause) {
		throw storageError(what, path, cause);
	}
}

async function unlessMissing<T>(
	what: string,
	path: string,
	work: (path: string) => Promise<T>,
): Promise<T | undefined> {
	try {
		return await work(path);
	} catch (cause) {
		if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
		throw storageError(what, path, cause);
	}
}
