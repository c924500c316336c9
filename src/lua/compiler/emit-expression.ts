import type { Binary, Expression, FunctionNode, Index } from './ast.ts';
import { allOf, type Code, lineMark, once, stable } from './code.ts';
import { countObject } from './emit-budget.ts';
import { emitSettled, markedCall } from './emit-call.ts';
import { emitArithmetic, emitConcat, emitEquality, emitOrder } from './emit-operator.ts';
import { describe, type FunctionContext } from './function-context.ts';
import { knownFunction } from './functions.ts';
import { numberLiteral, primary, propertyAccess, stringLiteral } from './javascript.ts';
import { isTruthyType } from './static-types.ts';

/** What a closure takes, about, and each variable that it captures. */
const CLOSURE_BYTES = 96;
const CAPTURE_BYTES = 16;

/** Code for exactly one value of an expression. */
export function emitExpression(context: FunctionContext, expression: Expression): Code {
	switch (expression.kind) {
		case 'nil':
			return stable('undefined', 'nil');
		case 'boolean':
			return stable(String(expression.value), 'boolean');
		case 'number':
			return stable(numberLiteral(expression.value), 'number');
		case 'string':
			return stable(stringLiteral(expression.value), 'string');
		case 'vararg':
			return once('$v[0]');
		case 'local': {
			const { local } = expression;
			const type = context.chunk.types.of(expression);
			return { js: context.variable(local), type, isStable: !context.isCell(local) };
		}
		case 'global':
			return emitGlobal(context, expression.name, expression.line);
		case 'paren':
			return context.emit.expression(context, expression.inner);
		case 'function':
			return once(emitClosure(context, expression), 'function');
		case 'table':
			return context.emit.table(context, expression);
		case 'index':
			return emitIndex(context, expression);
		case 'call':
		case 'method':
			return once(emitFirst(context, expression));
		case 'unary':
			return emitUnary(context, expression);
		case 'logical':
			return emitLogical(context, expression);
		case 'binary':
			return emitBinary(context, expression);
	}
}

function emitBinary(context: FunctionContext, expression: Binary): Code {
	switch (expression.op) {
		case '==':
		case '~=':
			return emitEquality(context, expression);
		case '<':
		case '<=':
		case '>':
		case '>=':
			return emitOrder(context, expression);
		case '..':
			return emitConcat(context, expression);
		default:
			return emitArithmetic(context, expression);
	}
}

/** The first value of a call. */
function emitFirst(context: FunctionContext, expression: Expression & { kind: 'call' | 'method' }): string {
	const { emit } = context;
	if (expression.kind === 'call') {
		const selected = emitSelectOne(context, expression);
		if (selected !== undefined) return selected;
		const { callee } = expression;
		const known = callee.kind === 'local' ? knownFunction(callee.local) : undefined;
		if (known !== undefined && context.chunk.returns(known).isSingle) return emit.call(context, expression);
	}
	const call = emit.call(context, expression);
	const r = context.scratch('$r');
	if (context.isTwin) {
		const settled = emitSettled(context, r, expression.line);
		return `((${r}=${call})instanceof Array?${r} instanceof $TC?$first(${settled}):${r}[0]:${r})`;
	}
	return `((${r}=${call})instanceof Array?$first(${r}):${r})`;
}

/** `(select(n, ...))` without an array in between. */
function emitSelectOne(context: FunctionContext, call: Expression & { kind: 'call' }): string | undefined {
	const [which, rest] = call.args;
	if (call.args.length !== 2 || rest?.kind !== 'vararg' || which === undefined) return undefined;
	if (call.callee.kind !== 'global' && call.callee.kind !== 'local') return undefined;
	const name = call.callee.kind === 'global' ? call.callee.name : call.callee.local.name;
	if (name !== 'select') return undefined;
	const callee = context.emit.expression(context, call.callee);
	const f = context.temp();
	const index = context.emit.expression(context, which);
	const n = context.temp();
	const site = context.chunk.callSite(call.line, describe(context, call.callee), false);
	const mark = lineMark(site);
	context.release(n, f);
	const isCount = which.kind === 'string' && which.value === '#';
	const quick = isCount ? '$v.length' : markedCall('$selectOne', `${n},$v`, mark);
	const plain = markedCall(`$callee(${f},$C,${site})`, `${n},...$v`, mark);
	return `(${f}=${callee.js},${n}=${index.js},${f}===$select?${quick}:$first(${plain}))`;
}

