import type { Call, Expression, MethodCall } from './ast.ts';
import { lineMark } from './code.ts';
import { describe, type FunctionContext } from './function-context.ts';
import { globalPath, knownFunction } from './functions.ts';
import { primary, propertyAccess } from './javascript.ts';

/** Library functions that use their caller's function or environment. */
const USES_CALLER = new Set(['setfenv', 'getfenv', 'module', 'getinfo']);
/** Those that may give the caller another environment. */
const SETS_ENVIRONMENT = new Set(['setfenv', 'module']);

/** A call taken apart: everything evaluated, ready to be made. */
type Prepared = {
	/** Assignments to make first, in order. */
	readonly setup: string[];
	/** A JavaScript function, repeatable in a twin. */
	readonly callee: string;
	readonly args: string[];
	/** A last argument that may be several values: already evaluated in the temporary, or `$v`. */
	readonly open: string | undefined;
	readonly mark: string;
	readonly site: number;
	readonly temps: string[];
};

/** The name at the end of a callee: `floor` of `math.floor`. */
function lastName(callee: Expression): string | undefined {
	switch (callee.kind) {
		case 'global':
			return callee.name;
		case 'local':
			return callee.local.name;
		case 'index':
			return callee.key.kind === 'string' ? callee.key.value : undefined;
		default:
			return undefined;
	}
}

const isOpenCall = (expression: Expression | undefined): boolean =>
	expression?.kind === 'call' || expression?.kind === 'method';

/**
 * Evaluates a call's parts.
 *
 * @param isHeld  everything is put where it can be repeated; else callee and arguments stay where they are evaluated
 */
function prepare(context: FunctionContext, call: Call | MethodCall, isHeld: boolean, isTail: boolean): Prepared {
	const setup: string[] = [];
	const temps: string[] = [];
	const hold = (js: string): string => {
		const temp = context.temp();
		temps.push(temp);
		setup.push(`${temp}=${js}`);
		return temp;
	};
	const args: string[] = [];
	const name = call.kind === 'method' ? `method '${call.name}'` : describe(context, call.callee);
	const site = context.chunk.callSite(call.line, name, isTail);
	let callee =
		call.kind === 'method'
			? prepareMethod(context, call, site, { args, temps, setup })
			: prepareCallee(context, call, site, temps);
	if (isHeld && !IDENTIFIER.test(callee)) callee = hold(callee);
	let open: string | undefined;
	call.args.forEach((argument, index) => {
		const isLast = index === call.args.length - 1;
		if (isLast && argument.kind === 'vararg') open = '$v';
		else if (isLast && isOpenCall(argument)) open = hold(context.emit.result(context, argument));
		else {
			const code = context.emit.expression(context, argument);
			args.push(isHeld && !code.isStable ? hold(code.js) : code.js);
		}
	});
	return { setup, callee, args, open, mark: lineMark(site), site, temps };
}

function prepareCallee(context: FunctionContext, call: Call, site: number, temps: string[]): string {
	const { callee } = call;
	if (callee.kind === 'local' && knownFunction(callee.local) !== undefined && !context.isCell(callee.local)) {
		return context.nameOf(callee.local);
	}
	const code = context.emit.expression(context, callee);
	if (code.isStable) return `(typeof ${code.js}==="function"?${code.js}:$callee(${code.js},$C,${site}))`;
	const temp = context.temp();
	temps.push(temp);
	return `(typeof(${temp}=${code.js})==="function"?${temp}:$callee(${temp},$C,${site}))`;
}

/** The object becomes the first argument. */
function prepareMethod(
	context: FunctionContext,
	call: MethodCall,
	site: number,
	to: { readonly args: string[]; readonly temps: string[]; readonly setup: string[] },
): string {
	const { chunk } = context;
	const object = context.emit.expression(context, call.object);
	const indexSite = chunk.site(call.nameLine, describe(context, call.object));
	const method = context.temp();
	let o = primary(object.js);
	let first = o;
	if (!object.isStable) {
		o = context.temp();
		to.temps.push(o);
		first = `(${o}=${object.js})`;
	}
	to.args.push(o);
	const value = context.temp();
	to.temps.push(method, value);
	const access = propertyAccess(call.name);
	const found =
		object.type === 'string'
			? `${chunk.methodGetter(call.name)}(${first},$C,${indexSite})`
			: `${first} instanceof $T&&(${value}=${o}.h${access})!==undefined?${value}:${chunk.methodGetter(call.name)}(${o},$C,${indexSite})`;
	return `(typeof(${method}=${found})==="function"?${method}:$callee(${method},$C,${site}))`;
}

