import { BAD_PATTERNS, type Dice, FORMATS, PATTERNS, type Scope } from './lua-program-parts.ts';

/** What makes the arguments. */
type ValueMaker = {
	readonly dice: Dice;
	chance(percent: number): boolean;
	value(scope: Scope, depth: number): string;
	number(scope: Scope, depth: number): string;
	string(scope: Scope, depth: number): string;
};

/** A call of a library function, at times with arguments it refuses. */
export function libraryCall(make: ValueMaker, scope: Scope): string {
	const { dice } = make;
	const n = (): string => (make.chance(8) ? make.value(scope, 0) : make.number(scope, 0));
	const s = (): string => (make.chance(8) ? make.value(scope, 0) : make.string(scope, 0));
	const pattern = (): string => `"${make.chance(8) ? dice.pick(BAD_PATTERNS) : dice.pick(PATTERNS)}"`;
	const call = dice.pick([
		() => `string.find, ${s()}, ${pattern()}, ${n()}`,
		() => `string.find, ${s()}, ${s()}, 1, true`,
		() => `string.match, ${s()}, ${pattern()}`,
		() => `string.gsub, ${s()}, ${pattern()}, ${s()}, ${dice.pick(['nil', '1', '0', '2'])}`,
		() => `string.byte, ${s()}, ${n()}, ${n()}`,
		() => `string.char, ${dice.pick(['65', '0', '255', '256', '-1', n()])}, 66`,
		() => `string.rep, ${s()}, ${dice.pick(['0', '3', '-1', '"2"'])}`,
		() => `string.format, "${dice.pick(FORMATS)} ${dice.pick(FORMATS)}", ${n()}, ${s()}`,
		() => `string.format, "%${dice.pick(['y', '123d', '.123f', '', '#x', ' d'])}", ${n()}`,
		() => `table.concat, { ${n()}, ${s()}, ${n()} }, ${s()}, ${dice.pick(['1', '2', 'nil'])}`,
		() => `table.insert, t, ${n()}`,
		() => `table.insert, {}, ${dice.pick(['1', '2', 'nil'])}, ${s()}`,
		() => `table.remove, { ${n()}, ${n()} }, ${dice.pick(['1', '2', '3', 'nil'])}`,
		() => 'table.remove, {}',
		() =>
			`sorted, { ${n()}, ${n()}, ${n()}, ${n()} }, ${dice.pick(['nil', 'function(a, b) return a > b end', 'nothing'])}`,
		() => `table.maxn, { ${n()}, [7] = 1 }`,
		() => `unpack, { ${n()}, ${s()} }, ${dice.pick(['1', '0', '2'])}, ${dice.pick(['2', '3', 'nil'])}`,
		() => `select, ${n()}, 1, 2, 3`,
		() => `tonumber, ${s()}, ${dice.pick(['10', '16', '2', '36', '37'])}`,
		() => `tonumber, ${make.value(scope, 0)}`,
		() => `tostring, ${n()}`,
		() => `math.${dice.pick(['floor', 'ceil', 'sqrt', 'abs', 'frexp', 'modf', 'deg', 'rad', 'exp'])}, ${n()}`,
		() => `math.${dice.pick(['max', 'min', 'fmod', 'ldexp', 'pow'])}, ${n()}, ${n()}`,
		() => `rawequal, ${make.value(scope, 0)}, ${make.value(scope, 0)}`,
		() => `rawset, ${dice.pick(['{}', 'u', 's'])}, ${n()}, 1`,
		() => `next, ${dice.pick(['{}', '{ 5 }', 'u', '{ 5 }, 1', '{ 5 }, 2'])}`,
		() => `ipairs, ${make.value(scope, 0)}`,
		() => `getmetatable, ${dice.pick(['s', 'mt', '{}', 'u'])}`,
		() => `coroutine.${dice.pick(['status', 'resume', 'create', 'wrap'])}, ${make.value(scope, 0)}`,
		() => `loadstring, ${dice.pick(['"return 1 +"', '"x ="', '"return 2"', '"for"', 's'])}, "=l"`,
		() => `assert, ${make.value(scope, 0)}, ${make.value(scope, 0)}`,
		() => `type${make.chance(20) ? '' : `, ${make.value(scope, 0)}`}`,
		() => `setfenv, ${dice.pick(['f', 'u', 's', '-1'])}, ${dice.pick(['{}', 'u'])}`,
		() => `collectgarbage, ${dice.pick(['"what"', '{}'])}`,
		() => `os.time, { year = 2000, month = ${dice.pick(['1', '13', '"x"'])}, day = 1, hour = 0 }`,
		() => `string.${dice.pick(['len', 'upper', 'reverse', 'lower'])}, ${s()}`,
		() => `string.sub, ${s()}, ${n()}, ${n()}`,
	])();
	return `pcall(${call})`;
}

/** Text that is compiled while the program runs. */
export function loadedText(make: ValueMaker, scope: Scope): string {
	const { dice } = make;
	const text = dice.pick([
		`local a, b = ... return a + b`,
		`local x <const> = 1`,
		`return ${make.value({ ...scope, variables: [{ name: 'ga', kind: 'number' }] }, 1)}`,
		`x = = 1`,
		`for i = 1 do end`,
		`local t = { 1, 2 return t`,
		`return ...`,
		`break`,
		`local function f() return f end return type(f())`,
		`return "unfinished`,
		`goto = 1 return goto`,
		`if ga then return 1 else`,
		`return 1 .. 2, 3 .. ""`,
		`a.b:c = 1`,
		`return 08, 0x, 1`,
		`return '\\q\\300'`,
	]);
	return `do local chunk, message = loadstring(${luaString(text)}, ${dice.pick(['"=loaded"', '"@file.lua"', 'nil', '"text"'])}) out(type(chunk), message) if chunk then out(pcall(chunk, ${make.value(scope, 1)}, ${make.number(scope, 0)})) end end`;
}

function luaString(text: string): string {
	return `"${text.replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\n')}"`;
}
