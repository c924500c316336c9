import type { Expression, GenericFor, NumericFor } from './ast.ts';
import { lineMark } from './code.ts';
import { emitSpread } from './emit-assignment.ts';
import { countLeft, countTurn } from './emit-budget.ts';
import { emitSettled, emitTwinStep, markedCall } from './emit-call.ts';
import { turnBegins, turnTest } from './emit-debug.ts';
import { emitDeclaration } from './emit-declaration.ts';
import type { FunctionContext } from './function-context.ts';
import { numberLiteral, variableName } from './javascript.ts';

/**
 * A loop; where the function jumps about, with a label, so that `break` finds it from inside a `switch`.
 *
 * @param make  the loop from its label (with colon) or nothing
 */
export function emitLoop(context: FunctionContext, make: (label: string) => string): string {
	const label = context.node.hasGoto ? context.fresh('$loop') : undefined;
	context.breakLabels.push(label);
	const loop = make(label === undefined ? '' : `${label}:`);
	context.breakLabels.pop();
	return context.breakLabels.length === 0 ? loop + countLeft(context) : loop;
}

/** A part of a numeric `for` as a JavaScript number. */
function bound(
	context: FunctionContext,
	value: Expression,
	part: 'initial' | 'limit' | 'step',
	site: number,
): { readonly setup: string; readonly js: string } {
	const code = context.emit.expression(context, value);
	if (value.kind === 'number') return { setup: '', js: code.js };
	const name = context.fresh(`$${part}`);
	if (context.chunk.isDebug) context.declared.push(name);
	const setup = `${context.chunk.isDebug ? '' : 'let '}${name}=${code.js};`;
	if (code.type === 'number') return { setup, js: name };
	return { setup, js: `${name}\u0000if(typeof ${name}!=="number")${name}=$fornum(${name},"${part}",$C,${site});` };
}

export function emitNumericFor(context: FunctionContext, statement: NumericFor): string {
	const { chunk, emit } = context;
	const { variable, from, to, step, body, line } = statement;
	const site = chunk.site(line);
	const parts = [bound(context, from, 'initial', site), bound(context, to, 'limit', site)];
	if (step !== undefined) parts.push(bound(context, step, 'step', site));
	// All parts are evaluated before any is tested.
	const setup = parts.map((part) => part.setup).join('');
	const tests = parts.map((part) => part.js.split('\u0000')[1] ?? '').join('');
	const [first = '', limit = '', increment = '1'] = parts.map((part) => part.js.split('\u0000')[0]);
	const isPrivate = variable.isAssigned || variable.isCaptured || context.hoists;
	const counter = isPrivate ? context.fresh('$i') : context.declare(variable);
	context.show('(for index)', () => counter, false);
	context.show('(for limit)', () => limit, false);
	context.show('(for step)', () => increment, false);
	const inner = isPrivate ? emitDeclaration(context, variable, counter) : '';
	const stepValue = step === undefined ? 1 : step.kind === 'number' ? step.value : undefined;
	let test: string;
	// PUC runs a loop without a step never, LuaJIT for ever.
	const isUp = chunk.isLuaJit ? '>=' : '>';
	if (stepValue === undefined) test = `${increment}${isUp}0?${counter}<=${limit}:${counter}>=${limit}`;
	else test = `${counter}${stepValue > 0 || (stepValue === 0 && chunk.isLuaJit) ? '<=' : '>='}${limit}`;
	const next =
		stepValue === 1 ? `${counter}++` : `${counter}+=${stepValue === undefined ? increment : numberLiteral(stepValue)}`;
	// What `debug` reads must be declared at the head.
	if (context.chunk.isDebug) context.declared.push(counter);
	const opening = `${context.chunk.isDebug ? '' : 'let '}${counter}=${first}`;
	const loop = emitLoop(
		context,
		(label) =>
			`${label}for(${opening};${turnTest(context, line, test)};${next}){${turnBegins(context)}${countTurn(context, body, line)}${inner}${emit.block(context, body)}}`,
	);
	return setup === '' ? loop : `{${setup}${tests}${loop}}`;
}

export function emitGenericFor(context: FunctionContext, statement: GenericFor): string {
	const { chunk, emit } = context;
	const { variables, values, body, line } = statement;
	const parts = ['$fn', '$subject', '$control'].map((name) => context.fresh(name)) as [string, string, string];
	const [fn, subject, control] = parts;
	const cursor = context.fresh('$cursor');
	let setup = `let ${parts.join()};`;
	if (chunk.isDebug) {
		// What `debug` reads must be declared at the head.
		setup = '';
		context.declared.push(...parts, cursor);
		context.show('(for generator)', () => fn, false);
		context.show('(for state)', () => subject, false);
		context.show('(for control)', () => `(${cursor}?${cursor}.key:${control})`, false);
	}
	const mark = lineMark(chunk.site(line));
	values.forEach((value, index) => {
		const isLast = index === values.length - 1;
		const isOpen = value.kind === 'call' || value.kind === 'method' || value.kind === 'vararg';
		if (isLast && isOpen && index < 3) setup += emitSpread(context, value, parts.slice(index));
		else {
			const { js } = emit.expression(context, value);
			setup += index < 3 ? `${parts[index]}=${js};` : `${js};`;
		}
	});
	const site = chunk.callSite(line, '', false);
	const r = context.scratch('$r');
	const taken = variables.map((variable) => context.fresh(`${variableName(variable.name)}$it`));
	const [key = '', value] = taken;
	const fromCursor = `if(!${cursor}.next())break;${key}=${cursor}.key;${value === undefined ? '' : `${value}=${cursor}.value;`}`;
	const args = `${subject},${control}`;
	let call = markedCall(fn, args, mark);
	if (context.isTwin && chunk.isLuaJit) {
		const g = context.scratch('$g');
		const step = emitTwinStep(context, markedCall(g, args, mark), site);
		call = `(${g}=${fn}.$g||$twin(${fn}))===$N?${call}:${step}`;
	}
	const settle = context.isTwin && chunk.isLuaJit ? `${r}=${emitSettled(context, r, line)}` : `${r}=$settle(${r})`;
	const several = taken.map((name, index) => `${name}=${r}[${index}];`).join('');
	const others = taken.slice(1).map((name) => `${name}=undefined;`);
	const fromCall = [
		`${r}=${call};if(${r} instanceof $TC)${settle};`,
		`if(${r} instanceof Array){${several}}else{${key}=${r};${others.join('')}}`,
		`if(${key}===undefined)break;${control}=${key};`,
	].join('');
	const loop = emitLoop(context, (label) => {
		const inner = variables.map((variable, index) => emitDeclaration(context, variable, taken[index])).join('');
		return [
			`${label}for(;;){${turnTest(context, line, '')}${countTurn(context, body, line)}let ${taken.join()};`,
			`if(${cursor}!==null){${fromCursor}}else{${fromCall}}`,
			`${turnBegins(context)}${inner}${emit.block(context, body)}}`,
		].join('');
	});
	const prepare = `${chunk.isDebug ? '' : 'const '}${cursor}=$iter(${parts.join()});if(${cursor}===null)${fn}=$callee(${fn},$C,${site});`;
	return `{${setup}${mark}${prepare}${loop}}`;
}