function emitGlobal(context: FunctionContext, name: string, line: number): Code {
	const temp = context.temp();
	context.release(temp);
	const site = context.chunk.site(line);
	const getter = context.chunk.getter(name);
	return once(`((${temp}=$e.h${propertyAccess(name)})!==undefined?${temp}:${getter}($e,$C,${site}))`);
}

/** A new closure: its factory applied to the variables it captures. */
export function emitClosure(context: FunctionContext, fn: FunctionNode): string {
	const args = fn.usesGlobals ? ['$e'] : [];
	for (const local of fn.captures) if (local.ownFunction !== fn || local.isAssigned) args.push(context.nameOf(local));
	return countObject(context, `$F${fn.index}(${args.join()})`, CLOSURE_BYTES + args.length * CAPTURE_BYTES);
}

function emitIndex(context: FunctionContext, expression: Index): Code {
	const { emit, chunk } = context;
	const object = emit.expression(context, expression.object);
	const site = chunk.site(expression.line, describe(context, expression.object));
	const isTable = object.type === 'table';
	const { key } = expression;
	if (key.kind === 'string') {
		const value = context.temp();
		const holder = object.isStable ? undefined : context.temp();
		context.release(value, holder);
		const o = holder ?? primary(object.js);
		const first = holder === undefined ? o : `(${holder}=${object.js})`;
		const access = propertyAccess(key.value);
		const tests = isTable ? [] : [`${first} instanceof $T`];
		const from = isTable ? first : o;
		tests.push(`(${value}=${from}.h${access})!==undefined`);
		return once(`(${allOf(tests)}?${value}:${chunk.getter(key.value)}(${o},$C,${site}))`);
	}
	return emitComputedIndex(context, expression, object, site);
}

/** Numbers that are surely at least one: literals, and loop variables that count up from one. */
function isPositive(expression: Expression): boolean {
	return expression.kind === 'number' && expression.value >= 1;
}

function emitComputedIndex(context: FunctionContext, expression: Index, object: Code, site: number): Code {
	const holder = object.isStable ? undefined : context.temp();
	const o = holder ?? primary(object.js);
	const key = context.emit.expression(context, expression.key);
	const keyHolder = key.isStable ? undefined : context.temp();
	const k = keyHolder ?? key.js;
	const value = context.temp();
	context.release(value, keyHolder, holder);
	const setup = [
		...(holder === undefined ? [] : [`${holder}=${object.js}`]),
		...(keyHolder === undefined ? [] : [`${keyHolder}=${key.js}`]),
	];
	const slow = `$index(${o},${k},$C,${site})`;
	if (key.type !== 'any' && key.type !== 'number') return once(`(${[...setup, slow].join()})`);
	const tests = object.type === 'table' ? [] : [`${o} instanceof $T`];
	if (key.type !== 'number') tests.push(`typeof ${k}==="number"`);
	if (!isPositive(expression.key)) tests.push(`${k}>0`);
	tests.push(`(${value}=${o}.arr[${k}])!==undefined`);
	return once(`(${[...setup, `${allOf(tests)}?${value}:${slow}`].join()})`);
}

