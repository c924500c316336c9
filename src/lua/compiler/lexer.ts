import { parseNumber } from '../runtime/numbers.ts';
import type { Dialect } from '../runtime/state.ts';
import { readEscape } from './escapes.ts';
import { throwSyntaxError } from './syntax-error.ts';
import { END_OF_STREAM, NAME, NUMBER, RESERVED, STRING, tokenText } from './tokens.ts';

export type Token = {
	/** A reserved word, an operator, or one of the kinds of `tokens.ts`. */
	readonly kind: string;
	/** Of names: the name. Of strings: their bytes. */
	readonly text: string;
	readonly value: number;
	/** The token as it stands in the source, with escapes resolved: what messages show. */
	readonly raw: string;
	/** Where the token begins in the source. */
	readonly start: number;
};

const NEWLINE = 10;
const RETURN = 13;
const QUOTE = 34;
const MINUS = 45;
const DOT = 46;
const BRACKET = 91;
const BACKSLASH = 92;
const CLOSING_BRACKET = 93;

const isDigit = (code: number): boolean => code >= 48 && code <= 57;
const isNewline = (code: number): boolean => code === NEWLINE || code === RETURN;
const isSpace = (code: number): boolean => code === 32 || (code >= 9 && code <= 13);

/** Reads Lua text, a binary string, into tokens. */
export class Lexer {
	readonly source: string;
	readonly chunkName: string;
	readonly isLuaJit: boolean;
	/** Line of the character last read. */
	line = 1;
	/** Offset of the next character. */
	at = 0;

	constructor(source: string, chunkName: string, dialect: Dialect) {
		this.source = source;
		this.chunkName = chunkName;
		this.isLuaJit = dialect === 'luajit';
		// PUC skips a first line with `#` in files only.
		if (source.startsWith('#') && (this.isLuaJit || chunkName.startsWith('@'))) this.skipFirstLine();
	}

	private skipFirstLine(): void {
		while (this.at < this.source.length && !isNewline(this.code())) this.at++;
	}

	/** Code of the character at the offset, NaN at the end. */
	private code(ahead = 0): number {
		return this.source.charCodeAt(this.at + ahead);
	}

	error(message: string, near?: string): never {
		return throwSyntaxError(message, { chunkName: this.chunkName, isLuaJit: this.isLuaJit, line: this.line, near });
	}

	/** Steps over a line end, which may be two characters. */
	skipNewline(): void {
		const code = this.code();
		this.at++;
		if (isNewline(this.code()) && this.code() !== code) this.at++;
		this.line++;
	}

	next(): Token {
		this.skipBlank();
		const start = this.at;
		const code = this.code();
		if (Number.isNaN(code)) return { kind: END_OF_STREAM, text: '', value: 0, raw: END_OF_STREAM, start };
		if (this.isNameStart(code)) return this.readName(start);
		if (isDigit(code) || (code === DOT && isDigit(this.code(1)))) return this.readNumber(start);
		if (code === QUOTE || code === 39) return this.readString(start, code);
		if (code === BRACKET) {
			const level = this.longBracketLevel();
			if (level >= 0) {
				const text = this.readLong(level, 'string');
				return { kind: STRING, text, value: 0, raw: this.source.slice(start, this.at), start };
			}
			if (level === -2) this.error('invalid long string delimiter', this.source.slice(start, this.at));
		}
		return this.readOperator(start);
	}

	private isNameStart(code: number): boolean {
		return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || (this.isLuaJit && code >= 128);
	}

	private skipBlank(): void {
		for (;;) {
			const code = this.code();
			if (isNewline(code)) this.skipNewline();
			else if (isSpace(code)) this.at++;
			else if (code === MINUS && this.code(1) === MINUS) this.skipComment();
			else return;
		}
	}

	private skipComment(): void {
		this.at += 2;
		if (this.code() === BRACKET) {
			const start = this.at;
			const level = this.longBracketLevel();
			if (level >= 0) {
				this.readLong(level, 'comment');
				return;
			}
			this.at = start;
		}
		while (this.at < this.source.length && !isNewline(this.code())) this.at++;
	}

