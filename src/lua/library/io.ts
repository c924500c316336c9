// biome-ignore-all lint/complexity/noArguments: the count of arguments tells a missing one from nil.
import {
	argError,
	checkInteger,
	checkString,
	luaError,
	optInteger,
	optString,
	typeArgError,
} from '../runtime/arguments.ts';
import { resultOf } from '../runtime/calls.ts';
import { displayNumber } from '../runtime/numbers.ts';
import { LuaTable } from '../runtime/table.ts';
import type { LuaFunction, LuaResult, LuaValue } from '../runtime/values.ts';
import { LuaFileError, type LuaFileHandle, type LuaFileSystem, type LuaOpenMode } from './file-system.ts';
import { LuaFile } from './io-file.ts';
import { createLibrary, type LibraryFields } from './library.ts';

/** The three standard streams, as files without an end. */
export type StandardStreams = {
	readonly stdin: LuaFileHandle;
	readonly stdout: LuaFileHandle;
	readonly stderr: LuaFileHandle;
};

/** Runs a file operation; its failure becomes `nil, message, number`. */
export function attempt(run: () => LuaResult, path?: string): LuaResult {
	try {
		return run();
	} catch (thrown) {
		if (!(thrown instanceof LuaFileError)) throw thrown;
		return [undefined, path === undefined ? thrown.message : `${path}: ${thrown.message}`, thrown.number];
	}
}

function openMode(text: string): LuaOpenMode & { readonly isAppend: boolean } {
	const letter = text.charAt(0);
	const isUpdate = text.includes('+');
	if (letter !== 'r' && letter !== 'w' && letter !== 'a') throw new LuaFileError('EINVAL');
	return {
		isReadable: letter === 'r' || isUpdate,
		isWritable: letter !== 'r' || isUpdate,
		create: letter !== 'r',
		truncate: letter === 'w',
		isAppend: letter === 'a',
	};
}

/** One value of a format of `read`; `undefined` when there is none. */
function readFormat(file: LuaFile, format: LuaValue, index: number, isLuaJit: boolean): LuaValue {
	if (typeof format === 'number') return file.readBytes(checkInteger(format, index));
	const text = checkString(format, index);
	// LuaJIT takes the letter alone, too.
	if (!text.startsWith('*') && !isLuaJit) argError(index, 'invalid option');
	switch (text.replace(/^\*/, '')[0]) {
		case 'n':
			return file.readNumber();
		case 'l':
			return file.readLine();
		case 'a':
			return file.readAll();
		default:
			return argError(index, 'invalid format');
	}
}

/** Values of several formats, up to and with the first that fails. @param from  index of the first argument */
function readFormats(
	file: LuaFile,
	formats: readonly LuaValue[],
	from: { readonly first: number; readonly isLuaJit: boolean },
): LuaResult {
	if (formats.length === 0) return file.readLine();
	const results: LuaValue[] = [];
	for (let index = 0; index < formats.length; index++) {
		const value = readFormat(file, formats[index], from.first + index, from.isLuaJit);
		results.push(value);
		if (value === undefined) break;
	}
	return resultOf(results);
}

function writeAll(file: LuaFile, texts: readonly LuaValue[], first: number): LuaResult {
	return attempt(() => {
		texts.forEach((text, index) => {
			file.write(
				typeof text === 'number' ? displayNumber(text) : checkString(text, first + index, first + texts.length),
			);
		});
		return true;
	});
}

const BUFFERINGS = ['no', 'line', 'full'] as const;
const SEEK_ORIGINS = ['set', 'cur', 'end'] as const;

/** Methods of files. */
function createFileMethods(fileOf: (value: LuaValue, count: number) => LuaFile, isLuaJit: boolean): LibraryFields {
	return {
		close(file: LuaValue) {
			return closeFile(fileOf(file, arguments.length));
		},
		read(file: LuaValue, ...formats: LuaValue[]) {
			const f = fileOf(file, arguments.length);
			return attempt(() => readFormats(f, formats, { first: 2, isLuaJit }));
		},
		write(file: LuaValue, ...texts: LuaValue[]) {
			return writeAll(fileOf(file, arguments.length), texts, 2);
		},
		lines(file: LuaValue) {
			return linesOf(fileOf(file, arguments.length), false);
		},
		flush(file: LuaValue) {
			return flushFile(fileOf(file, arguments.length));
		},
		setvbuf(file: LuaValue, mode: LuaValue, size: LuaValue) {
			const f = fileOf(file, arguments.length);
			const wanted = checkString(mode, 2, arguments.length);
			const buffering = BUFFERINGS.find((candidate) => candidate === wanted);
			if (buffering === undefined) return argError(2, `invalid option '${wanted}'`);
			return attempt(() => {
				f.setBuffering(buffering, optInteger(size, 3, 0));
				return true;
			});
		},
		seek(file: LuaValue, whence: LuaValue, offset: LuaValue) {
			const f = fileOf(file, arguments.length);
			const origin = optString(whence, 2, 'cur');
			const from = SEEK_ORIGINS.find((candidate) => candidate === origin);
			if (from === undefined) return argError(2, `invalid option '${origin}'`);
			const distance = offset === undefined ? 0 : checkInteger(offset, 3);
			return attempt(() => f.seek(from, distance));
		},
	};
}

