import { $callHandler } from './callee.ts';
import { first } from './calls.ts';
import type { Chunk } from './chunk.ts';
import { $metamethod } from './metatables.ts';
import { displayNumber, parseNumber } from './numbers.ts';
import { $raiseAt, $typeError } from './raise.ts';
import { LuaTable } from './table.ts';
import { LuaUserdata } from './userdata.ts';
import type { LuaValue } from './values.ts';

// Generated code adds, compares and so on in place when both operands are numbers, and calls these for all other
// cases. They take four positional arguments because an object would be one allocation an operation.

/** The number an operand of arithmetic stands for: strings that look like numbers count. */
export function toNumber(value: LuaValue): number | undefined {
	if (typeof value === 'number') return value;
	return typeof value === 'string' ? parseNumber(value) : undefined;
}

/** Lua's `%`: the sign is that of the divisor. */
function luaModulo(a: number, b: number): number {
	return a - Math.floor(a / b) * b;
}

/** Calls a metamethod, which may be anything. */
function $callHandlerOf(handler: LuaValue, args: readonly LuaValue[], chunk: Chunk, site: number): LuaValue {
	if (typeof handler === 'function') return first(handler(...args));
	const callee = $callHandler(handler, chunk.state);
	if (callee === undefined) return $typeError(handler, 'call', { chunk, site, operand: 0 });
	return first(callee(...args));
}

/** Binary metamethod of the left operand, else of the right one, else PUC's error. */
function $byMetamethod(event: string, operands: readonly [LuaValue, LuaValue], chunk: Chunk, site: number): LuaValue {
	const [a, b] = operands;
	let handler = $metamethod(a, event, chunk.state);
	if (handler === undefined) handler = $metamethod(b, event, chunk.state);
	if (handler !== undefined) return $callHandlerOf(handler, [a, b], chunk, site);
	const isFirst = toNumber(a) === undefined;
	return $typeError(isFirst ? a : b, 'perform arithmetic on', { chunk, site, operand: isFirst ? 1 : 2 });
}

/** A table's own metamethod where it is an ordinary field of the metatable. */
const ownHandler = (value: LuaValue): { [event: string]: LuaValue } | undefined =>
	value instanceof LuaTable && value.mt !== null ? value.mt.h : undefined;

export function $add(a: LuaValue, b: LuaValue, chunk: Chunk, site: number): LuaValue {
	if (a instanceof LuaUserdata && a.add !== undefined) return a.add(a, b);
	const handler = ownHandler(a)?.['__add'];
	if (typeof handler === 'function') return first(handler(a, b));
	const x = toNumber(a);
	const y = toNumber(b);
	if (x !== undefined && y !== undefined) return x + y;
	if (!(a instanceof LuaTable) && b instanceof LuaUserdata && b.add !== undefined) return b.add(a, b);
	return $mixed('__add', 'add', [a, b], chunk, site);
}

export function $sub(a: LuaValue, b: LuaValue, chunk: Chunk, site: number): LuaValue {
	if (a instanceof LuaUserdata && a.sub !== undefined) return a.sub(a, b);
	const handler = ownHandler(a)?.['__sub'];
	if (typeof handler === 'function') return first(handler(a, b));
	const x = toNumber(a);
	const y = toNumber(b);
	if (x !== undefined && y !== undefined) return x - y;
	if (!(a instanceof LuaTable) && b instanceof LuaUserdata && b.sub !== undefined) return b.sub(a, b);
	return $mixed('__sub', 'sub', [a, b], chunk, site);
}

export function $mul(a: LuaValue, b: LuaValue, chunk: Chunk, site: number): LuaValue {
	if (a instanceof LuaUserdata && a.mul !== undefined) return a.mul(a, b);
	const handler = ownHandler(a)?.['__mul'];
	if (typeof handler === 'function') return first(handler(a, b));
	const x = toNumber(a);
	const y = toNumber(b);
	if (x !== undefined && y !== undefined) return x * y;
	if (!(a instanceof LuaTable) && b instanceof LuaUserdata && b.mul !== undefined) return b.mul(a, b);
	return $mixed('__mul', 'mul', [a, b], chunk, site);
}

