/** A token of Lua 5.1, blanks and comments included, so that the tokens of a text put together are that text. */
export type LuaToken = {
	readonly kind: 'name' | 'string' | 'number' | 'operator' | 'comment' | 'blank' | 'fault';
	readonly start: number;
	readonly text: string;
};

const BLANK = /[ \t\r\n\f\v]+/y;
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
const NUMBER = /(?:0[xX][0-9a-fA-F]+|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?)/y;
const OPERATOR = /\.\.\.|\.\.|==|~=|<=|>=|::|[-+*/%^#<>=(){}[\];:,.]/y;
const LINE_COMMENT = /--[^\n]*/y;
const SHORT_STRING = /"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*'/y;
const LONG_OPENING = /\[(=*)\[/y;

/** Splits a text into tokens. A character that begins none, or a string without an end, is a `fault` of one character. */
export function scanLua(text: string): LuaToken[] {
	const tokens: LuaToken[] = [];
	let at = 0;
	while (at < text.length) {
		const token = tokenAt(text, at);
		tokens.push(token);
		at += token.text.length;
	}
	return tokens;
}

function tokenAt(text: string, start: number): LuaToken {
	const take = (kind: LuaToken['kind'], pattern: RegExp): LuaToken | undefined => {
		pattern.lastIndex = start;
		const found = pattern.exec(text);
		return found ? { kind, start, text: found[0] } : undefined;
	};
	const long = (kind: LuaToken['kind'], opening: number): LuaToken | undefined => {
		LONG_OPENING.lastIndex = opening;
		const found = LONG_OPENING.exec(text);
		if (!found) return undefined;
		const closing = `]${found[1]}]`;
		const end = text.indexOf(closing, opening + found[0].length);
		return end < 0 ? undefined : { kind, start, text: text.slice(start, end + closing.length) };
	};
	return (
		take('blank', BLANK) ??
		(text.startsWith('--', start) ? (long('comment', start + 2) ?? take('comment', LINE_COMMENT)) : undefined) ??
		take('name', NAME) ??
		take('number', NUMBER) ??
		take('string', SHORT_STRING) ??
		long('string', start) ??
		take('operator', OPERATOR) ?? { kind: 'fault', start, text: text[start] as string }
	);
}

const ESCAPES: Readonly<Record<string, string>> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

/** The text that a string token denotes. */
export function luaStringValue(token: string): string {
	const long = /^\[(=*)\[\r?\n?/.exec(token);
	if (long) return token.slice(long[0].length, token.length - (long[1] as string).length - 2);
	return token
		.slice(1, -1)
		.replace(/\\(\d{1,3}|\r?\n|[\s\S])/g, (_, escaped: string) =>
			/^\d/.test(escaped) ? String.fromCharCode(Number(escaped) & 0xff) : (ESCAPES[escaped] ?? escaped),
		);
}
