/** A token of GLSL. Comments are gone, their line breaks stay in blanks; a directive is one token up to its line's end. */
export type GlslToken = {
	readonly kind: 'word' | 'number' | 'symbol' | 'blank' | 'directive';
	readonly text: string;
	/** Where it begins in the text that was scanned. */
	readonly start: number;
};

const BLANK = /(?:[ \t\r\n\f\v]|\\\r?\n)+/y;
const COMMENT = /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/y;
const WORD = /[A-Za-z_][A-Za-z0-9_]*/y;
const NUMBER = /(?:0[xX][0-9a-fA-F]+|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?)(?:[uU]|[lL]?[fF])?/y;
const SYMBOL = /<<=|>>=|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||\^\^|[-+*/%&|^]=|[\s\S]/y;
const DIRECTIVE = /#(?:[^\n\\]|\\\r?\n|\\)*/y;

/** Splits a shader into tokens that put together are the shader without its comments. */
export function scanGlsl(text: string): GlslToken[] {
	const tokens: GlslToken[] = [];
	let at = 0;
	let startOfLine = true;
	const match = (pattern: RegExp): string | undefined => {
		pattern.lastIndex = at;
		return pattern.exec(text)?.[0];
	};
	while (at < text.length) {
		const comment = match(COMMENT);
		if (comment !== undefined) {
			const breaks = comment.replace(/[^\n]/g, '');
			if (breaks !== '') tokens.push({ kind: 'blank', text: breaks, start: at });
			at += comment.length;
			continue;
		}
		const blank = match(BLANK);
		const directive = startOfLine && blank === undefined ? match(DIRECTIVE) : undefined;
		const word = match(WORD);
		const number = match(NUMBER);
		let token: GlslToken;
		if (blank !== undefined) token = { kind: 'blank', text: blank, start: at };
		else if (directive !== undefined) token = { kind: 'directive', text: directive.replace(/\/\/.*$/, ''), start: at };
		else if (word !== undefined) token = { kind: 'word', text: word, start: at };
		else if (number !== undefined) token = { kind: 'number', text: number, start: at };
		else token = { kind: 'symbol', text: match(SYMBOL) ?? (text[at] as string), start: at };
		tokens.push(token);
		at += directive === undefined ? token.text.length : directive.length;
		startOfLine = token.kind === 'blank' ? startOfLine || token.text.includes('\n') : token.kind === 'directive';
	}
	return tokens;
}
