/** Kinds of tokens: reserved words and multi-character operators by their own text, single characters as themselves. */
export const NAME = '<name>';
export const STRING = '<string>';
export const NUMBER = '<number>';
export const END_OF_STREAM = '<eof>';

/** Reserved words of Lua 5.1; `goto` is never one. */
export const RESERVED: ReadonlySet<string> = new Set([
	'and',
	'break',
	'do',
	'else',
	'elseif',
	'end',
	'false',
	'for',
	'function',
	'if',
	'in',
	'local',
	'nil',
	'not',
	'or',
	'repeat',
	'return',
	'then',
	'true',
	'until',
	'while',
]);

/** How a token that is not a word, number or string is shown in messages. */
export function tokenText(kind: string): string {
	const code = kind.charCodeAt(0);
	return kind.length === 1 && (code < 32 || code === 127) ? `char(${code})` : kind;
}
