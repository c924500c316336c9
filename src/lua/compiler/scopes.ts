import type { Expression, FunctionNode, JumpTarget, Label, Local } from './ast.ts';
import type { TokenStream } from './token-stream.ts';

/** PUC's limits for one function: LUAI_MAXVARS, LUAI_MAXUPVALUES. */
const LOCALS_LIMIT = 200;
const UPVALUES_LIMIT = 60;

/** A `goto` whose label has not been met. */
type Pending = { readonly target: JumpTarget; readonly name: string; readonly line: number; localCount: number };

type BlockScope = {
	readonly isLoop: boolean;
	readonly firstLocal: number;
	readonly labels: Map<string, { label: Label; localCount: number; line: number }>;
	readonly pending: Pending[];
};

type FunctionScope = {
	readonly node: FunctionNode;
	readonly parent: FunctionScope | undefined;
	readonly active: Local[];
	readonly blocks: BlockScope[];
};

/** Functions, blocks and variables in scope while a chunk is parsed. */
export class Scopes {
	/** All functions in the order in which they begin. */
	readonly functions: FunctionNode[] = [];
	private readonly tokens: TokenStream;
	private readonly isDebug: boolean;
	private current: FunctionScope | undefined;

	constructor(tokens: TokenStream, isDebug: boolean) {
		this.tokens = tokens;
		this.isDebug = isDebug;
	}

	private get scope(): FunctionScope {
		if (this.current === undefined) throw new Error('no function is open');
		return this.current;
	}

	get fn(): FunctionNode {
		return this.scope.node;
	}

	openFunction(line: number, start: number): FunctionNode {
		const node: FunctionNode = {
			kind: 'function',
			index: this.functions.length,
			parent: this.current?.node,
			line,
			lastLine: line,
			parameters: [],
			isVararg: false,
			argLocal: undefined,
			usesDots: false,
			body: { statements: [] },
			captures: [],
			usesGlobals: false,
			calls: [],
			iterations: [],
			returns: [],
			typed: [],
			hasGoto: false,
			start,
			end: start,
		};
		this.functions.push(node);
		this.current = { node, parent: this.current, active: [], blocks: [] };
		this.openBlock(false);
		return node;
	}

	closeFunction(): void {
		this.closeBlock();
		const { node, parent } = this.scope;
		if (node.usesGlobals && parent !== undefined) parent.node.usesGlobals = true;
		this.current = parent;
	}

	openBlock(isLoop: boolean): void {
		const { blocks, active } = this.scope;
		blocks.push({ isLoop, firstLocal: active.length, labels: new Map(), pending: [] });
	}

	closeBlock(): void {
		const { blocks, active } = this.scope;
		const block = blocks.pop();
		if (block === undefined) return;
		active.length = block.firstLocal;
		const outer = blocks.at(-1);
		for (const pending of block.pending) {
			if (outer === undefined) this.tokens.plainError(`undefined label '${pending.name}'`);
			else {
				// Seen from outside, the jump starts where the block does.
				pending.localCount = Math.min(pending.localCount, block.firstLocal);
				outer.pending.push(pending);
			}
		}
	}

	/** Whether a `break` here has a loop to leave. */
	isInLoop(): boolean {
		return this.scope.blocks.some((block) => block.isLoop);
	}

	private checkLimit(count: number, limit: number, what: string, fn: FunctionNode): void {
		if (count <= limit) return;
		const where = fn.parent === undefined ? 'main function' : `function at line ${fn.line}`;
		this.tokens.plainError(`${where} has more than ${limit} ${what}`);
	}

	/** Makes a variable that is not visible yet. @param declared  variables of the same statement made before it */
	create(name: string, declared: number): Local {
		const { active, node } = this.scope;
		this.checkLimit(active.length + declared + 1, LOCALS_LIMIT, 'local variables', node);
		return {
			name,
			owner: node,
			isUsed: false,
			isCaptured: false,
			isAssigned: this.isDebug,
			sources: this.isDebug ? [undefined] : [],
			ownFunction: undefined,
		};
	}

	/** Makes variables visible. */
	activate(locals: readonly Local[]): void {
		this.scope.active.push(...locals);
	}

	/** What a name means here. */
	resolve(name: string, line: number): Expression & { kind: 'local' | 'global' } {
		const local = this.find(this.scope, name);
		if (local !== undefined) {
			local.isUsed = true;
			return { kind: 'local', local };
		}
		this.fn.usesGlobals = true;
		return { kind: 'global', name, line };
	}

	private find(scope: FunctionScope, name: string): Local | undefined {
		const own = scope.active.findLast((local) => local.name === name);
		if (own !== undefined) return own;
		const outer = scope.parent === undefined ? undefined : this.find(scope.parent, name);
		if (outer === undefined) return undefined;
		outer.isCaptured = true;
		const { captures } = scope.node;
		if (!captures.includes(outer)) {
			this.checkLimit(captures.length + 1, UPVALUES_LIMIT, 'upvalues', scope.node);
			captures.push(outer);
		}
		return outer;
	}

	/** Declares `::name::`; jumps met before in this block or inside it now know their label. */
	declareLabel(name: string, isLast: boolean): Label {
		const { blocks, active } = this.scope;
		const known = blocks.flatMap((block) => [...block.labels]).find(([other]) => other === name);
		if (known !== undefined) {
			this.tokens.plainError(`duplicate label '${name}'`);
		}
		const block = blocks.at(-1) as BlockScope;
		// A label at the end of its block is outside the scope of the block's variables.
		const localCount = isLast ? block.firstLocal : active.length;
		const waiting = block.pending.filter((pending) => pending.name === name);
		const label: Label = { name, isForward: waiting.length > 0, isBackward: false, isLast };
		for (const pending of waiting) {
			if (pending.localCount < localCount) {
				const variable = active[pending.localCount]?.name ?? '?';
				this.tokens.plainError(`<goto ${name}> jumps into the scope of local '${variable}'`);
			}
			pending.target.label = label;
			block.pending.splice(block.pending.indexOf(pending), 1);
		}
		block.labels.set(name, { label, localCount, line: this.tokens.line });
		return label;
	}

	/** The label a `goto` means, which may come later. */
	jump(name: string, line: number): JumpTarget {
		const { blocks, active, node } = this.scope;
		node.hasGoto = true;
		for (const block of blocks.toReversed()) {
			const known = block.labels.get(name);
			if (known !== undefined) {
				known.label.isBackward = true;
				return { label: known.label };
			}
		}
		const target: JumpTarget = { label: undefined };
		blocks.at(-1)?.pending.push({ target, name, line, localCount: active.length });
		return target;
	}
}
