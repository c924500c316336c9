import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { createLua, type Lua, LuaBudgetError, type LuaOptions } from '../index.ts';

/** Runs a program under a budget; what it printed and how it ended. */
function run(
	source: string,
	options: LuaOptions,
): { readonly lines: string[]; readonly error: LuaBudgetError | undefined; readonly lua: Lua } {
	const lines: string[] = [];
	const lua = createLua({ print: (line) => lines.push(line), ...options });
	const outcome = lua.pcall(lua.load(source, '@run.lua'));
	const error = outcome.ok ? undefined : outcome.error;
	if (error !== undefined && !(error instanceof LuaBudgetError)) throw error;
	return { lines, error, lua };
}

const RUNAWAYS: { readonly [what: string]: string } = {
	'an endless while': 'while true do end',
	'an endless repeat': 'repeat local x = 1 until x == 2',
	'a long numeric for': 'for i = 1, math.huge do end',
	'an endless generic for': 'for x in function() return 1 end do end',
	'endless tail calls': 'local function f() return f() end f()',
	'recursion that catches its own exhausted stack': 'local function f() pcall(f) end while true do f() end',
	'an endless metamethod':
		'local t = setmetatable({}, { __index = function(t, k) return t[k .. "x"] and 1 end }) while true do local x = rawget(t, 1) end',
	'a loop that leaves by return':
		'local function f() for i = 1, 1e9 do if i > 100 then return i end end end while true do f() end',
	'a loop in a loop that is left': 'while true do for i = 1, 10 do if i == 5 then break end end end',
};

const WRAPPINGS: { readonly [what: string]: (source: string) => string } = {
	alone: (source) => source,
	'in pcall': (source) => `while true do print(pcall(function() ${source} end)) end`,
	'in xpcall, with a handler of the same kind': (source) =>
		`print(xpcall(function() ${source} end, function() while true do end end)) print("on")`,
	'in a coroutine': (source) => `print(coroutine.resume(coroutine.create(function() ${source} end))) print("on")`,
	'in a wrapped coroutine in pcall': (source) => `print(pcall(coroutine.wrap(function() ${source} end))) print("on")`,
	'in text that is loaded': (source) => `print(pcall(loadstring(${JSON.stringify(source)}))) print("on")`,
	'in a sort': (source) => `print(pcall(table.sort, { 3, 2, 1 }, function() ${source} end)) print("on")`,
	'in gsub': (source) => `print(pcall(string.gsub, "abc", ".", function() ${source} end)) print("on")`,
	'below tostring': (source) =>
		`print(pcall(tostring, setmetatable({}, { __tostring = function() ${source} end }))) print("on")`,
};

describe('an instruction budget', () => {
	for (const [what, source] of Object.entries(RUNAWAYS)) {
		for (const [where, wrap] of Object.entries(WRAPPINGS)) {
			for (const dialect of ['puc', 'luajit'] as const) {
				test(`stops ${what} ${where} (${dialect})`, () => {
					const { lines, error } = run(wrap(source), { dialect, budget: { instructions: 200_000 } });
					expect(error?.kind).toBe('instructions');
					expect(error?.message).toMatch(/instruction budget exhausted$/);
					expect(lines).toEqual([]);
				});
			}
		}
	}

	test('stays exhausted until it is refilled', () => {
		const { lua, lines } = run('function work(n) for i = 1, n do end print("done", n) end while true do end', {
			budget: { instructions: 10_000 },
		});
		const work = lua.globals.get('work');
		expect(lua.budget.instructionsLeft).toBe(0);
		expect(lua.pcall(work, [10]).ok).toBe(false);
		lua.budget.refill();
		expect(lua.pcall(work, [10]).ok).toBe(true);
		expect(lua.pcall(work, [1e9]).ok).toBe(false);
		lua.budget.refill(1e9);
		expect(lua.pcall(work, [1e6]).ok).toBe(true);
		expect(lines).toEqual(['done\t10', 'done\t1000000']);
		expect(lua.budget.instructionsLeft).toBeLessThan(1e9 - 1e6);
		expect(lua.budget.instructionsLeft).toBeGreaterThan(1e9 - 5e6);
	});

	test('says where the script was', () => {
		const { error } = run('local function spin()\n\twhile true do\n\tend\nend\nspin()', {
			budget: { instructions: 10_000 },
		});
		expect(error?.message).toBe('run.lua:2: instruction budget exhausted');
		expect(error?.traceback).toBe("stack traceback:\n\trun.lua:2: in function 'spin'\n\trun.lua:5: in main chunk");
	});

	test('changes nothing of what a program computes', () => {
		const source =
			'local t = {} for i = 1, 10 do if i % 2 == 0 then t[#t + 1] = i .. "" end end ' +
			'local function f(n) for i = 1, n do for j = 1, n do if j == 3 then return i, j end end end end ' +
			'local r = {} repeat r[#r + 1] = function() return #r end until #r > 3 ' +
			'print(table.concat(t, ","), f(5), r[1](), ({ a = 1, 2, [3] = 4 }).a, ("x"):rep(3), string.format("%d", 3))';
		expect(run(source, { budget: { instructions: 1e6, memoryBytes: 1e6 } }).lines).toEqual(run(source, {}).lines);
	});
});

