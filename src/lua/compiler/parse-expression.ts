import type { Binary, Expression, FunctionNode, TableItem } from './ast.ts';
import type { Parser } from './parser.ts';
import { NAME, NUMBER, STRING } from './tokens.ts';

/** Left and right binding power of binary operators. */
const PRIORITY: { readonly [op: string]: readonly [left: number, right: number] } = {
	'+': [6, 6],
	'-': [6, 6],
	'*': [7, 7],
	'/': [7, 7],
	'%': [7, 7],
	'^': [10, 9],
	'..': [5, 4],
	'~=': [3, 3],
	'==': [3, 3],
	'<': [3, 3],
	'<=': [3, 3],
	'>': [3, 3],
	'>=': [3, 3],
	and: [2, 2],
	or: [1, 1],
};
const UNARY_PRIORITY = 8;

export function parseExpression(parser: Parser): Expression {
	return parseOperators(parser, 0);
}

/** An index is read when its value is needed: on the line of what the parser has read by then. */
function readAt(expression: Expression, line: number): Expression {
	return expression.kind === 'index' && expression.line !== line ? { ...expression, line } : expression;
}

function parseOperators(parser: Parser, limit: number): Expression {
	const { tokens } = parser;
	tokens.enterLevel();
	let left = parseUnary(parser);
	for (;;) {
		const op = tokens.kind;
		const priority = Object.hasOwn(PRIORITY, op) ? PRIORITY[op] : undefined;
		if (priority === undefined || priority[0] <= limit) break;
		tokens.next();
		left = readAt(left, tokens.lastLine);
		const right = parseOperators(parser, priority[1]);
		if (op === 'and' || op === 'or') left = { kind: 'logical', op, left, right };
		else left = { kind: 'binary', op: op as Binary['op'], left, right, line: tokens.lastLine };
	}
	tokens.leaveLevel();
	return left;
}

function parseUnary(parser: Parser): Expression {
	const { tokens } = parser;
	const op = tokens.kind;
	if (op !== '-' && op !== 'not' && op !== '#') return parseSimple(parser);
	tokens.next();
	const operand = parseOperators(parser, UNARY_PRIORITY);
	if (op === '-' && operand.kind === 'number') return { kind: 'number', value: -operand.value };
	return { kind: 'unary', op, operand, line: tokens.lastLine };
}

function parseSimple(parser: Parser): Expression {
	const { tokens, scopes } = parser;
	const { kind, text, value, start } = tokens.token;
	switch (kind) {
		case NUMBER:
			tokens.next();
			return { kind: 'number', value };
		case STRING:
			tokens.next();
			return { kind: 'string', value: text };
		case 'nil':
			tokens.next();
			return { kind: 'nil' };
		case 'true':
		case 'false':
			tokens.next();
			return { kind: 'boolean', value: kind === 'true' };
		case '...': {
			const { fn } = scopes;
			if (!fn.isVararg) tokens.error("cannot use '...' outside a vararg function");
			fn.usesDots = true;
			tokens.next();
			return { kind: 'vararg' };
		}
		case '{':
			return parseTable(parser);
		case 'function': {
			const { line } = tokens;
			tokens.next();
			return parseFunction(parser, { line, start, isMethod: false });
		}
		default:
			return withoutParentheses(parseSuffixed(parser));
	}
}

/** Parentheses matter around what may be several values only. */
function withoutParentheses(expression: Expression): Expression {
	if (expression.kind !== 'paren') return expression;
	const { kind } = expression.inner;
	return kind === 'call' || kind === 'method' || kind === 'vararg' ? expression : expression.inner;
}

/** A name or an expression in parentheses. */
function parsePrimary(parser: Parser): Expression {
	const { tokens, scopes } = parser;
	if (tokens.kind === '(') {
		const { line } = tokens;
		tokens.next();
		const inner = parseExpression(parser);
		tokens.expectMatch(')', '(', line);
		return { kind: 'paren', inner: readAt(inner, tokens.lastLine) };
	}
	if (tokens.kind !== NAME) return tokens.error('unexpected symbol');
	const name = tokens.expectName();
	return scopes.resolve(name, tokens.lastLine);
}

