import type { Binary } from './ast.ts';
import { type Code, once } from './code.ts';
import { countConcat, countJoined } from './emit-budget.ts';
import { describe, type FunctionContext } from './function-context.ts';
import type { StaticType } from './static-types.ts';

/** Two operands evaluated in order, each either repeatable or held in a temporary. */
type Operands = {
	readonly left: Code;
	readonly right: Code;
	/** Assignments to make first. */
	readonly setup: readonly string[];
	/** The operands, repeatable once the setup is done. */
	readonly a: string;
	readonly b: string;
	readonly release: () => void;
};

/** @param asIs  no need to repeat operands: nothing is held */
function operandsOf(context: FunctionContext, expression: Binary, asIs: boolean): Operands {
	const left = context.emit.expression(context, expression.left);
	if (asIs) {
		const right = context.emit.expression(context, expression.right);
		return { left, right, setup: [], a: left.js, b: right.js, release: () => {} };
	}
	const held = left.isStable ? undefined : context.temp();
	const right = context.emit.expression(context, expression.right);
	const heldRight = right.isStable ? undefined : context.temp();
	const setup: string[] = [];
	if (held !== undefined) setup.push(`${held}=${left.js}`);
	if (heldRight !== undefined) setup.push(`${heldRight}=${right.js}`);
	// PUC reads its own variables when the operation happens, after the right side may have changed them.
	if (expression.left.kind === 'local' && expression.left.local.owner === context.node) setup.reverse();
	return {
		left,
		right,
		setup,
		a: held ?? left.js,
		b: heldRight ?? right.js,
		release: () => context.release(heldRight, held),
	};
}

const OPERATORS: { readonly [op: string]: string } = {
	'+': 'add',
	'-': 'sub',
	'*': 'mul',
	'/': 'div',
	'%': 'mod',
	'^': 'pow',
};

/** Arithmetic of two JavaScript numbers that can be repeated. */
function numeric(op: string, a: string, b: string): string {
	if (op === '%') return `${a}-Math.floor(${a}/${b})*${b}`;
	if (op === '^') return `${a}**${b}`;
	// `- -1` must not become `--1`; literals and generated code come in parentheses or begin with a letter.
	return `${a}${op}${b}`;
}

/** `typeof` tests for the operands that are not known to be of the type. */
function typeTests(operands: Operands, type: StaticType): string[] {
	const tests: string[] = [];
	if (operands.left.type !== type) tests.push(`typeof ${operands.a}==="${type}"`);
	if (operands.right.type !== type) tests.push(`typeof ${operands.b}==="${type}"`);
	return tests;
}

function choice(setup: readonly string[], tests: readonly string[], branches: readonly [string, string]): string {
	const value = tests.length === 0 ? branches[0] : `${tests.join('&&')}?${branches[0]}:${branches[1]}`;
	return `(${[...setup, value].join()})`;
}

function siteOf(context: FunctionContext, expression: Binary): number {
	return context.chunk.site(expression.line, describe(context, expression.left), describe(context, expression.right));
}

export function emitArithmetic(context: FunctionContext, expression: Binary): Code {
	const { op } = expression;
	const { types } = context.chunk;
	const isNumeric = types.of(expression.left) === 'number' && types.of(expression.right) === 'number';
	const operands = operandsOf(context, expression, isNumeric && op !== '%');
	operands.release();
	const { a, b, setup } = operands;
	const quick = numeric(op, a, b);
	const slow = `$${OPERATORS[op]}(${a},${b},$C,${siteOf(context, expression)})`;
	return once(choice(setup, typeTests(operands, 'number'), [quick, slow]), types.of(expression));
}

export function emitConcat(context: FunctionContext, expression: Binary): Code {
	const { types } = context.chunk;
	const isText = types.of(expression.left) === 'string' && types.of(expression.right) === 'string';
	const operands = operandsOf(context, expression, isText);
	operands.release();
	const { a, b, setup } = operands;
	const slow = countJoined(context, `$concat(${a},${b},$C,${siteOf(context, expression)})`);
	const isNever = [operands.left, operands.right].some(({ type }) => type !== 'string' && type !== 'any');
	if (isNever) return once(`(${[...setup, slow].join()})`, types.of(expression));
	return once(choice(setup, typeTests(operands, 'string'), [countConcat(context, a, b), slow]), types.of(expression));
}

export function emitOrder(context: FunctionContext, expression: Binary): Code {
	const { op } = expression;
	const { types } = context.chunk;
	const isNumeric = types.of(expression.left) === 'number' && types.of(expression.right) === 'number';
	const operands = operandsOf(context, expression, isNumeric);
	operands.release();
	const { a, b, setup } = operands;
	const isSwapped = op === '>' || op === '>=';
	const name = op === '<' || op === '>' ? '$lt' : '$le';
	const slow = `${name}(${isSwapped ? `${b},${a}` : `${a},${b}`},$C,${siteOf(context, expression)})`;
	return once(choice(setup, typeTests(operands, 'number'), [`${a}${op}${b}`, slow]), 'boolean');
}

export function emitEquality(context: FunctionContext, expression: Binary): Code {
	const { types } = context.chunk;
	const isIdentity = (type: StaticType): boolean => type !== 'any' && type !== 'table';
	const asIs = isIdentity(types.of(expression.left)) || isIdentity(types.of(expression.right));
	const operands = operandsOf(context, expression, asIs);
	operands.release();
	const { a, b, setup } = operands;
	if (asIs) return once(`(${a}${expression.op === '==' ? '===' : '!=='}${b})`, 'boolean');
	const equal = `${a}===${b}||typeof ${a}==="object"&&$eq(${a},${b})`;
	const value = expression.op === '==' ? equal : `!(${equal})`;
	return once(`(${[...setup, value].join()})`, 'boolean');
}
