import { describe, expect, test } from 'vitest';
import { argError, checkNumber, createLua, type LuaFunction, LuaUserdata, type LuaValue } from '../index.ts';

/** A vector as an engine has it. */
class Vector extends LuaUserdata {
	x: number;
	y: number;

	constructor(x: number, y: number) {
		super();
		this.x = x;
		this.y = y;
	}

	override index(key: LuaValue): LuaValue {
		return key === 'x' ? this.x : key === 'y' ? this.y : undefined;
	}

	override newindex(key: LuaValue, value: LuaValue): void {
		if (key === 'x') this.x = checkNumber(value, 3);
		else if (key === 'y') this.y = checkNumber(value, 3);
		else argError(2, 'no such component');
	}

	override add(left: LuaValue, right: LuaValue): LuaValue {
		if (!(left instanceof Vector && right instanceof Vector)) return argError(1, 'vector expected');
		return new Vector(left.x + right.x, left.y + right.y);
	}

	override mul(left: LuaValue, right: LuaValue): LuaValue {
		const vector = left instanceof Vector ? left : right;
		const factor = left instanceof Vector ? right : left;
		return vector instanceof Vector
			? new Vector(vector.x * checkNumber(factor, 2), vector.y * Number(factor))
			: undefined;
	}

	override unm(): LuaValue {
		return new Vector(-this.x, -this.y);
	}

	override eq(other: LuaUserdata): boolean {
		return other instanceof Vector && other.x === this.x && other.y === this.y;
	}

	override lt(left: LuaValue, right: LuaValue): boolean {
		return left instanceof Vector && right instanceof Vector && left.x < right.x;
	}

	override len(): LuaValue {
		return 2;
	}

	override call(...args: LuaValue[]): LuaValue[] {
		return [this.x, ...args];
	}

	override concat(left: LuaValue, right: LuaValue): LuaValue {
		return `${left instanceof Vector ? 'v' : left}${right instanceof Vector ? 'v' : right}`;
	}

	override tostring(): string {
		return `(${this.x}, ${this.y})`;
	}
}

class Opaque extends LuaUserdata {}

/** Lines that a program prints. */
function linesOf(source: string): string[] {
	const lines: string[] = [];
	const lua = createLua({ print: (line) => lines.push(line) });
	lua.globals.set('vector', ((x, y) => new Vector(Number(x), Number(y))) as LuaFunction);
	lua.globals.set('opaque', (() => new Opaque()) as LuaFunction);
	lua.load(source, '=t')();
	return lines;
}

describe('host objects', () => {
	test('have the operators their class implements', () => {
		expect(
			linesOf(`
				local a, b = vector(1, 2), vector(3, 4)
				print(a + b, a * 2, 2 * a, -a, #a, a("arg"))
				print(a .. "s", "s" .. a, a .. b, tostring(a), type(a))
				print(a == vector(1, 2), a ~= vector(1, 2), a == b, a < b, a > b, a <= b, a >= b)
				a.x = 10 print(a.x, a.y, a.z, a == 10)
			`),
		).toEqual([
			'(4, 6)\t(2, 4)\t(2, 4)\t(-1, -2)\t2\t1\targ',
			'vs\tsv\tvv\t(1, 2)\tuserdata',
			'true\tfalse\tfalse\ttrue\tfalse\ttrue\tfalse',
			'10\t2\tnil\tfalse',
		]);
	});

	test("give Lua's own errors for what their class leaves out", () => {
		expect(
			linesOf(`
				local o = opaque()
				for _, f in ipairs({
					function() return o.x end, function() o.x = 1 end, function() return o + 1 end, function() return 1 - o end,
					function() return #o end, function() return -o end, function() return o < opaque() end, function() o() end,
					function() return o .. "s" end, function() return vector(1, 2) / 2 end, function() return o < 1 end,
				}) do print(select(2, pcall(f))) end
				print(o == o, o == opaque(), tostring(o):match("^userdata: 0x") ~= nil)
			`),
		).toEqual([
			"t:4: attempt to index upvalue 'o' (a userdata value)",
			"t:4: attempt to index upvalue 'o' (a userdata value)",
			"t:4: attempt to perform arithmetic on upvalue 'o' (a userdata value)",
			"t:4: attempt to perform arithmetic on upvalue 'o' (a userdata value)",
			"t:5: attempt to get length of upvalue 'o' (a userdata value)",
			"t:5: attempt to perform arithmetic on upvalue 'o' (a userdata value)",
			't:5: attempt to compare two userdata values',
			"t:5: attempt to call upvalue 'o' (a userdata value)",
			"t:6: attempt to concatenate upvalue 'o' (a userdata value)",
			't:6: attempt to perform arithmetic on a userdata value',
			't:6: attempt to compare userdata with number',
			'true\tfalse\ttrue',
		]);
	});

	test('show a metatable made from their class', () => {
		expect(
			linesOf(`
				local mt = getmetatable(vector(1, 2))
				print(type(mt.__index), type(mt.__add), mt.__div, mt == getmetatable(vector(3, 4)))
				print(mt.__index(vector(5, 6), "y"), mt.__add(vector(1, 1), vector(2, 2)), mt.__mul(3, vector(1, 2)))
				print(pcall(setmetatable, vector(1, 2), {}))
			`),
		).toEqual([
			'function\tfunction\tnil\ttrue',
			'6\t(3, 3)\t(3, 6)',
			"false\tbad argument #1 to '?' (table expected, got userdata)",
		]);
	});

	test('are table keys by identity', () => {
		expect(linesOf('local a, b, t = vector(1, 2), vector(1, 2), {} t[a] = "a" print(t[a], t[b], a == b)')).toEqual([
			'a\tnil\ttrue',
		]);
	});

	test('work the same inside coroutines and as __index of tables', () => {
		expect(
			linesOf(`
				print(coroutine.wrap(function() local v = vector(1, 2) coroutine.yield(v + v) end)())
				local t = setmetatable({}, { __index = vector(7, 8) }) print(t.x, t.y, t.z)
				local m = setmetatable({}, { __add = function(a, b) return "table first" end }) print(m + vector(1, 2), vector(1, 2) + vector(0, 1))
			`),
		).toEqual(['(2, 4)', '7\t8\tnil', 'table first\t(1, 3)']);
	});
});