/** An expression with its indices and calls. What came out of parentheses last is still marked as such. */
export function parseSuffixed(parser: Parser): Expression {
	const { tokens, scopes } = parser;
	let left = parsePrimary(parser);
	for (;;) {
		switch (tokens.kind) {
			case '.': {
				tokens.next();
				const key: Expression = { kind: 'string', value: tokens.expectName() };
				left = { kind: 'index', object: left, key, line: tokens.lastLine };
				break;
			}
			case '[': {
				tokens.next();
				const key = parseExpression(parser);
				tokens.expect(']');
				left = { kind: 'index', object: left, key, line: tokens.lastLine };
				break;
			}
			case ':': {
				tokens.next();
				const name = tokens.expectName();
				const nameLine = tokens.lastLine;
				const { line } = tokens;
				left = { kind: 'method', object: left, name, args: parseArguments(parser), nameLine, line };
				scopes.fn.calls.push(left);
				break;
			}
			case '(':
			case '{':
			case STRING: {
				const { line } = tokens;
				left = { kind: 'call', callee: left, args: parseArguments(parser), line };
				scopes.fn.calls.push(left);
				break;
			}
			default:
				return left;
		}
	}
}

function parseArguments(parser: Parser): Expression[] {
	const { tokens } = parser;
	const { text } = tokens.token;
	const { line } = tokens;
	switch (tokens.kind) {
		case '(': {
			if (line !== tokens.lastLine) {
				tokens.error('ambiguous syntax (function call x new statement)');
			}
			tokens.next();
			if (tokens.accept(')')) return [];
			const args = parseExpressionList(parser);
			tokens.expectMatch(')', '(', line);
			args.push(readAt(args.pop() as Expression, tokens.lastLine));
			return args;
		}
		case '{':
			return [parseTable(parser)];
		case STRING:
			tokens.next();
			return [{ kind: 'string', value: text }];
		default:
			return tokens.error('function arguments expected');
	}
}

export function parseExpressionList(parser: Parser): Expression[] {
	const { tokens } = parser;
	const list: Expression[] = [];
	for (;;) {
		const expression = parseExpression(parser);
		const isLast = !tokens.accept(',');
		list.push(isLast ? expression : readAt(expression, tokens.lastLine));
		if (isLast) return list;
	}
}

function parseTable(parser: Parser): Expression {
	const { tokens } = parser;
	const { line } = tokens;
	const items: TableItem[] = [];
	tokens.expect('{');
	while (tokens.kind !== '}') {
		if (tokens.kind === NAME && tokens.peek() === '=') {
			const key: Expression = { kind: 'string', value: tokens.expectName() };
			tokens.expect('=');
			items.push({ key, value: parseExpression(parser) });
		} else if (tokens.accept('[')) {
			const key = parseExpression(parser);
			tokens.expect(']');
			tokens.expect('=');
			items.push({ key, value: parseExpression(parser) });
		} else items.push({ key: undefined, value: parseExpression(parser) });
		if (!tokens.accept(',') && !tokens.accept(';')) break;
	}
	tokens.expectMatch('}', '{', line);
	return { kind: 'table', items, line: tokens.lastLine };
}

/**
 * Parameters and body of a function, from the opening parenthesis on.
 *
 * @param at  line and offset where it begins, and whether it has the parameter `self`
 */
export function parseFunction(
	parser: Parser,
	at: { readonly line: number; readonly start: number; readonly isMethod: boolean },
): FunctionNode {
	const { tokens, scopes } = parser;
	const fn = scopes.openFunction(at.line, at.start);
	tokens.expect('(');
	if (at.isMethod) addParameter(parser, fn, 'self');
	if (tokens.kind !== ')') {
		do {
			if (tokens.kind === NAME) addParameter(parser, fn, tokens.expectName());
			else if (tokens.accept('...')) {
				fn.isVararg = true;
				if (!tokens.isLuaJit) fn.argLocal = scopes.create('arg', 0);
				fn.argLocal?.sources.push(undefined);
				break;
			} else tokens.error("<name> or '...' expected");
		} while (tokens.accept(','));
	}
	if (fn.argLocal !== undefined) scopes.activate([fn.argLocal]);
	tokens.expect(')');
	fn.body = parser.block(parser);
	fn.lastLine = tokens.line;
	tokens.expectMatch('end', 'function', at.line);
	fn.end = tokens.lastEnd;
	scopes.closeFunction();
	return fn;
}

function addParameter(parser: Parser, fn: FunctionNode, name: string): void {
	const local = parser.scopes.create(name, 0);
	local.sources.push(undefined);
	fn.parameters.push(local);
	parser.scopes.activate([local]);
}
