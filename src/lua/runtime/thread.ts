import type { LuaTable } from './table.ts';
import type { LuaFunction, LuaResult } from './values.ts';

/** `normal`: it has resumed another coroutine and waits for it. */
export type ThreadStatus = 'suspended' | 'running' | 'normal' | 'dead';

/** A coroutine. */
export class LuaThread {
	status: ThreadStatus = 'suspended';
	/** The function it runs; `undefined` once it has started. */
	body: LuaFunction | undefined;
	generator: Generator<LuaResult, LuaResult, LuaResult> | undefined;
	/** The coroutine that resumed this one. */
	resumer: LuaThread | undefined;

	/** The environment of chunks loaded inside it. */
	env: LuaTable;

	constructor(body: LuaFunction, env: LuaTable) {
		this.body = body;
		this.env = env;
	}
}
