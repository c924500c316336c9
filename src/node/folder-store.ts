import { createHash } from 'node:crypto';
import { link, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { compareText } from '../bytes/index.ts';
import type { ReleaseStore, StoredObject } from '../publisher/index.ts';
import { ioError, NodeError } from './error.ts';
import { withPathLock } from './path-lock.ts';
import { isTemporaryName, syncFolder, temporaryName, writeAtomically, writeFileAtomically } from './write-file.ts';

/** A folder as a store of releases: keys are relative paths. Files whose names begin with "." are not objects. */
export function createFolderStore(folder: string): ReleaseStore {
	const root = resolve(folder);
	const pathOf = (key: string): string => {
		const path = resolve(root, key);
		if (!path.startsWith(root + sep)) {
			throw new NodeError('io-error', `${folder}: the key "${key}" leads outside`, { data: { folder, key } });
		}
		return path;
	};
	const load: ReleaseStore['load'] = async (key) => {
		try {
			const bytes = await readFile(pathOf(key));
			return { bytes, tag: tagOf(bytes) };
		} catch (cause) {
			if (isMissing(cause)) return undefined;
			throw ioError('read', pathOf(key), cause);
		}
	};
	const names = async (prefix: string): Promise<string[]> => {
		try {
			await mkdir(root, { recursive: true });
			const found = await readdir(root, { recursive: true, withFileTypes: true });
			return found
				.filter((entry) => entry.isFile() && !entry.name.startsWith('.') && !isTemporaryName(entry.name))
				.map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
				.filter((key) => key.startsWith(prefix))
				.sort(compareText);
		} catch (cause) {
			throw ioError('list', root, cause);
		}
	};
	const size: ReleaseStore['size'] = async (key) => {
		try {
			return (await stat(pathOf(key))).size;
		} catch (cause) {
			if (isMissing(cause)) return undefined;
			throw ioError('look at', pathOf(key), cause);
		}
	};
	return {
		name: folder,
		put: (key, bytes) => writeFileAtomically(pathOf(key), bytes),
		putLarge: (key, source) =>
			writeAtomically(pathOf(key), async (write) => {
				for await (const part of source.parts()) await write(part);
			}),
		load,
		get: async (key) => (await load(key))?.bytes,
		size,
		list: names,
		async entries(prefix) {
			const objects: StoredObject[] = [];
			for (const key of await names(prefix)) {
				const sizeBytes = await size(key);
				if (sizeBytes !== undefined) objects.push({ key, sizeBytes });
			}
			return objects;
		},
		create: (key, bytes) => createFile(pathOf(key), bytes),
		async replace(key, bytes, tag) {
			const path = pathOf(key);
			if ((await load(key))?.tag !== tag) return false;
			return withPathLock(path, async () => {
				if ((await load(key))?.tag !== tag) return false;
				await writeFileAtomically(path, bytes);
				return true;
			});
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

/** Writes a file that must not be there yet; whole or not at all. */
async function createFile(path: string, bytes: Uint8Array): Promise<boolean> {
	const temporary = temporaryName(path);
	try {
		await mkdir(dirname(path), { recursive: true });
		const file = await open(temporary, 'wx');
		try {
			await file.writeFile(bytes);
			await file.sync();
		} finally {
			await file.close();
		}
		try {
			await link(temporary, path);
		} catch (cause) {
			const { code } = cause as NodeJS.ErrnoException;
			if (code === 'EEXIST') return false;
			// File systems without hard links: a lock keeps the look and the rename together.
			if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS') throw cause;
			return await createUnderLock(path, temporary);
		}
		syncFolder(dirname(path));
		return true;
	} catch (cause) {
		if (cause instanceof NodeError) throw cause;
		throw ioError('write', path, cause);
	} finally {
		await rm(temporary, { force: true });
	}
}

async function createUnderLock(path: string, temporary: string): Promise<boolean> {
	return withPathLock(path, async () => {
		const there = await stat(path).then(
			() => true,
			() => false,
		);
		if (there) return false;
		await rename(temporary, path);
		syncFolder(dirname(path));
		return true;
	});
}

function tagOf(bytes: Uint8Array): string {
	return createHash('sha256').update(bytes).digest('hex');
}

function isMissing(cause: unknown): boolean {
	const { code } = cause as NodeJS.ErrnoException;
	return code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR';
}
