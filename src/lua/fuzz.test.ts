import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createLua } from './index.ts';

const SNIPPETS_COUNT = 400;
const SEEDS = [1, 2, 3, 4, 5, 6];

/** A small generator of random numbers, so that a failing seed fails again. */
function createDice(seed: number): { below: (limit: number) => number; pick: <T>(list: readonly T[]) => T } {
	let word = seed * 2654435761;
	const below = (limit: number): number => {
		word = (Math.imul(word, 1103515245) + 12345) & 0x7fffffff;
		return (word >>> 8) % limit;
	};
	return { below, pick: (list) => list[below(list.length)] as (typeof list)[number] };
}

type Dice = ReturnType<typeof createDice>;

const ATOMS = [
	'n',
	's',
	'z',
	't',
	'b',
	'f',
	'u',
	'g',
	'1',
	'0',
	'2.5',
	'-3',
	'"10"',
	'"x"',
	'"abc"',
	'nil',
	'true',
	'false',
	'{}',
];
const BINARY = [
	'+',
	'-',
	'*',
	'/',
	'%',
	'^',
	'..',
	'==',
	'~=',
	'<',
	'<=',
	'>',
	'>=',
	'and',
	'or',
	'and',
	'or',
	'..',
	'+',
];

function expression(dice: Dice, depth: number): string {
	if (depth === 0) return dice.pick(ATOMS);
	const inner = (): string => expression(dice, depth - 1);
	switch (dice.below(14)) {
		case 0:
			return `(${inner()})`;
		case 1:
			return `${dice.pick(['-', 'not ', '#'])}(${inner()})`;
		case 2:
			return `t.${dice.pick(['a', 'b', 'c'])}`;
		case 3:
			return `t[${inner()}]`;
		case 4:
			return `f(${inner()}, ${inner()})`;
		case 5:
			return `(function(...) return ${dice.pick(['...', 'select("#", ...)', '(...)'])} end)(${inner()})`;
		case 6:
			return `{ ${inner()}, a = ${inner()}, ${inner()} }[${inner()}]`.replace(/^(\{.*\})\[/, '($1)[');
		case 7:
			return `show(${inner()})`;
		default:
			return `${inner()} ${dice.pick(BINARY)} ${inner()}`;
	}
}

function statement(dice: Dice, depth: number): string {
	const value = (): string => expression(dice, 2);
	const inner = (): string => (depth === 0 ? `n = n + 1` : statement(dice, depth - 1));
	switch (dice.below(11)) {
		case 0:
			return `local x = ${value()}; n = x`;
		case 1:
			return `if ${value()} then ${inner()} else ${inner()} end`;
		case 2:
			return `for i = 1, 3 do ${inner()} out(i) end`;
		case 3:
			return `local k = 0 while k < 3 do k = k + 1 ${inner()} if ${value()} then break end end`;
		case 4:
			return `t.${dice.pick(['a', 'b'])}, n = ${value()}, ${value()}`;
		case 5:
			return `repeat local r = ${value()} ${inner()} until r == nil or r or not r`;
		case 6:
			return `local function h(a, ...) ${inner()} return a, ... end out(h(${value()}, ${value()}))`;
		case 7:
			return `for i, v in ipairs({ ${value()}, ${value()} }) do out(i, v) end`;
		case 8:
			return `t[${value()}] = ${value()}`;
		case 9:
			return `do local s = ${value()} out(pcall(function() return ${value()} end)) end`;
		default:
			return `out(${value()}, ${value()})`;
	}
}

/** Values are shown without the addresses that no two runs share. */
const PRELUDE = `
local function show(v) local s = tostring(v) return (s:gsub("0x%x+", "ADDR"):gsub("builtin#%d+", "ADDR")) end
local function out(...) for i = 1, select("#", ...) do io.write(show((select(i, ...))), " ") end io.write("; ") end
local function report(r) io.write(tostring(r[1]), " ") for i = 2, 4 do io.write(show(r[i]), " ") end io.write("\\n") end
`;

const RUN_PLAINLY = 'local function pause() end local function run(f) report({ pcall(f) }) end';
const RUN_IN_COROUTINE = `
local pause = coroutine.yield
local function run(f) local co = coroutine.create(f) local r repeat r = { coroutine.resume(co) } until coroutine.status(co) == "dead" report(r) end
`;

function program(seed: number): string {
	const dice = createDice(seed);
	const lines = [PRELUDE, seed % 2 === 0 ? RUN_IN_COROUTINE : RUN_PLAINLY];
	for (let index = 0; index < SNIPPETS_COUNT; index++) {
		const body = dice.below(2) === 0 ? `return ${expression(dice, 3)}` : statement(dice, 2);
		lines.push(
			`do local n, s, z, b, u = ${index % 7}, "str", 0, true, nil local t = { 1, 2, a = "A", b = { 5 } } local function f(x, y) pause() return y, x end g = ${index % 3 === 0 ? 'nil' : '7'}`,
			`run(function() ${body} end) end`,
		);
	}
	return lines.join('\n');
}

const isInstalled = spawnSync('lua5.1', ['-v']).status === 0;

describe.skipIf(!isInstalled)('random programs behave as in lua5.1 (skipped where it is not installed)', () => {
	for (const seed of SEEDS) {
		test(`seed ${seed}`, () => {
			const text = program(seed);
			const folder = mkdtempSync(join(tmpdir(), 'lua-fuzz-'));
			writeFileSync(join(folder, 'fuzz.lua'), text);
			const reference = spawnSync('lua5.1', ['fuzz.lua'], { cwd: folder, encoding: 'latin1', timeout: 20_000 });
			rmSync(folder, { recursive: true });
			let output = '';
			const lua = createLua({
				print: () => {},
				write: (part) => {
					output += part;
				},
			});
			const outcome = lua.pcall(lua.load(text, '@fuzz.lua'));
			expect(outcome.ok ? '' : outcome.error.message).toBe('');
			expect(output.split('\n')).toEqual(reference.stdout.split('\n'));
		});
	}
});
