import type { Expression, FunctionNode, Local } from './ast.ts';

/** What is known of a value's type before it exists. */
export type StaticType = 'any' | 'nil' | 'boolean' | 'number' | 'string' | 'table' | 'function';

const ARITHMETIC = new Set(['+', '-', '*', '/', '%', '^']);

/**
 * Types of variables whose every assignment is in sight: a variable only ever set to numbers needs no test for one.
 */
export class StaticTypes {
	/** Absent: nothing known yet, so anything is still possible. */
	private readonly locals = new Map<Local, StaticType>();

	constructor(functions: readonly FunctionNode[]) {
		const candidates = functions.flatMap(({ typed }) => typed);
		// Assume the best, then take back what an assignment contradicts, until nothing does.
		for (let isChanged = true; isChanged; ) {
			isChanged = false;
			for (const local of candidates) {
				const type = this.joined(local);
				if (type !== undefined && this.locals.get(local) !== type) {
					this.locals.set(local, type);
					isChanged = true;
				}
			}
		}
	}

	private joined(local: Local): StaticType | undefined {
		// `debug.setupvalue` may put anything into a variable that closures share.
		if (local.isCaptured && local.isAssigned) return 'any';
		let joined: StaticType | undefined;
		for (const source of local.sources) {
			const type = source === undefined ? 'any' : this.infer(source);
			if (type === undefined) continue;
			if (joined !== undefined && joined !== type) return 'any';
			joined = type;
		}
		return joined;
	}

	/** Type of an expression. */
	of(expression: Expression): StaticType {
		return this.infer(expression) ?? 'any';
	}

	private infer(expression: Expression): StaticType | undefined {
		switch (expression.kind) {
			case 'nil':
			case 'boolean':
			case 'number':
			case 'string':
			case 'table':
			case 'function':
				return expression.kind;
			case 'local':
				// Parameters and the like are not candidates.
				return this.locals.get(expression.local) ?? (expression.local.sources.includes(undefined) ? 'any' : undefined);
			case 'paren':
				return this.infer(expression.inner);
			case 'unary':
				return this.inferUnary(expression);
			case 'binary':
				return this.inferBinary(expression);
			case 'logical':
				return this.inferLogical(expression);
			default:
				return 'any';
		}
	}

	private inferUnary(expression: Expression & { kind: 'unary' }): StaticType | undefined {
		if (expression.op === 'not') return 'boolean';
		const type = this.infer(expression.operand);
		if (type === undefined) return undefined;
		if (expression.op === '-') return type === 'number' || type === 'string' ? 'number' : 'any';
		return type === 'string' || type === 'table' ? 'number' : 'any';
	}

	private inferBinary(expression: Expression & { kind: 'binary' }): StaticType | undefined {
		const isArithmetic = ARITHMETIC.has(expression.op);
		if (!isArithmetic && expression.op !== '..') return 'boolean';
		const left = this.infer(expression.left);
		const right = this.infer(expression.right);
		if (left === undefined || right === undefined) return undefined;
		const isPlain = (type: StaticType): boolean => type === 'number' || type === 'string';
		if (!isPlain(left) || !isPlain(right)) return 'any';
		return isArithmetic ? 'number' : 'string';
	}

	private inferLogical(expression: Expression & { kind: 'logical' }): StaticType | undefined {
		const left = this.infer(expression.left);
		const right = this.infer(expression.right);
		if (left === undefined || right === undefined) return undefined;
		if (left === right) return left;
		if (isTruthyType(left)) return expression.op === 'or' ? left : right;
		return 'any';
	}
}

/** Whether every value of the type counts as true. */
export function isTruthyType(type: StaticType): boolean {
	return type === 'number' || type === 'string' || type === 'table' || type === 'function';
}
