import { randomBytes } from 'node:crypto';
import {
	closeSync,
	existsSync,
	fstatSync,
	lstatSync,
	mkdirSync,
	openSync,
	readSync,
	realpathSync,
	renameSync,
	rmdirSync,
	statSync,
	unlinkSync,
	writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { LuaFileError, type LuaFileErrorCode, type LuaFileHandle, type LuaFileSystem } from '../../lua/index.ts';

const CODES: ReadonlySet<string> = new Set<LuaFileErrorCode>([
	'ENOENT',
	'EBADF',
	'EACCES',
	'EEXIST',
	'ENOTDIR',
	'EISDIR',
	'EINVAL',
]);

/** Runs a file operation; what the system says becomes what Lua's `io` says. */
function withCode<Result>(run: () => Result): Result {
	try {
		return run();
	} catch (thrown) {
		const { code = 'EIO' } = thrown as NodeJS.ErrnoException;
		throw new LuaFileError(code === 'EPERM' ? 'EACCES' : CODES.has(code) ? (code as LuaFileErrorCode) : 'EIO');
	}
}

function createHandle(file: number): LuaFileHandle {
	// Pipes and terminals know no offsets.
	const isPlain = fstatSync(file).isFile();
	return {
		sizeBytes: () => withCode(() => fstatSync(file).size),
		read: (offset, sizeBytes) =>
			withCode(() => {
				const bytes = new Uint8Array(sizeBytes);
				return bytes.subarray(0, readSync(file, bytes, 0, sizeBytes, isPlain ? offset : null));
			}),
		write: (offset, bytes) => {
			withCode(() => {
				let at = 0;
				while (at < bytes.length) {
					at += writeSync(file, bytes, at, bytes.length - at, isPlain ? offset + at : null);
				}
			});
		},
		close: () => withCode(() => closeSync(file)),
	};
}

/** The nearest folder of a path that exists, with all links followed. */
function realFolder(path: string): string {
	return existsSync(path) ? realpathSync(path) : realFolder(dirname(path));
}

/** Whether a path lies in a folder or is it. */
function isInside(path: string, folder: string): boolean {
	const way = relative(folder, path);
	return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/**
 * The machine's files for Lua's `io` and `os`, synchronously.
 *
 * @param root  the only folder that scripts may reach: their paths, absolute ones too, begin there, and neither `..` nor
 * links lead out of it. Without it they reach what the process reaches.
 */
export function createLuaFiles(root?: string): LuaFileSystem {
	const folder = root === undefined ? undefined : realpathSync(root);
	return createFiles({
		pathOf(text) {
			if (folder === undefined) return text;
			const inside = join(folder, join(sep, text));
			refuseLinksOut(inside, folder);
			return inside;
		},
		temporaryName() {
			const name = `lua_${randomBytes(6).toString('hex')}`;
			return folder === undefined ? join(tmpdir(), name) : name;
		},
	});
}

/**
 * The files of a game on disk, for `io` and `sys.save`: those below one folder, which is made when something is written. Any
 * other path is "Permission denied", so that a game that is played cannot reach what is not its own.
 *
 * @param folder  absolute paths are the machine's and must lie in it, as those of `sys.get_save_file` do
 */
export function createGameFiles(folder: string): LuaFileSystem {
	const root = resolve(folder);
	return createFiles({
		pathOf(text) {
			const path = resolve(root, text);
			if (!isInside(path, root)) throw new LuaFileError('EACCES');
			// A folder that is not there yet holds no links.
			if (existsSync(root)) refuseLinksOut(path, realpathSync(root));
			return path;
		},
		temporaryName: () => join(root, `lua_${randomBytes(6).toString('hex')}`),
		beforeCreating: (path) => {
			mkdirSync(dirname(path), { recursive: true });
		},
	});
}

/** @throws LuaFileError `EACCES` when a path inside a folder leads elsewhere */
function refuseLinksOut(path: string, folder: string): void {
	const real = withCode(() => realFolder(path));
	if (!isInside(real, folder) || isDanglingLink(path)) throw new LuaFileError('EACCES');
}

function createFiles(place: {
	/** The machine's path for a script's, or a refusal. */
	pathOf(text: string): string;
	temporaryName(): string;
	beforeCreating?(path: string): void;
}): LuaFileSystem {
	const pathOf = (path: string): string => place.pathOf(Buffer.from(path, 'latin1').toString('utf8'));
	return {
		open: (path, mode) =>
			withCode(() => {
				const target = pathOf(path);
				if (mode.create) place.beforeCreating?.(target);
				const flags = mode.truncate ? 'w+' : mode.create ? (existsSync(target) ? 'r+' : 'w+') : 'r+';
				return createHandle(openSync(target, mode.isWritable ? flags : 'r'));
			}),
		remove: (path) => {
			withCode(() => {
				const target = pathOf(path);
				if (statSync(target, { throwIfNoEntry: false })?.isDirectory() === true) rmdirSync(target);
				else unlinkSync(target);
			});
		},
		rename: (from, to) => withCode(() => renameSync(pathOf(from), pathOf(to))),
		temporaryName: () => place.temporaryName(),
	};
}

/** A link to what is not there: opening it for writing would make a file at its other end. */
function isDanglingLink(path: string): boolean {
	return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true && !existsSync(path);
}
