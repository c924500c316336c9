import { binaryToText } from '../../bytes/index.ts';
import type { SourceText } from '../../formats/index.ts';
import { type Dialect, checkSyntax as faultIn, type LuaSyntaxError } from '../../lua/index.ts';
import type { CompileContext } from '../compiler.ts';

/**
 * Reports what is not Lua 5.1, with its place. What only LuaJIT understands is a warning: desktop and mobile games run
 * it, web games do not.
 */
export function checkSyntax(source: SourceText, context: CompileContext): void {
	const fault = faultOf(source, 'puc');
	if (!fault) return;
	const { line } = fault;
	// Lua's message is "chunk:line: what near 'token'".
	const reason = binaryToText(fault.message).replace(/^.*?:\d+: /s, '');
	const at = { file: source.file, line, column: columnOf(source.text, line, /near '(.*)'$/s.exec(fault.message)?.[1]) };
	if (faultOf(source, 'luajit')) context.report(at, { code: 'lua-syntax', message: reason });
	else {
		context.report(at, {
			code: 'luajit-only',
			message: `only LuaJIT understands this: ${reason}`,
			hint: 'web games run Lua 5.1, where this script cannot be loaded',
			severity: 'warning',
		});
	}
}

function faultOf(source: SourceText, dialect: Dialect): LuaSyntaxError | undefined {
	return faultIn(source.text, `@${source.file.slice(1)}`, dialect);
}

/** Where a token stands in a line, or where the line's first word does. */
function columnOf(text: string, line: number, token: string | undefined): number {
	const content = text.split('\n')[line - 1] ?? '';
	const at = token === undefined ? -1 : content.indexOf(token);
	return (at >= 0 ? at : content.length - content.trimStart().length) + 1;
}
