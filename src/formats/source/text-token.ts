import type { LiteralPiece } from './string-literal.ts';

/**
 * A token of text-protobuf. Adjacent string literals are one token with several pieces; numbers keep a sign in front of
 * them; the end of the text is a token too.
 */
export type TextToken =
	| { readonly kind: 'word' | 'number'; readonly start: number; readonly end: number; readonly text: string }
	| { readonly kind: 'string'; readonly start: number; readonly end: number; readonly pieces: readonly LiteralPiece[] }
	| { readonly kind: 'symbol'; readonly start: number; readonly end: number; readonly text: string }
	| { readonly kind: 'end'; readonly start: number; readonly end: number };

/** Thrown inside the reader where the text cannot be followed any further; never leaves this folder. */
export class TextSyntaxFault extends Error {
	readonly at: number;

	constructor(at: number, message: string) {
		super(message);
		this.at = at;
	}
}

const BLANK = /(?:[ \t\r\n\f\v\uFEFF]+|#[^\n]*)*/y;
const WORD = /[A-Za-z_][A-Za-z0-9_.]*/y;
const NUMBER = /-?\s*(?:0[xX][0-9a-fA-F]+|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?[fF]?)/y;
const SYMBOLS = '{}<>[]:;,-/';

/** Reads tokens one after the other, looking one ahead. */
export type TextScanner = {
	readonly token: TextToken;
	/** Where the token taken last ends. */
	readonly lastEnd: number;
	next(): TextToken;
};

/** Both `token` and `next` throw a TextSyntaxFault at a character that begins no token, and at a string without an end. */
export function createTextScanner(text: string): TextScanner {
	let token: TextToken | undefined;
	let lastEnd = 0;
	const current = (): TextToken => {
		token ??= scan(text, 0);
		return token;
	};
	return {
		get token() {
			return current();
		},
		get lastEnd() {
			return lastEnd;
		},
		next() {
			const taken = current();
			lastEnd = taken.end;
			token = scan(text, taken.end);
			return taken;
		},
	};
}

function scan(text: string, from: number): TextToken {
	const start = match(BLANK, text, from);
	if (start >= text.length) return { kind: 'end', start: text.length, end: text.length };
	const first = text[start] as string;
	if (first === '"' || first === "'") return scanStrings(text, start);
	const wordEnd = match(WORD, text, start);
	if (wordEnd > start) return { kind: 'word', start, end: wordEnd, text: text.slice(start, wordEnd) };
	const numberEnd = match(NUMBER, text, start);
	if (numberEnd > start) return { kind: 'number', start, end: numberEnd, text: text.slice(start, numberEnd) };
	if (SYMBOLS.includes(first)) return { kind: 'symbol', start, end: start + 1, text: first };
	throw new TextSyntaxFault(start, `expected a field, a value or a bracket, found ${JSON.stringify(first)}`);
}

function scanStrings(text: string, start: number): TextToken {
	const pieces: LiteralPiece[] = [];
	let at = start;
	let end = start;
	while (text[at] === '"' || text[at] === "'") {
		const close = endOfLiteral(text, at);
		pieces.push({ start: at + 1, end: close });
		end = close + 1;
		at = match(BLANK, text, end);
	}
	return { kind: 'string', start, end, pieces };
}

function endOfLiteral(text: string, open: number): number {
	const quote = text[open];
	for (let at = open + 1; at < text.length; at++) {
		const character = text[at];
		if (character === quote) return at;
		if (character === '\\') at++;
		else if (character === '\n') break;
	}
	throw new TextSyntaxFault(open, `expected the string to end with ${quote} on the same line`);
}

function match(pattern: RegExp, text: string, at: number): number {
	pattern.lastIndex = at;
	return pattern.test(text) ? pattern.lastIndex : at;
}

/** A token as messages name it. */
export function describeToken(token: TextToken): string {
	switch (token.kind) {
		case 'end':
			return 'the end of the text';
		case 'string':
			return 'a string';
		default:
			return token.text;
	}
}
