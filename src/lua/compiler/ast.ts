/**
 * The syntax tree. Names are resolved while parsing: a variable is a `Local` object or the name of a global.
 *
 * Lines are those PUC gives the instructions, so that run-time errors name the same line.
 */

/** A local variable or parameter. */
export type Local = {
	readonly name: string;
	readonly owner: FunctionNode;
	/** Read or written anywhere. */
	isUsed: boolean;
	/** Used by a function inside its owner. */
	isCaptured: boolean;
	/** Assigned after its declaration. */
	isAssigned: boolean;
	/** Everything it is ever set to where that is known; `undefined` stands for "could be anything". */
	readonly sources: (Expression | undefined)[];
	/** The function of `local function name`. */
	ownFunction: FunctionNode | undefined;
};

export type FunctionNode = {
	readonly kind: 'function';
	/** Position in the chunk; the main function is 0. */
	readonly index: number;
	readonly parent: FunctionNode | undefined;
	readonly line: number;
	lastLine: number;
	/** Of the main function: the line of its last word. */
	endLine?: number;
	readonly parameters: Local[];
	isVararg: boolean;
	/** The variable `arg` of PUC's vararg functions; it holds a table unless `...` is used. */
	argLocal: Local | undefined;
	/** `...` stands in its text. */
	usesDots: boolean;
	body: Block;
	/** Variables of enclosing functions that it or a function inside it uses, in the order of first use. */
	readonly captures: Local[];
	/** It or a function inside it reads or writes a global. */
	usesGlobals: boolean;
	/** Every call in its text, without those of functions inside; so are the following. */
	readonly calls: (Call | MethodCall)[];
	/** Every generic `for`. */
	readonly iterations: GenericFor[];
	/** The values of every `return`. */
	readonly returns: (readonly Expression[])[];
	/** Variables whose type may be known: all but parameters and those of a generic `for`. */
	readonly typed: Local[];
	/** Its text has a `goto`. */
	hasGoto: boolean;
	/** Offsets of its text in the source. */
	readonly start: number;
	end: number;
};

export type Block = { readonly statements: Statement[] };

export type Binary = {
	readonly kind: 'binary';
	readonly op: '+' | '-' | '*' | '/' | '%' | '^' | '..' | '==' | '~=' | '<' | '<=' | '>' | '>=';
	readonly left: Expression;
	readonly right: Expression;
	readonly line: number;
};

export type Call = {
	readonly kind: 'call';
	readonly callee: Expression;
	readonly args: Expression[];
	readonly line: number;
};

export type MethodCall = {
	readonly kind: 'method';
	readonly object: Expression;
	readonly name: string;
	readonly args: Expression[];
	/** Line of the name, then of the call. */
	readonly nameLine: number;
	readonly line: number;
};

export type Index = {
	readonly kind: 'index';
	readonly object: Expression;
	readonly key: Expression;
	readonly line: number;
};

export type TableNode = { readonly kind: 'table'; readonly items: TableItem[]; readonly line: number };

/** Without a key, the next positional item. */
export type TableItem = { readonly key: Expression | undefined; readonly value: Expression };

export type Expression =
	| { readonly kind: 'nil' }
	| { readonly kind: 'boolean'; readonly value: boolean }
	| { readonly kind: 'vararg' }
	| { readonly kind: 'number'; readonly value: number }
	| { readonly kind: 'string'; readonly value: string }
	| { readonly kind: 'local'; readonly local: Local }
	| { readonly kind: 'global'; readonly name: string; readonly line: number }
	| { readonly kind: 'logical'; readonly op: 'and' | 'or'; readonly left: Expression; readonly right: Expression }
	| { readonly kind: 'unary'; readonly op: '-' | 'not' | '#'; readonly operand: Expression; readonly line: number }
	/** Parentheses around a call or `...`: exactly one value. */
	| { readonly kind: 'paren'; readonly inner: Expression }
	| FunctionNode
	| Index
	| Call
	| MethodCall
	| Binary
	| TableNode;

export type Target = Extract<Expression, { kind: 'local' | 'global' | 'index' }>;

export type Statement = StatementKind & {
	/** The line on which it begins. */
	at?: number;
};

type StatementKind =
	| { readonly kind: 'local'; readonly locals: Local[]; readonly values: Expression[]; readonly line: number }
	| { readonly kind: 'localFunction'; readonly local: Local; readonly value: FunctionNode }
	| { readonly kind: 'assign'; readonly targets: Target[]; readonly values: Expression[]; readonly line: number }
	| { readonly kind: 'callStatement'; readonly call: Call | MethodCall }
	| { readonly kind: 'do'; readonly body: Block }
	| { readonly kind: 'while'; readonly condition: Expression; readonly conditionLine: number; readonly body: Block }
	| { readonly kind: 'repeat'; readonly condition: Expression; readonly conditionLine: number; readonly body: Block }
	| {
			readonly kind: 'if';
			readonly arms: { condition: Expression; conditionLine: number; body: Block }[];
			readonly otherwise: Block | undefined;
	  }
	| NumericFor
	| GenericFor
	| { readonly kind: 'return'; readonly values: Expression[]; readonly line: number }
	| { readonly kind: 'break' }
	| { readonly kind: 'goto'; readonly target: JumpTarget }
	| { readonly kind: 'label'; readonly label: Label };

export type NumericFor = {
	readonly kind: 'numericFor';
	readonly variable: Local;
	readonly from: Expression;
	readonly to: Expression;
	readonly step: Expression | undefined;
	readonly body: Block;
	readonly line: number;
};

export type GenericFor = {
	readonly kind: 'genericFor';
	readonly variables: Local[];
	readonly values: Expression[];
	readonly body: Block;
	readonly line: number;
};

/** Where a `goto` goes; the label may come after it. */
export type JumpTarget = { label: Label | undefined };

/** A `::label::` of LuaJIT. */
export type Label = {
	readonly name: string;
	/** A `goto` before the label, in its block or inside it. */
	isForward: boolean;
	/** A `goto` after it. */
	isBackward: boolean;
	/** Only void statements follow it in its block. */
	readonly isLast: boolean;
};
