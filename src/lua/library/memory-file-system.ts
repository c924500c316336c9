import { LuaFileError, type LuaFileHandle, type LuaFileSystem } from './file-system.ts';

type MemoryFile = { bytes: Uint8Array; sizeBytes: number };

function openMemoryFile(file: MemoryFile, isWritable: boolean): LuaFileHandle {
	return {
		sizeBytes: () => file.sizeBytes,
		read: (offset, sizeBytes) => file.bytes.slice(offset, Math.min(file.sizeBytes, offset + sizeBytes)),
		write: (offset, bytes) => {
			if (!isWritable) throw new LuaFileError('EBADF');
			const end = offset + bytes.length;
			if (end > file.bytes.length) {
				const grown = new Uint8Array(Math.max(end, file.bytes.length * 2));
				grown.set(file.bytes.subarray(0, file.sizeBytes));
				file.bytes = grown;
			}
			file.bytes.set(bytes, offset);
			file.sizeBytes = Math.max(file.sizeBytes, end);
		},
		close: () => {},
	};
}

/**
 * A file system that lives in memory: any path names a file, there are no folders.
 *
 * @param files  what is there at first, by path; copied
 */
export function createMemoryFileSystem(files: { readonly [path: string]: Uint8Array } = {}): LuaFileSystem {
	const held = new Map<string, MemoryFile>();
	for (const path of Object.keys(files)) {
		const bytes = files[path]?.slice() ?? new Uint8Array();
		held.set(path, { bytes, sizeBytes: bytes.length });
	}
	let temporaryCount = 0;
	const existing = (path: string): MemoryFile => {
		const file = held.get(path);
		if (file === undefined) throw new LuaFileError('ENOENT');
		return file;
	};
	return {
		open: (path, mode) => {
			if (path === '') throw new LuaFileError('ENOENT');
			let file = held.get(path);
			if (file === undefined) {
				if (!mode.create) throw new LuaFileError('ENOENT');
				file = { bytes: new Uint8Array(), sizeBytes: 0 };
				held.set(path, file);
			}
			if (mode.truncate) file.sizeBytes = 0;
			return openMemoryFile(file, mode.isWritable);
		},
		remove: (path) => {
			existing(path);
			held.delete(path);
		},
		rename: (from, to) => {
			const file = existing(from);
			held.delete(from);
			held.set(to, file);
		},
		temporaryName: () => `/tmp/lua_${++temporaryCount}`,
	};
}
