import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import * as api from './index.ts';
import {
	createLua,
	createLuaRuntime,
	EMPTY,
	first,
	type Lua,
	LuaDefectError,
	LuaError,
	type LuaFunction,
	type LuaOptions,
	LuaSyntaxError,
	LuaTable,
	luaError,
	luaWhere,
	values,
} from './index.ts';

/** A state and the lines it has printed. */
function createPrinting(options: LuaOptions = {}): { lua: Lua; lines: string[] } {
	const lines: string[] = [];
	return { lua: createLua({ print: (line) => lines.push(line), ...options }), lines };
}

function run(lua: Lua, source: string): readonly api.LuaValue[] {
	return values(lua.load(source, '=test')());
}

describe('a state', () => {
	test('prints lines through the option', () => {
		const { lua, lines } = createPrinting();
		run(lua, 'print("a", 1, nil) io.write("x", 2, "\\nrest") print()');
		expect(lines).toEqual(['a\t1\tnil', 'x2', '']);
	});

	test('shares nothing with another state', () => {
		const a = createLua();
		const b = createLua();
		run(a, 'x = 1 string.extra = true getmetatable("").__index = { len = function() return "replaced" end }');
		expect(run(b, 'return x, string.extra, ("abc"):len()')).toEqual([undefined, undefined, 3]);
		expect(run(a, 'return ("abc"):len()')).toEqual(['replaced']);
	});

	test('opens only the libraries asked for', () => {
		const lua = createLua({ libraries: ['string'] });
		expect(run(lua, 'return type(string), table, os, io, require, ("x"):rep(2)')).toEqual([
			'table',
			undefined,
			undefined,
			undefined,
			undefined,
			'xx',
		]);
	});

	test('reports memory that rises with allocation and falls after a collection', () => {
		const { lua, lines } = createPrinting();
		run(
			lua,
			'local before = collectgarbage("count") local kept = {} for i = 1, 20000 do kept[i] = { i } end ' +
				'local full = collectgarbage("count") print(full - before > 1000 and full - before < 8000) ' +
				'collectgarbage("step") print(collectgarbage("count") < full) collectgarbage() ' +
				'print(collectgarbage("count") < full / 4, gcinfo() > 0) ' +
				'held = {} for i = 1, 10000 do held[i] = {} end collectgarbage() print(collectgarbage("count") > 500) ' +
				'repeat local t = {} until collectgarbage("count") > 2000',
		);
		expect(lines).toEqual(['true', 'true', 'true\ttrue', 'true']);
	});

	test('calls __gc of proxies at its end, the youngest first', () => {
		const { lua, lines } = createPrinting();
		run(
			lua,
			'for i = 1, 3 do local p = newproxy(true) getmetatable(p).__gc = function(o) print(i, type(o)) end _G["p" .. i] = p end ' +
				'local q = newproxy(p2)',
		);
		lua.close();
		expect(lines).toEqual(['2\tuserdata', '3\tuserdata', '2\tuserdata', '1\tuserdata']);
		lua.close();
		expect(lines.length).toBe(4);
	});

	test('has jit only as LuaJIT, and nothing that scripts switch has an effect', () => {
		expect(run(createLua(), 'return jit, package.loaded.jit, bit')).toEqual([undefined, undefined, undefined]);
		const lua = createLua({ dialect: 'luajit', platform: { os: 'Linux', arch: 'x64' } });
		expect(
			run(
				lua,
				'jit.off() local off = jit.status() jit.on() jit.off(print, true) jit.flush() jit.opt.start("hotloop=10", 3) ' +
					'return off, jit.status(), jit.os, jit.arch, jit.version, require("jit") == jit, require("jit.opt") == jit.opt',
			),
		).toEqual([false, true, 'Linux', 'x64', 'LuaJIT 2.1.0-beta3', true, true]);
		expect(run(lua, 'return select(2, pcall(function() jit.off(1) end))')).toEqual([
			"test:1: bad argument #1 to 'off' (function expected, got number)",
		]);
		expect(run(lua, 'return #require("table.new")(3, 0), next(require("table.clear")({ 1, a = 2 }) or {})')).toEqual([
			0,
			undefined,
		]);
	});

	test('refuses bytecode and says which kind it is', () => {
		const lua = createLua();
		expect(run(lua, 'return loadstring("\\27Lua\\81\\0\\1\\4\\8\\4\\8\\0", "@x.luac")')).toEqual([
			undefined,
			'x.luac: bad header in precompiled chunk (Lua 5.1 bytecode: load the Lua text instead)',
		]);
		expect(run(lua, 'return loadstring("\\27LJ\\2 a whole lot of it", "=x")')).toEqual([
			undefined,
			'x: bad header in precompiled chunk (LuaJIT bytecode: load the Lua text instead)',
		]);
	});

	test('refuses what reaches outside unless it is given', () => {
		const { lua } = createPrinting();
		expect(run(lua, 'return os.getenv("PATH"), pcall(os.exit)')).toEqual([
			undefined,
			false,
			'os.exit is not available',
		]);
		expect(run(lua, 'return select(2, pcall(os.execute, "ls"))')).toEqual(['os.execute is not available']);
		expect(run(lua, 'return select(2, pcall(io.open, "x"))')).toEqual([
			'io is not available: this Lua state has no file system',
		]);
		const given = createLua({ os: { getenv: (name) => `value of ${name}`, clock: () => 1.5, time: () => 86_400 } });
		expect(run(given, 'return os.getenv("A"), os.clock(), os.time(), os.date("!%d")')).toEqual([
			'value of A',
			1.5,
			86_400,
			'02',
		]);
	});

	test('draws from the random source it is given', () => {
		const seeds: number[] = [];
		const lua = createLua({ random: { next: () => 0.5, seed: (seed) => seeds.push(seed) } });
		expect(run(lua, 'math.randomseed(7) return math.random(), math.random(10), math.random(5, 7)')).toEqual([
			0.5, 6, 6,
		]);
		expect(seeds).toEqual([7]);
	});

	test('loads bytes, with an environment of its own', () => {
		const lua = createLua();
		const env = LuaTable.fromObject({ v: 5 });
		const chunk = lua.load(new TextEncoder().encode('v = v + 1 return v, print'), '=bytes', env);
		expect(chunk()).toEqual([6, undefined]);
		expect(env.get('v')).toBe(6);
		expect(lua.globals.get('v')).toBeUndefined();
	});

	test('lets the host replace require altogether', () => {
		const { lua, lines } = createPrinting();
		const loaders = new LuaTable();
		loaders.set(1, ((name) => (name === 'a.b' ? () => `module ${name}` : `\n\tno ${name}`)) as LuaFunction);
		(lua.globals.get('package') as LuaTable).set('loaders', loaders);
		run(lua, 'print(require("a.b")) print(pcall(require, "c"))');
		expect(lines).toEqual(['module a.b', "false\tmodule 'c' not found:\n\tno c"]);
	});
});

