import type { Block, Expression, FunctionNode, Local } from './ast.ts';

/** The function a variable holds for all its life, if that is in sight. */
export function knownFunction(local: Local): FunctionNode | undefined {
	if (local.isAssigned) return undefined;
	if (local.ownFunction !== undefined) return local.ownFunction;
	const [source] = local.sources;
	return local.sources.length === 1 && source?.kind === 'function' ? source : undefined;
}

/** `math.floor` of a chain of names that begins with a global; at most three names. */
export function globalPath(expression: Expression): string | undefined {
	if (expression.kind === 'global') return expression.name.includes('.') ? undefined : expression.name;
	if (expression.kind !== 'index' || expression.key.kind !== 'string' || expression.key.value.includes('.')) {
		return undefined;
	}
	const object = globalPath(expression.object);
	if (object === undefined || object.split('.').length > 2) return undefined;
	return `${object}.${expression.key.value}`;
}

/** Whether control never reaches the end of a block. */
export function endsInReturn(block: Block): boolean {
	const last = block.statements.at(-1);
	if (last === undefined) return false;
	switch (last.kind) {
		case 'return':
			return true;
		case 'do':
			return endsInReturn(last.body);
		case 'if':
			return (
				last.otherwise !== undefined && endsInReturn(last.otherwise) && last.arms.every((arm) => endsInReturn(arm.body))
			);
		default:
			return false;
	}
}

const isOpen = (expression: Expression | undefined): boolean =>
	expression?.kind === 'call' || expression?.kind === 'method' || expression?.kind === 'vararg';

/** What the returns of a function have in common. */
export type ReturnShape = {
	/** Every call gives exactly one value, bare. */
	readonly isSingle: boolean;
	/** It may hand on a postponed tail call. */
	readonly hasTailCalls: boolean;
};

export function returnShape(fn: FunctionNode): ReturnShape {
	let isSingle = endsInReturn(fn.body) && !fn.hasGoto;
	let hasTailCalls = false;
	for (const values of fn.returns) {
		const [value] = values;
		if (values.length !== 1 || isOpen(value)) isSingle = false;
		if (values.length === 1 && (value?.kind === 'call' || value?.kind === 'method')) hasTailCalls = true;
	}
	return { isSingle, hasTailCalls };
}
