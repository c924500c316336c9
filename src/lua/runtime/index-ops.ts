import { first } from './calls.ts';
import type { Chunk } from './chunk.ts';
import { $metamethod } from './metatables.ts';
import { $raiseAt, $typeError } from './raise.ts';
import { EMPTY_RECORD, LuaTable, MAPPED_RECORD } from './table.ts';
import { LuaUserdata } from './userdata.ts';
import type { LuaValue } from './values.ts';

/** Tables an `__index` or `__newindex` chain may have (MAXTAGLOOP). */
const CHAIN_LIMIT = 100;

/** `object[key]` with metamethods. */
export function $index(object: LuaValue, key: LuaValue, chunk: Chunk, site: number): LuaValue {
	for (let link = 0; link < CHAIN_LIMIT; link++) {
		let handler: LuaValue;
		if (object instanceof LuaTable) {
			const value = object.get(key);
			if (value !== undefined) return value;
			if (object.mt === null) return undefined;
			handler = object.mt.get('__index');
			if (handler === undefined) return undefined;
		} else {
			if (object instanceof LuaUserdata && object.index !== undefined) return object.index(key);
			handler = $metamethod(object, '__index', chunk.state);
			if (handler === undefined) $typeError(object, 'index', { chunk, site, operand: link === 0 ? 1 : 0 });
		}
		if (typeof handler === 'function') return first(handler(object, key));
		object = handler;
	}
	return $raiseAt('loop in gettable', chunk, site);
}

/** `object[key] = value` with metamethods. */
export function $setindex(object: LuaValue, key: LuaValue, value: LuaValue, chunk: Chunk, site: number): void {
	for (let link = 0; link < CHAIN_LIMIT; link++) {
		let handler: LuaValue;
		if (object instanceof LuaTable) {
			const { mt } = object;
			if (mt === null || object.get(key) !== undefined) {
				$checkedSet(object, key, value, chunk, site);
				return;
			}
			handler = mt.get('__newindex');
			if (handler === undefined) {
				$checkedSet(object, key, value, chunk, site);
				return;
			}
		} else {
			if (object instanceof LuaUserdata && object.newindex !== undefined) {
				object.newindex(key, value);
				return;
			}
			handler = $metamethod(object, '__newindex', chunk.state);
			if (handler === undefined) $typeError(object, 'index', { chunk, site, operand: link === 0 ? 1 : 0 });
		}
		if (typeof handler === 'function') {
			first(handler(object, key, value));
			return;
		}
		object = handler;
	}
	$raiseAt('loop in settable', chunk, site);
}

/** Raw set of a key that may be nil or NaN. */
export function $checkedSet(table: LuaTable, key: LuaValue, value: LuaValue, chunk: Chunk, site: number): void {
	if (key === undefined) $raiseAt('table index is nil', chunk, site);
	if (Number.isNaN(key)) $raiseAt('table index is NaN', chunk, site);
	table.set(key, value);
}

/**
 * `object.name = value` where the field is not there yet: generated code has looked, and stores new fields of plain
 * tables itself.
 */
export function $setname(object: LuaValue, name: string, value: LuaValue, chunk: Chunk, site: number): void {
	if (object instanceof LuaTable && object.h !== EMPTY_RECORD && object.h !== MAPPED_RECORD && value !== undefined) {
		const { mt } = object;
		if (mt === null || (object.get(name) === undefined && mt.get('__newindex') === undefined)) {
			// A name in the program's text: such fields do not make the table a dictionary.
			object.h[name] = value;
			return;
		}
	}
	$setindex(object, name, value, chunk, site);
}
