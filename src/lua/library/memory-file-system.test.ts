import { describe, expect, test } from 'vitest';
import { createLua, createMemoryFileSystem, LuaFileError, values } from '../index.ts';

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));

describe('files in memory', () => {
	test('are there from the beginning, and copied', () => {
		const source = bytes('hello');
		const files = createMemoryFileSystem({ 'a.txt': source });
		source[0] = 0;
		const mode = { isReadable: true, isWritable: true, create: false, truncate: false };
		const file = files.open('a.txt', mode);
		expect(file.read(0, 100)).toEqual(bytes('hello'));
		expect(file.read(3, 100)).toEqual(bytes('lo'));
		file.write(5, bytes(' world'));
		expect(file.sizeBytes()).toBe(11);
		expect(() => files.open('b.txt', mode)).toThrow(LuaFileError);
	});

	test('serve io, loadfile, require and os', () => {
		const files = createMemoryFileSystem({
			'./mod.lua': bytes('return { name = ... }'),
			'data.txt': bytes('one\ntwo\n'),
			'script.lua': bytes('#!/usr/bin/lua\nreturn "from a file"'),
		});
		const lua = createLua({ files });
		const run = (source: string): readonly unknown[] => values(lua.load(source, '=t')());
		expect(run('return require("mod").name')).toEqual(['mod']);
		expect(run('local t = {} for line in io.lines("data.txt") do t[#t + 1] = line end return unpack(t)')).toEqual([
			'one',
			'two',
		]);
		expect(run('return dofile("script.lua"), loadfile("missing.lua")')).toEqual([
			'from a file',
			undefined,
			'cannot open missing.lua: No such file or directory',
		]);
		expect(
			run('local f = io.open("new", "w") f:write("x") f:close() return os.rename("new", "old"), os.remove("new")'),
		).toEqual([true, undefined, 'new: No such file or directory', 2]);
		expect(run('return io.open("old"):read("*a")')).toEqual(['x']);
	});
});
