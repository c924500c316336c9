import { LuaSyntaxError } from '../error.ts';
import { first } from '../runtime/calls.ts';
import type { Chunk, ChunkFactory } from '../runtime/chunk.ts';
import { displayChunkName, RUNTIME_NAME_SIZE } from '../runtime/chunk-name.ts';
import { LuaError } from '../runtime/lua-error.ts';
import type { LuaState } from '../runtime/state.ts';
import { support } from '../runtime/support.ts';
import type { LuaTable } from '../runtime/table.ts';
import { setEnvironment } from '../runtime/twins.ts';
import type { LuaFunction } from '../runtime/values.ts';
import { readDump } from './dump.ts';

/** The main function of a compiled chunk in a state. */
export function loadCompiledChunk(factory: ChunkFactory, state: LuaState, env: LuaTable): LuaFunction {
	const { info, instantiate } = factory(support);
	const chunk: Chunk = { info, state, env, loadTwins: () => [] };
	return instantiate(chunk)(env);
}

/**
 * The main function of Lua text, or the function that `string.dump` wrote.
 *
 * @throws LuaSyntaxError; LuaError when the state has no compiler
 */
export function loadChunk(source: string, chunkName: string, state: LuaState, env: LuaTable): LuaFunction {
	if (state.compile === undefined) throw new LuaError('this Lua state cannot compile: it was made without a compiler');
	if (source.startsWith('\x1b')) return loadDump(source, chunkName, state, env);
	return loadCompiledChunk(state.compile(source, chunkName, state.dialect), state, env);
}

function loadDump(source: string, chunkName: string, state: LuaState, env: LuaTable): LuaFunction {
	const dump = readDump(source);
	if (dump === undefined || state.compile === undefined) {
		const chunk = displayChunkName(chunkName, { size: RUNTIME_NAME_SIZE, isLuaJit: state.isLuaJit });
		throw new LuaSyntaxError(`${chunk}: bad header in precompiled chunk`, { chunk, line: 0 });
	}
	const main = loadCompiledChunk(state.compile(dump.text, dump.chunkName, state.dialect), state, env);
	if (dump.isChunk) return main;
	const fn = first(main());
	if (typeof fn !== 'function') throw new LuaError('a dumped function did not come back');
	setEnvironment(fn, env);
	return fn;
}
