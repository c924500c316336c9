// biome-ignore-all lint/complexity/noArguments: the count of arguments tells a missing one from nil.
import { checkString, checkTable, luaError, optString } from '../runtime/arguments.ts';
import { $$invoke } from '../runtime/callee.ts';
import { first } from '../runtime/calls.ts';
import { currentEnvironment, type LuaState } from '../runtime/state.ts';
import { LuaTable } from '../runtime/table.ts';
import { setEnvironment } from '../runtime/twins.ts';
import { LuaProxy } from '../runtime/userdata.ts';
import { EMPTY, type LuaFunction, type LuaResult, type LuaValue } from '../runtime/values.ts';
import { $functionAt } from './caller.ts';
import { LUAJIT_PRELOADS } from './jit.ts';
import { addToLibrary } from './library.ts';
import type { ReadScript } from './load.ts';
import { loadChunk } from './load-chunk.ts';

/** PUC's default on Debian, less the folders of the machine. */
const DEFAULT_PATH = './?.lua';

/** Stands in `package.loaded` while a module loads, to notice loops. */
const LOADING = new LuaProxy();

/** The table at a dotted name below a table, made where it is missing; `undefined` where something else is. */
function findTable(root: LuaTable, path: string): LuaTable | undefined {
	let table = root;
	for (const name of path.split('.')) {
		let next = table.get(name);
		if (next === undefined) {
			next = new LuaTable();
			table.set(name, next);
		}
		if (!(next instanceof LuaTable)) return undefined;
		table = next;
	}
	return table;
}

/** Adds `package`, `require` and `module` to the globals, and every global table to `package.loaded`. */
export function openPackageLibrary(state: LuaState, readScript: ReadScript): void {
	const { globals } = state;
	const loaded = new LuaTable();
	const preload = new LuaTable();
	const pkg = new LuaTable();

	const searchPath: LuaFunction = function searchpath(given, path, separator, replacement) {
		const dot = optString(separator, 3, '.');
		const asPath = checkString(given, 1, arguments.length).replaceAll(
			dot === '' ? '\0' : dot,
			optString(replacement, 4, '/'),
		);
		let tried = '';
		for (const template of checkString(path, 2, arguments.length).split(';')) {
			const file = template.replaceAll('?', asPath);
			if ('text' in readScript(file)) return file;
			tried += `\n\tno file '${file}'`;
		}
		return [undefined, tried];
	};
	const searchPathFor = (name: string): LuaResult => {
		const path = pkg.get('path');
		if (typeof path !== 'string') return luaError("'package.path' must be a string");
		let tried = '';
		for (const template of path.split(';')) {
			if (template === '') continue;
			const file = template.replaceAll('?', name.replaceAll('.', '/'));
			const read = readScript(file);
			if ('text' in read) {
				try {
					return loadChunk(read.text, `@${file}`, state, currentEnvironment(state));
				} catch (thrown) {
					const reason = thrown instanceof Error ? thrown.message : String(thrown);
					return luaError(`error loading module '${name}' from file '${file}':\n\t${reason}`);
				}
			}
			tried += `\n\tno file '${file}'`;
		}
		return tried;
	};
	const loaders: { readonly [name: string]: LuaFunction } = {
		preload(name) {
			const key = checkString(name, 1);
			const table = pkg.get('preload');
			if (!(table instanceof LuaTable)) return luaError("'package.preload' must be a table");
			return table.get(key) ?? `\n\tno field package.preload['${key}']`;
		},
		path(name) {
			return searchPathFor(checkString(name, 1));
		},
	};

	const find = (name: string): LuaFunction => {
		const list = pkg.get('loaders');
		if (!(list instanceof LuaTable)) return luaError("'package.loaders' must be a table");
		let tried = '';
		for (let index = 1; ; index++) {
			const loader = list.get(index);
			if (loader === undefined) return luaError(`module '${name}' not found:${tried}`);
			const found = first($$invoke(loader, [name], state));
			if (typeof found === 'function') return found;
			if (typeof found === 'string') tried += found;
		}
	};
	const require: LuaFunction = function require(given) {
		const name = checkString(given, 1, arguments.length);
		const present = loaded.get(name);
		if (present !== undefined && present !== false) {
			if (present === LOADING) luaError(`loop or previous error loading module '${name}'`);
			return present;
		}
		const loader = find(name);
		loaded.set(name, LOADING);
		const result = first($$invoke(loader, [name], state));
		if (result !== undefined) loaded.set(name, result);
		else if (loaded.get(name) === LOADING) loaded.set(name, true);
		return loaded.get(name);
	};

	const module: LuaFunction = function module(given, ...options) {
		const name = checkString(given, 1, arguments.length);
		const present = loaded.get(name);
		const table = present instanceof LuaTable ? present : findTable(globals, name);
		if (table === undefined) return luaError(`name conflict for module '${name}'`);
		loaded.set(name, table);
		if (table.get('_NAME') === undefined) {
			table.set('_M', table);
			table.set('_NAME', name);
			table.set('_PACKAGE', name.slice(0, name.lastIndexOf('.') + 1));
		}
		setEnvironment($functionAt(1), table);
		for (const option of options) $$invoke(option, [table], state);
		return EMPTY;
	};

	addToLibrary(pkg, {
		loaded,
		preload,
		loaders: LuaTable.fromArray([loaders['preload'], loaders['path']]),
		path: DEFAULT_PATH,
		cpath: '',
		config: '/\n;\n?\n!\n-\n',
		loadlib(path: LuaValue, entry: LuaValue) {
			checkString(path, 1, arguments.length);
			optString(entry, 2, '');
			return [undefined, 'dynamic libraries not enabled; check your Lua installation', 'absent'];
		},
		seeall(table: LuaValue) {
			const t = checkTable(table, 1, arguments.length);
			t.mt ??= new LuaTable();
			t.mt.set('__index', globals);
			return EMPTY;
		},
	});
	addToLibrary(globals, { package: pkg, require, module });
	for (const [name, value] of [...globals.entries()]) if (value instanceof LuaTable) loaded.set(name, value);
	if (state.isLuaJit) {
		for (const [name, loader] of Object.entries(LUAJIT_PRELOADS)) preload.set(name, loader);
		const jit = globals.get('jit');
		if (jit instanceof LuaTable) loaded.set('jit.opt', jit.get('opt'));
		pkg.set('searchpath', searchPath);
	}
	state.registry.set('_LOADED', loaded);
}

/** Sets a library as a global and in `package.loaded`, where that exists. */
export function registerLibrary(state: LuaState, name: string, library: LuaTable): void {
	state.globals.set(name, library);
	const loaded = state.registry.get('_LOADED');
	if (loaded instanceof LuaTable) loaded.set(name, library);
}
