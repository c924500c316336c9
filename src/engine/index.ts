/**
 * Engine: runs a game's logic. Collections, game objects, components, messages, and the Lua scripts with Defold's modules,
 * frame by frame, with nothing drawn.
 *
 * It knows no platform: files, the network and time are handed in. It reads every resource through the mounts and stores
 * nothing by itself.
 */
export { Collection, type CollectionHost } from './collection.ts';
export { type Config, createConfig } from './config.ts';
export { EngineError, type EngineErrorCode } from './error.ts';
export { createGame, type Game, type GameOptions, type LuaOutcome } from './game.ts';
export { Hash, hashOf } from './hash.ts';
export type { Http, HttpRequest, HttpResponse } from './http.ts';
export type { InputAction } from './input.ts';
export { createInputMapper, type DeviceEvent, type InputMapper } from './input-mapper.ts';
export { formatLogEntry } from './log.ts';
export { chunkNameOf } from './resources/script.ts';
export type { SaveFiles } from './save-files.ts';
export { type CompiledScripts, compiledScriptKey } from './script/compiled-scripts.ts';
export { type LuaTestResult, runLuaTests } from './testing/lua-tests.ts';
export { Url } from './url.ts';
