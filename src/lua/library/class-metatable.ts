import { LuaTable } from '../runtime/table.ts';
import { LuaProxy, LuaUserdata } from '../runtime/userdata.ts';
import type { LuaFunction } from '../runtime/values.ts';

const OPERATORS = ['add', 'sub', 'mul', 'div', 'mod', 'pow', 'concat', 'lt', 'le'] as const;
const EVENTS = ['index', 'newindex', 'unm', 'len', 'eq', 'tostring', 'call'] as const;

const tables = new WeakMap<object, LuaTable>();

/**
 * What `getmetatable` shows for a host object without a metatable of its own: one table a class, with a function for
 * each operator its class implements. Changing it changes nothing.
 */
export function classMetatable(object: LuaUserdata): LuaTable | undefined {
	if (object instanceof LuaProxy) return undefined;
	const known = tables.get(object.constructor);
	if (known !== undefined) return known;
	const table = new LuaTable();
	for (const name of OPERATORS) {
		if (object[name] === undefined) continue;
		// Called on either operand; both are passed.
		const operate: LuaFunction = (a, b) => {
			const self = a instanceof LuaUserdata && a[name] !== undefined ? a : b;
			return self instanceof LuaUserdata ? self[name]?.(a, b) : undefined;
		};
		table.set(`__${name}`, operate);
	}
	for (const name of EVENTS) {
		if (object[name] === undefined) continue;
		const handle: LuaFunction = (self, ...rest) => {
			const method = self instanceof LuaUserdata ? (self[name] as LuaFunction | undefined) : undefined;
			return method?.apply(self, rest);
		};
		table.set(`__${name}`, handle);
	}
	tables.set(object.constructor, table);
	return table;
}
