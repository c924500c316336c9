import { binaryToText } from '../../bytes/index.ts';
import { PropertyType } from '../../formats/index.ts';
import { type LuaToken, luaStringValue, scanLua } from './lua-tokens.ts';

/** A module that a script requires. `at` is the offset of its name. */
export type LuaRequire = { readonly module: string; readonly at: number };

/** A property that a script declares. Numbers hold the value of every type but hash and url, which are text. */
export type LuaProperty = {
	readonly name: string;
	readonly type: PropertyType;
	readonly at: number;
	readonly numbers: readonly number[];
	readonly text: string;
	/** Made with a function of `resource`: the text is the path of a resource, or empty. */
	readonly isResource: boolean;
};

export type LuaScan = {
	readonly requires: readonly LuaRequire[];
	readonly properties: readonly LuaProperty[];
	/** Declarations that are not understood. */
	readonly faults: readonly { readonly at: number; readonly message: string; readonly hint: string }[];
	/** The text as bob stores it, with the same lines. */
	readonly stripped: string;
};

/** Modules that the engine has itself. */
const ENGINE_MODULES = new Set('coroutine package string table math io os debug socket bit ffi jit'.split(' '));

/** Functions that an engine calls on a script; an empty one need not be called. */
const LIFECYCLE = new Set('init final update fixed_update late_update on_message on_input on_reload'.split(' '));

const VALUE_HINT =
	'a property is a number, a boolean, hash(), msg.url(), vmath.vector3(), vmath.vector4(), vmath.quat() or resource.*()';

/**
 * Finds what a script (a binary string: one character a byte) requires and declares, and blanks what bob of 1.11.2 blanks: comments and `go.property` calls
 * leave the blanks between their words, empty lifecycle functions become spaces. Lines keep their numbers.
 */
export function scanScript(text: string, { isScript }: { isScript: boolean }): LuaScan {
	const all = scanLua(text);
	const code = all.filter((token) => token.kind !== 'blank' && token.kind !== 'comment');
	const requires: LuaRequire[] = [];
	const properties: LuaProperty[] = [];
	const faults: { at: number; message: string; hint: string }[] = [];
	const dropped = new Set<LuaToken>();
	const spaced = new Set<LuaToken>();
	for (let index = 0; index < code.length; index++) {
		if (isCallOf(code, index, ['require'])) {
			const module = readRequire(code, index);
			if (module && !ENGINE_MODULES.has(module.module)) requires.push(module);
		} else if (isCallOf(code, index, ['go', '.', 'property']) && is(code[index + 3], '(')) {
			const end = closingOf(code, index + 3);
			if (end < 0) continue;
			const property = readProperty(code.slice(index + 4, end));
			const at = code[index]?.start ?? 0;
			if (property) properties.push({ ...property, at });
			else {
				const message = 'expected go.property(name, value) with a name in quotes and a constant value';
				faults.push({ at, message, hint: VALUE_HINT });
			}
			for (const token of code.slice(index, end + 1)) dropped.add(token);
			index = end;
		} else if (isScript && is(code[index], 'function')) {
			for (const token of emptyLifecycle(code, index)) spaced.add(token);
		}
	}
	const stripped = all
		.map((token) => {
			if (token.kind === 'comment') return token.text.replace(/[^\n]/g, '');
			if (dropped.has(token)) return token.text.replace(/[^\n]/g, '');
			return spaced.has(token) ? ' '.repeat(token.text.length) : token.text;
		})
		.join('');
	return { requires, properties, faults, stripped };
}

function is(token: LuaToken | undefined, text: string): boolean {
	return token?.text === text && token.kind !== 'string';
}

/** Whether these tokens stand here and are not part of a longer name, as in `a.require`. */
function isCallOf(code: readonly LuaToken[], index: number, names: readonly string[]): boolean {
	const before = code[index - 1];
	if (is(before, '.') || is(before, ':') || is(before, 'function')) return false;
	return names.every((name, offset) => is(code[index + offset], name));
}

