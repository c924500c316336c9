import type { Block, Expression, Statement } from './ast.ts';
import { lineMark } from './code.ts';
import { emitAssignment, emitSpread, emitValues } from './emit-assignment.ts';
import { countLeft, countTurn } from './emit-budget.ts';
import { emitSettled, emitTailCall } from './emit-call.ts';
import { beforeStatement, onLine, turnEnds } from './emit-debug.ts';
import { emitDeclaration } from './emit-declaration.ts';
import { emitClosure } from './emit-expression.ts';
import { emitJump, emitLabelled } from './emit-goto.ts';
import { emitGenericFor, emitLoop, emitNumericFor } from './emit-loop.ts';
import type { FunctionContext } from './function-context.ts';
import { endsInReturn, knownFunction } from './functions.ts';

/** The statements of a block, without braces. */
export function emitBlock(context: FunctionContext, block: Block): string {
	if (block.statements.some(({ kind }) => kind === 'label')) return emitLabelled(context, block, emitStatements);
	const from = context.visible.length;
	const code = emitStatements(context, block.statements);
	context.hide(from);
	return code;
}

function emitStatements(context: FunctionContext, statements: readonly Statement[]): string {
	return statements
		.map((statement) => {
			const before = beforeStatement(context, statement);
			return before + lineOf(context, statement) + emitStatement(context, statement);
		})
		.join('');
}

/** Starts a line for what a statement calls without saying so: metamethods. */
function lineOf(context: FunctionContext, statement: Statement): string {
	return 'line' in statement && statement.kind !== 'genericFor' ? lineMark(context.chunk.site(statement.line)) : '';
}

function emitStatement(context: FunctionContext, statement: Statement): string {
	const { emit } = context;
	switch (statement.kind) {
		case 'local':
			return emitLocal(context, statement);
		case 'localFunction':
			return emitLocalFunction(context, statement);
		case 'assign':
			return emitAssignment(context, statement);
		case 'callStatement':
			return emitCallStatement(context, statement.call);
		case 'do':
			return `{${emit.block(context, statement.body)}}`;
		case 'while': {
			const condition = onLine(context, statement.conditionLine, emit.condition(context, statement.condition));
			return emitLoop(
				context,
				(label) =>
					`${label}while(${condition}){${countTurn(context, statement.body, statement.conditionLine)}${emit.block(context, statement.body)}${turnEnds(context)}}`,
			);
		}
		case 'repeat':
			return emitRepeat(context, statement);
		case 'if':
			return emitIf(context, statement);
		case 'numericFor':
		case 'genericFor': {
			const from = context.visible.length;
			const code =
				statement.kind === 'numericFor' ? emitNumericFor(context, statement) : emitGenericFor(context, statement);
			context.hide(from);
			return code;
		}
		case 'return':
			return (context.breakLabels.length > 0 ? countLeft(context) : '') + emitReturn(context, statement.values);
		case 'break': {
			const label = context.breakLabels.at(-1);
			return label === undefined ? 'break;' : `break ${label};`;
		}
		case 'goto':
			return emitJump(context, statement.target);
		case 'label':
			return '';
	}
}

function emitRepeat(context: FunctionContext, statement: Statement & { kind: 'repeat' }): string {
	return emitLoop(context, (label) => {
		const body = context.emit.block(context, statement.body);
		const isOpen = !endsInReturn(statement.body);
		// The condition sees the body's variables.
		const condition = isOpen ? context.emit.condition(context, statement.condition) : '';
		const end = isOpen ? `if(${onLine(context, statement.conditionLine, condition)})break;${turnEnds(context)}` : '';
		return `${label}for(;;){${countTurn(context, statement.body, statement.at ?? 0)}${body}${end}}`;
	});
}

function emitIf(context: FunctionContext, statement: Statement & { kind: 'if' }): string {
	const { emit } = context;
	const arms = statement.arms.map(({ condition, conditionLine, body }, index) => {
		const test = emit.condition(context, condition);
		// The first condition is on the statement's line.
		return `if(${index === 0 ? test : onLine(context, conditionLine, test)}){${emit.block(context, body)}}`;
	});
	const otherwise = statement.otherwise === undefined ? '' : `else{${emit.block(context, statement.otherwise)}}`;
	return arms.join('else ') + otherwise;
}

function emitCallStatement(context: FunctionContext, call: Expression & { kind: 'call' | 'method' }): string {
	const js = context.emit.call(context, call);
	const known = call.kind === 'call' && call.callee.kind === 'local' ? knownFunction(call.callee.local) : undefined;
	if (known !== undefined && !context.chunk.returns(known).hasTailCalls) return `${js};`;
	const r = context.scratch('$r');
	return context.isTwin
		? `if((${r}=${js})instanceof $TC)${emitSettled(context, r, call.line)};`
		: `if((${r}=${js})instanceof $TC)$settle(${r});`;
}

const isOpen = (expression: Expression | undefined): boolean =>
	expression?.kind === 'call' || expression?.kind === 'method' || expression?.kind === 'vararg';

function emitLocal(context: FunctionContext, statement: Statement & { kind: 'local' }): string {
	const { locals, values } = statement;
	const [local] = locals;
	const [value] = values;
	if (locals.length === 1 && values.length === 1 && local !== undefined && value !== undefined) {
		return emitDeclaration(context, local, context.emit.expression(context, value).js);
	}
	if (values.length === 0) return locals.map((other) => emitDeclaration(context, other, undefined)).join('');
	const last = values.at(-1);
	if (values.length === 1 && last !== undefined && locals.every((other) => !context.isCell(other))) {
		// `local a, b = f()`: no temporaries needed.
		if (isOpen(last)) {
			const taken = locals.map(() => context.temp());
			const spread = emitSpread(context, last, taken);
			context.release(...taken);
			return spread + locals.map((other, index) => emitDeclaration(context, other, taken[index])).join('');
		}
	}
	if (values.length === locals.length && !isOpen(last)) {
		// No value can name the new variables, so each may be declared with its value.
		const codes = values.map((other) => context.emit.expression(context, other).js);
		return locals.map((other, index) => emitDeclaration(context, other, codes[index])).join('');
	}
	const { code, held } = emitValues(context, values, locals.length);
	context.release(...held.map(({ js }) => js));
	return code + locals.map((other, index) => emitDeclaration(context, other, held[index]?.js)).join('');
}

function emitLocalFunction(context: FunctionContext, statement: Statement & { kind: 'localFunction' }): string {
	const { local, value } = statement;
	if (!context.isCell(local)) {
		// It captures itself by its own name, so the variable need not exist yet.
		return emitDeclaration(context, local, emitClosure(context, value));
	}
	const declaration = emitDeclaration(context, local, undefined);
	return `${declaration}${context.variable(local)}=${emitClosure(context, value)};`;
}

function emitReturn(context: FunctionContext, values: readonly Expression[]): string {
	const [value] = values;
	if (value === undefined) return 'return $E;';
	if (values.length === 1) {
		if (value.kind === 'call' || value.kind === 'method') return emitTailCall(context, value);
		if (value.kind === 'vararg') return 'return $v.length===1?$v[0]:$v;';
		return `return(${context.emit.expression(context, value).js});`;
	}
	const held: string[] = [];
	const last = values.at(-1) as Expression;
	for (const other of values.slice(0, -1)) held.push(context.emit.expression(context, other).js);
	if (last.kind === 'vararg') held.push('...$v');
	else if (last.kind === 'call' || last.kind === 'method') held.push(`...$x(${context.emit.result(context, last)})`);
	else held.push(context.emit.expression(context, last).js);
	return `return[${held.join()}];`;
}
