import type { Dialect } from '../../lua/index.ts';

/** What a Lua program on Node may be told. */
export type LuaSettings = {
	readonly dialect: Dialect;
	/** The only folder that `io` and `os` reach; without it they reach what the process reaches. */
	readonly ioRoot?: string | undefined;
	/** Stops the program after so many instructions, about as PUC counts them. */
	readonly instructions?: number | undefined;
	/** Stops the program when it holds more memory. */
	readonly memoryBytes?: number | undefined;
	/** Lets a debugger attached to Node show the Lua files and stop in them. */
	readonly sourceMaps?: boolean | undefined;
};

/** What to run, in this order. */
export type LuaTask = {
	/** Statements, and modules to require. */
	readonly before: readonly ({ readonly statement: string } | { readonly module: string })[];
	/** A file of Lua text or a module that `compileToModule` made; `-` is standard input. */
	readonly script?: string | undefined;
	/** The script's arguments. */
	readonly args: readonly string[];
};

/** What the worker is made with, and what it is told and tells afterwards. */
export type WorkerStart = { readonly settings: LuaSettings; readonly task: LuaTask; readonly isSession: boolean };
export type WorkerAnswer = { readonly ready: number } | { readonly evaluated: 'done' | 'incomplete' };
