import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Matcher, parsePattern } from './pattern.ts';
import { patternToRegExp } from './pattern-regexp.ts';

const piece = fc.oneof(
	fc.constantFrom(
		'a',
		'b',
		'.',
		'%a',
		'%d',
		'%s',
		'%W',
		'[ab]',
		'[^a]',
		'[%d_]',
		'%.',
		'%f[a]',
		'%f[^b]',
		'(a)',
		'(.)',
	),
	fc
		.tuple(fc.constantFrom('a', 'b', '.', '%a', '[ab]', '[^b]', '%S'), fc.constantFrom('*', '+', '-', '?'))
		.map((p) => p.join('')),
	fc.tuple(fc.constantFrom('a', '.', '[ab]'), fc.constantFrom('*', '-', '+')).map((p) => `(${p.join('')})`),
);
const patterns = fc
	.tuple(fc.constantFrom('', '^'), fc.array(piece, { minLength: 1, maxLength: 5 }), fc.constantFrom('', '$'))
	.map(([start, pieces, end]) => start + pieces.join('') + end);
const subjects = fc
	.array(fc.constantFrom('a', 'b', 'c', '1', ' ', '.', '_', '\0', '\xff'), { maxLength: 12 })
	.map((chars) => chars.join(''));

/** First match by walking the pattern. */
function walk(text: string, subject: string): unknown {
	const pattern = parsePattern(text, false, false);
	const matcher = new Matcher(pattern);
	for (let start = 0; start <= subject.length; start++) {
		const end = matcher.matchAt(subject, start);
		if (end >= 0) return [start, end, Array.from({ length: matcher.level }, (_, index) => matcher.capture(index))];
		if (pattern.isAnchored) break;
	}
	return undefined;
}

describe('patterns', () => {
	test('match the same as regular expressions as when they are walked', () => {
		fc.assert(
			fc.property(patterns, subjects, (text, subject) => {
				const expression = patternToRegExp(parsePattern(text, false, false));
				expect(expression).toBeDefined();
				const match = expression?.exec(subject);
				const found = match ? [match.index, match.index + match[0].length, match.slice(1)] : undefined;
				expect(found).toEqual(walk(text, subject));
			}),
			{ numRuns: 2000 },
		);
	});

	test('with positions, balances and repeated captures are walked', () => {
		for (const text of ['()', '%b()', '(a)%1', '(', ')', 'a)', '[a', '%']) {
			expect(patternToRegExp(parsePattern(text, false, false))).toBeUndefined();
		}
		expect(walk('()a()', 'bab')).toEqual([1, 2, [2, 3]]);
		expect(walk('%b<>', 'x<a<b>c>d')).toEqual([1, 8, []]);
		expect(walk('(.)%1', 'abccd')).toEqual([2, 4, ['c']]);
	});

	test('complain only when matching reaches what is malformed', () => {
		expect(walk('x[', 'abc')).toBeUndefined();
		expect(() => walk('a[', 'abc')).toThrow("malformed pattern (missing ']')");
		expect(() => walk('a%', 'abc')).toThrow("malformed pattern (ends with '%')");
		expect(() => walk('a%f', 'abc')).toThrow("missing '[' after '%f' in pattern");
		expect(() => walk('a)', 'abc')).toThrow('invalid pattern capture');
	});
});
