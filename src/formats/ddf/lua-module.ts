import { decodeUtf8Lossy } from '../../bytes/index.ts';
import { type LuaModule, LuaModuleSchema } from './gen/lua_ddf_pb.ts';
import { readMessage } from './message.ts';

/** What a compiled script is for a reader: where it came from and its text. */
export type LuaSourceText = {
	/** Absolute path of the source file, such as `/main/main.script`. */
	readonly path: string;
	/** Lua text; undefined when the build stored bytecode. */
	readonly text: Uint8Array | undefined;
	readonly module: LuaModule;
};

/** Compiled ending → source's ending. */
const SOURCE_EXTENSION: ReadonlyMap<string, string> = new Map([
	['.gui_scriptc', '.gui_script'],
	['.render_scriptc', '.render_script'],
	['.scriptc', '.script'],
	['.luac', '.lua'],
]);

/** True for a path of a compiled script or Lua module. */
export function isLuaPath(path: string): boolean {
	return sourceExtension(path) !== undefined;
}

function sourceExtension(path: string): [string, string] | undefined {
	for (const pair of SOURCE_EXTENSION) if (path.endsWith(pair[0])) return pair;
	return undefined;
}

/**
 * Reads a compiled script (`.scriptc`, `.gui_scriptc`, `.render_scriptc`, `.luac`).
 *
 * The source's path is the chunk name it was compiled with, without its "@"; where that is none (long ones are cut short)
 * it is made from the resource's own path.
 *
 * @throws FormatError `invalid`
 */
export function readLuaModule(bytes: Uint8Array, path: string): LuaSourceText {
	const module = readMessage(LuaModuleSchema, bytes, path);
	const script = module.source?.script;
	const chunk = (module.source?.filename ?? '').replace(/^[@=]/, '');
	return {
		path: chunk.startsWith('/') ? chunk : sourcePathOf(path, chunk),
		text: script && (script.length > 0 || !hasBytecode(module)) ? script : undefined,
		module,
	};
}

/** The text of a module for people, undefined for bytecode. */
export function luaText(source: LuaSourceText): string | undefined {
	return source.text && decodeUtf8Lossy(source.text);
}

function sourcePathOf(path: string, chunk: string): string {
	const extension = sourceExtension(path);
	if (extension) return path.slice(0, -extension[0].length) + extension[1];
	return chunk === '' ? path : `/${chunk}`;
}

function hasBytecode({ source }: LuaModule): boolean {
	if (!source) return false;
	return source.bytecode.length + source.bytecode32.length + source.bytecode64.length > 0;
}
