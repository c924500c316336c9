import type { Budget } from './budget.ts';
import type { Chunk, ChunkFactory } from './chunk.ts';
import { execution } from './execution.ts';
import type { Finalizers } from './finalizers.ts';
import type { NumberStyle } from './numbers.ts';
import { LuaTable } from './table.ts';
import type { LuaThread } from './thread.ts';
import type { LuaTypeName } from './type-name.ts';

/** Which Lua to be where the two differ. */
export type Dialect = 'puc' | 'luajit';

/** How to compile. What is left out costs the compiled code nothing. */
export type CompileOptions = {
	/** `puc` by default. */
	readonly dialect?: Dialect | undefined;
	/** Count instructions and memory, for states with a budget. */
	readonly budget?: boolean | undefined;
	/** Keep what `debug.sethook`, `getlocal` and `setlocal` need. */
	readonly debug?: boolean | undefined;
	/**
	 * Tell debuggers which line of the Lua text is being run. A text is put in front of the chunk's name to make a URL,
	 * such as `file:///home/me/game/`; `lua:///` by default.
	 */
	readonly sourceMaps?: boolean | string | undefined;
};

/** Turns Lua text into what a state can load. @throws LuaSyntaxError */
export type Compile = (source: string, chunkName: string, options: CompileOptions) => ChunkFactory;

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
	/** Stands for the host wherever an operation is not one of compiled code. */
	readonly hostChunk: Chunk;
	readonly compile: Compile | undefined;
	/** Counted down by code that was compiled for it. */
	readonly budget: Budget;
	/** `collectgarbage('count')` is the budget's estimate. */
	readonly countsMemory: boolean;
	/** What has a `__gc`; set by whoever makes the state. */
	finalizers: Finalizers;
	/** How chunks are compiled from now on. */
	compileOptions: CompileOptions;
};

export function createState(options: {
	readonly dialect: Dialect;
	readonly numbers: NumberStyle;
	readonly compile: Compile | undefined;
	readonly budget: Budget;
	readonly countsMemory: boolean;
	readonly compileOptions: CompileOptions;
}): LuaState {
	const { dialect, numbers, compile, budget, countsMemory, compileOptions } = options;
	let finalizers: Finalizers | undefined;
	const globals = new LuaTable();
	const state: LuaState = {
		dialect,
		isLuaJit: dialect === 'luajit',
		numbers,
		globals,
		env: globals,
		registry: new LuaTable(),
		typeMetatables: {},
		get hostChunk(): Chunk {
			return hostChunk;
		},
		compile,
		budget,
		countsMemory,
		compileOptions,
		get finalizers(): Finalizers {
			if (finalizers === undefined) throw new Error('the state is not complete');
			return finalizers;
		},
		set finalizers(made: Finalizers) {
			finalizers = made;
		},
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

/** The running coroutine of a state, `undefined` on its main thread. */
export function runningThread(state: LuaState): LuaThread | undefined {
	const { thread } = execution;
	return thread !== undefined && thread.state === state ? thread : undefined;
}

/** The environment of chunks that scripts load now. */
export function currentEnvironment(state: LuaState): LuaTable {
	return runningThread(state)?.env ?? state.env;
}
