import { compileChunk } from './compiler/compile.ts';
import { createDebugFrames } from './library/debug-frames.ts';
import { createLuaRuntime, type Lua, type LuaOptions } from './lua.ts';

/** Makes a Lua state that compiles Lua text when it is loaded. */
export function createLua(options: LuaOptions = {}): Lua {
	return createLuaRuntime({ compile: compileChunk, debugFrames: createDebugFrames, ...options });
}