const IDENTIFIER = /^[\w$\u00aa]+$/;

/** A call on a line of its own: engines report the place of a callee that is a name, else that of the parenthesis. */
export function markedCall(fn: string, args: string, mark: string): string {
	return IDENTIFIER.test(fn) ? `${mark}${fn}(${args})` : `${mark}${fn}${mark}(${args})`;
}

/** The call of a prepared function with its arguments. */
function invoke(fn: string, prepared: Prepared, spread: string | undefined): string {
	const args = spread === undefined ? prepared.args : [...prepared.args, spread];
	return markedCall(fn, args.join(), prepared.mark);
}

/** Whether a call leaves things on the stack for a library function that asks about its caller. */
function callerNote(context: FunctionContext, call: Call | MethodCall): string[] {
	const name = call.kind === 'call' ? lastName(call.callee) : undefined;
	return name !== undefined && USES_CALLER.has(name) ? [`$D.f=${context.self}`] : [];
}

function commaList(parts: readonly string[], value: string): string {
	return parts.length === 0 ? value : `(${parts.join()},${value})`;
}

/**
 * A call as an expression that gives a `LuaResult`, perhaps a postponed tail call.
 */
export function emitCall(context: FunctionContext, call: Call | MethodCall): string {
	return emitCallWith(context, call, false);
}

function emitCallWith(context: FunctionContext, call: Call | MethodCall, isTail: boolean): string {
	// LuaJIT reports the caller of a function that ends in `return error(...)`.
	const mayKnowLine = call.kind === 'call' && !(isTail && context.chunk.isLuaJit);
	const special = mayKnowLine ? emitError(context, call) : undefined;
	if (special !== undefined) return special;
	return context.isTwin ? emitTwinCall(context, call, isTail) : emitPlainCall(context, call, isTail);
}

function emitPlainCall(context: FunctionContext, call: Call | MethodCall, isTail: boolean): string {
	const isOpen = isOpenCall(call.args.at(-1));
	const note = callerNote(context, call);
	const prepared = prepare(context, call, isOpen || note.length > 0, isTail);
	context.release(...prepared.temps);
	const parts = [...prepared.setup, ...note];
	const { callee, open } = prepared;
	if (open === undefined) return commaList(parts, invoke(callee, prepared, undefined));
	if (!isOpen) return commaList(parts, invoke(callee, prepared, `...${open}`));
	// One value is the usual case; several, or none, are an array.
	const several = invoke(callee, prepared, `...$x(${open})`);
	return `(${[...parts, `${open} instanceof Array?${several}:${invoke(callee, prepared, open)}`].join()})`;
}

/**
 * Runs a generator inside a generator until it returns. Where it yields instead, it is left with the coroutine, and
 * what it returns in the end comes in as the value of the `yield` here.
 *
 * @param made  the call that makes the generator
 */
export function emitTwinStep(context: FunctionContext, made: string, site: number): string {
	const i = context.scratch('$made');
	const s = context.scratch('$got');
	const held = `$hold(${i},${s},$C,${context.node.index},${site})`;
	return `(${i}=${made})===$DI?$D.r:(${s}=$next.call(${i})).done?${s}.value:(yield ${held})`;
}

/** The beginning of a choice: a call of something named like `yield`, made in place if it is what it seems. */
function emitYield(context: FunctionContext, call: Call | MethodCall, args: readonly string[], site: number): string {
	const name = call.kind === 'call' ? lastName(call.callee) : undefined;
	if (name === undefined || !/yield/i.test(name)) return '';
	const value = args.length === 1 ? args[0] : args.length === 0 ? '$E' : `[${args.join()}]`;
	// Where it waits is noted for tracebacks.
	const place = `$D.c=$C,$D.i=${context.node.index},$D.s=${site}`;
	return `${context.scratch('$g')}===$Y?(${place},yield(${value})):`;
}

/** The values of a postponed tail call inside a generator. */
export function emitSettled(context: FunctionContext, r: string, line: number): string {
	return emitTwinStep(context, `$settleTwin(${r})`, context.chunk.callSite(line, '', false));
}

