import { describe, expect, it } from 'vitest';
import { keyOfCode } from './key-codes.ts';

describe('keys', () => {
	it.each([
		['KeyA', 32],
		['KeyZ', 57],
		['Digit0', 15],
		['Digit9', 24],
		['Numpad7', 107],
		['F12', 80],
		['ArrowLeft', 83],
		['Space', 0],
	])('%s is key %i of Defold', (code, key) => expect(keyOfCode(code)).toBe(key));

	it.each(['F13', 'AudioVolumeUp', ''])('%j is none', (code) => expect(keyOfCode(code)).toBeUndefined());
});
