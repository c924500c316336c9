import { LuaTable } from './table.ts';
import { LuaThread } from './thread.ts';
import type { LuaValue } from './values.ts';

/** Lua's name of a value's type. */
export type LuaTypeName = 'nil' | 'boolean' | 'number' | 'string' | 'table' | 'function' | 'thread' | 'userdata';

/** Lua's `type`. */
export function typeName(value: LuaValue): LuaTypeName {
	switch (typeof value) {
		case 'undefined':
			return 'nil';
		case 'boolean':
			return 'boolean';
		case 'number':
			return 'number';
		case 'string':
			return 'string';
		case 'function':
			return 'function';
		default:
			if (value instanceof LuaTable) return 'table';
			return value instanceof LuaThread ? 'thread' : 'userdata';
	}
}
