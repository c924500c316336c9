/**
 * Lua: a compiler from Lua 5.1 to JavaScript and the run-time library for what it compiles.
 *
 * The room knows nothing of Defold and reaches nothing of the machine by itself: files, clocks and output come in as
 * options. Lua values are JavaScript values (nil is `undefined`, strings are binary strings, functions are functions),
 * so calls in both directions cost what JavaScript calls cost. See docs/lua-host-api.md.
 */
export { checkSyntax, compileChunk, compileToExpression, compileToModule } from './compiler/compile.ts';
export { createLua } from './create-lua.ts';
export { LuaDefectError, type LuaRoomErrorCode, LuaSyntaxError } from './error.ts';
export {
	LuaFileError,
	type LuaFileErrorCode,
	type LuaFileHandle,
	type LuaFileSystem,
	type LuaOpenMode,
} from './library/file-system.ts';
export type { JitPlatform } from './library/jit.ts';
export { createLibrary, type LibraryFields } from './library/library.ts';
export type { LuaRandom } from './library/math.ts';
export { createMemoryFileSystem } from './library/memory-file-system.ts';
export type { OsServices } from './library/os.ts';
export {
	type CallOutcome,
	createLuaRuntime,
	type LibraryName,
	type Lua,
	type LuaBudget,
	type LuaOptions,
} from './lua.ts';
export {
	type ActualArgument,
	argError,
	checkAny,
	checkBoolean,
	checkFunction,
	checkInteger,
	checkNumber,
	checkString,
	checkTable,
	luaError,
	luaWhere,
	optInteger,
	optNumber,
	optString,
	typeArgError,
} from './runtime/arguments.ts';
export { type BudgetOptions, LuaBudgetError } from './runtime/budget.ts';
export { first, resultOf, values } from './runtime/calls.ts';
export type { ChunkFactory } from './runtime/chunk.ts';
export { LuaError } from './runtime/lua-error.ts';
export type { Compile, CompileOptions, Dialect } from './runtime/state.ts';
export { LuaTable } from './runtime/table.ts';
export { LuaThread } from './runtime/thread.ts';
export { type LuaTypeName, typeName } from './runtime/type-name.ts';
export { LuaUserdata } from './runtime/userdata.ts';
export { EMPTY, type HostFunction, type LuaFunction, type LuaResult, type LuaValue } from './runtime/values.ts';
