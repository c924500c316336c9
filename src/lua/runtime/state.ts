import type { Chunk, ChunkFactory } from './chunk.ts';
import type { NumberStyle } from './numbers.ts';
import { LuaTable } from './table.ts';
import type { LuaThread } from './thread.ts';
import type { LuaTypeName } from './type-name.ts';

/** Which Lua to be where the two differ. */
export type Dialect = 'puc' | 'luajit';

/** Turns Lua text into what a state can load. @throws LuaSyntaxError */
export type Compile = (source: string, chunkName: string, dialect: Dialect) => ChunkFactory;

/** What belongs to one Lua state and is not a Lua value of it. */
export type LuaState = {
	readonly dialect: Dialect;
	readonly isLuaJit: boolean;
	readonly numbers: NumberStyle;
	readonly globals: LuaTable;
	/** The environment of chunks that scripts load on the main thread; `setfenv(0, t)` changes it. */
	env: LuaTable;
	readonly registry: LuaTable;
	/** Metatables of all values of a type, other than tables and userdata; strings have one from the start. */
	readonly typeMetatables: { [type in LuaTypeName]?: LuaTable | undefined };
	/** The running coroutine, `undefined` on the main thread. */
	thread: LuaThread | undefined;
	/** Stands for the host wherever an operation is not one of compiled code. */
	readonly hostChunk: Chunk;
	readonly compile: Compile | undefined;
};

export function createState(dialect: Dialect, numbers: NumberStyle, compile: Compile | undefined): LuaState {
	const globals = new LuaTable();
	const state: LuaState = {
		dialect,
		isLuaJit: dialect === 'luajit',
		numbers,
		globals,
		env: globals,
		registry: new LuaTable(),
		typeMetatables: {},
		thread: undefined,
		get hostChunk(): Chunk {
			return hostChunk;
		},
		compile,
	};
	const hostChunk: Chunk = {
		info: {
			id: '',
			name: '=[C]',
			shortName: '[C]',
			isLuaJit: false,
			sites: [0, 0, 0],
			names: [''],
			functions: [],
			units: [],
		},
		state,
		env: globals,
		loadTwins: () => [],
	};
	return state;
}

/** The environment of chunks that scripts load now. */
export function currentEnvironment(state: LuaState): LuaTable {
	return state.thread?.env ?? state.env;
}