	private readName(start: number): Token {
		for (;;) {
			const code = this.code();
			if (!this.isNameStart(code) && !isDigit(code)) break;
			this.at++;
		}
		const text = this.source.slice(start, this.at);
		return { kind: RESERVED.has(text) ? text : NAME, text, value: 0, raw: text, start };
	}

	private readNumber(start: number): Token {
		if (this.isLuaJit) this.skipLuaJitNumber();
		else this.skipPucNumber();
		const raw = this.source.slice(start, this.at);
		const value = parseNumber(raw);
		if (value === undefined) this.error('malformed number', raw);
		return { kind: NUMBER, text: raw, value, raw, start };
	}

	/** Digits and points, perhaps an exponent, then whatever looks like a name: the whole must then be a number. */
	private skipPucNumber(): void {
		while (isDigit(this.code()) || this.code() === DOT) this.at++;
		if ((this.code() | 32) === 101) {
			this.at++;
			if (this.code() === 43 || this.code() === MINUS) this.at++;
		}
		while (isDigit(this.code()) || this.isNameStart(this.code())) this.at++;
	}

	private skipLuaJitNumber(): void {
		const exponent = this.code() === 48 && (this.code(1) | 32) === 120 ? 112 : 101;
		for (let before = 0; ; this.at++) {
			const code = this.code();
			const isSign = (code === 43 || code === MINUS) && (before | 32) === exponent;
			if (!isSign && code !== DOT && !isDigit(code) && !this.isNameStart(code)) return;
			before = code;
		}
	}

	private readString(start: number, quote: number): Token {
		this.at++;
		let text = '';
		let from = this.at;
		for (;;) {
			const code = this.code();
			if (code === quote) break;
			if (Number.isNaN(code)) this.error('unfinished string', END_OF_STREAM);
			if (isNewline(code)) {
				const raw = String.fromCharCode(quote) + text + this.source.slice(from, this.at);
				this.error('unfinished string', raw);
			}
			if (code !== BACKSLASH) {
				this.at++;
				continue;
			}
			text += this.source.slice(from, this.at);
			this.at++;
			text += readEscape(this, String.fromCharCode(quote) + text);
			from = this.at;
		}
		text += this.source.slice(from, this.at);
		this.at++;
		const mark = String.fromCharCode(quote);
		return { kind: STRING, text, value: 0, raw: mark + text + mark, start };
	}

	/** Number of `=` of a long bracket that opens here; -1 for a lone bracket, -2 for an unfinished one. */
	private longBracketLevel(): number {
		let level = 0;
		while (this.code(level + 1) === 61) level++;
		if (this.code(level + 1) === BRACKET) {
			this.at += level + 2;
			return level;
		}
		if (level === 0) return -1;
		this.at += level + 1;
		return -2;
	}

	/** The text up to the closing long bracket; a line end right at the beginning does not count. */
	private readLong(level: number, what: 'string' | 'comment'): string {
		const closing = `]${'='.repeat(level)}]`;
		let text = '';
		if (isNewline(this.code())) this.skipNewline();
		let from = this.at;
		for (;;) {
			const code = this.code();
			if (Number.isNaN(code)) this.error(`unfinished long ${what}`, END_OF_STREAM);
			if (code === CLOSING_BRACKET && this.source.startsWith(closing, this.at)) break;
			if (isNewline(code)) {
				text += `${this.source.slice(from, this.at)}\n`;
				this.skipNewline();
				from = this.at;
				continue;
			}
			if (level === 0 && code === BRACKET && this.code(1) === BRACKET && !this.isLuaJit) {
				this.error('nesting of [[...]] is deprecated', '[');
			}
			this.at++;
		}
		text += this.source.slice(from, this.at);
		this.at += closing.length;
		return text;
	}

	private readOperator(start: number): Token {
		let kind = this.source[start] as string;
		if (this.source.startsWith('...', start)) kind = '...';
		else {
			const pair = this.source.slice(start, start + 2);
			if (pair === '..' || pair === '==' || pair === '~=' || pair === '<=' || pair === '>=') kind = pair;
			else if (pair === '::' && this.isLuaJit) kind = pair;
		}
		this.at += kind.length;
		return { kind, text: '', value: 0, raw: tokenText(kind), start };
	}
}