describe('errors', () => {
	test('throws LuaSyntaxError with chunk and line when text does not compile', () => {
		const error = expectThrown(() => createLua().load('local a\nx = = 1', '@main.lua'));
		expect(error).toBeInstanceOf(LuaSyntaxError);
		expect(error).toMatchObject({
			code: 'syntax',
			chunk: 'main.lua',
			line: 2,
			message: "main.lua:2: unexpected symbol near '='",
		});
	});

	test('gives the error and its traceback when pcall catches', () => {
		const lua = createLua();
		lua.load('function outer() inner() end\nfunction inner() error("broken") end', '@t.lua')();
		const outcome = lua.pcall(lua.globals.get('outer'));
		expect(outcome.ok).toBe(false);
		if (outcome.ok) return;
		expect(outcome.error).toBeInstanceOf(LuaError);
		expect(outcome.error).toBeInstanceOf(Error);
		expect(outcome.error.value).toBe('t.lua:2: broken');
		expect(outcome.error.traceback).toBe(
			"stack traceback:\n\t[C]: in function 'error'\n\tt.lua:2: in function 'inner'\n\tt.lua:1: in function <t.lua:1>",
		);
	});

	test('shortens the traceback of a deep stack as PUC does', () => {
		const lua = createLua();
		lua.load('function f(n) if n == 0 then error("deep") end f(n - 1) end', '@t.lua')();
		const outcome = lua.pcall(lua.globals.get('f'), [40]);
		const lines = outcome.ok ? [] : (outcome.error.traceback ?? '').split('\n');
		expect(lines).toHaveLength(1 + 12 + 1 + 10);
		expect(lines[13]).toBe('\t...');
	});

	test('keeps error values of any type', () => {
		const lua = createLua();
		const outcome = lua.pcall(lua.load('error({ code = 7 })', '=t'));
		const value = outcome.ok ? undefined : outcome.error.value;
		expect((value as LuaTable).get('code')).toBe(7);
		expect(outcome.ok ? '' : outcome.error.message).toBe('(error object is a table value)');
	});

	test('turns an exhausted stack into a Lua error', () => {
		const lua = createLua();
		const outcome = lua.pcall(lua.load('local function f() return 1 + f() end return f()', '@deep.lua'));
		expect(outcome.ok ? '' : outcome.error.message).toBe('deep.lua:1: stack overflow');
		expect(outcome.ok ? '' : outcome.error.traceback).toContain("\tdeep.lua:1: in function 'f'\n");
	});

	test('reports a JavaScript error of a host function as a defect that Lua cannot catch', () => {
		const lua = createLua();
		lua.globals.set('broken', (() => (undefined as unknown as { x: number }).x) as LuaFunction);
		const error = expectThrown(() => lua.pcall(lua.load('pcall(function() broken() end)', '@t.lua')));
		expect(error).toBeInstanceOf(LuaDefectError);
		expect((error as LuaDefectError).cause).toBeInstanceOf(TypeError);
		expect((error as LuaDefectError).traceback).toContain('t.lua:1: in function <t.lua:1>');
	});

	test('positions errors of host functions at their Lua caller', () => {
		const { lua, lines } = createPrinting();
		lua.register('host', {
			fail: () => luaError('failed'),
			blame: () => luaError('blamed', 2),
			bare: () => {
				throw new LuaError('bare');
			},
			where: () => [luaWhere(1), luaWhere(2)],
		});
		run(
			lua,
			'print(pcall(function() host.fail() end))\nlocal function f() host.blame() end\nprint(pcall(function() f() end))',
		);
		run(
			lua,
			'print(pcall(host.bare))\nlocal function f()\nlocal a, b = host.where() return a, b end\nlocal a, b = f() print(a, b)',
		);
		expect(lines).toEqual(['false\ttest:1: failed', 'false\ttest:3: blamed', 'false\tbare', 'test:3: \ttest:4: ']);
	});

	test('names wrong arguments as PUC does', () => {
		const { lua, lines } = createPrinting();
		lua.register('node', {
			move: (x, y) => [api.checkNumber(x, 1), api.optNumber(y, 2, 0)],
			name: (s) => api.checkString(s, 1),
			list: (t) => api.checkTable(t, 1).length,
			call: (f) => first(api.checkFunction(f, 1)()),
			flag: (b) => api.checkBoolean(b, 1),
			odd: (n) => (api.checkInteger(n, 1) % 2 === 0 ? api.argError(1, 'odd number expected') : EMPTY),
		});
		for (const call of ['move()', 'move(1, {})', 'name({})', 'list(5)', 'call("x")', 'flag(nil)', 'odd(2)']) {
			run(lua, `print(select(2, pcall(function() node.${call} end)))`);
		}
		run(lua, 'print(node.move("5"), node.name(12), node.list({ 1, 2 }), node.call(function() return "called" end))');
		run(lua, 'local o = setmetatable({}, { __index = node }) print(select(2, pcall(function() o:name() end)))');
		expect(lines).toEqual([
			"test:1: bad argument #1 to 'move' (number expected, got nil)",
			"test:1: bad argument #2 to 'move' (number expected, got table)",
			"test:1: bad argument #1 to 'name' (string expected, got table)",
			"test:1: bad argument #1 to 'list' (table expected, got number)",
			"test:1: bad argument #1 to 'call' (function expected, got string)",
			"test:1: bad argument #1 to 'flag' (boolean expected, got nil)",
			"test:1: bad argument #1 to 'odd' (odd number expected)",
			'5\t12\t2\tcalled',
			"test:1: calling 'name' on bad self (string expected, got table)",
		]);
	});

	test('runs the handler of xpcall before the stack unwinds, also for errors of host functions', () => {
		const { lua, lines } = createPrinting();
		lua.globals.set('fail', (() => luaError('from the host')) as LuaFunction);
		run(lua, 'local function f() fail() end\nprint(xpcall(f, debug.traceback))');
		expect(lines[0]).toMatch(
			/^false\ttest:1: from the host\nstack traceback:\n\t\[C\]: in function 'fail'\n\ttest:1: in function <test:1>/,
		);
	});
});

