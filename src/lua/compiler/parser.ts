import type { Dialect } from '../runtime/state.ts';
import type { Block, FunctionNode } from './ast.ts';
import { parseBlock } from './parse-statement.ts';
import { Scopes } from './scopes.ts';
import { TokenStream } from './token-stream.ts';
import { END_OF_STREAM } from './tokens.ts';

/** What the parts of the parser share. */
export type Parser = {
	readonly tokens: TokenStream;
	readonly scopes: Scopes;
	/** Statements up to a token that ends a block, in the scope that is open. */
	readonly block: (parser: Parser) => Block;
};

/**
 * Reads a chunk.
 *
 * @param isDebug  whatever a variable is set to counts as unknown, because `debug` may set it
 * @returns all its functions; the first is the main function
 * @throws LuaSyntaxError with PUC's message
 */
export function parseChunk(source: string, chunkName: string, dialect: Dialect, isDebug = false): FunctionNode[] {
	const tokens = new TokenStream(source, chunkName, dialect);
	const scopes = new Scopes(tokens, isDebug);
	const parser: Parser = { tokens, scopes, block: parseBlock };
	const main = scopes.openFunction(0, 0);
	main.isVararg = true;
	main.body = parseBlock(parser);
	tokens.check(END_OF_STREAM);
	main.lastLine = tokens.line;
	main.endLine = tokens.lastLine;
	main.end = source.length;
	scopes.closeFunction();
	return scopes.functions;
}
