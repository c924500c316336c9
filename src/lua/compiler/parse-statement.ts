import type { Block, Expression, Local, Statement, Target } from './ast.ts';
import { parseExpression, parseExpressionList, parseFunction, parseSuffixed } from './parse-expression.ts';
import type { Parser } from './parser.ts';
import { END_OF_STREAM, NAME } from './tokens.ts';

/** PUC's limit for the left side of an assignment, less what its interpreter uses. */
const TARGETS_LIMIT = 197;

const endsBlock = (kind: string): boolean =>
	kind === 'else' || kind === 'elseif' || kind === 'end' || kind === 'until' || kind === END_OF_STREAM;

/** Statements up to a token that ends a block, in the scope that is open. */
export function parseBlock(parser: Parser): Block {
	const { tokens } = parser;
	const statements: Statement[] = [];
	tokens.enterLevel();
	while (!endsBlock(tokens.kind)) {
		if (tokens.isLuaJit && tokens.is('::')) {
			statements.push(...parseLabels(parser));
			continue;
		}
		const { line } = tokens;
		const statement = parseStatement(parser);
		if (statement !== undefined) {
			statement.at = line;
			statements.push(statement);
		}
		const isLast = statement?.kind === 'return' || (statement?.kind === 'break' && !tokens.isLuaJit);
		tokens.accept(';');
		if (isLast) break;
	}
	tokens.leaveLevel();
	return { statements };
}

/** A block in a scope of its own. */
function parseScope(parser: Parser, isLoop = false): Block {
	parser.scopes.openBlock(isLoop);
	const block = parseBlock(parser);
	parser.scopes.closeBlock();
	return block;
}

function parseStatement(parser: Parser): Statement | undefined {
	const { tokens, scopes } = parser;
	const { line } = tokens;
	switch (tokens.kind) {
		case 'if':
			return parseIf(parser, line);
		case 'while': {
			tokens.next();
			const conditionLine = tokens.line;
			const condition = parseExpression(parser);
			tokens.expect('do');
			const body = parseScope(parser, true);
			tokens.expectMatch('end', 'while', line);
			return { kind: 'while', condition, conditionLine, body };
		}
		case 'do': {
			tokens.next();
			const body = parseScope(parser);
			tokens.expectMatch('end', 'do', line);
			return { kind: 'do', body };
		}
		case 'for':
			return parseFor(parser, line);
		case 'repeat': {
			tokens.next();
			scopes.openBlock(true);
			scopes.openBlock(false);
			const body = parseBlock(parser);
			tokens.expectMatch('until', 'repeat', line);
			const conditionLine = tokens.line;
			const condition = parseExpression(parser);
			scopes.closeBlock();
			scopes.closeBlock();
			return { kind: 'repeat', condition, conditionLine, body };
		}
		case 'function':
			return parseFunctionStatement(parser, line);
		case 'local':
			tokens.next();
			if (tokens.is('function')) return parseLocalFunction(parser);
			return parseLocal(parser);
		case 'return': {
			tokens.next();
			const isEmpty = endsBlock(tokens.token.kind) || tokens.is(';');
			const values = isEmpty ? [] : parseExpressionList(parser);
			scopes.fn.returns.push(values);
			return { kind: 'return', values, line: tokens.lastLine };
		}
		case 'break':
			tokens.next();
			if (!scopes.isInLoop())
				tokens.isLuaJit ? tokens.plainError('no loop to break') : tokens.error('no loop to break');
			return { kind: 'break' };
		default:
			return tokens.isLuaJit ? parseLuaJitStatement(parser) : parseExpressionStatement(parser);
	}
}

/** `::label::`, and the labels right after it: whether they end the block is the same for all. */
function parseLabels(parser: Parser): Statement[] {
	const { tokens, scopes } = parser;
	const names: string[] = [];
	while (tokens.accept('::')) {
		names.push(tokens.expectName());
		tokens.expect('::');
	}
	const isLast = endsBlock(tokens.kind) && tokens.kind !== 'until';
	return names.map((name) => ({ kind: 'label', label: scopes.declareLabel(name, isLast) }));
}

function parseLuaJitStatement(parser: Parser): Statement | undefined {
	const { tokens, scopes } = parser;
	if (tokens.kind === ';') return undefined;
	if (tokens.kind === NAME && tokens.token.text === 'goto' && tokens.peek() === NAME) {
		tokens.next();
		const { line } = tokens;
		return { kind: 'goto', target: scopes.jump(tokens.expectName(), line) };
	}
	return parseExpressionStatement(parser);
}

function parseIf(parser: Parser, line: number): Statement {
	const { tokens } = parser;
	const arms: { condition: Expression; conditionLine: number; body: Block }[] = [];
	let otherwise: Block | undefined;
	do {
		tokens.next();
		const conditionLine = tokens.line;
		const condition = parseExpression(parser);
		tokens.expect('then');
		arms.push({ condition, conditionLine, body: parseScope(parser) });
	} while (tokens.kind === 'elseif');
	if (tokens.accept('else')) otherwise = parseScope(parser);
	tokens.expectMatch('end', 'if', line);
	return { kind: 'if', arms, otherwise };
}

