import type { LocalInfo } from '../runtime/chunk.ts';
import type { Expression, Statement } from './ast.ts';
import { lineMark } from './code.ts';
import { statementWeight } from './emit-budget.ts';
import type { FunctionContext } from './function-context.ts';

/** The line of the last instruction of a value that is made at once: PUC makes a closure where its text ends. */
function valueLine(value: Expression | undefined, otherwise: number): number {
	return value?.kind === 'function' ? value.lastLine : otherwise;
}

/** Lines on which PUC's instructions for a statement begin, as far as they can be told; none for what needs none. */
function linesOf(context: FunctionContext, statement: Statement): readonly number[] {
	const { at = 0 } = statement;
	switch (statement.kind) {
		case 'do':
		case 'while':
		case 'repeat':
		case 'label':
			return [];
		case 'if':
			return [statement.arms[0]?.conditionLine ?? at];
		case 'localFunction':
			return [statement.value.lastLine];
		case 'local':
			// The first variables of a function are nil without an instruction.
			if (statement.values.length === 0 && context.point === 0) return [];
			return [valueLine(statement.values[0], at)];
		case 'assign': {
			const line = valueLine(statement.values[0], at);
			return line === at || statement.line === line ? [line] : [line, statement.line];
		}
		case 'callStatement': {
			const lines = [at];
			for (const argument of statement.call.args) lines.push(valueLine(argument, lines.at(-1) ?? at));
			return [...lines, statement.call.line].filter((line, index, all) => line !== all[index - 1]);
		}
		default:
			return [at];
	}
}

const step = (point: number, line: number, weight: number): string => `$fr.$step(${point},${line},${weight})`;

/** What comes before a statement: a line of its own for debuggers, a word to `debug`. */
export function beforeStatement(context: FunctionContext, statement: Statement): string {
	const { chunk } = context;
	if (!chunk.hasLines) return '';
	const lines = linesOf(context, statement);
	if (!chunk.isDebug) return lines.length === 0 ? '' : lineMark(chunk.site(lines[0] as number));
	context.point++;
	const weight = statementWeight(statement);
	return lines.map((line) => `${lineMark(chunk.site(line))}${step(context.point, line, weight)};`).join('');
}

/** A condition on its own line, of which `debug` hears; constants are no instruction. */
export function onLine(context: FunctionContext, line: number, condition: string): string {
	const { chunk } = context;
	if (!chunk.hasLines || condition === 'true') return condition;
	const mark = lineMark(chunk.site(line));
	return chunk.isDebug ? `${mark}${step(context.point, line, 1)}&&${condition}` : mark + condition;
}

/** The test of a `for` loop: each turn comes back to the loop's line. Without a test, a statement. */
export function turnTest(context: FunctionContext, line: number, test: string): string {
	const { chunk } = context;
	if (!chunk.hasLines) return test;
	const mark = lineMark(chunk.site(line));
	if (!chunk.isDebug) return mark + test;
	const word = mark + step(context.point, line, 1);
	return test === '' ? `${word};` : `${word}&&(${test})`;
}

/** A turn of `while` or `repeat` ends. */
export function turnEnds(context: FunctionContext): string {
	return context.chunk.isDebug ? '$fr.$turn();' : '';
}

/** A turn of a `for` loop begins: the next statement is news even on the same line. */
export function turnBegins(context: FunctionContext): string {
	return context.chunk.isDebug ? '$fr.line=0;' : '';
}

/** The end of a function's text, where it returns nothing. */
export function atEnd(context: FunctionContext): string {
	const { chunk, node } = context;
	if (!chunk.hasLines) return '';
	const line = node.endLine ?? node.lastLine;
	const mark = lineMark(chunk.site(line));
	return chunk.isDebug ? `${mark}${step(context.point + 1, line, 1)};` : mark;
}

/** A function's body with what `debug` keeps of it while it runs. */
export function inFrame(context: FunctionContext, body: string): string {
	const { chunk, node, visible } = context;
	if (!chunk.isDebug) return body;
	const cases = visible.map(({ js, canSet }, index) => {
		const name = js();
		return `case ${index}:return ${canSet ? `$w?(${name}=$u):` : ''}${name};`;
	});
	const access = `($n,$w,$u)=>{switch($n){${cases.join('')}}}`;
	const mark = lineMark(chunk.site(node.line));
	const enter = `${mark}const $fr=$enter($C,${node.index},${context.self},${access});`;
	return `${enter}try{${body}}catch($x){$fr.hasFailed=true;throw $x}finally{$fr.$leave();}`;
}

/** The variables of a function for `debug`. */
export function localsOf(context: FunctionContext): LocalInfo[] {
	return context.visible.map(({ name, start, end }): LocalInfo => [name, start, end]);
}
