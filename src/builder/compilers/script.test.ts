import { describe, expect, it } from 'vitest';
import { decodeUtf8, hash64 } from '../../bytes/index.ts';
import { LuaModuleSchema } from '../../formats/index.ts';
import { compile, png } from '../memory-project-contract.ts';

describe('scripts', () => {
	it('compile to source, modules with their compiled paths, and declarations', async () => {
		const { message, resources, units } = await compile('/main/a.script', {
			'/main/a.script':
				'local m = require "lib.m" -- use it\ngo.property("speed", 2)\ngo.property("to", vmath.vector3(1, 2, 3))\n',
			'/lib/m.lua': 'return {}',
		});
		const module = message(LuaModuleSchema);
		expect(decodeUtf8(module.source?.script ?? new Uint8Array())).toBe('local m = require "lib.m" \n \n   \n');
		expect(module.source?.filename).toBe('@main/a.script');
		expect(module).toMatchObject({ modules: ['lib.m'], resources: ['/lib/m.luac'] });
		expect(module.properties).toMatchObject({
			numberEntries: [{ key: 'speed', id: hash64('speed'), index: 0 }],
			vector3Entries: [{ key: 'to', index: 1, elementIds: [hash64('to.x'), hash64('to.y'), hash64('to.z')] }],
			floatValues: [2, 1, 2, 3],
		});
		expect(resources[0]).toMatchObject({ path: '/main/a.scriptc', encrypt: true });
		expect(units).toEqual(['/lib/m.lua']);
	});

	it('keep bytes that are no UTF-8', async () => {
		const { message } = await compile('/a.lua', { '/a.lua': Uint8Array.of(0x2d, 0x2d, 0xff, 0x0a, 0x22, 0xfe, 0x22) });
		expect([...(message(LuaModuleSchema).source?.script ?? [])]).toEqual([0x0a, 0x22, 0xfe, 0x22]);
	});

	it('name compiled resources in properties and need them', async () => {
		const { message, units } = await compile('/a.script', {
			'/a.script':
				'go.property("t", resource.texture("/b.png"))\ngo.property("h", hash("/b.png"))\ngo.property("n", hash("/none.png"))',
			'/b.png': await png(1, 1),
		});
		const { properties, propertyResources } = message(LuaModuleSchema);
		expect(properties?.hashValues).toEqual([hash64('/b.texturec'), hash64('/b.texturec'), hash64('/none.png')]);
		expect(propertyResources).toEqual(['/b.texturec']);
		expect(units).toEqual(['/b.png']);
	});

	it('report a missing module and a missing resource where they are named', async () => {
		const { diagnostics } = await compile('/a.script', {
			'/a.script': 'x = 1\nlocal m = require "lib.n"\ngo.property("t", resource.texture("/b.png"))',
			'/lib/m.lua': '',
		});
		expect(diagnostics).toMatchObject([
			{ line: 2, column: 19, code: 'missing-file', hint: 'did you mean /lib/m.lua?' },
			{ line: 3, column: 1, code: 'missing-file' },
		]);
	});

	it('report what is not Lua with its place', async () => {
		const { diagnostics } = await compile('/a.lua', { '/a.lua': 'local a = 1\nlocal b = !\n' });
		expect(diagnostics).toMatchObject([
			{ file: '/a.lua', line: 2, column: 11, code: 'lua-syntax', message: "unexpected symbol near '!'" },
		]);
	});

	it('warn of what only the library of LuaJIT has, unless it is asked for first', async () => {
		const text = [
			'local ffi = require "ffi"',
			'local same = require("jit")',
			'print(jit.version, jit.os)',
			'local copy = table.move({}, 1, 0, 1)',
			'self.jit.on()',
		].join('\n');
		const { diagnostics } = await compile('/a.script', { '/a.script': text });
		expect(diagnostics.map(({ line, column, code, severity }) => [line, column, code, severity])).toEqual([
			[1, 21, 'luajit-only', 'warning'],
			[2, 22, 'luajit-only', 'warning'],
			[3, 7, 'luajit-only', 'warning'],
			[4, 14, 'luajit-only', 'warning'],
		]);
		const asked =
			'if jit then print(jit.os) end\nlocal move = table.move or nil\nlocal x = table.move and table.move(t)';
		expect((await compile('/a.script', { '/a.script': asked })).diagnostics).toEqual([]);
	});

	it('warn of what only LuaJIT understands', async () => {
		const { diagnostics, resources } = await compile('/a.lua', { '/a.lua': 'do\n  goto done\nend\n::done::\n' });
		expect(diagnostics).toMatchObject([{ line: 2, code: 'luajit-only', severity: 'warning' }]);
		expect(resources).toHaveLength(1);
	});
});
