/** Room for a chunk's name in run-time messages (LUA_IDSIZE) and in syntax errors (MAXSRC). */
export const RUNTIME_NAME_SIZE = 60;
export const SYNTAX_NAME_SIZE = 80;

/** Bytes that `...` and quotes take from that room, with C's final zero. */
const FILE_MARGIN = 8;
const STRING_MARGIN = 17;

/** LuaJIT has this much room in all its messages, and cuts in its own way. */
const LUAJIT_NAME_SIZE = 60;

/**
 * A chunk's name as messages show it.
 *
 * `@file` is a file's name (cut at its front when long), `=name` is shown as it is, anything else is program text, of
 * which the first line is shown as `[string "…"]`.
 */
export function displayChunkName(name: string, style: { readonly size: number; readonly isLuaJit: boolean }): string {
	const size = style.isLuaJit ? LUAJIT_NAME_SIZE : style.size;
	if (name.startsWith('=')) return name.slice(1, size);
	if (name.startsWith('@')) {
		const file = name.slice(1);
		const room = style.isLuaJit ? size - 1 : size - FILE_MARGIN;
		const kept = style.isLuaJit ? size - 4 : room;
		return file.length > room ? `...${file.slice(file.length - kept)}` : file;
	}
	// biome-ignore lint/suspicious/noControlCharactersInRegex: LuaJIT stops at any of them.
	const line = name.search(style.isLuaJit ? /[\x00-\x1f]|$/ : /[\n\r]|$/);
	let shown = Math.min(line, style.isLuaJit ? size - 12 : size - STRING_MARGIN);
	if (style.isLuaJit && shown < name.length) shown = Math.min(shown, size - 15);
	return `[string "${name.slice(0, shown)}${shown < name.length ? '...' : ''}"]`;
}
