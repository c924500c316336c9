import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { type ChunkFactory, compileToModule, createLuaRuntime, type Dialect, values } from '../index.ts';

const folder = mkdtempSync(join(tmpdir(), 'lua-module-'));
afterAll(() => rmSync(folder, { recursive: true }));
let moduleCount = 0;

/** Compiles to a module file and imports it as a page or Node would. */
async function importModule(source: string, chunkName: string, dialect?: Dialect): Promise<ChunkFactory> {
	const file = join(folder, `module${++moduleCount}.mjs`);
	writeFileSync(file, compileToModule(source, chunkName, dialect));
	const imported = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as { default: ChunkFactory };
	return imported.default;
}

describe('a chunk compiled ahead of time', () => {
	test('runs without eval, also in coroutines', async () => {
		const chunk = await importModule(
			`
			local function count(n) for i = 1, n do coroutine.yield(i) end return "done" end
			local co = coroutine.wrap(function() return count(2) end)
			print(co(), co(), co())
			print(pcall(loadstring, "return 1"))
			function greet(name) return "hello " .. name, #name end
			return ...
			`,
			'@/main/ahead.lua',
		);
		const lines: string[] = [];
		const lua = createLuaRuntime({ print: (line) => lines.push(line) });
		const makeFunction = vi.fn(() => {
			throw new EvalError('refused');
		});
		vi.stubGlobal('Function', makeFunction);
		try {
			expect(values(lua.loadCompiled(chunk)('a', 'b'))).toEqual(['a', 'b']);
			expect(values(lua.call(lua.globals.get('greet'), 'Bob'))).toEqual(['hello Bob', 3]);
		} finally {
			vi.unstubAllGlobals();
		}
		expect(makeFunction).not.toHaveBeenCalled();
		expect(lines).toEqual(['1\t2\tdone', 'true\tnil\tthis Lua state cannot compile: it was made without a compiler']);
	});

	test('has the positions and tracebacks of the Lua text', async () => {
		const chunk = await importModule(
			'local function inner()\n\tlocal t = nil\n\treturn t.x\nend\nfunction outer()\n\tlocal r = inner()\n\treturn r\nend\nreturn coroutine.wrap(function()\n\tstring.rep()\nend)',
			'@ahead.lua',
		);
		const lua = createLuaRuntime();
		const [wrapped] = values(lua.loadCompiled(chunk)());
		const outcome = lua.pcall(lua.globals.get('outer'));
		expect(outcome.ok ? '' : outcome.error.stack).toBe(
			"ahead.lua:3: attempt to index local 't' (a nil value)\nstack traceback:\n\tahead.lua:3: in function 'inner'\n\tahead.lua:6: in function <ahead.lua:5>",
		);
		const inCoroutine = lua.pcall(wrapped);
		expect(inCoroutine.ok ? '' : inCoroutine.error.message).toBe(
			"ahead.lua:10: bad argument #1 to 'rep' (string expected, got no value)",
		);
	});

	test('can be loaded into several states and environments', async () => {
		const chunk = await importModule('counter = (counter or 0) + 1 return counter', '@shared.lua');
		const a = createLuaRuntime();
		const b = createLuaRuntime();
		a.loadCompiled(chunk)();
		expect(a.loadCompiled(chunk)()).toBe(2);
		expect(b.loadCompiled(chunk)()).toBe(1);
	});

	test('knows the dialect it was compiled for', async () => {
		const chunk = await importModule(
			'for i = 1, 3 do if i == 2 then goto next end io.write(i) ::next:: end',
			'=jit',
			'luajit',
		);
		let written = '';
		const lua = createLuaRuntime({
			dialect: 'luajit',
			write: (text) => {
				written += text;
			},
		});
		lua.loadCompiled(chunk)();
		expect(written).toBe('13');
	});
});
