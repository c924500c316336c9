import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Finished, REPOSITORY, startLivemount } from './livemount.ts';

let work: string;
beforeAll(() => {
	work = mkdtempSync(join(tmpdir(), 'livemount-lua-'));
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

function write(name: string, text: string): string {
	writeFileSync(join(work, name), text);
	return name;
}

function lua(args: readonly string[], input?: string, env: { [name: string]: string } = {}): Promise<Finished> {
	return startLivemount(['lua', ...args], { cwd: work, env, ...(input === undefined ? {} : { input }) }).finished;
}

const hasReference = spawnSync('lua5.1', ['-v']).status === 0;

describe('livemount lua', () => {
	it('runs a script with its arguments, options of its own among them', async () => {
		write('args.lua', '#!/usr/bin/env lua\nprint(arg[0], arg[1], arg[2], #arg, ...)\nio.write("done")');
		expect(await lua(['args.lua', 'one', '--two'])).toEqual({
			code: 0,
			stdout: 'args.lua\tone\t--two\t2\tone\t--two\ndone',
			stderr: '',
		});
	});

	it('runs statements, modules and standard input in order', async () => {
		write('greeting.lua', 'print("module", ...) return { hello = "hi" }');
		const ran = await lua(
			['-e', 'x = 1', '-l', 'greeting', '-e', 'print(x)', '-', 'last'],
			'print(package.loaded.greeting.hello, ...)',
		);
		expect(ran).toEqual({ code: 0, stdout: 'module\tgreeting\n1\nhi\tlast\n', stderr: '' });
		expect((await lua([], 'print(io.read("*l"), io.read("*a"))')).stdout).toBe('nil\t\n');
	});

	it('reads what is typed, in lines, numbers and bytes', async () => {
		write('read.lua', 'print(io.read("*n"), io.read("*l"), io.read(3), io.read("*a"), io.read("*l"))');
		expect((await lua(['read.lua'], ' 12.5 rest\nabcdef\n')).stdout).toBe('12.5\t rest\tabc\tdef\n\tnil\n');
	});

	it('takes the exit code from os.exit, and writes what was held back', async () => {
		expect(await lua(['-e', 'io.write("before") os.exit(7)'])).toEqual({ code: 7, stdout: 'before', stderr: '' });
	});

	it('calls itself deeper than lua5.1 does', async () => {
		write(
			'deep.lua',
			'local function depth(n) if n == 0 then return 0 end return 1 + depth(n - 1) end\n' +
				'print(depth(16000), depth(180000), coroutine.wrap(function() return depth(16000) end)())\n' +
				'local function endless() return 1 + endless() end\n' +
				'print(pcall(endless))\nprint(pcall(string.rep))',
		);
		const ran = await lua(['deep.lua']);
		expect(ran.stdout.split('\n').slice(0, 2)).toEqual(['16000\t180000\t16000', 'false\tdeep.lua:3: stack overflow']);
		expect(ran.code).toBe(0);
	});

	it.skipIf(!hasReference)('ends as lua5.1 does, byte for byte (skipped without lua5.1)', async () => {
		write('boo.lua', 'local function f() error("boo") end\nf()\n');
		write('value.lua', 'error({})');
		write('none.lua', 'error()');
		write('syntax.lua', 'x = = 1');
		for (const args of [
			['boo.lua'],
			['value.lua'],
			['none.lua'],
			['syntax.lua'],
			['missing.lua'],
			['-e', 'error("x", 0)'],
		]) {
			const reference = spawnSync('lua5.1', args, { cwd: work, encoding: 'utf8' });
			const ours = await lua(args);
			expect([args, ours.code, ours.stderr]).toEqual([
				args,
				reference.status,
				reference.stderr.replace(/^lua5\.1: /, 'lua: '),
			]);
		}
	});

	it('keeps io, require and os inside the folder it is given', async () => {
		mkdirSync(join(work, 'root'));
		write('outside.txt', 'secret');
		write('root/inside.txt', 'welcome');
		symlinkSync(join(work, 'outside.txt'), join(work, 'root/link'));
		symlinkSync(join(work, 'made-outside.txt'), join(work, 'root/dangling'));
		write(
			'files.lua',
			'print(io.open("/inside.txt"):read("*a"))\n' +
				'for _, name in ipairs { "../outside.txt", "/../outside.txt", "link", "dangling" } do print(io.open(name, "a+")) end\n' +
				'print(loadfile("../files.lua"))\nlocal f = io.open("new.txt", "w") f:write("x") f:close()\nprint(io.open("new.txt"):read("*a"), os.remove("new.txt"))',
		);
		const ran = await lua(['--io-root', 'root', 'files.lua']);
		expect(ran.stderr).toBe('');
		const lines = ran.stdout.split('\n');
		expect(lines[0]).toBe('welcome');
		expect(lines[3]).toBe('nil\tlink: Permission denied\t13');
		expect(lines[4]).toBe('nil\tdangling: Permission denied\t13');
		expect(lines[6]).toBe('x\ttrue');
		expect(ran.stdout).not.toContain('secret');
	});

	it('is LuaJIT when it is told to', async () => {
		const program = 'print(bit, loadstring("goto x ::x:: return 1"))';
		expect((await lua(['-e', program])).stdout).toBe(
			"nil\tnil\t[string \"goto x ::x:: return 1\"]:1: '=' expected near 'x'\n",
		);
		expect((await lua(['--luajit', '-e', 'goto x ::x:: print(bit.band(7, 2))'])).stdout).toBe('2\n');
	});

	it('reads line by line, over several lines, and goes on after errors', async () => {
		const typed =
			'= 1 + 1, "x"\nfor i = 1, 2 do\nprint(i)\nend\nx = \n5\n=x\nerror("oops")\n= nosuch.field\nos.exit(3)\n';
		const ran = await lua(['-i'], typed);
		expect(ran.stdout.replace(/(> |>> )/g, '')).toBe('2\tx\n1\n2\n5\n');
		expect(ran.stderr).toContain("lua: stdin:1: oops\nstack traceback:\n\t[C]: in function 'error'");
		expect(ran.stderr).toContain("attempt to index global 'nosuch' (a nil value)");
		expect(ran.code).toBe(3);
	});

	it('takes modules and start-up code from LUA_PATH and LUA_INIT', async () => {
		mkdirSync(join(work, 'lib'));
		write('lib/there.lua', 'return "found"');
		const ran = await lua(['-e', 'print(require "there", started, package.path)'], '', {
			LUA_PATH: './lib/?.lua;;',
			LUA_INIT: 'started = 1',
		});
		expect(ran.stdout).toBe('found\t1\t./lib/?.lua;./?.lua\n');
	});

	it('stops a script that runs too long or holds too much, whatever it catches', async () => {
		write('loop.lua', 'while true do pcall(function() while true do end end) end');
		write('hoard.lua', 'pcall(function() kept = {} for i = 1, 1e9 do kept[i] = { i } end end)');
		write('garbage.lua', 'for i = 1, 3e6 do local t = { i } end print("done")');
		expect(await lua(['--instructions', '1000000', 'loop.lua'])).toMatchObject({
			code: 1,
			stderr: expect.stringMatching(/^lua: loop.lua:1: instruction budget exhausted\nstack traceback:\n/),
		});
		expect(await lua(['--memory', '30', 'hoard.lua'])).toMatchObject({
			code: 1,
			stderr: expect.stringMatching(/^lua: hoard.lua:1: not enough memory\nstack traceback:\n/),
		});
		expect(await lua(['--memory', '30', 'garbage.lua'])).toEqual({ code: 0, stdout: 'done\n', stderr: '' });
		expect(await lua(['--memory', '0', 'garbage.lua'])).toMatchObject({ code: 2 });
	});

	it('collects garbage when it is asked to: the count falls, weak tables lose what nobody holds', async () => {
		write(
			'collect.lua',
			'local kept = {} for i = 1, 100000 do kept[i] = { i } end\n' +
				'local full = collectgarbage("count") kept = nil collectgarbage()\n' +
				'print(full - collectgarbage("count") > 5000)\n' +
				'local values = setmetatable({}, { __mode = "v" }) local keys = setmetatable({}, { __mode = "k" })\n' +
				'local function fill() values[1] = {} values[2] = "text" values[3] = 3 keys[{}] = 1 keys.name = {} end fill()\n' +
				'local held = {} values[4] = held keys[held] = "here"\n' +
				'local function fillOwn() local own = {} keys[own] = own end fillOwn()\n' +
				'collectgarbage()\n' +
				'print(values[1], values[2], values[3], values[4] == held)\n' +
				'local count = 0 for k, v in pairs(keys) do count = count + 1 end print(count, keys[held])\n' +
				'local function proxy(name) getmetatable(newproxy(true)).__gc = function(o) print("gone", name, type(o)) end end\n' +
				'proxy("first") collectgarbage() last = newproxy(true) getmetatable(last).__gc = function() print("end") end',
		);
		expect(await lua(['collect.lua'])).toEqual({
			code: 0,
			stdout: 'true\nnil\ttext\t3\ttrue\n2\there\ngone\tfirst\tuserdata\nend\n',
			stderr: '',
		});
	});

	it('says what is wrong with how it is called', async () => {
		expect(await lua(['--stack', 'x', '-e', ''])).toMatchObject({
			code: 2,
			stderr: expect.stringContaining('--stack x'),
		});
		expect(await lua(['--nonsense'])).toMatchObject({ code: 2 });
	});
});

describe('livemount lua compile', () => {
	it('writes a module that runs where eval is forbidden', async () => {
		write(
			'page.lua',
			'local function twice(x) return x * 2 end\n' +
				'local co = coroutine.wrap(function(a) for i = 1, 2 do coroutine.yield(twice(a)) end end)\n' +
				'print(co(4), co(), ..., type(loadstring("return 1")))\nlocal t\nprint(pcall(function() return t.x end))',
		);
		expect(await lua(['compile', 'page.lua', '--out', 'page.mjs'])).toMatchObject({ code: 0, stderr: '' });
		write(
			'host.mjs',
			`import { createLuaRuntime } from ${JSON.stringify(pathToFileURL(join(REPOSITORY, 'dist/lua/index.js')).href)};\n` +
				"import chunk from './page.mjs';\n" +
				'const lua = createLuaRuntime({ print: (line) => console.log(line) });\n' +
				"lua.loadCompiled(chunk)('given');\n" +
				"try { new Function('return 1')(); } catch (error) { console.log(error.name); }\n",
		);
		const flags = ['--disallow-code-generation-from-strings', 'host.mjs'];
		const ran = spawnSync(process.execPath, flags, { cwd: work, encoding: 'utf8' });
		expect(ran.stderr).toBe('');
		expect(ran.stdout).toBe(
			"8\t8\tgiven\tnil\nfalse\tpage.lua:5: attempt to index upvalue 't' (a nil value)\nEvalError\n",
		);
		expect((await lua(['page.mjs', 'x'])).stdout).toContain('8\t8\tx\tfunction');
	});

	it('reports text that is not Lua with its place', async () => {
		write('wrong.lua', 'local x = 1\nx = = 2');
		expect(await lua(['compile', 'wrong.lua', '--out', 'wrong.mjs'])).toMatchObject({
			code: 1,
			stderr: "wrong.lua:2: unexpected symbol near '='\n",
		});
		expect(await lua(['compile', 'missing.lua', '--out', 'x.mjs'])).toMatchObject({
			code: 1,
			stderr: 'livemount: cannot read missing.lua: there is no such file or folder\n',
		});
		expect(await lua(['compile', 'page.lua'])).toMatchObject({ code: 2 });
	});
});