describe('calls in both directions', () => {
	test('passes one value bare and any other count as an array', () => {
		const { lua, lines } = createPrinting();
		lua.globals.set('none', (() => EMPTY) as LuaFunction);
		lua.globals.set('nothing', (() => undefined) as LuaFunction);
		lua.globals.set('two', (() => [1, 2]) as LuaFunction);
		run(lua, 'print(select("#", none()), select("#", nothing()), select("#", two()), (two()))');
		expect(lines).toEqual(['0\t1\t2\t1']);
		const f = first(lua.load('return function(...) return ... end', '=f')()) as LuaFunction;
		expect(f(5)).toBe(5);
		expect(values(f())).toEqual([]);
		expect(values(f(1, undefined, 3))).toEqual([1, undefined, 3]);
		expect(first(f())).toBeUndefined();
	});

	test('makes postponed tail calls when values are taken', () => {
		const lua = createLua();
		const loop = first(
			lua.load('local function loop(n) if n == 0 then return "end", n end return loop(n - 1) end return loop', '=f')(),
		) as LuaFunction;
		expect(values(loop(100_000))).toEqual(['end', 0]);
		expect(first(loop(100_000))).toBe('end');
	});

	test('calls back Lua functions from host functions, also inside coroutines', () => {
		const { lua, lines } = createPrinting();
		const kept: LuaFunction[] = [];
		lua.register('timer', {
			delay: (fn) => {
				kept.push(api.checkFunction(fn, 1));
			},
			now: (fn) => api.checkFunction(fn, 1)('now'),
		});
		run(
			lua,
			`co = coroutine.wrap(function()
				timer.delay(function() print("later", coroutine.running()) end)
				print(timer.now(function(x) return x .. "!" end))
				print(pcall(timer.now, function() coroutine.yield() end))
				coroutine.yield("out")
			end)
			print(co())`,
		);
		for (const fn of kept) fn();
		expect(lines).toEqual(['now!', 'false\tattempt to yield across metamethod/C-call boundary', 'out', 'later\tnil']);
	});

	test('indexes with metamethods', () => {
		const lua = createLua();
		const t = first(
			lua.load('return setmetatable({}, { __index = function(_, k) return k .. "!" end })', '=t')(),
		) as LuaTable;
		expect(lua.index(t, 'x')).toBe('x!');
		expect(t.get('x')).toBeUndefined();
		lua.setIndex(t, 'x', 1);
		expect(lua.index(t, 'x')).toBe(1);
		expect(lua.index('abc', 'len')).toBeTypeOf('function');
		expect(() => lua.index(undefined, 'x')).toThrow('attempt to index a nil value');
		expect(lua.tostring(LuaTable.fromArray([]))).toMatch(/^table: 0x/);
		expect(lua.call(lua.index('abc', 'upper'), 'abc')).toEqual(['ABC']);
	});
});

test('a state without a compiler refuses to load text', () => {
	const lua = createLuaRuntime();
	expect(() => lua.load('return 1', '=x')).toThrow('cannot compile');
});

test('the example of docs/lua-host-api.md prints what the page says', () => {
	const page = readFileSync(new URL('../../docs/lua-host-api.md', import.meta.url), 'utf8');
	const [, code = ''] = /```js\n([\s\S]*?)```/.exec(page) ?? [];
	const [, expected = ''] = /```text\n([\s\S]*?)```/.exec(page) ?? [];
	const body = code.replace(/^import (\{[^}]*\}) from 'livemount\/lua';/, 'const $1 = api;');
	const printed: string[] = [];
	const log = (value: unknown): number => printed.push(typeof value === 'string' ? value : inspect(value));
	new Function('api', 'console', body)(api, { log });
	expect(`${printed.join('\n')}\n`).toBe(expected);
});

function expectThrown(run: () => unknown): unknown {
	try {
		run();
	} catch (thrown) {
		return thrown;
	}
	throw new Error('nothing was thrown');
}
