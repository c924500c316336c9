/**
 * Files as `io` sees them. The host implements it over whatever it has; everything happens at once (synchronously).
 *
 * Every method throws `LuaFileError` when it cannot do its work; scripts get the message and the number.
 */
export type LuaFileSystem = {
	/** Opens a file; paths are Lua's, binary strings. @throws LuaFileError `ENOENT` when it is not there and `create` is not set */
	open(path: string, mode: LuaOpenMode): LuaFileHandle;
	remove(path: string): void;
	rename(from: string, to: string): void;
	/** A path at which no file exists, for `os.tmpname` and `io.tmpfile`. */
	temporaryName(): string;
};

/** What C's modes `r`, `w`, `a` and `+` mean. */
export type LuaOpenMode = {
	readonly isReadable: boolean;
	readonly isWritable: boolean;
	/** Makes the file when it is missing. */
	readonly create: boolean;
	/** Empties the file. */
	readonly truncate: boolean;
};

/** An open file; offsets and sizes are in bytes. */
export type LuaFileHandle = {
	sizeBytes(): number;
	/** At most so many bytes from an offset; fewer at the end of the file. */
	read(offset: number, sizeBytes: number): Uint8Array;
	/** Writes at an offset, extending the file. */
	write(offset: number, bytes: Uint8Array): void;
	/** Makes sure that what was written is out, where the handle holds it back. */
	flush?(): void;
	close(): void;
};

/** C's error numbers that scripts may compare. */
const NUMBERS = { ENOENT: 2, EIO: 5, EBADF: 9, EACCES: 13, EEXIST: 17, ENOTDIR: 20, EISDIR: 21, EINVAL: 22 } as const;

const MESSAGES: { readonly [code in LuaFileErrorCode]: string } = {
	ENOENT: 'No such file or directory',
	EIO: 'Input/output error',
	EBADF: 'Bad file descriptor',
	EACCES: 'Permission denied',
	EEXIST: 'File exists',
	ENOTDIR: 'Not a directory',
	EISDIR: 'Is a directory',
	EINVAL: 'Invalid argument',
};

export type LuaFileErrorCode = keyof typeof NUMBERS;

/** Why a file operation failed, by C's name. */
export class LuaFileError extends Error {
	readonly code: LuaFileErrorCode;
	/** C's number of the error. */
	readonly number: number;

	constructor(code: LuaFileErrorCode) {
		super(MESSAGES[code]);
		this.name = 'LuaFileError';
		this.code = code;
		this.number = NUMBERS[code];
	}
}
