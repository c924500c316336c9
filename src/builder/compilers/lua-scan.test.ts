import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PropertyType } from '../../formats/index.ts';
import { scanScript } from './lua-scan.ts';
import { luaStringValue, scanLua } from './lua-tokens.ts';

const scan = (text: string, isScript = true) => scanScript(text, { isScript });

describe('scanLua', () => {
	it('gives tokens that put together are the text', () => {
		const piece = fc.constantFrom(
			'--',
			'[[',
			']]',
			'[=[',
			']=]',
			'"',
			"'",
			'\\',
			'x',
			'1',
			' ',
			'\n',
			'(',
			'.',
			'--[[',
			'=',
			'\xff',
		);
		fc.assert(
			fc.property(fc.array(piece), (pieces) => {
				const text = pieces.join('');
				expect(
					scanLua(text)
						.map((token) => token.text)
						.join(''),
				).toBe(text);
			}),
			{ numRuns: 500 },
		);
	});

	it('reads strings and comments of every form', () => {
		const kinds = (text: string) =>
			scanLua(text)
				.filter((token) => token.kind !== 'blank')
				.map((token) => token.kind);
		expect(kinds('--[==[ a ]] ]==] x -- y')).toEqual(['comment', 'name', 'comment']);
		expect(kinds(`"a\\"b" 'c\\\nd' [[e]] [=[f]]]=]`)).toEqual(['string', 'string', 'string', 'string']);
		expect(kinds('"open')).toEqual(['fault', 'name']);
		expect(luaStringValue('"a\\65\\n\\"\\x"')).toBe('aA\n"x');
		expect(luaStringValue('[=[\nb]]]=]')).toBe('b]]');
	});
});

describe('scanScript', () => {
	it('finds modules in every form of require, but not those of the engine, of others or in text', () => {
		const { requires } = scan(
			'local a = require "a.b"\nlocal b = require("c") local c = require \'d\'.x -- require "no"\n' +
				'require("math") x.require("no") local s = \'require "no"\' require(name) require("e" .. "f")\nrequire [[g]]',
		);
		expect(requires.map((one) => one.module)).toEqual(['a.b', 'c', 'd', 'g']);
		expect(requires[0]?.at).toBe(18);
	});

	it('reads properties of every type with their values', () => {
		const { properties, faults } = scan(
			[
				'go.property("n", -1.5e2)',
				'go.property("h", hash("x"))',
				'go.property("u", msg.url("#y"))',
				'go.property("u0", msg.url())',
				'go.property("v3", vmath.vector3(1, -2, 3.5))',
				'go.property("v3one", vmath.vector3(7))',
				'go.property("v4", vmath.vector4())',
				'go.property("q", vmath.quat())',
				'go.property("b", true)',
				'go.property("r", resource.atlas("/a.atlas"))',
				'go.property("r0", resource.material())',
			].join('\n'),
		);
		expect(faults).toEqual([]);
		expect(
			properties.map(({ name, type, numbers, text, isResource }) => [name, type, numbers, text, isResource]),
		).toEqual([
			['n', PropertyType.NUMBER, [-150], '', false],
			['h', PropertyType.HASH, [], 'x', false],
			['u', PropertyType.URL, [], '#y', false],
			['u0', PropertyType.URL, [], '', false],
			['v3', PropertyType.VECTOR3, [1, -2, 3.5], '', false],
			['v3one', PropertyType.VECTOR3, [7, 7, 7], '', false],
			['v4', PropertyType.VECTOR4, [0, 0, 0, 0], '', false],
			['q', PropertyType.QUAT, [0, 0, 0, 1], '', false],
			['b', PropertyType.BOOLEAN, [1], '', false],
			['r', PropertyType.HASH, [], '/a.atlas', true],
			['r0', PropertyType.HASH, [], '', true],
		]);
	});

	it.each([
		'go.property("a")',
		'go.property(a, 1)',
		'go.property("a", 1 + 2)',
		'go.property("a", vmath.vector3(1, 2))',
		'go.property("a", {})',
		'go.property("a", x)',
	])('reports %s', (text) => {
		expect(scan(text).faults).toHaveLength(1);
	});

	// The forms below are those of scripts in published bundles of 1.9.6 to 1.13.1.
	it('blanks comments and declarations but keeps the blanks between their words, and every line', () => {
		expect(
			scan('go.property("score", 100)\ngo.property("travel", vmath.vector3(0.3, 0.12, 0)) -- far\n').stripped,
		).toBe(' \n    \n');
		expect(scan('local a = 1 -- one\n\t-- two\n--[[ three\nfour ]] local b\n').stripped).toBe(
			'local a = 1 \n\t\n\n local b\n',
		);
	});

	it('blanks empty lifecycle functions character by character, in scripts alone', () => {
		const text =
			'function final(self)\nend\nfunction update(self, dt)\n\t-- nothing\nend\nfunction init(self) x() end\n';
		expect(scan(text).stripped).toBe(
			'                    \n   \n                         \n\t\n   \nfunction init(self) x() end\n',
		);
		expect(scan(text, false).stripped).toContain('function final(self)\nend');
		expect(scan('local function init() end\nfunction M.init() end').stripped).toContain('local function init() end');
	});

	it('never changes the number of lines, whatever the text', () => {
		const piece = fc.constantFrom(
			'go.property(',
			'"a"',
			', 1)',
			'--[[',
			']]',
			'--',
			'\n',
			' ',
			'function init() end',
			'(',
			')',
			'x',
		);
		fc.assert(
			fc.property(fc.array(piece), (pieces) => {
				const text = pieces.join('');
				expect(scan(text).stripped.split('\n').length).toBe(text.split('\n').length);
			}),
		);
	});
});
