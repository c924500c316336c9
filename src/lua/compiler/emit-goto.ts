import type { Block, JumpTarget, Statement } from './ast.ts';
import { countTurn } from './emit-budget.ts';
import type { FunctionContext } from './function-context.ts';

type EmitStatements = (context: FunctionContext, statements: readonly Statement[]) => string;

/**
 * A block with labels.
 *
 * A label at the block's end that is only jumped to forwards (`goto continue`) is the end of a labelled JavaScript
 * block. Any other block becomes a loop around a `switch` over its labels.
 */
export function emitLabelled(context: FunctionContext, block: Block, emitStatements: EmitStatements): string {
	const { statements } = block;
	const labels = statements.flatMap((statement) => (statement.kind === 'label' ? [statement.label] : []));
	const [only] = labels;
	if (labels.length === 1 && only?.isLast === true && !only.isBackward) {
		const name = context.fresh('$end');
		context.labels.set(only, `break ${name};`);
		return `${name}:{${emitStatements(context, statements)}}`;
	}
	const state = context.fresh('$at');
	const name = context.fresh('$again');
	context.declared.push(state);
	labels.forEach((label, index) => {
		context.labels.set(label, `{${state}=${index + 1};continue ${name};}`);
	});
	let code = `${state}=0;${name}:for(;;){${countTurn(context, block, statements[0]?.at ?? 0)}switch(${state}){case 0:`;
	let from = 0;
	let count = 0;
	statements.forEach((statement, index) => {
		if (statement.kind !== 'label') return;
		code += emitStatements(context, statements.slice(from, index));
		code += `case ${++count}:`;
		from = index;
	});
	code += emitStatements(context, statements.slice(from));
	return `${code}}break;}`;
}

export function emitJump(context: FunctionContext, target: JumpTarget): string {
	const jump = target.label === undefined ? undefined : context.labels.get(target.label);
	if (jump === undefined) throw new Error('goto without a label around it');
	return jump;
}
