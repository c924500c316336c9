import { binaryToText } from '../../bytes/index.ts';
import type { SourceText } from '../../formats/index.ts';
import type { CompileContext } from '../compiler.ts';
import { type LuaToken, luaStringValue, scanLua } from './lua-tokens.ts';

/** Modules that come with LuaJIT alone; names with a dot too, such as `jit.util`. */
const MODULES = new Set(['ffi', 'jit', 'string.buffer', 'table.new', 'table.clear', 'table.isempty', 'table.isarray']);

/** Functions that LuaJIT added to Lua's libraries. */
const FUNCTIONS = new Set([
	'coroutine.isyieldable',
	'debug.setuservalue',
	'debug.getuservalue',
	'debug.upvalueid',
	'debug.upvaluejoin',
	'package.searchpath',
	'table.move',
]);

/** Globals of LuaJIT; a script that asks whether one is there (`if jit then`) is ready for it not to be. */
const GLOBALS = new Set(['jit', 'ffi']);

const HINT = 'web games run Lua 5.1, where this is nil: ask for it before it is used';

/** Warns of each thing that only LuaJIT's library has, once, where it is first used. */
export function checkLibrary(source: SourceText, context: CompileContext): void {
	const code = scanLua(source.text).filter((token) => token.kind !== 'blank' && token.kind !== 'comment');
	const own = namesSetIn(code);
	const seen = new Set<string>();
	const warn = (name: string, at: number): void => {
		if (seen.has(name)) return;
		seen.add(name);
		const message = `only LuaJIT has ${name}`;
		context.report(source.locate(at), { code: 'luajit-only', message, hint: HINT, severity: 'warning' });
	};
	code.forEach((token, index) => {
		if (token.kind !== 'name' || isField(code[index - 1])) return;
		const required = token.text === 'require' ? requiredBy(code, index) : undefined;
		const dotted = code[index + 1]?.text === '.' ? `${token.text}.${code[index + 2]?.text}` : undefined;
		if (required && (MODULES.has(required.name) || required.name.startsWith('jit.'))) {
			warn(`require("${required.name}")`, required.at);
		} else if (dotted && FUNCTIONS.has(dotted) && !own.has(token.text) && !isAsked(code, dotted)) {
			warn(dotted, token.start);
		} else if (dotted && GLOBALS.has(token.text) && !own.has(token.text) && !isAsked(code, token.text)) {
			warn(token.text, token.start);
		}
	});
}

function isField(before: LuaToken | undefined): boolean {
	return before?.text === '.' || before?.text === ':';
}

function requiredBy(code: readonly LuaToken[], index: number): { name: string; at: number } | undefined {
	const name = code[index + (code[index + 1]?.text === '(' ? 2 : 1)];
	return name?.kind === 'string' ? { name: binaryToText(luaStringValue(name.text)), at: name.start } : undefined;
}

/** Names that the script itself gives a value: they are no globals of LuaJIT then. */
function namesSetIn(code: readonly LuaToken[]): Set<string> {
	const names = new Set<string>();
	code.forEach((token, index) => {
		const [before, after] = [code[index - 1]?.text, code[index + 1]?.text];
		if (token.kind === 'name' && (before === 'local' || (after === '=' && !isField(code[index - 1]))))
			names.add(token.text);
	});
	return names;
}

/** Whether the script looks at a thing without using it: `if jit then`, `table.move or mine`. */
function isAsked(code: readonly LuaToken[], name: string): boolean {
	const parts = name.split('.');
	const length = parts.length * 2 - 1;
	return code.some((token, index) => {
		if (token.text !== parts[0] || isField(code[index - 1])) return false;
		if (parts.length > 1 && code[index + 2]?.text !== parts[1]) return false;
		return ['then', 'and', 'or', '~=', '==', ')'].includes(code[index + length]?.text ?? '');
	});
}
