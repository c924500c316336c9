import { type Lua, LuaTable, type LuaValue } from '../../lua/index.ts';

const MAX_DEPTH = 16;

/** A value as `pprint` shows it: tables with their fields, one a line. A binary string. */
export function pprintText(value: LuaValue, lua: Lua): string {
	return `\n${describe(value, { depth: 0, seen: new Set(), lua })}`;
}

type Place = { readonly depth: number; readonly seen: Set<LuaTable>; readonly lua: Lua };

function describe(value: LuaValue, { depth, seen, lua }: Place): string {
	if (typeof value === 'string') return `"${value}"`;
	if (!(value instanceof LuaTable)) return lua.tostring(value);
	if (seen.has(value) || depth > MAX_DEPTH) return '{ ... }';
	seen.add(value);
	const inside = { depth: depth + 1, seen, lua };
	const indent = '  '.repeat(depth + 1);
	let text = '{\n';
	for (const [key, field] of value.entries()) {
		const name = typeof key === 'string' ? key : `[${describe(key, inside)}]`;
		text += `${indent}${name} = ${describe(field, inside)},\n`;
	}
	seen.delete(value);
	return `${text}${'  '.repeat(depth)}}`;
}
