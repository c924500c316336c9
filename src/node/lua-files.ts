import { randomBytes } from 'node:crypto';
import { closeSync, constants, fstatSync, mkdirSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { LuaFileError, type LuaFileErrorCode, type LuaFileSystem } from '../lua/index.ts';

const CODES: ReadonlySet<string> = new Set<LuaFileErrorCode>([
	'ENOENT',
	'EIO',
	'EBADF',
	'EACCES',
	'EEXIST',
	'ENOTDIR',
	'EISDIR',
	'EINVAL',
]);

/**
 * The files of a game on disk, for `io` and `sys.save`: those below one folder. Any other path is "Permission denied", so that a
 * game that is played cannot reach what is not its own.
 */
export function createFolderFiles(folder: string): LuaFileSystem {
	const root = resolve(folder);
	const within = (path: string): string => {
		const full = isAbsolute(path) ? resolve(path) : resolve(root, path);
		const inside = relative(root, full);
		if (inside.startsWith('..') || isAbsolute(inside)) throw new LuaFileError('EACCES');
		return full;
	};
	const attempt = <T>(run: () => T): T => {
		try {
			return run();
		} catch (error) {
			if (error instanceof LuaFileError) throw error;
			const { code = '' } = error as NodeJS.ErrnoException;
			throw new LuaFileError(CODES.has(code) ? (code as LuaFileErrorCode) : 'EIO');
		}
	};
	return {
		open: (path, mode) =>
			attempt(() => {
				const full = within(path);
				if (mode.create) mkdirSync(dirname(full), { recursive: true });
				const access = mode.isWritable ? (mode.isReadable ? constants.O_RDWR : constants.O_WRONLY) : constants.O_RDONLY;
				const flags =
					access |
					(mode.create ? constants.O_CREAT : 0) |
					(mode.truncate ? constants.O_TRUNC : 0) |
					// A link may lead out of the folder.
					constants.O_NOFOLLOW;
				const file = openSync(full, flags, 0o644);
				return {
					sizeBytes: () => attempt(() => fstatSync(file).size),
					read: (offset, sizeBytes) =>
						attempt(() => {
							const bytes = new Uint8Array(Math.min(sizeBytes, Math.max(0, fstatSync(file).size - offset)));
							const count = readSync(file, bytes, 0, bytes.length, offset);
							return bytes.subarray(0, count);
						}),
					write: (offset, bytes) => {
						attempt(() => {
							for (let done = 0; done < bytes.length; )
								done += writeSync(file, bytes, done, bytes.length - done, offset + done);
						});
					},
					close: () => attempt(() => closeSync(file)),
				};
			}),
		remove: (path) => attempt(() => rmSync(within(path))),
		rename: (from, to) => attempt(() => renameSync(within(from), within(to))),
		temporaryName: () => join(root, `tmp-${randomBytes(6).toString('hex')}`),
	};
}