function closingOf(code: readonly LuaToken[], open: number): number {
	let depth = 0;
	for (let index = open; index < code.length; index++) {
		if (is(code[index], '(')) depth++;
		else if (is(code[index], ')') && --depth === 0) return index;
	}
	return -1;
}

function readRequire(code: readonly LuaToken[], index: number): LuaRequire | undefined {
	const bracket = is(code[index + 1], '(');
	const name = code[index + (bracket ? 2 : 1)];
	if (name?.kind !== 'string') return undefined;
	if (bracket && !is(code[index + 3], ')')) return undefined;
	return { module: binaryToText(luaStringValue(name.text)), at: name.start };
}

/** Tokens of `function update(self, dt) end` when nothing is between the brackets and `end`. */
function emptyLifecycle(code: readonly LuaToken[], index: number): readonly LuaToken[] {
	if (is(code[index - 1], 'local') || !LIFECYCLE.has(code[index + 1]?.text ?? '') || !is(code[index + 2], '('))
		return [];
	const close = closingOf(code, index + 2);
	return close > 0 && is(code[close + 1], 'end') ? code.slice(index, close + 2) : [];
}

function readProperty(tokens: readonly LuaToken[]): Omit<LuaProperty, 'at'> | undefined {
	const [name, comma, ...value] = tokens;
	if (name?.kind !== 'string' || !is(comma, ',')) return undefined;
	const found = readValue(value);
	return found && { name: binaryToText(luaStringValue(name.text)), numbers: [], text: '', isResource: false, ...found };
}

type Value = Pick<LuaProperty, 'type'> & Partial<Pick<LuaProperty, 'numbers' | 'text' | 'isResource'>>;

function readValue(value: readonly LuaToken[]): Value | undefined {
	const single = readNumber(value);
	if (single !== undefined) return { type: PropertyType.NUMBER, numbers: [single] };
	const words = value.map((token) => (token.kind === 'string' ? '"' : token.text)).join(' ');
	if (words === 'true' || words === 'false') return { type: PropertyType.BOOLEAN, numbers: [words === 'true' ? 1 : 0] };
	const text = binaryToText(luaStringValue(value.find((token) => token.kind === 'string')?.text ?? '""'));
	if (words === 'hash ( " )') return { type: PropertyType.HASH, text };
	if (words === 'msg . url ( )' || words === 'msg . url ( " )') return { type: PropertyType.URL, text };
	if (/^resource \. \w+ \( (?:" )?\)$/.test(words)) return { type: PropertyType.HASH, text, isResource: true };
	const vector = /^vmath \. (vector3|vector4|quat) \( .*\)$/.exec(words);
	if (!vector) return undefined;
	const type = { vector3: PropertyType.VECTOR3, vector4: PropertyType.VECTOR4, quat: PropertyType.QUAT }[
		vector[1] as string
	];
	const numbers = readNumbers(value.slice(4, -1));
	if (type === undefined || !numbers) return undefined;
	const size = type === PropertyType.VECTOR3 ? 3 : 4;
	if (numbers.length === 0)
		return { type, numbers: type === PropertyType.QUAT ? [0, 0, 0, 1] : new Array<number>(size).fill(0) };
	if (numbers.length === 1 && type !== PropertyType.QUAT)
		return { type, numbers: new Array<number>(size).fill(numbers[0] as number) };
	return numbers.length === size ? { type, numbers } : undefined;
}

function readNumbers(tokens: readonly LuaToken[]): number[] | undefined {
	if (tokens.length === 0) return [];
	const numbers: number[] = [];
	let start = 0;
	for (let index = 0; index <= tokens.length; index++) {
		if (index < tokens.length && !is(tokens[index], ',')) continue;
		const number = readNumber(tokens.slice(start, index));
		if (number === undefined) return undefined;
		numbers.push(number);
		start = index + 1;
	}
	return numbers;
}

function readNumber(tokens: readonly LuaToken[]): number | undefined {
	const negative = is(tokens[0], '-');
	const [digits, more] = negative || is(tokens[0], '+') ? tokens.slice(1) : tokens;
	if (digits?.kind !== 'number' || more) return undefined;
	return negative ? -Number(digits.text) : Number(digits.text);
}
