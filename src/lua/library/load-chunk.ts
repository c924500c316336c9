import { LuaSyntaxError } from '../error.ts';
import { first } from '../runtime/calls.ts';
import type { Chunk, ChunkFactory } from '../runtime/chunk.ts';
import { LuaError } from '../runtime/lua-error.ts';
import type { CompileOptions, LuaState } from '../runtime/state.ts';
import { support } from '../runtime/support.ts';
import type { LuaTable } from '../runtime/table.ts';
import { setEnvironment } from '../runtime/twins.ts';
import type { LuaFunction } from '../runtime/values.ts';
import { readDump } from './dump.ts';

/** Of PUC's bytecode. */
const HEADER_BYTES = 12;

/** First bytes of real bytecode. */
const BYTECODE: readonly (readonly [mark: string, kind: string])[] = [
	['\x1bLua\x51', 'Lua 5.1'],
	['\x1bLua\x52', 'Lua 5.2'],
	['\x1bLua\x53', 'Lua 5.3'],
	['\x1bLua\x54', 'Lua 5.4'],
	['\x1bLJ\x01', 'LuaJIT'],
	['\x1bLJ\x02', 'LuaJIT'],
];

/** What a compiled chunk takes, about, and each byte of its text. */
const CHUNK_BYTES = 6000;
const CODE_BYTES = 20;

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
	if (state.compileOptions.budget === true) {
		state.budget.$use(CHUNK_BYTES + source.length * CODE_BYTES);
		state.budget.n -= source.length;
	}
	if (source.startsWith('\x1b')) return loadDump(source, chunkName, state, env);
	return loadCompiledChunk(state.compile(source, chunkName, optionsFor(source, state)), state, env);
}

/**
 * A chunk that speaks of hooks or local variables is compiled so that they can be seen, one that asks for the memory in
 * use so that what it allocates is counted.
 */
function optionsFor(source: string, { compileOptions, countsMemory }: LuaState): CompileOptions {
	const debug = compileOptions.debug ?? (/sethook|[gs]etlocal/.test(source) || undefined);
	const budget = compileOptions.budget === true || (countsMemory && /collectgarbage|gcinfo/.test(source));
	return debug === compileOptions.debug && budget === compileOptions.budget
		? compileOptions
		: { ...compileOptions, debug, budget };
}

function loadDump(source: string, chunkName: string, state: LuaState, env: LuaTable): LuaFunction {
	const dump = readDump(source);
	if (dump === undefined || state.compile === undefined) throw refusal(source, chunkName, state.isLuaJit);
	const main = loadCompiledChunk(state.compile(dump.text, dump.chunkName, state.compileOptions), state, env);
	if (dump.isChunk) return main;
	const fn = first(main());
	if (typeof fn !== 'function') throw new LuaError('a dumped function did not come back');
	setEnvironment(fn, env);
	return fn;
}

/** Why bytecode is not loaded: there is no virtual machine that could run it. */
function refusal(source: string, chunkName: string, isLuaJit: boolean): LuaSyntaxError {
	const isNamed = !chunkName.startsWith('\x1b');
	const chunk = isNamed ? chunkName.replace(/^[@=]/, '') : isLuaJit ? '(binary)' : 'binary string';
	const kind = BYTECODE.find(([mark]) => source.startsWith(mark))?.[1];
	const hint = kind === undefined ? '' : ` (${kind} bytecode: load the Lua text instead)`;
	const reason = source.length < HEADER_BYTES ? 'unexpected end' : 'bad header';
	const fault = isLuaJit ? 'cannot load incompatible bytecode' : `${reason} in precompiled chunk`;
	return new LuaSyntaxError(`${chunk}: ${fault}${hint}`, { chunk, line: 0 });
}
