import { binaryToText, textToBinary } from '../../bytes/index.ts';
import { checkString, type HostFunction, LuaTable, LuaUserdata, type LuaValue, luaError } from '../../lua/index.ts';
import { optTable } from '../arguments.ts';
import { parseJson } from './json/parse.ts';

/** What stands for JSON's null where a table must keep it. */
class JsonNull extends LuaUserdata {
	override tostring(): string {
		return 'userdata: (nil)';
	}
}

const NULL = new JsonNull();
/** Nesting of tables; deeper ones refer to themselves or are hostile. */
const MAX_DEPTH = 1000;

/** Module `json`. */
export function createJsonModule(): Record<string, HostFunction | LuaValue> {
	return {
		null: NULL,
		decode(text, options) {
			const settings = optTable(options, 2);
			const keepNull = settings.get('decode_null_as_userdata') === true;
			return parseJson(binaryToText(checkString(text, 1)), { nullValue: keepNull ? NULL : undefined });
		},
		encode(value, options) {
			const settings = optTable(options, 2);
			const emptyAsObject = settings.get('encode_empty_table_as_object') !== false;
			return textToBinary(encode(value, { emptyAsObject, depth: 0 }));
		},
	};
}

type Place = { readonly emptyAsObject: boolean; readonly depth: number };

function encode(value: LuaValue, place: Place): string {
	if (value === undefined || value === NULL) return 'null';
	if (typeof value === 'boolean') return String(value);
	if (typeof value === 'number') {
		if (!Number.isFinite(value)) luaError('Cannot serialise number: must not be NaN or Inf');
		return Number.isInteger(value) && Math.abs(value) < 1e14 ? String(value) : String(Number(value.toPrecision(14)));
	}
	if (typeof value === 'string') return JSON.stringify(binaryToText(value)).replaceAll('/', '\\/');
	if (!(value instanceof LuaTable)) {
		const type = typeof value === 'function' ? 'function' : 'userdata';
		luaError(`Cannot serialise ${type}: type not supported`);
	}
	if (place.depth >= MAX_DEPTH) luaError(`Cannot serialise, excessive depth (${MAX_DEPTH})`);
	const inside = { ...place, depth: place.depth + 1 };
	const length = arrayLength(value);
	if (length > 0) {
		const items: string[] = [];
		for (let at = 1; at <= length; at++) items.push(encode(value.get(at), inside));
		return `[${items.join(',')}]`;
	}
	const fields: string[] = [];
	for (const [key, field] of value.entries()) {
		if (typeof key !== 'string' && typeof key !== 'number') {
			luaError('Cannot serialise table: table key must be a number or string');
		}
		fields.push(`${JSON.stringify(binaryToText(String(key)))}:${encode(field, inside)}`);
	}
	if (fields.length === 0) return place.emptyAsObject ? '{}' : '[]';
	return `{${fields.join(',')}}`;
}

/** Elements of a table that is a list; 0 when any key is no positive integer or most places are empty. */
function arrayLength(table: LuaTable): number {
	let count = 0;
	let highest = 0;
	for (const [key] of table.entries()) {
		if (typeof key !== 'number' || key < 1 || !Number.isInteger(key)) return 0;
		count++;
		highest = Math.max(highest, key);
	}
	if (highest > 10 && highest > count * 2) luaError('Cannot serialise table: excessively sparse array');
	return highest;
}
