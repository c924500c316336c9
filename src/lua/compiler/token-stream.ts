import type { Dialect } from '../runtime/state.ts';
import { Lexer, type Token } from './lexer.ts';
import { END_OF_STREAM, NAME, tokenText } from './tokens.ts';

/** Nesting of blocks and expressions that PUC accepts (LUAI_MAXCCALLS), less what its interpreter itself uses. */
const LEVEL_LIMIT = 198;

/** The tokens of a chunk, one looked at ahead, with PUC's complaints. */
export class TokenStream {
	token: Token;
	/** Line of the token last consumed. */
	lastLine = 1;
	private readonly lexer: Lexer;
	private ahead: Token | undefined;
	private level = 0;
	/** Offset after the token last consumed. */
	lastEnd = 0;

	constructor(source: string, chunkName: string, dialect: Dialect) {
		this.lexer = new Lexer(source, chunkName, dialect);
		this.token = this.lexer.next();
	}

	get kind(): string {
		return this.token.kind;
	}

	/** Line the reader has reached: that of the current token. */
	get line(): number {
		return this.lexer.line;
	}

	get isLuaJit(): boolean {
		return this.lexer.isLuaJit;
	}

	get source(): string {
		return this.lexer.source;
	}

	next(): void {
		this.lastLine = this.lexer.line;
		this.lastEnd = this.ahead === undefined ? this.lexer.at : this.ahead.start;
		this.token = this.ahead ?? this.lexer.next();
		this.ahead = undefined;
	}

	/** Kind of the token after the current one. */
	peek(): string {
		this.ahead ??= this.lexer.next();
		return this.ahead.kind;
	}

	/** Complains about the current token. */
	error(message: string): never {
		return this.lexer.error(message, this.token.kind === END_OF_STREAM ? END_OF_STREAM : this.token.raw);
	}

	/** Complains without naming a token. */
	plainError(message: string): never {
		return this.lexer.error(message);
	}

	is(kind: string): boolean {
		return this.token.kind === kind;
	}

	/** Consumes the token if it is of the kind. */
	accept(kind: string): boolean {
		if (this.token.kind !== kind) return false;
		this.next();
		return true;
	}

	check(kind: string): void {
		if (this.token.kind !== kind) this.error(`'${tokenText(kind)}' expected`);
	}

	expect(kind: string): void {
		this.check(kind);
		this.next();
	}

	expectName(): string {
		this.check(NAME);
		const { text } = this.token;
		this.next();
		return text;
	}

	/** Consumes the end of something that began with another token on some line. */
	expectMatch(kind: string, opening: string, line: number): void {
		if (this.accept(kind)) return;
		if (line === this.line) this.error(`'${tokenText(kind)}' expected`);
		this.error(`'${tokenText(kind)}' expected (to close '${tokenText(opening)}' at line ${line})`);
	}

	enterLevel(): void {
		if (++this.level > LEVEL_LIMIT) this.plainError('chunk has too many syntax levels');
	}

	leaveLevel(): void {
		this.level--;
	}
}