function emitUnary(context: FunctionContext, expression: Expression & { kind: 'unary' }): Code {
	if (expression.op === 'not') return once(`(!${context.emit.condition(context, expression.operand)})`, 'boolean');
	const operand = context.emit.expression(context, expression.operand);
	const site = context.chunk.site(expression.line, describe(context, expression.operand));
	const holder = operand.isStable ? undefined : context.temp();
	const first = holder === undefined ? primary(operand.js) : `(${holder}=${operand.js})`;
	const x = holder ?? primary(operand.js);
	if (expression.op === '-') {
		context.release(holder);
		if (operand.type === 'number') return once(`(-${operand.js})`, 'number');
		const type = context.chunk.types.of(expression);
		return once(`(typeof ${first}==="number"?-${x}:$unm(${x},$C,${site}))`, type);
	}
	const size = context.temp();
	context.release(size, holder);
	if (operand.type === 'string') return once(`(${operand.js}.length)`, 'number');
	const test = operand.type === 'table' ? `(${size}=${first}` : `${first} instanceof $T&&(${size}=${x}`;
	const type = operand.type === 'table' ? 'number' : 'any';
	return once(`(${test}.arr.length)>1?${size}-1:$len(${x},$C,${site}))`, type);
}

/** `and`, `or` as values. */
function emitLogical(context: FunctionContext, expression: Expression & { kind: 'logical' }): Code {
	const { emit, chunk } = context;
	const { op, left, right } = expression;
	const type = chunk.types.of(expression);
	// `a and b or c` with a `b` that is surely true is a choice.
	if (op === 'or' && left.kind === 'logical' && left.op === 'and' && isTruthyType(chunk.types.of(left.right))) {
		const test = emit.condition(context, left.left);
		const chosen = emit.expression(context, left.right);
		const otherwise = emit.expression(context, right);
		return once(`(${test}?${chosen.js}:${otherwise.js})`, type);
	}
	const first = emit.expression(context, left);
	if (first.type === 'boolean') {
		const second = emit.expression(context, right);
		return once(op === 'and' ? `(${first.js}?${second.js}:false)` : `(${first.js}||${second.js})`, type);
	}
	const holder = first.isStable ? undefined : context.temp();
	const x = holder ?? first.js;
	const test = truth(holder === undefined ? x : `(${holder}=${first.js})`, x);
	// The holder is read before the right side is evaluated when it is the value, so the right side may reuse it.
	context.release(holder);
	const second = emit.expression(context, right);
	return once(op === 'and' ? `(${test}?${second.js}:${x})` : `(${test}?${x}:${second.js})`, type);
}

/** The test of a value that is evaluated first and can then be repeated. */
function truth(first: string, again: string): string {
	return `${first}!==undefined&&${again}!==false`;
}

/** A JavaScript boolean: whether the value counts as true. */
export function emitCondition(context: FunctionContext, expression: Expression): string {
	const { emit } = context;
	switch (expression.kind) {
		case 'nil':
			return 'false';
		case 'boolean':
			return String(expression.value);
		case 'number':
		case 'string':
			return 'true';
		case 'paren':
			return emit.condition(context, expression.inner);
		case 'logical': {
			const left = emit.condition(context, expression.left);
			const right = emit.condition(context, expression.right);
			return `(${left}${expression.op === 'and' ? '&&' : '||'}${right})`;
		}
		case 'unary':
			if (expression.op === 'not') return `(!${emit.condition(context, expression.operand)})`;
			break;
		default:
	}
	const code = emit.expression(context, expression);
	if (code.type === 'boolean') return code.js;
	if (code.isStable) return isTruthyType(code.type) ? 'true' : `(${truth(code.js, code.js)})`;
	if (isTruthyType(code.type)) return `(${code.js},true)`;
	const holder = context.temp();
	context.release(holder);
	return `(${truth(`(${holder}=${code.js})`, holder)})`;
}

/** Whatever a call or `...` gives, as a `LuaResult`; one value of anything else. */
export function emitResult(context: FunctionContext, expression: Expression): string {
	switch (expression.kind) {
		case 'call':
		case 'method': {
			const call = context.emit.call(context, expression);
			if (!context.isTwin) return call;
			const r = context.scratch('$r');
			return `((${r}=${call})instanceof $TC?${emitSettled(context, r, expression.line)}:${r})`;
		}
		case 'vararg':
			return '$v';
		default:
			return context.emit.expression(context, expression).js;
	}
}
