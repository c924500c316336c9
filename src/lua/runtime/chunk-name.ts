/** Room for a chunk's name in run-time messages (LUA_IDSIZE) and in syntax errors (MAXSRC). */
export const RUNTIME_NAME_SIZE = 60;
export const SYNTAX_NAME_SIZE = 80;

/** Bytes that `...` and quotes take from that room, with C's final zero. */
const FILE_MARGIN = 8;
const STRING_MARGIN = 17;

/**
 * A chunk's name as messages show it.
 *
 * `@file` is a file's name (cut at its front when long), `=name` is shown as it is, anything else is program text, of
 * which the first line is shown as `[string "…"]`.
 */
export function displayChunkName(name: string, size: number = RUNTIME_NAME_SIZE): string {
	if (name.startsWith('=')) return name.slice(1, size);
	if (name.startsWith('@')) {
		const file = name.slice(1);
		const room = size - FILE_MARGIN;
		return file.length > room ? `...${file.slice(file.length - room)}` : file;
	}
	const line = name.search(/[\n\r]|$/);
	const shown = Math.min(line, size - STRING_MARGIN);
	return `[string "${name.slice(0, shown)}${shown < name.length ? '...' : ''}"]`;
}
