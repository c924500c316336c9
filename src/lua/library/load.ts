// biome-ignore-all lint/complexity/noArguments: the count of arguments tells a missing one from nil.
import { LuaSyntaxError } from '../error.ts';
import { checkString, luaError, optString, typeArgError } from '../runtime/arguments.ts';
import { $$invoke } from '../runtime/callee.ts';
import { first } from '../runtime/calls.ts';
import { $caught } from '../runtime/caught.ts';
import { displayNumber } from '../runtime/numbers.ts';
import { currentEnvironment, type LuaState } from '../runtime/state.ts';
import { LuaTable } from '../runtime/table.ts';
import type { LuaResult, LuaValue } from '../runtime/values.ts';
import type { LibraryFields } from './library.ts';
import { loadChunk } from './load-chunk.ts';

/** Text of a file (standard input without a path), or the reason why there is none: `No such file or directory`. */
export type ReadScript = (path: string | undefined) => { readonly text: string } | { readonly problem: string };

type Load = { readonly source: string; readonly chunkName: string; readonly mode: LuaValue; readonly env: LuaValue };

/** Loads as scripts see it: `nil, message` for text that does not compile. */
function tryLoad(load: Load, state: LuaState): LuaResult {
	const { source, mode } = load;
	if (typeof mode === 'string') {
		const kind = source.startsWith('\x1b') ? 'binary' : 'text';
		if (!mode.includes(kind.charAt(0))) {
			return [undefined, `attempt to load chunk with wrong mode`];
		}
	}
	try {
		return loadChunk(
			source,
			load.chunkName,
			state,
			load.env instanceof LuaTable ? load.env : currentEnvironment(state),
		);
	} catch (thrown) {
		if (thrown instanceof LuaSyntaxError) return [undefined, thrown.message];
		return [undefined, $caught(thrown).value];
	}
}

/** All pieces that a reader function gives, up to nil or an empty one. */
function readAll(reader: LuaValue, state: LuaState): string {
	let source = '';
	for (;;) {
		let piece = first($$invoke(reader, [], state));
		if (typeof piece === 'number') piece = displayNumber(piece);
		if (piece === undefined || piece === '') return source;
		if (typeof piece !== 'string') return luaError('reader function must return a string');
		source += piece;
	}
}

/** `load`, `loadstring`, `loadfile` and `dofile`. */
export function createLoadLibrary(state: LuaState, readScript: ReadScript): LibraryFields {
	const extra = (mode: LuaValue, env: LuaValue): { mode: LuaValue; env: LuaValue } =>
		state.isLuaJit ? { mode, env } : { mode: undefined, env: undefined };
	const readFile = (path: LuaValue): Load | string => {
		const name = path === undefined ? undefined : checkString(path, 1);
		const read = readScript(name);
		if ('problem' in read) return `cannot open ${name ?? 'stdin'}: ${read.problem}`;
		return {
			source: read.text,
			chunkName: name === undefined ? '=stdin' : `@${name}`,
			mode: undefined,
			env: undefined,
		};
	};
	return {
		load(reader: LuaValue, name: LuaValue, mode: LuaValue, env: LuaValue) {
			if (state.isLuaJit && (typeof reader === 'string' || typeof reader === 'number')) {
				const source = checkString(reader, 1);
				return tryLoad({ source, chunkName: optString(name, 2, source), ...extra(mode, env) }, state);
			}
			if (typeof reader !== 'function') typeArgError(1, 'function', { value: reader, count: arguments.length });
			const chunkName = optString(name, 2, '=(load)');
			try {
				const source = readAll(reader, state);
				return tryLoad({ source, chunkName, ...extra(mode, env) }, state);
			} catch (thrown) {
				return [undefined, $caught(thrown).value];
			}
		},
		loadstring(text: LuaValue, name: LuaValue, mode: LuaValue, env: LuaValue) {
			const source = checkString(text, 1, arguments.length);
			return tryLoad({ source, chunkName: optString(name, 2, source), ...extra(mode, env) }, state);
		},
		loadfile(path: LuaValue, mode: LuaValue, env: LuaValue) {
			const load = readFile(path);
			return typeof load === 'string' ? [undefined, load] : tryLoad({ ...load, ...extra(mode, env) }, state);
		},
		dofile(path: LuaValue) {
			const load = readFile(path);
			if (typeof load === 'string') return luaError(load, 0);
			const loaded = tryLoad(load, state);
			if (typeof loaded === 'function') return $$invoke(loaded, [], state);
			return luaError(String((loaded as LuaValue[])[1]), 0);
		},
	};
}
