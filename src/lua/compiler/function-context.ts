import type { Block, Call, Expression, FunctionNode, Label, Local, MethodCall } from './ast.ts';
import type { ChunkContext } from './chunk-context.ts';
import type { Code } from './code.ts';
import { variableName } from './javascript.ts';

/** The parts of the generator that need each other. */
export type Emitters = {
	/** One value. */
	readonly expression: (context: FunctionContext, expression: Expression) => Code;
	/** A JavaScript boolean: whether the value counts as true. */
	readonly condition: (context: FunctionContext, expression: Expression) => string;
	/** Whatever a call or `...` gives, as a `LuaResult`. */
	readonly result: (context: FunctionContext, expression: Expression) => string;
	readonly block: (context: FunctionContext, block: Block) => string;
	readonly table: (context: FunctionContext, expression: Expression & { kind: 'table' }) => Code;
	readonly call: (context: FunctionContext, call: Call | MethodCall) => string;
};

/** `plain` is the function itself, `twin` its generator. */
export type Mode = 'plain' | 'twin';

/** The function whose code is being generated. */
export class FunctionContext {
	readonly chunk: ChunkContext;
	readonly node: FunctionNode;
	readonly mode: Mode;
	readonly emit: Emitters;
	/** JavaScript's name of the function. */
	readonly jsName: string;
	/** Declared at the head of the function: temporaries, and all variables where `goto` may jump. */
	readonly declared: string[] = [];
	/** Loops and labelled blocks around the code being generated, innermost last. */
	readonly breakLabels: (string | undefined)[] = [];
	readonly labels: Map<Label, string> = new Map();
	private readonly names = new Map<Local, string>();
	private readonly counts = new Map<string, number>();
	private readonly free: string[] = [];
	private tempCount = 0;
	/** For debugging: the number of the statement being generated, and the variables declared so far. */
	point = 0;
	readonly visible: { name: string; js: () => string; canSet: boolean; start: number; end: number }[] = [];

	constructor(chunk: ChunkContext, node: FunctionNode, mode: Mode, emit: Emitters) {
		this.chunk = chunk;
		this.node = node;
		this.mode = mode;
		this.emit = emit;
		this.jsName = `\u00aa${chunk.chunkId}_${node.index}${mode === 'twin' ? 'g' : ''}`;
		for (const local of node.captures) this.names.set(local, this.fresh(variableName(local.name)));
	}

	get isTwin(): boolean {
		return this.mode === 'twin';
	}

	/** The running function as a value. */
	get self(): string {
		return this.isTwin ? '$self' : this.jsName;
	}

	/** A name not used in this function before. */
	fresh(base: string): string {
		const count = this.counts.get(base) ?? 0;
		this.counts.set(base, count + 1);
		return count === 0 ? base : `${base}$${count}`;
	}

	/** A JavaScript variable for a Lua variable; where it is a cell, the variable holds the cell. */
	declare(local: Local): string {
		const name = this.fresh(variableName(local.name));
		this.names.set(local, name);
		this.show(local.name, () => this.variable(local), true);
		return name;
	}

	/** Makes a variable visible to `debug` from the next statement on; parameters from the beginning. */
	show(name: string, js: () => string, canSet: boolean): void {
		if (!this.chunk.isDebug) return;
		const start = this.point === 0 ? 0 : this.point + 1;
		this.visible.push({ name, js, canSet, start, end: Number.MAX_SAFE_INTEGER });
	}

	/** Ends the scope of the variables shown since there were so many. */
	hide(from: number): void {
		for (const local of this.visible.slice(from)) local.end = Math.min(local.end, this.point + 1);
	}

	/** Variables live at the head of the function: `goto` may jump over their declarations, `debug` reads them. */
	get hoists(): boolean {
		return this.node.hasGoto || this.chunk.isDebug;
	}

	/** What a variable is called here; cells as cells. */
	nameOf(local: Local): string {
		if (local.ownFunction === this.node && !local.isAssigned) return this.self;
		const name = this.names.get(local);
		if (name === undefined) throw new Error(`variable ${local.name} used before its declaration`);
		return name;
	}

	isCell(local: Local): boolean {
		return local.isCaptured && local.isAssigned;
	}

	/** JavaScript that reads or writes a variable. */
	variable(local: Local): string {
		return this.isCell(local) ? `${this.nameOf(local)}.v` : this.nameOf(local);
	}

	/** A temporary variable; to be released. */
	temp(): string {
		const reused = this.free.pop();
		if (reused !== undefined) return reused;
		const name = `$${++this.tempCount}`;
		this.declared.push(name);
		return name;
	}

	release(...temps: readonly (string | undefined)[]): void {
		for (const temp of temps) if (temp !== undefined && /^\$\d+$/.test(temp)) this.free.push(temp);
	}

	/** A variable of generated code that is declared once, such as `$r`. */
	scratch(name: '$r' | '$g' | '$f' | '$made' | '$got' | '$k'): string {
		const declaration = name === '$k' ? '$k=0' : name;
		if (!this.declared.includes(declaration)) this.declared.push(declaration);
		return name;
	}
}

/** Whether the left side of a logical operator is a constant that leaves the decision to the right side. */
function isKnown(left: Expression, op: 'and' | 'or'): boolean {
	const isTrue = left.kind === 'number' || left.kind === 'string' || (left.kind === 'boolean' && left.value);
	const isFalse = left.kind === 'nil' || (left.kind === 'boolean' && !left.value);
	return op === 'and' ? isTrue : isFalse;
}

/**
 * How an expression is called in PUC's messages: `local 'x'`, `field 'y'`, or nothing.
 */
export function describe(context: FunctionContext, expression: Expression): string {
	switch (expression.kind) {
		case 'local':
			return `${expression.local.owner === context.node ? 'local' : 'upvalue'} '${expression.local.name}'`;
		case 'global':
			return `global '${expression.name}'`;
		case 'index':
			if (expression.key.kind === 'string') return `field '${expression.key.value}'`;
			return context.chunk.isLuaJit ? '' : "field '?'";
		case 'method':
			return '';
		case 'paren':
			return describe(context, expression.inner);
		case 'logical':
			// PUC leaves out a test whose outcome it knows.
			return context.chunk.isLuaJit || isKnown(expression.left, expression.op)
				? describe(context, expression.right)
				: '';
		default:
			return '';
	}
}
