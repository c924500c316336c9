import type { Block, Expression, Statement } from './ast.ts';
import { lineMark } from './code.ts';
import type { FunctionContext } from './function-context.ts';
import type { StaticType } from './static-types.ts';
import { allExpressions, allStatements, statementExpressions } from './walk.ts';

/** Bytes in the units in which compiled code counts. */
const UNIT_BYTES = 16;

/** What a function's loops may have used before the state's counter is told. */
const HELD_WEIGHT = 2000;

/** A key that is not an array's next. */
const ENTRY_BYTES = 48;

/** Functions without calls and loops and of so few instructions are paid by their callers. */
const FREE_WEIGHT = 8;

const WEIGHTLESS: ReadonlySet<Expression['kind']> = new Set([
	'nil',
	'boolean',
	'vararg',
	'number',
	'string',
	'local',
	'paren',
]);

function expressionWeight(expression: Expression): number {
	let weight = 0;
	for (const inner of allExpressions(expression)) if (!WEIGHTLESS.has(inner.kind)) weight++;
	return weight;
}

/** About how many instructions of PUC's virtual machine a statement is, less those of loops inside it. */
export function statementWeight(statement: Statement): number {
	let weight = 1;
	for (const expression of statementExpressions(statement)) weight += expressionWeight(expression);
	switch (statement.kind) {
		case 'do':
			return blockWeight(statement.body);
		case 'if': {
			const blocks = statement.arms.map((arm) => arm.body);
			if (statement.otherwise !== undefined) blocks.push(statement.otherwise);
			return weight + Math.max(...blocks.map(blockWeight));
		}
		default:
			return weight;
	}
}

function blockWeight(block: Block): number {
	return block.statements.reduce((sum, statement) => sum + statementWeight(statement), 0);
}

const LOOPS: ReadonlySet<Statement['kind']> = new Set(['while', 'repeat', 'numericFor', 'genericFor']);

/** Whether a block runs for a while, or for no longer than its text says. */
function isBounded(block: Block): boolean {
	for (const statement of allStatements(block)) {
		if (LOOPS.has(statement.kind)) return false;
		for (const expression of statementExpressions(statement)) {
			for (const inner of allExpressions(expression))
				if (inner.kind === 'call' || inner.kind === 'method') return false;
		}
	}
	return true;
}

function count(context: FunctionContext, weight: number, line: number): string {
	return `${lineMark(context.chunk.site(line))}if(($B.n-=${weight})<0)$B.$spend();`;
}

/** Counts a function's own instructions when it begins. */
export function countEntry(context: FunctionContext): string {
	if (!context.chunk.hasBudget) return '';
	const { body, hasGoto, line } = context.node;
	const weight = blockWeight(body) + 1;
	return weight <= FREE_WEIGHT && !hasGoto && isBounded(body) ? '' : count(context, weight, line);
}

/**
 * Counts one turn of a loop, or of a jump backwards.
 *
 * A variable of the function holds what its loops have used, which costs less than the state's counter; that gets the
 * sum now and then, and when the outermost loop is left.
 */
export function countTurn(context: FunctionContext, body: Block, line: number): string {
	if (!context.chunk.hasBudget) return '';
	const used = context.scratch('$k');
	const mark = lineMark(context.chunk.site(line));
	return `if((${used}+=${blockWeight(body) + 1})>${HELD_WEIGHT}){${mark}if(($B.n-=${used})<0)$B.$spend();${used}=0;}`;
}

/** After a loop, or before a `return` out of one: hands on what its turns have used. */
export function countLeft(context: FunctionContext): string {
	if (!context.chunk.hasBudget) return '';
	const used = context.scratch('$k');
	return `$B.n-=${used};${used}=0;`;
}

/** Counts the memory of an object that an expression makes. */
export function countObject(context: FunctionContext, made: string, bytes: number): string {
	if (!context.chunk.hasBudget) return made;
	const held = context.temp();
	context.release(held);
	return `(${held}=${made},($B.m-=${Math.ceil(bytes / UNIT_BYTES)})<0&&$B.$grow(${held}),${held})`;
}

/** Counts the memory of a key that a table may not have yet, in a statement. */
export function countStore(context: FunctionContext, key: string, type: StaticType): string {
	if (!context.chunk.hasBudget) return '';
	const element = '($B.m-=1)<0&&$B.$grow()';
	if (type === 'number') return `${element};`;
	return `typeof ${key}==="number"?${element}:$B.$use(${ENTRY_BYTES});`;
}

/** `a+b` of two strings. */
export function countConcat(context: FunctionContext, a: string, b: string): string {
	return context.chunk.hasBudget ? `$cat($B,${a},${b})` : `${a}+${b}`;
}

/** The same of other values. */
export function countJoined(context: FunctionContext, joined: string): string {
	return context.chunk.hasBudget ? `$joined($B,${joined})` : joined;
}