function emitTwinCall(context: FunctionContext, call: Call | MethodCall, isTail: boolean): string {
	if (call.kind === 'call' && context.chunk.yields.neverYields(context.node, call))
		return emitPlainCall(context, call, isTail);
	const prepared = prepare(context, call, true, isTail);
	context.release(...prepared.temps);
	const { callee, open, args, site } = prepared;
	const g = context.scratch('$g');
	const parts = [...prepared.setup, ...callerNote(context, call)];
	const spread = open === undefined ? undefined : `...$x(${open})`;
	const plain = invoke(callee, prepared, spread);
	const twin = emitTwinStep(context, invoke(g, prepared, spread), site);
	const name = call.kind === 'call' ? lastName(call.callee) : undefined;
	const quick = spread === undefined ? emitYield(context, call, args, site) : '';
	const choice = `${quick}${g}===$N?${plain}:${twin}`;
	const whole = [...parts, `${g}=${callee}.$g||$twin(${callee})`, choice];
	if (name === undefined || !SETS_ENVIRONMENT.has(name) || !context.node.usesGlobals) return `(${whole.join()})`;
	// The running generator does not see the new environment by itself.
	const r = context.scratch('$r');
	return `(${r}=(${whole.join()}),$e=$env($self)||$e,${r})`;
}

/** `error(message, level)`: the run time is told the line instead of having to find it. */
function emitError(context: FunctionContext, call: Call): string | undefined {
	const { callee, args } = call;
	if (callee.kind !== 'global' && callee.kind !== 'local') return undefined;
	if (lastName(callee) !== 'error' || knownFunctionOf(callee) || args.length === 0 || args.length > 2) return undefined;
	const last = args.at(-1);
	if (isOpenCall(last) || last?.kind === 'vararg') return undefined;
	const site = context.chunk.callSite(call.line, describe(context, callee), false);
	const mark = lineMark(site);
	const fn = context.temp();
	const setup = [`${fn}=${context.emit.expression(context, callee).js}`];
	const held = args.map((argument) => {
		const code = context.emit.expression(context, argument);
		if (code.isStable) return code.js;
		const temp = context.temp();
		setup.push(`${temp}=${code.js}`);
		return temp;
	});
	context.release(...held, fn);
	const [message, level = 'undefined'] = held;
	const quick = markedCall('$errorAt', `${message},${level},$C,${site}`, mark);
	const plain = markedCall(`$callee(${fn},$C,${site})`, held.join(), mark);
	return `(${[...setup, `${fn}===$error?${quick}:${plain}`].join()})`;
}

function knownFunctionOf(callee: Expression): boolean {
	return callee.kind === 'local' && knownFunction(callee.local) !== undefined;
}

/** Functions of Lua's own libraries run no Lua code after which the caller's frame would matter. */
const LIBRARY =
	/^(?:(?:math|string|table|os|io|bit)\.\w+|setmetatable|getmetatable|unpack|type|tostring|tonumber|select|next|pairs|ipairs|rawget|rawset|rawequal|error|assert|print|require|pcall|xpcall|loadstring)$/;

/** Deeper than this in tail calls, a tail call is handed back to be made later. */
const TAIL_DEPTH = 200;

/** `return f(...)`, as a statement. */
export function emitTailCall(context: FunctionContext, call: Call | MethodCall): string {
	const path = call.kind === 'call' ? globalPath(call.callee) : undefined;
	if (path !== undefined && LIBRARY.test(path)) {
		return `return(${emitCallWith(context, call, true)});`;
	}
	const known = call.kind === 'call' && call.callee.kind === 'local' ? knownFunction(call.callee.local) : undefined;
	// A function that makes no tail calls itself cannot be part of an endless chain of them.
	if (known !== undefined && !context.chunk.returns(known).hasTailCalls) {
		return `return(${emitCallWith(context, call, true)});`;
	}
	const prepared = prepare(context, call, true, true);
	const { callee, open, args, mark, site } = prepared;
	context.release(...prepared.temps);
	const setup = [...prepared.setup, ...callerNote(context, call)];
	const list = open === undefined ? args : [...args, `...$x(${open})`];
	const r = context.scratch('$r');
	const postponed = `if($D.n>=${TAIL_DEPTH})return new $TC(${callee},[${list.join()}]);$D.n++;`;
	let made = markedCall(callee, list.join(), mark);
	if (context.isTwin) {
		const g = context.scratch('$g');
		const quick = open === undefined ? emitYield(context, call, args, site) : '';
		made = `(${g}=${callee}.$g||$twin(${callee}))===$N?${made}:${quick}${emitTwinStep(context, markedCall(g, list.join(), mark), site)}`;
	}
	const start = setup.length === 0 ? '' : `${setup.join(';')};`;
	return `${start}${postponed}${r}=${made};$D.n--;return ${r};`;
}
