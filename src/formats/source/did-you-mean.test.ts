import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { didYouMean, nearestWord } from './did-you-mean.ts';

describe('didYouMean', () => {
	const words = ['position', 'prototype', 'id', 'default_animation'];

	it.each([
		['positoin', 'position'],
		['prototyp', 'prototype'],
		['ids', 'id'],
		['defaultanimaton', 'default_animation'],
	])('finds what %s was to be', (word, meant) => {
		expect(didYouMean(word, words)).toBe(`did you mean ${meant}?`);
	});

	it.each(['rotation', 'xy', '', 'something_else_entirely'])('says nothing about %j', (word) => {
		expect(didYouMean(word, words)).toBeUndefined();
	});

	it('takes the first of equally near words', () => {
		expect(nearestWord('cat', ['bat', 'hat'])).toBe('bat');
	});

	it('finds a word with one letter dropped, doubled or swapped', () => {
		const word = fc.stringMatching(/^[a-z]{3,12}$/);
		fc.assert(
			fc.property(word, fc.nat(), fc.constantFrom('drop', 'double', 'swap'), (meant, seed, how) => {
				const at = seed % (meant.length - 1);
				const [a = '', b = ''] = meant.slice(at);
				const middle = how === 'drop' ? b : how === 'double' ? `${a}${a}${b}` : `${b}${a}`;
				expect(nearestWord(`${meant.slice(0, at)}${middle}${meant.slice(at + 2)}`, [meant])).toBe(meant);
			}),
		);
	});
});
