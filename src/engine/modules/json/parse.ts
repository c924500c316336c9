import { textToBinary } from '../../../bytes/index.ts';
import { LuaTable, type LuaValue, luaError } from '../../../lua/index.ts';

const MAX_DEPTH = 1000;

/**
 * A JSON text as Lua values. Null inside tables is `nullValue`, or leaves a gap.
 *
 * @throws LuaError that says what was expected and at which character
 */
export function parseJson(text: string, { nullValue }: { readonly nullValue: LuaValue }): LuaValue {
	let at = 0;
	let depth = 0;

	const fail = (expected: string): never => {
		const rest = text.slice(at, at + 1);
		const found = rest === '' ? 'T_END' : `invalid token '${rest}'`;
		return luaError(`Expected ${expected} but found ${found} at character ${at + 1}`);
	};
	const skip = (): void => {
		while (at < text.length && ' \t\r\n'.includes(text[at] as string)) at++;
	};
	const string = (): string => {
		const match = /"(?:[^"\\]|\\.)*"/sy;
		match.lastIndex = at;
		const found = match.exec(text);
		if (!found) return fail('object key string');
		at = match.lastIndex;
		try {
			return JSON.parse(escapeControls(found[0])) as string;
		} catch {
			at -= found[0].length;
			return fail('value');
		}
	};
	const value = (): LuaValue => {
		skip();
		const next = text[at];
		if (next === '{') return object();
		if (next === '[') return array();
		if (next === '"') return textToBinary(string());
		for (const [word, meaning] of WORDS) {
			if (!text.startsWith(word, at)) continue;
			at += word.length;
			return meaning;
		}
		if (text.startsWith('null', at)) {
			at += 4;
			return nullValue;
		}
		const match = /-?(?:0x[\da-f]+|\d+(?:\.\d*)?(?:e[-+]?\d+)?)/iy;
		match.lastIndex = at;
		const found = match.exec(text);
		if (!found) return fail('value');
		at = match.lastIndex;
		return Number(found[0]);
	};
	const enter = (): void => {
		if (++depth > MAX_DEPTH) luaError(`Found too many nested data structures (${MAX_DEPTH + 1})`);
		at++;
		skip();
	};
	const object = (): LuaTable => {
		enter();
		const table = new LuaTable();
		if (text[at] !== '}') {
			while (true) {
				skip();
				if (text[at] !== '"') fail('object key string');
				const key = textToBinary(string());
				skip();
				if (text[at] !== ':') fail('colon');
				at++;
				table.set(key, value());
				skip();
				if (text[at] === '}') break;
				if (text[at] !== ',') fail('comma or object end');
				at++;
			}
		}
		at++;
		depth--;
		return table;
	};
	const array = (): LuaTable => {
		enter();
		const table = new LuaTable();
		if (text[at] !== ']') {
			for (let index = 1; ; index++) {
				const item = value();
				if (item !== undefined) table.set(index, item);
				skip();
				if (text[at] === ']') break;
				if (text[at] !== ',') fail('comma or array end');
				at++;
			}
		}
		at++;
		depth--;
		return table;
	};

	const result = value();
	skip();
	if (at < text.length) fail('the end');
	return result;
}

const WORDS: readonly (readonly [word: string, meaning: boolean])[] = [
	['true', true],
	['false', false],
];

/** JSON proper forbids control characters in strings; Defold's reader takes them. */
function escapeControls(text: string): string {
	let escaped = '';
	for (const character of text) {
		const code = character.charCodeAt(0);
		escaped += code < 0x20 ? `\\u${code.toString(16).padStart(4, '0')}` : character;
	}
	return escaped;
}
