import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { displayNumber, formatExponential, formatFixed, formatGeneral, LUAJIT_STYLE, parseNumber } from './numbers.ts';

const layout = (precision: number): { precision: number; isAlternate: boolean; tiesToEven: boolean } => ({
	precision,
	isAlternate: false,
	tiesToEven: true,
});

describe('numbers as text', () => {
	test('read back as they were when fourteen digits are enough', () => {
		fc.assert(
			fc.property(fc.integer({ min: -1e13, max: 1e13 }), fc.integer({ min: 0, max: 20 }), (digits, places) => {
				const value = Number(`${digits}e-${places}`);
				expect(parseNumber(displayNumber(value))).toBe(value);
			}),
		);
	});

	test('are within half a unit of the fourteenth digit for any double', () => {
		fc.assert(
			fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
				const shown = parseNumber(displayNumber(value)) ?? Number.NaN;
				expect(Math.abs(shown - value)).toBeLessThanOrEqual(Math.abs(value) * 0.5000001e-13);
			}),
		);
	});

	test('round ties to even, in LuaJIT up', () => {
		expect(formatFixed(0.5, layout(0))).toBe('0');
		expect(formatFixed(1.5, layout(0))).toBe('2');
		expect(formatFixed(0.125, layout(2))).toBe('0.12');
		expect(formatFixed(2 ** 50 + 0.25, layout(1))).toBe('1125899906842624.2');
		expect(formatExponential(2.5, layout(0))).toBe('2e+00');
		expect(formatGeneral(2.125, layout(3))).toBe('2.12');
		expect(formatFixed(0.5, { ...layout(0), tiesToEven: false })).toBe('1');
		expect(displayNumber(123456789012345)).toBe('1.2345678901234e+14');
		expect(displayNumber(123456789012345, LUAJIT_STYLE)).toBe('1.2345678901235e+14');
	});

	test('are exact beyond what JavaScript formats by itself', () => {
		expect(formatFixed(1e22, layout(1))).toBe('10000000000000000000000.0');
		expect(formatFixed(2 ** 100, layout(0))).toBe('1267650600228229401496703205376');
		expect(formatFixed(0.1, layout(60))).toBe('0.100000000000000005551115123125782702118158340454101562500000');
	});

	test('show the values that are not numbers', () => {
		expect([0, -0, 1 / 0, -1 / 0, 0 / 0].map((value) => displayNumber(value))).toEqual([
			'0',
			'-0',
			'inf',
			'-inf',
			'-nan',
		]);
		expect(displayNumber(Number.NaN, LUAJIT_STYLE)).toBe('nan');
	});
});

test('text that is no number is none', () => {
	for (const text of ['', ' ', '1x', '0x', 'e5', '1e', '--1', '1 2', '0x1g', '1_000', 'Infinit']) {
		expect(parseNumber(text)).toBeUndefined();
	}
	expect(parseNumber(' -0x10\n')).toBe(-16);
	expect(parseNumber('0x.8p1')).toBe(1);
	expect(parseNumber('inf')).toBe(Number.POSITIVE_INFINITY);
	expect(parseNumber('nan')).toBeNaN();
});
