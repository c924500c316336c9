import type { CompileOptions } from '../runtime/state.ts';
import type { FunctionNode } from './ast.ts';
import { ChunkContext, type KnownSites } from './chunk-context.ts';
import { lineMark, splitMarks } from './code.ts';
import { countEntry } from './emit-budget.ts';
import { emitCall } from './emit-call.ts';
import { atEnd, inFrame, localsOf } from './emit-debug.ts';
import { emitCondition, emitExpression, emitResult } from './emit-expression.ts';
import { emitBlock } from './emit-statement.ts';
import { emitTable } from './emit-table.ts';
import { type Emitters, FunctionContext, type Mode } from './function-context.ts';
import { endsInReturn } from './functions.ts';
import { variableName } from './javascript.ts';

const emitters: Emitters = {
	expression: emitExpression,
	condition: emitCondition,
	result: emitResult,
	block: emitBlock,
	table: emitTable,
	call: emitCall,
};

/** The JavaScript of one function: its factory, which takes what the function captures. */
function emitFactory(chunk: ChunkContext, node: FunctionNode, mode: Mode): string {
	const context = new FunctionContext(chunk, node, mode, emitters);
	const isOwn = (index: number): boolean => {
		const local = node.captures[index];
		return local?.ownFunction === node && !local.isAssigned;
	};
	const captured = node.captures.map((local, index) => (isOwn(index) ? '$own' : context.nameOf(local)));
	let head = '';
	const parameters = node.parameters.map((local) => {
		const name = context.declare(local);
		if (!context.isCell(local)) return name;
		const given = context.fresh(`${variableName(local.name)}$given`);
		head += `let ${name}={v:${given}};`;
		return given;
	});
	const [first] = parameters;
	if (node.isVararg) parameters.push('...$v');
	else if (first === undefined) parameters.push('$q');
	if (node.argLocal !== undefined) {
		const isWanted = node.argLocal.isUsed || chunk.isDebug;
		const value = node.usesDots ? 'undefined' : '$argTable($v)';
		const name = context.declare(node.argLocal);
		if (isWanted) head += `let ${name}=${context.isCell(node.argLocal) ? `{v:${value}}` : value};`;
	}
	const statements = emitBlock(context, node.body);
	const end = endsInReturn(node.body) && !node.hasGoto ? '' : `${atEnd(context)}return $E;`;
	if (chunk.isDebug) chunk.locals[node.index] = localsOf(context);
	const variables = context.declared.length === 0 ? '' : `let ${context.declared.join()};`;
	const body = `${countEntry(context)}${head}${variables}${inFrame(context, statements + end)}`;
	if (mode === 'twin') {
		// One generator for all closures, which is handed what they capture: a generator function of its own would cost
		// every closure a hidden class.
		const factory = ['$self', '$e', ...captured];
		// A generator keeps all it is given for as long as it waits: only what its text uses.
		const given = [
			...(body.includes('$self') ? ['$self'] : []),
			...(node.usesGlobals ? ['$e'] : []),
			...captured.filter((_, index) => !isOwn(index)),
			...parameters.filter((name) => name !== '$q').map((name) => (name === '...$v' ? '$v' : name)),
		];
		const inner = given.join();
		const generator = `$G${node.index}`;
		const twin = `function*${context.jsName}(${inner}){${body}}`;
		const yields = chunk.yields.of(node);
		const called = typeof yields === 'object' ? yields.filter((on) => typeof on === 'number' && on < 0) : [];
		const list = parameters.join();
		const always = `(${list})=>${generator}(${inner})`;
		// Where yielding depends on parameters alone, every call asks them first.
		const tests = called.map((on) => `$quiet(${parameters[-1 - Number(on)]})`).join('&&');
		const asked = `(${list})=>${tests}?($D.r=$self(${list}),$DI):${generator}(${inner})`;
		const made = tests === '' ? always : `$c?${asked}:${always}`;
		return `(()=>{const ${generator}=${twin};return($c,${factory.join()})=>${made}})()`;
	}
	const query = first ?? (node.isVararg ? '$v[0]' : '$q');
	const list = captured.map((name, index) => (isOwn(index) ? context.jsName : name)).join();
	const answer = node.usesGlobals
		? `return $e=$answer($C,${node.index},$e,[${list}])`
		: `return $answer($C,${node.index},undefined,[${list}])`;
	const factory = [...(node.usesGlobals ? ['$e'] : []), ...captured.filter((_, index) => !isOwn(index))].join();
	return `(${factory})=>function ${context.jsName}(${parameters.join()}){if(${query}===$Q)${answer};${body}}`;
}

/** One text of a chunk with the sites of its lines. */
export type GeneratedUnit = { readonly text: string; readonly lines: number[] };

export type Generated = {
	readonly chunk: ChunkContext;
	/** Helper and factory definitions. */
	readonly plain: GeneratedUnit;
	/** Names that the plain text defines and twins use. */
	readonly shared: readonly string[];
	/** Twin factories in an array expression; only when asked for. */
	readonly twins: GeneratedUnit | undefined;
};

/** A function's head is on a line of no site: an exhausted stack is the caller's, as in PUC. Debuggers step through it. */
function headMark(chunk: ChunkContext, node: FunctionNode): string {
	return lineMark(chunk.hasLines && !chunk.isDebug ? chunk.site(node.line) : 0);
}

/** A line on which a function tells where the text begins. */
function unitOf(chunk: ChunkContext, mode: Mode, marked: string): GeneratedUnit {
	const suffix = mode === 'twin' ? 'g' : '';
	const opening = `const $origin=function \u00aa${chunk.chunkId}_0${suffix}(){return $line()};`;
	return splitMarks(`${opening}${marked}`);
}

/**
 * Generates the JavaScript of a chunk.
 *
 * @param known  sites and names of the plain text made before: only the generators are made, and add theirs
 */
export function generateChunk(
	functions: readonly FunctionNode[],
	options: CompileOptions & { readonly chunkId: string; readonly withTwins: boolean; readonly known?: KnownSites },
): Generated {
	const chunk = new ChunkContext(functions, options);
	const plainFunctions = options.known === undefined ? functions : [];
	const factories = plainFunctions.map(
		(node) => `${headMark(chunk, node)}const $F${node.index}=${emitFactory(chunk, node, 'plain')};`,
	);
	const plainHelpers = chunk.helpers.join('');
	const shared = functions.map((node) => `$F${node.index}`);
	let twins: GeneratedUnit | undefined;
	if (options.withTwins) {
		const list = functions.map((node) =>
			chunk.yields.of(node) === 0 ? 'null' : headMark(chunk, node) + emitFactory(chunk, node, 'twin'),
		);
		const newHelpers = chunk.helpers.join('').slice(plainHelpers.length);
		twins = unitOf(chunk, 'twin', `${newHelpers}const $list=[${list.join(',')}];`);
	}
	const plain = unitOf(chunk, 'plain', plainHelpers + factories.join(''));
	return { chunk, plain, shared, twins };
}