function parseFor(parser: Parser, line: number): Statement {
	const { tokens, scopes } = parser;
	tokens.next();
	const name = tokens.expectName();
	scopes.openBlock(true);
	// Variables of the loop that PUC counts and scripts cannot name.
	scopes.activate([scopes.create('(for)', 0), scopes.create('(for)', 1), scopes.create('(for)', 2)]);
	let statement: Statement;
	if (tokens.accept('=')) {
		const from = parseExpression(parser);
		tokens.expect(',');
		const to = parseExpression(parser);
		const step = tokens.accept(',') ? parseExpression(parser) : undefined;
		const [variable, body] = parseLoopBody(parser, [name]);
		variable[0]?.sources.push({ kind: 'number', value: 0 });
		scopes.fn.typed.push(...variable);
		statement = { kind: 'numericFor', variable: variable[0] as Local, from, to, step, body, line };
	} else if (tokens.kind === ',' || tokens.kind === 'in') {
		const names = [name];
		while (tokens.accept(',')) names.push(tokens.expectName());
		tokens.expect('in');
		// PUC takes the line where the list begins.
		const callLine = tokens.line;
		const values = parseExpressionList(parser);
		const [variables, body] = parseLoopBody(parser, names);
		for (const variable of variables) variable.sources.push(undefined);
		statement = { kind: 'genericFor', variables, values, body, line: callLine };
		scopes.fn.iterations.push(statement);
	} else return tokens.error("'=' or 'in' expected");
	tokens.expectMatch('end', 'for', line);
	scopes.closeBlock();
	return statement;
}

function parseLoopBody(parser: Parser, names: readonly string[]): [Local[], Block] {
	const { tokens, scopes } = parser;
	tokens.expect('do');
	scopes.openBlock(false);
	const variables = names.map((name, index) => scopes.create(name, index));
	scopes.activate(variables);
	const body = parseBlock(parser);
	scopes.closeBlock();
	return [variables, body];
}

function parseFunctionStatement(parser: Parser, line: number): Statement {
	const { tokens, scopes } = parser;
	const { start } = tokens.token;
	tokens.next();
	let target: Target = scopes.resolve(tokens.expectName(), tokens.lastLine);
	let isMethod = false;
	while (!isMethod && (tokens.kind === '.' || tokens.kind === ':')) {
		isMethod = tokens.kind === ':';
		tokens.next();
		const key: Expression = { kind: 'string', value: tokens.expectName() };
		target = { kind: 'index', object: target, key, line: tokens.lastLine };
	}
	const value = parseFunction(parser, { line, start, isMethod });
	if (target.kind === 'local') noteAssignment(target.local, value);
	return { kind: 'assign', targets: [target], values: [value], line };
}

function parseLocalFunction(parser: Parser): Statement {
	const { tokens, scopes } = parser;
	const { start } = tokens.token;
	tokens.next();
	const local = scopes.create(tokens.expectName(), 0);
	scopes.activate([local]);
	const value = parseFunction(parser, { line: tokens.line, start, isMethod: false });
	local.sources.push(value);
	local.ownFunction = value;
	scopes.fn.typed.push(local);
	return { kind: 'localFunction', local, value };
}

function parseLocal(parser: Parser): Statement {
	const { tokens, scopes } = parser;
	const locals: Local[] = [];
	do locals.push(scopes.create(tokens.expectName(), locals.length));
	while (tokens.accept(','));
	const values = tokens.accept('=') ? parseExpressionList(parser) : [];
	locals.forEach((local, index) => {
		local.sources.push(sourceAt(values, index));
	});
	scopes.activate(locals);
	scopes.fn.typed.push(...locals);
	return { kind: 'local', locals, values, line: tokens.lastLine };
}

/** The expression that alone gives the value at a position of an assignment; `undefined` where it is not one. */
function sourceAt(values: readonly Expression[], index: number): Expression | undefined {
	const value = values[index];
	if (value === undefined) return undefined;
	const isOpen = value.kind === 'call' || value.kind === 'method' || value.kind === 'vararg';
	return isOpen ? undefined : value;
}

function noteAssignment(local: Local, value: Expression | undefined): void {
	local.isAssigned = true;
	local.sources.push(value);
}

function parseExpressionStatement(parser: Parser): Statement {
	const { tokens } = parser;
	const first = parseSuffixed(parser);
	if (first.kind === 'call' || first.kind === 'method') return { kind: 'callStatement', call: first };
	const targets: Target[] = [asTarget(parser, first)];
	while (tokens.accept(',')) {
		targets.push(asTarget(parser, parseSuffixed(parser)));
		if (targets.length > TARGETS_LIMIT) {
			tokens.plainError(`main function has more than ${TARGETS_LIMIT} variables in assignment`);
		}
	}
	tokens.expect('=');
	const values = parseExpressionList(parser);
	targets.forEach((target, index) => {
		if (target.kind === 'local') noteAssignment(target.local, sourceAt(values, index));
	});
	return { kind: 'assign', targets, values, line: tokens.lastLine };
}

function asTarget(parser: Parser, expression: Expression): Target {
	switch (expression.kind) {
		case 'local':
		case 'global':
		case 'index':
			return expression;
		default:
			return parser.tokens.error('syntax error');
	}
}
