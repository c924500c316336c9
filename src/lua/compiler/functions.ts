import type { Dialect } from '../runtime/state.ts';
import type { Block, Expression, FunctionNode, Local, Statement } from './ast.ts';
import { functionExpressions } from './static-types.ts';
import { allStatements } from './walk.ts';

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

/** What decides whether a function can yield. */
type Dependencies = { isMaybe: boolean; readonly on: Set<Local | FunctionNode | string> };

/**
 * Which functions of a chunk can reach `coroutine.yield`.
 *
 * Sound for calls of variables that never change; a global path counts only while it holds a function of the host,
 * which is tested when a coroutine first needs the answer.
 */
export class YieldAnalysis {
	private readonly own = new Map<FunctionNode, Dependencies>();
	private readonly isLuaJit: boolean;

	constructor(functions: readonly FunctionNode[], dialect: Dialect) {
		this.isLuaJit = dialect === 'luajit';
		for (const fn of functions) this.own.set(fn, this.direct(fn));
	}

	private direct(fn: FunctionNode): Dependencies {
		const dependencies: Dependencies = { isMaybe: false, on: new Set() };
		for (const expression of functionExpressions(fn)) {
			if (expression.kind === 'method') dependencies.isMaybe = true;
			else if (expression.kind === 'call') this.addCallee(fn, expression.callee, dependencies);
		}
		// PUC's `for` calls its iterator through C, which nothing can yield across.
		if (this.isLuaJit) {
			for (const statement of allStatements(fn.body)) {
				if (statement.kind === 'genericFor' && !isPairsLoop(statement)) dependencies.isMaybe = true;
			}
		}
		return dependencies;
	}

	private addCallee(fn: FunctionNode, callee: Expression, to: Dependencies): void {
		const path = globalPath(callee);
		if (path !== undefined) to.on.add(path);
		else if (callee.kind !== 'local') to.isMaybe = true;
		else {
			const known = knownFunction(callee.local);
			const [source] = callee.local.sources;
			const sourcePath = source === undefined ? undefined : globalPath(source);
			if (known !== undefined) to.on.add(known);
			else if (callee.local.isAssigned) to.isMaybe = true;
			else if (callee.local.owner !== fn) to.on.add(callee.local);
			else if (sourcePath !== undefined) to.on.add(sourcePath);
			else to.isMaybe = true;
		}
	}

	/**
	 * What a function depends on: indices of captured variables and global paths; `1` when it may yield whatever they
	 * hold, `0` when it never can.
	 */
	of(fn: FunctionNode): 0 | 1 | (number | string)[] {
		const seen = new Set<FunctionNode>();
		const result: (number | string)[] = [];
		const visit = (node: FunctionNode): boolean => {
			if (seen.has(node)) return true;
			seen.add(node);
			const dependencies = this.own.get(node);
			if (dependencies === undefined || dependencies.isMaybe) return false;
			for (const dependency of dependencies.on) {
				if (typeof dependency === 'string') result.push(dependency);
				else if ('owner' in dependency) {
					const index = fn.captures.indexOf(dependency);
					if (index < 0) return false;
					result.push(index);
				} else if (!visit(dependency)) return false;
			}
			return true;
		};
		if (!visit(fn)) return 1;
		return result.length === 0 ? 0 : [...new Set(result)];
	}
}

function isPairsLoop(statement: Statement & { kind: 'genericFor' }): boolean {
	const [first] = statement.values;
	if (statement.values.length !== 1 || first?.kind !== 'call') return false;
	const path = globalPath(first.callee);
	return path === 'pairs' || path === 'ipairs';
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
	for (const statement of allStatements(fn.body)) {
		if (statement.kind !== 'return') continue;
		const [value] = statement.values;
		if (statement.values.length !== 1 || isOpen(value)) isSingle = false;
		if (statement.values.length === 1 && (value?.kind === 'call' || value?.kind === 'method')) hasTailCalls = true;
	}
	return { isSingle, hasTailCalls };
}