function closeFile(file: LuaFile): LuaResult {
	if (file.isStandard) return [undefined, 'cannot close standard file'];
	return attempt(() => {
		file.close();
		return true;
	});
}

function flushFile(file: LuaFile): LuaResult {
	return attempt(() => {
		file.flush();
		return true;
	});
}

/** An iterator over lines; `io.lines` also closes the file at its end. */
function linesOf(file: LuaFile, closes: boolean): LuaFunction {
	return function lines() {
		if (file.isClosed) luaError('file is already closed');
		const line = file.readLine();
		if (line === undefined && closes) file.close();
		return line;
	};
}

export type IoOptions = {
	readonly files: LuaFileSystem | undefined;
	readonly streams: StandardStreams;
	readonly isLuaJit: boolean;
};

/** `io` over a file system; without one, opening files is an error. */
export function createIoLibrary(options: IoOptions): LibraryFields {
	const { files, streams } = options;
	const methods = new LuaTable();
	const metatable = createLibrary({ __index: methods, __name: 'FILE*' });
	const own = (file: LuaFile): LuaFile => {
		file.metatable = metatable;
		return file;
	};
	const fileOf = (value: LuaValue, count: number, index = 1): LuaFile => {
		if (!(value instanceof LuaFile)) return typeArgError(index, 'FILE*', { value, count });
		if (value.isClosed) luaError('attempt to use a closed file');
		return value;
	};
	metatable.set('__gc', function __gc(file) {
		if (!(file instanceof LuaFile)) typeArgError(1, 'FILE*', { value: file, count: arguments.length });
		return undefined;
	});
	for (const [name, method] of Object.entries(createFileMethods(fileOf, options.isLuaJit)))
		methods.set(name, method as LuaFunction);
	metatable.set('__tostring', (file) => (file instanceof LuaFile ? file.tostring() : 'file'));
	const stdin = own(new LuaFile(streams.stdin, { isStandard: true, isReadable: true, isWritable: false }));
	const stdout = own(new LuaFile(streams.stdout, { isStandard: true, isReadable: false, isWritable: true }));
	const stderr = own(new LuaFile(streams.stderr, { isStandard: true, isReadable: false, isWritable: true }));
	const current = { input: stdin, output: stdout };
	const open = (path: string, mode: string): LuaFile => {
		if (files === undefined) return luaError('io is not available: this Lua state has no file system');
		const how = openMode(mode);
		// C's strings end at a zero byte.
		const end = path.indexOf('\0');
		return own(new LuaFile(files.open(end < 0 ? path : path.slice(0, end), how), how));
	};
	const openOrFail = (path: string, mode: string): LuaFile => {
		const opened = attempt(() => open(path, mode), path);
		return opened instanceof LuaFile ? opened : argError(1, String((opened as LuaValue[])[1]));
	};
	/** `io.input` and `io.output`. */
	const choose = (which: 'input' | 'output', given: LuaValue): LuaFile => {
		if (given !== undefined) {
			const isName = typeof given === 'string' || typeof given === 'number';
			current[which] = isName ? openOrFail(checkString(given, 1), which === 'input' ? 'r' : 'w') : fileOf(given, 1);
		}
		return current[which];
	};
	const usable = (which: 'input' | 'output'): LuaFile => {
		if (current[which].isClosed) luaError(`standard ${which} file is closed`);
		return current[which];
	};
	return {
		stdin,
		stdout,
		stderr,
		open(path: LuaValue, mode: LuaValue) {
			const name = checkString(path, 1, arguments.length);
			const how = optString(mode, 2, 'r');
			return attempt(() => open(name, how), name);
		},
		close(file: LuaValue) {
			return closeFile(file === undefined ? usable('output') : fileOf(file, arguments.length));
		},
		read(...formats: LuaValue[]) {
			const file = usable('input');
			return attempt(() => readFormats(file, formats, { first: 1, isLuaJit: options.isLuaJit }));
		},
		write(...texts: LuaValue[]) {
			return writeAll(usable('output'), texts, 1);
		},
		lines(path: LuaValue) {
			if (path === undefined) return linesOf(usable('input'), false);
			return linesOf(openOrFail(checkString(path, 1), 'r'), true);
		},
		input(file: LuaValue) {
			return choose('input', file);
		},
		output(file: LuaValue) {
			return choose('output', file);
		},
		flush() {
			return flushFile(usable('output'));
		},
		type(value: LuaValue) {
			if (arguments.length === 0) argError(1, 'value expected');
			if (!(value instanceof LuaFile)) return undefined;
			return value.isClosed ? 'closed file' : 'file';
		},
		tmpfile() {
			return attempt(() => open(files?.temporaryName() ?? '', 'w+'));
		},
		popen(): never {
			return luaError("'popen' not supported");
		},
	};
}
