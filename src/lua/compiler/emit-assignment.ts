import type { Expression, Statement, Target } from './ast.ts';
import { allOf, type Code, stable } from './code.ts';
import { countStore } from './emit-budget.ts';
import { describe, type FunctionContext } from './function-context.ts';
import { primary, propertyAccess } from './javascript.ts';

type Assignment = Statement & { kind: 'assign' };

/** A place to store to, its parts evaluated. */
type Place = {
	/** Assignments to temporaries that hold the parts. */
	readonly setup: string[];
	/** The statement that stores a repeatable value. */
	readonly store: (value: Code) => string;
	readonly temps: string[];
};

const TRUTHY_CONSTANT = new Set(['number', 'string', 'boolean', 'table', 'function']);

function placeOf(context: FunctionContext, target: Target, line: number, mustHold: boolean): Place {
	const { chunk } = context;
	if (target.kind === 'local') {
		return { setup: [], temps: [], store: (value) => `${context.variable(target.local)}=${value.js};` };
	}
	if (target.kind === 'global') {
		const access = `$e.h${propertyAccess(target.name)}`;
		const setter = chunk.setter(target.name);
		const site = chunk.site(line);
		const store = (value: Code): string =>
			`if(${access}!==undefined)${access}=${value.js};else{${countStore(context, '', 'number')}${setter}($e,${value.js},$C,${site});}`;
		return { setup: [], temps: [], store };
	}
	const setup: string[] = [];
	const temps: string[] = [];
	const hold = (code: Code): string => {
		if (code.isStable && !mustHold) return primary(code.js);
		const temp = context.temp();
		temps.push(temp);
		setup.push(`${temp}=${code.js}`);
		return temp;
	};
	const object = context.emit.expression(context, target.object);
	const o = hold(object);
	const isTable = object.type === 'table' ? [] : [`${o} instanceof $T`];
	const site = chunk.site(line, describe(context, target.object));
	if (target.key.kind === 'string') {
		const field = `${o}.h${propertyAccess(target.key.value)}`;
		const setter = chunk.setter(target.key.value);
		const tests = allOf([...isTable, `${field}!==undefined`]);
		const store = (value: Code): string =>
			`if(${tests})${field}=${value.js};else{${countStore(context, '', 'number')}${setter}(${o},${value.js},$C,${site});}`;
		return { setup, temps, store };
	}
	const key = context.emit.expression(context, target.key);
	const k = hold(key);
	const store = (value: Code): string => {
		const slow = `${countStore(context, k, key.type)}$setindex(${o},${k},${value.js},$C,${site});`;
		if (key.type !== 'any' && key.type !== 'number') return slow;
		const tests = [...isTable];
		if (key.type !== 'number') tests.push(`typeof ${k}==="number"`);
		if (target.key.kind !== 'number' || target.key.value < 1) tests.push(`${k}>0`);
		if (!TRUTHY_CONSTANT.has(value.type)) tests.push(`${value.js}!==undefined`);
		tests.push(`${o}.arr[${k}]!==undefined`);
		return `if(${allOf(tests)})${o}.arr[${k}]=${value.js};else{${slow}}`;
	};
	return { setup, temps, store };
}

/** `t[#t + 1] = v` of one variable: an append. */
function emitAppend(context: FunctionContext, statement: Assignment): string | undefined {
	const [target] = statement.targets;
	const [value] = statement.values;
	if (target?.kind !== 'index' || target.object.kind !== 'local' || value === undefined) return undefined;
	const { key, object } = target;
	if (key.kind !== 'binary' || key.op !== '+' || key.left.kind !== 'unary' || key.left.op !== '#') return undefined;
	if (key.right.kind !== 'number' || key.right.value !== 1) return undefined;
	const { operand } = key.left;
	if (operand.kind !== 'local' || operand.local !== object.local || context.isCell(object.local)) return undefined;
	// The length is taken before the value is evaluated: only values that cannot change the table qualify.
	if (['call', 'method', 'binary', 'logical', 'index', 'paren'].includes(value.kind)) return undefined;
	const site = context.chunk.site(statement.line, describe(context, object));
	const code = context.emit.expression(context, value);
	return `${countStore(context, '', 'number')}$append(${context.variable(object.local)},${code.js},$C,${site});`;
}

export function emitAssignment(context: FunctionContext, statement: Assignment): string {
	const { targets, values, line } = statement;
	const [target] = targets;
	const [value] = values;
	if (targets.length === 1 && values.length === 1 && target !== undefined && value !== undefined) {
		return emitAppend(context, statement) ?? emitSingle(context, target, value, line);
	}
	// A variable assigned here must keep its old value for the other targets until all are evaluated.
	const assignsLocal = targets.some((other) => other.kind === 'local');
	const places = targets.map((other) => placeOf(context, other, line, assignsLocal));
	const setup = places.flatMap((place) => place.setup).map((js) => `${js};`);
	const { code, held } = emitValues(context, values, targets.length);
	// PUC stores the last one first.
	const stores = places.map((place, index) => place.store(held[index] ?? stable('undefined', 'nil'))).reverse();
	context.release(...held.map(({ js }) => js), ...places.flatMap((place) => place.temps));
	return [...setup, code, ...stores].join('');
}

function emitSingle(context: FunctionContext, target: Target, value: Expression, line: number): string {
	const place = placeOf(context, target, line, false);
	const code = context.emit.expression(context, value);
	const setup = place.setup.map((js) => `${js};`).join('');
	if (target.kind === 'local' || code.isStable) {
		context.release(...place.temps);
		return setup + place.store(code);
	}
	const held = context.temp();
	context.release(held, ...place.temps);
	return `${setup}${held}=${code.js};${place.store({ js: held, type: code.type, isStable: true })}`;
}

/** Evaluates values into temporaries, cut or filled up to a count; the last may be several. */
export function emitValues(
	context: FunctionContext,
	values: readonly Expression[],
	count: number,
): { readonly code: string; readonly held: Code[] } {
	const held: Code[] = [];
	let code = '';
	values.forEach((value, index) => {
		const isLast = index === values.length - 1;
		const isCall = value.kind === 'call' || value.kind === 'method';
		if (isLast && count > values.length && (isCall || value.kind === 'vararg')) {
			const temps = Array.from({ length: count - index }, () => context.temp());
			code += emitSpread(context, value, temps);
			held.push(...temps.map((temp) => stable(temp)));
			return;
		}
		const single = context.emit.expression(context, value);
		if (index >= count) code += `${single.js};`;
		else {
			const temp = context.temp();
			code += `${temp}=${single.js};`;
			held.push(stable(temp, single.type));
		}
	});
	while (held.length < count) held.push(stable('undefined', 'nil'));
	return { code, held };
}

/** Statements that put the values of a call or `...` into JavaScript variables. */
export function emitSpread(context: FunctionContext, value: Expression, names: readonly string[]): string {
	if (value.kind === 'vararg') return names.map((name, index) => `${name}=$v[${index}];`).join('');
	const r = context.scratch('$r');
	const result = context.emit.result(context, value);
	const settled = context.isTwin ? '' : `${r}=$arr(${r});`;
	const taken = names.map((name, index) => `${name}=${r}[${index}];`).join('');
	const rest = names.slice(1).map((name) => `${name}=undefined;`);
	return `if((${r}=${result})instanceof Array){${settled}${taken}}else{${names[0]}=${r};${rest.join('')}}`;
}