export function $div(a: LuaValue, b: LuaValue, chunk: Chunk, site: number): LuaValue {
	if (a instanceof LuaUserdata && a.div !== undefined) return a.div(a, b);
	const handler = ownHandler(a)?.['__div'];
	if (typeof handler === 'function') return first(handler(a, b));
	const x = toNumber(a);
	const y = toNumber(b);
	if (x !== undefined && y !== undefined) return x / y;
	if (!(a instanceof LuaTable) && b instanceof LuaUserdata && b.div !== undefined) return b.div(a, b);
	return $mixed('__div', 'div', [a, b], chunk, site);
}

export function $mod(a: LuaValue, b: LuaValue, chunk: Chunk, site: number): LuaValue {
	const x = toNumber(a);
	const y = toNumber(b);
	if (x !== undefined && y !== undefined) return luaModulo(x, y);
	return $mixed('__mod', 'mod', [a, b], chunk, site);
}

export function $pow(a: LuaValue, b: LuaValue, chunk: Chunk, site: number): LuaValue {
	const x = toNumber(a);
	const y = toNumber(b);
	if (x !== undefined && y !== undefined) return x ** y;
	return $mixed('__pow', 'pow', [a, b], chunk, site);
}

type UserdataOperator = 'add' | 'sub' | 'mul' | 'div' | 'mod' | 'pow';

/** Any operands that are not two numbers: the left one's method or metamethod first. */
function $mixed(
	event: string,
	name: UserdataOperator,
	operands: readonly [LuaValue, LuaValue],
	chunk: Chunk,
	site: number,
): LuaValue {
	const [a, b] = operands;
	if (a instanceof LuaUserdata && a[name] !== undefined) return a[name](a, b);
	if ($metamethod(a, event, chunk.state) === undefined && b instanceof LuaUserdata && b[name] !== undefined) {
		return b[name](a, b);
	}
	return $byMetamethod(event, operands, chunk, site);
}

export function $unm(a: LuaValue, chunk: Chunk, site: number): LuaValue {
	const x = toNumber(a);
	if (x !== undefined) return -x;
	if (a instanceof LuaUserdata && a.unm !== undefined) return a.unm();
	return $byMetamethod('__unm', [a, a], chunk, site);
}

/** `#a` where generated code did not find a table with elements. */
export function $len(a: LuaValue, chunk: Chunk, site: number): LuaValue {
	if (typeof a === 'string') return a.length;
	if (a instanceof LuaTable) return a.length;
	if (a instanceof LuaUserdata && a.len !== undefined) return a.len();
	const handler = $metamethod(a, '__len', chunk.state);
	if (handler !== undefined) return $callHandlerOf(handler, [a], chunk, site);
	return $typeError(a, 'get length of', { chunk, site });
}

/** `a .. b` where they are not both strings. */
export function $concat(a: LuaValue, b: LuaValue, chunk: Chunk, site: number): LuaValue {
	const isText = typeof a === 'string' || typeof a === 'number';
	if (isText && (typeof b === 'string' || typeof b === 'number')) {
		const { numbers } = chunk.state;
		const left = typeof a === 'number' ? displayNumber(a, numbers) : a;
		return left + (typeof b === 'number' ? displayNumber(b, numbers) : b);
	}
	if (a instanceof LuaUserdata && a.concat !== undefined) return a.concat(a, b);
	let handler = $metamethod(a, '__concat', chunk.state);
	if (handler === undefined) {
		if (b instanceof LuaUserdata && b.concat !== undefined) return b.concat(a, b);
		handler = $metamethod(b, '__concat', chunk.state);
	}
	if (handler !== undefined) return $callHandlerOf(handler, [a, b], chunk, site);
	return $typeError(isText ? b : a, 'concatenate', { chunk, site, operand: isText ? 2 : 1 });
}

const FOR_PARTS = { initial: 'initial value', limit: 'limit', step: 'step' } as const;

/** A part of a numeric `for` that is not a number already. */
export function $fornum(value: LuaValue, part: keyof typeof FOR_PARTS, chunk: Chunk, site: number): number {
	const number = toNumber(value);
	if (number !== undefined) return number;
	return $raiseAt(`'for' ${FOR_PARTS[part]} must be a number`, chunk, site);
}
