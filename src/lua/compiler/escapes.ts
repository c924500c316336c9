import type { Lexer } from './lexer.ts';

const SIMPLE: { readonly [letter: string]: string } = {
	a: '\x07',
	b: '\b',
	f: '\f',
	n: '\n',
	r: '\r',
	t: '\t',
	v: '\v',
};

const UTF8_CONTINUATION = 0x80;

/** The bytes of a Unicode code point in UTF-8, as a binary string. */
function utf8(point: number): string {
	if (point < 0x80) return String.fromCharCode(point);
	const tail = (shift: number): number => UTF8_CONTINUATION | ((point >> shift) & 0x3f);
	if (point < 0x800) return String.fromCharCode(0xc0 | (point >> 6), tail(0));
	if (point < 0x10000) return String.fromCharCode(0xe0 | (point >> 12), tail(6), tail(0));
	return String.fromCharCode(0xf0 | (point >> 18), tail(12), tail(6), tail(0));
}

/**
 * Reads what follows a backslash in a string.
 *
 * @param read  the string so far with its quote, for messages
 */
export function readEscape(lexer: Lexer, read: string): string {
	const { source } = lexer;
	const letter = source[lexer.at];
	// An unfinished string; the reader of strings says so.
	if (letter === undefined) return '';
	const simple = SIMPLE[letter];
	if (simple !== undefined) {
		lexer.at++;
		return simple;
	}
	if (letter === '\n' || letter === '\r') {
		lexer.skipNewline();
		return '\n';
	}
	if (letter >= '0' && letter <= '9') {
		const digits = (/^\d{1,3}/.exec(source.slice(lexer.at, lexer.at + 3)) as RegExpExecArray)[0];
		lexer.at += digits.length;
		const code = Number(digits);
		if (code > 255) {
			lexer.error(lexer.isLuaJit ? 'invalid escape sequence' : 'escape sequence too large', read);
		}
		return String.fromCharCode(code);
	}
	return lexer.isLuaJit ? readLuaJitEscape(lexer, read, letter) : readAnyEscape(lexer, letter);
}

/** In Lua 5.1 any other character stands for itself. */
function readAnyEscape(lexer: Lexer, letter: string): string {
	lexer.at++;
	return letter;
}

function readLuaJitEscape(lexer: Lexer, read: string, letter: string): string {
	const rest = lexer.source.slice(lexer.at, lexer.at + 12);
	if (letter === 'x') {
		const digits = /^x([\da-fA-F]{2})/.exec(rest)?.[1];
		if (digits === undefined) return lexer.error('invalid escape sequence', read);
		lexer.at += 3;
		return String.fromCharCode(Number.parseInt(digits, 16));
	}
	if (letter === 'u') {
		const parts = /^u\{([\da-fA-F]+)\}/.exec(rest);
		const point = parts === null ? Number.NaN : Number.parseInt(parts[1] as string, 16);
		if (parts === null || !(point < 0x110000) || (point >= 0xd800 && point < 0xe000)) {
			return lexer.error('invalid escape sequence', read);
		}
		lexer.at += parts[0].length;
		return utf8(point);
	}
	if (letter === 'z') {
		lexer.at++;
		for (;;) {
			const code = lexer.source.charCodeAt(lexer.at);
			if (code === 10 || code === 13) lexer.skipNewline();
			else if (code === 32 || (code >= 9 && code <= 13)) lexer.at++;
			else return '';
		}
	}
	if ('\\"\''.includes(letter)) {
		lexer.at++;
		return letter;
	}
	return lexer.error('invalid escape sequence', read);
}