const HOARDERS: { readonly [what: string]: string } = {
	tables: 'local t = {} for i = 1, 1e9 do t[i] = {} end',
	records: 'local t for i = 1, 1e9 do t = { next = t, x = i, y = i } end',
	closures: 'local t = {} for i = 1, 1e9 do t[i] = function() return i end end',
	'an array': 'local t = {} while true do t[#t + 1] = 1 end',
	'inserted elements': 'local t = {} while true do table.insert(t, true) end',
	keys: 'local t, i = {}, 0 while true do i = i + 0.5 t[i] = i end',
	names: 'local t = {} for i = 1, 1e9 do t["key" .. i] = i end',
	strings: 'local t = {} for i = 1, 1e9 do t[i] = "some text number " .. i end',
	'a string that doubles': 'local s = "x" while true do s = s .. s end',
	'a string made at once': 'local s = ("x"):rep(1e8)',
	'formatted strings': 'local t = {} for i = 1, 1e9 do t[i] = string.format("%99d", i) end',
	coroutines: 'local t = {} for i = 1, 1e9 do t[i] = coroutine.create(print) end',
	'text that is loaded': 'local t = {} for i = 1, 1e9 do t[i] = loadstring("return " .. i) end',
};

describe('a memory budget', () => {
	for (const [what, source] of Object.entries(HOARDERS)) {
		test(`stops a hoard of ${what}, in pcall and in a coroutine too`, () => {
			for (const wrap of [WRAPPINGS['alone'], WRAPPINGS['in pcall'], WRAPPINGS['in a coroutine']]) {
				const dialect = what === 'coroutines' ? 'luajit' : 'puc';
				const { error, lines } = run(wrap?.(source) ?? '', { dialect, budget: { memoryBytes: 4e6 } });
				expect(error?.kind).toBe('memory');
				expect(error?.message).toMatch(/not enough memory$/);
				expect(lines).toEqual([]);
			}
		});
	}

	test('asks the host before it stops a script that makes garbage', () => {
		const source = 'for i = 1, 200000 do local t = { i } end print("done")';
		expect(run(source, { budget: { memoryBytes: 1e6 } }).error?.kind).toBe('memory');
		let asked = 0;
		const measureBytes = (): number => {
			asked++;
			return 1000;
		};
		expect(run(source, { budget: { memoryBytes: 1e6, measureBytes } }).lines).toEqual(['done']);
		expect(asked).toBeGreaterThan(5);
	});

	test('gives back what the collector finds, once the turn is over', async () => {
		setFlagsFromString('--expose-gc');
		const collect = runInNewContext('gc') as () => void;
		const { lua } = run('kept = {} for i = 1, 100000 do kept[i] = { i } end', { budget: { memoryBytes: 1e9 } });
		const before = lua.budget.usedBytes;
		expect(before).toBeGreaterThan(5e6);
		lua.globals.set('kept', undefined);
		for (let turn = 0; turn < 50 && lua.budget.usedBytes > before / 2; turn++) {
			await new Promise((resolve) => setTimeout(resolve, 1));
			collect();
		}
		expect(lua.budget.usedBytes).toBeLessThan(before / 2);
	});

	test('estimates what the heap grows by within a factor of two', async () => {
		setFlagsFromString('--expose-gc');
		const collect = runInNewContext('gc') as () => void;
		const settle = async (): Promise<number> => {
			for (let times = 0; times < 2; times++) {
				await new Promise((resolve) => setTimeout(resolve, 1));
				collect();
			}
			return getHeapStatistics().used_heap_size;
		};
		const programs: { readonly [what: string]: string } = {
			'empty tables': 'for i = 1, 20000 do kept[i] = {} end',
			records: 'for i = 1, 20000 do kept[i] = { x = i, y = i + 0.5, z = "z" } end',
			'records made field by field': 'for i = 1, 20000 do local t = {} t.x = i t.y = i t.z = i kept[i] = t end',
			'small arrays': 'for i = 1, 20000 do kept[i] = { i, i, i } end',
			'an array': 'for i = 1, 400000 do kept[i] = i end',
			closures: 'for i = 1, 20000 do kept[i] = function() return i end end',
			counters: 'for i = 1, 20000 do local n = 0 kept[i] = function() n = n + 1 return n end end',
			strings: 'for i = 1, 20000 do kept[i] = "item number " .. i .. " of the list" end',
			'long strings': 'for i = 1, 200 do kept[i] = ("x" .. i):rep(5000) end',
			names: 'for i = 1, 20000 do kept["name" .. i] = i end',
			'keys of tables': 'for i = 1, 20000 do kept[{}] = true end',
			'all together':
				'for i = 1, 20000 do kept[i] = { name = "n" .. i, list = { i, i }, get = function() return i end } end',
		};
		for (const [what, source] of Object.entries(programs)) {
			const lua = createLua({ budget: { memoryBytes: 1e9 } });
			const main = lua.load(`kept = {} ${source}`, '=grow');
			const before = await settle();
			const usedBefore = lua.budget.usedBytes;
			lua.call(main);
			const estimate = lua.budget.usedBytes - usedBefore;
			const real = (await settle()) - before;
			const ratio = estimate / real;
			expect([what, ratio > 0.5 && ratio < 2 ? 'within a factor of two' : `estimated ${ratio} times`]).toEqual([
				what,
				'within a factor of two',
			]);
			lua.globals.set('kept', undefined);
		}
	});
});
