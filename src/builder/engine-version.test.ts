import { describe, expect, it } from 'vitest';
import { isAtLeast } from './engine-version.ts';

describe('isAtLeast', () => {
	it.each([
		['1.12.0', true],
		['1.11.2', false],
		['1.13', true],
		['2.0.0', true],
		['1.2.192', false],
		['e778f9ea', false],
		['', false],
	])('%s is 1.12.0 or later: %s', (version, expected) => {
		expect(isAtLeast(version, [1, 12, 0])).toBe(expected);
	});
});
