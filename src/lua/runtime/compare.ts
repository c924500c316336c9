import { first } from './calls.ts';
import type { Chunk } from './chunk.ts';
import { $metatableOf } from './metatables.ts';
import { $raiseAt } from './raise.ts';
import { LuaTable } from './table.ts';
import { typeName } from './type-name.ts';
import { LuaUserdata } from './userdata.ts';
import type { LuaFunction, LuaValue } from './values.ts';

const isTrue = (value: LuaValue): boolean => value !== undefined && value !== false;

/** The metamethod both values share, as PUC 5.1 demands for comparisons. */
function sharedHandler(a: LuaValue, b: LuaValue, event: string, chunk: Chunk): LuaFunction | undefined {
	const tableA = $metatableOf(a, chunk.state);
	const handler = tableA?.get(event);
	if (handler === undefined) return undefined;
	const tableB = $metatableOf(b, chunk.state);
	if (tableA !== tableB && tableB?.get(event) !== handler) return undefined;
	return typeof handler === 'function' ? handler : undefined;
}

/** `a == b` of two different objects. */
export function $eq(a: LuaValue, b: LuaValue): boolean {
	if (a instanceof LuaTable) {
		if (!(b instanceof LuaTable) || a === b) return a === b;
		const tableA = a.mt;
		const tableB = b.mt;
		if (tableA === null || tableB === null) return false;
		const handler = tableA.get('__eq');
		if (handler === undefined || (tableA !== tableB && tableB.get('__eq') !== handler)) return false;
		return typeof handler === 'function' && isTrue(first(handler(a, b)));
	}
	if (!(a instanceof LuaUserdata && b instanceof LuaUserdata) || a === b) return a === b;
	if (a.eq !== undefined && a.eq === b.eq) return a.eq(b);
	const handler = a.metatable?.get('__eq');
	if (typeof handler !== 'function' || b.metatable?.get('__eq') !== handler) return false;
	return isTrue(first(handler(a, b)));
}

function $notComparable(a: LuaValue, b: LuaValue, chunk: Chunk, site: number): never {
	const typeA = typeName(a);
	const typeB = typeName(b);
	const what = typeA === typeB ? `two ${typeA} values` : `${typeA} with ${typeB}`;
	return $raiseAt(`attempt to compare ${what}`, chunk, site);
}

/** `a < b` where they are not both numbers. */
export function $lt(a: LuaValue, b: LuaValue, chunk: Chunk, site: number): boolean {
	if (typeof a === 'string' && typeof b === 'string') return a < b;
	if (typeof a === 'number' && typeof b === 'number') return a < b;
	if (typeName(a) !== typeName(b)) $notComparable(a, b, chunk, site);
	if (a instanceof LuaUserdata && b instanceof LuaUserdata && a.lt !== undefined && a.lt === b.lt) return a.lt(a, b);
	const handler = sharedHandler(a, b, '__lt', chunk);
	if (handler === undefined) return $notComparable(a, b, chunk, site);
	return isTrue(first(handler(a, b)));
}

/** `a <= b` where they are not both numbers. */
export function $le(a: LuaValue, b: LuaValue, chunk: Chunk, site: number): boolean {
	if (typeof a === 'string' && typeof b === 'string') return a <= b;
	if (typeof a === 'number' && typeof b === 'number') return a <= b;
	if (typeName(a) !== typeName(b)) $notComparable(a, b, chunk, site);
	if (a instanceof LuaUserdata && b instanceof LuaUserdata) {
		if (a.le !== undefined && a.le === b.le) return a.le(a, b);
		if (a.lt !== undefined && a.lt === b.lt) return !a.lt(b, a);
	}
	const handler = sharedHandler(a, b, '__le', chunk);
	if (handler !== undefined) return isTrue(first(handler(a, b)));
	const inverse = sharedHandler(a, b, '__lt', chunk);
	if (inverse === undefined) return $notComparable(a, b, chunk, site);
	return !isTrue(first(inverse(b, a)));
}
