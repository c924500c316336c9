import type { LuaState } from './state.ts';
import { LuaTable } from './table.ts';
import { typeName } from './type-name.ts';
import { LuaUserdata } from './userdata.ts';
import type { LuaValue } from './values.ts';

/** The metatable in which a value's metamethods are looked up. */
export function $metatableOf(value: LuaValue, state: LuaState): LuaTable | undefined {
	if (value instanceof LuaTable) return value.mt ?? undefined;
	if (value instanceof LuaUserdata) return value.metatable;
	return state.typeMetatables[typeName(value)];
}

/** A value's metamethod, `undefined` when it has none. */
export function $metamethod(value: LuaValue, event: string, state: LuaState): LuaValue {
	return $metatableOf(value, state)?.get(event);
}
