import type { Block, Expression, Statement } from './ast.ts';

/** Expressions directly inside an expression; a function's body is not looked into. */
function subexpressions(expression: Expression): readonly Expression[] {
	switch (expression.kind) {
		case 'index':
			return [expression.object, expression.key];
		case 'call':
			return [expression.callee, ...expression.args];
		case 'method':
			return [expression.object, ...expression.args];
		case 'binary':
		case 'logical':
			return [expression.left, expression.right];
		case 'unary':
			return [expression.operand];
		case 'paren':
			return [expression.inner];
		case 'table':
			return expression.items.flatMap(({ key, value }) => (key === undefined ? [value] : [key, value]));
		default:
			return [];
	}
}

/** Blocks directly inside a statement. */
function subblocks(statement: Statement): readonly Block[] {
	switch (statement.kind) {
		case 'do':
		case 'while':
		case 'repeat':
		case 'numericFor':
		case 'genericFor':
			return [statement.body];
		case 'if': {
			const blocks = statement.arms.map((arm) => arm.body);
			return statement.otherwise === undefined ? blocks : [...blocks, statement.otherwise];
		}
		default:
			return [];
	}
}

/** Expressions directly inside a statement, not those of its blocks. */
export function statementExpressions(statement: Statement): readonly Expression[] {
	switch (statement.kind) {
		case 'local':
		case 'return':
			return statement.values;
		case 'localFunction':
			return [statement.value];
		case 'assign':
			return [...statement.targets, ...statement.values];
		case 'callStatement':
			return [statement.call];
		case 'while':
		case 'repeat':
			return [statement.condition];
		case 'if':
			return statement.arms.map((arm) => arm.condition);
		case 'numericFor': {
			const bounds = [statement.from, statement.to];
			return statement.step === undefined ? bounds : [...bounds, statement.step];
		}
		case 'genericFor':
			return statement.values;
		default:
			return [];
	}
}

/** Every statement of a block, outer ones first, without those of functions inside. */
export function* allStatements(block: Block): Generator<Statement> {
	for (const statement of block.statements) {
		yield statement;
		for (const inner of subblocks(statement)) yield* allStatements(inner);
	}
}

/** An expression and all expressions inside it, without those of functions inside. */
export function* allExpressions(expression: Expression): Generator<Expression> {
	yield expression;
	for (const inner of subexpressions(expression)) yield* allExpressions(inner);
}
