import { describe, expect, it } from 'vitest';
import { makeGame } from '../../../test/make-game.ts';
import { encodeUtf8 } from '../../bytes/index.ts';
import { runLuaTests } from './lua-tests.ts';

async function run(sources: Record<string, string>, only?: string) {
	const { game } = await makeGame({ main: { a: { script: '' } } });
	const files = Object.entries(sources).map(([path, text]) => ({ path, source: encodeUtf8(text) }));
	return runLuaTests(game, files, only).map(({ file, name, ok, message }) => [file, name, ok, message?.split('\n')[0]]);
}

describe('Lua tests', () => {
	it('are the functions of a table whose names begin with test', async () => {
		const results = await run({
			'a_test.lua': `
				local T = { count = 0 }
				function T.before() T.count = T.count + 1 end
				function T.test_one() assert_equal(T.count, 1) end
				function T.test_two() assert_equal(T.count, 3) end
				function T.helper() error("not a test") end
				return T
			`,
		});
		expect(results).toEqual([
			['a_test.lua', 'test_one', true, undefined],
			['a_test.lua', 'test_two', false, 'a_test.lua:5: expected 2 to equal 3'],
		]);
	});

	it('are groups of tests with what runs before and after each', async () => {
		const results = await run({
			'b_test.lua': `
				return function()
					describe("a box", function()
						local box
						before(function() box = {} end)
						after(function() box = nil end)
						test("is empty", function() assert_nil(next(box)) end)
						describe("with a thing", function()
							before(function() box[1] = vmath.vector3(1) end)
							test("is not", function() assert_not_nil(next(box)) end)
						end)
					end)
				end
			`,
		});
		expect(results).toEqual([
			['b_test.lua', 'a box is empty', true, undefined],
			['b_test.lua', 'a box with a thing is not', true, undefined],
		]);
	});

	it('report a file that cannot be read or run, and go on with the next', async () => {
		const results = await run({ 'c_test.lua': 'local = 1', 'd_test.lua': 'return { test_it = function() end }' });
		expect(results[0]?.slice(0, 3)).toEqual(['c_test.lua', '(the file)', false]);
		expect(results[0]?.[3]).toContain('c_test.lua:1:');
		expect(results[1]).toEqual(['d_test.lua', 'test_it', true, undefined]);
	});

	it('can be chosen by a part of their name or file', async () => {
		const source = 'return { test_one = function() end, test_two = function() end }';
		expect(await run({ 'a_test.lua': source, 'b_test.lua': source }, 'two')).toHaveLength(2);
		expect(await run({ 'a_test.lua': source, 'b_test.lua': source }, 'b_')).toHaveLength(2);
	});
});
