import type { Chunk } from './chunk.ts';
import type { Level } from './stack.ts';
import type { LuaState } from './state.ts';
import type { Suspended, TwinGenerator } from './suspended.ts';
import type { LuaTable } from './table.ts';
import type { LuaFunction } from './values.ts';

/** `normal`: it has resumed another coroutine and waits for it. */
export type ThreadStatus = 'suspended' | 'running' | 'normal' | 'dead';

/** A coroutine. */
export class LuaThread {
	status: ThreadStatus = 'suspended';
	/** The function it runs; `undefined` once it has started. */
	body: LuaFunction | undefined;
	/** The outermost function; `undefined` before the start and after the end. */
	generator: TwinGenerator | undefined = undefined;
	/** The innermost function and those around it that wait, except the outermost. */
	calls: Suspended | undefined = undefined;
	/** Where the innermost function waits, if it called `yield` itself. */
	yieldChunk: Chunk | undefined = undefined;
	yieldIndex = 0;
	yieldSite = 0;
	/** The stack when an error ended it. */
	lastLevels: readonly Level[] | undefined = undefined;
	/** The environment of chunks loaded inside it. */
	env: LuaTable;

	/** The state it belongs to. */
	readonly state: LuaState;

	constructor(body: LuaFunction, env: LuaTable, state: LuaState) {
		this.body = body;
		this.env = env;
		this.state = state;
	}
}
