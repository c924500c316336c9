// biome-ignore-all lint/complexity/noArguments: the count of arguments tells a missing one from nil.
import { checkNumber, checkString, checkTable, luaError, optString } from '../runtime/arguments.ts';
import { toNumber } from '../runtime/arithmetic.ts';
import { LuaTable } from '../runtime/table.ts';
import type { LuaResult, LuaValue } from '../runtime/values.ts';
import type { LuaFileSystem } from './file-system.ts';
import { attempt } from './io.ts';
import type { LibraryFields } from './library.ts';
import { type BrokenDownTime, breakDown, formatTime } from './os-date.ts';

/** What `os` asks of the host. Everything may be left out. */
export type OsServices = {
	/** Seconds of processor time used, for `os.clock`. */
	readonly clock?: (() => number) | undefined;
	/** Seconds since 1970, for `os.time` and `os.date`. */
	readonly time?: (() => number) | undefined;
	/** For `os.getenv`; without it every variable is nil. */
	readonly getenv?: ((name: string) => string | undefined) | undefined;
	/** For `os.exit`; without it the call is an error. It must not return. */
	readonly exit?: ((code: number) => never) | undefined;
};

/** A field of the table that `os.time` takes. */
function dateField(table: LuaTable, name: string, otherwise: number | undefined): number {
	const value = toNumber(table.get(name));
	if (value !== undefined) return Math.trunc(value);
	return otherwise ?? luaError(`field '${name}' missing in date table`);
}

function timeOf(table: LuaTable): LuaValue {
	const sec = dateField(table, 'sec', 0);
	const min = dateField(table, 'min', 0);
	const hour = dateField(table, 'hour', 12);
	const day = dateField(table, 'day', undefined);
	const month = dateField(table, 'month', undefined);
	const year = dateField(table, 'year', undefined);
	const date = new Date(year, month - 1, day, hour, min, sec);
	// JavaScript takes years below 100 for years of the twentieth century.
	if (year >= 0 && year < 100) date.setFullYear(year);
	const seconds = date.getTime() / 1000;
	return Number.isNaN(seconds) ? undefined : seconds;
}

function dateTable(time: BrokenDownTime): LuaTable {
	const { year, month, day, hour, min, sec, wday, yday, isdst } = time;
	return LuaTable.fromObject({ sec, min, hour, day, month, year, wday, yday, isdst });
}

/** `os`. Nothing reaches the machine but through the services. */
export function createOsLibrary(files: LuaFileSystem | undefined, services: OsServices): LibraryFields {
	const startMs = Date.now();
	const now = services.time ?? ((): number => Math.floor(Date.now() / 1000));
	const clock = services.clock ?? ((): number => (Date.now() - startMs) / 1000);
	const withFiles = (run: (files: LuaFileSystem) => LuaResult, path?: string): LuaResult => {
		if (files === undefined) return luaError('os is limited: this Lua state has no file system');
		return attempt(() => run(files), path);
	};
	return {
		clock() {
			return clock();
		},
		time(table: LuaValue) {
			return table === undefined ? now() : timeOf(checkTable(table, 1));
		},
		date(format: LuaValue, at: LuaValue) {
			const wanted = optString(format, 1, '%c');
			const seconds = at === undefined ? now() : Math.trunc(checkNumber(at, 2));
			const isUtc = wanted.startsWith('!');
			const text = isUtc ? wanted.slice(1) : wanted;
			const time = breakDown(seconds, isUtc);
			if (Number.isNaN(time.year)) return undefined;
			if (text.startsWith('*t')) return dateTable(time);
			return text.replace(/%([\s\S]?)/g, (whole, letter: string) => formatTime(letter, time) ?? whole);
		},
		difftime(later: LuaValue, earlier: LuaValue) {
			return checkNumber(later, 1, arguments.length) - (earlier === undefined ? 0 : checkNumber(earlier, 2));
		},
		getenv(name: LuaValue) {
			const wanted = checkString(name, 1, arguments.length);
			return services.getenv?.(wanted);
		},
		execute(command: LuaValue) {
			// Without a command: whether there is a shell.
			return command === undefined ? 0 : luaError('os.execute is not available');
		},
		exit(code: LuaValue) {
			if (services.exit === undefined) return luaError('os.exit is not available');
			return services.exit(code === undefined ? 0 : checkNumber(code, 1));
		},
		remove(path: LuaValue) {
			const name = checkString(path, 1, arguments.length);
			return withFiles((fs) => {
				fs.remove(name);
				return true;
			}, name);
		},
		rename(from: LuaValue, to: LuaValue) {
			const source = checkString(from, 1, arguments.length);
			const target = checkString(to, 2, arguments.length);
			return withFiles((fs) => {
				fs.rename(source, target);
				return true;
			}, source);
		},
		tmpname() {
			return withFiles((fs) => fs.temporaryName());
		},
		setlocale(locale: LuaValue) {
			const wanted = optString(locale, 1, '');
			return wanted === '' || wanted === 'C' || wanted === 'POSIX' ? 'C' : undefined;
		},
	};
}
