import { describe, expect, it } from 'vitest';
import { matchesGlob } from './glob.ts';

describe('matchesGlob', () => {
	it.each([
		['/rooms/a.collection', '/rooms/a.collection', true],
		['/rooms/a.collection', 'rooms/a.collection', true],
		['/rooms/a.collection', '/rooms/*.collection', true],
		['/rooms/deep/a.collection', '/rooms/*.collection', false],
		['/rooms/deep/a.collection', '/rooms/**/*.collection', true],
		['/rooms/a.collection', '/rooms/**/*.collection', true],
		['/rooms/a.collection', '**/a.collection', true],
		['/rooms/a.collection', '/**', true],
		['/rooms/a.collection', '/rooms/?.collection', true],
		['/rooms/ab.collection', '/rooms/?.collection', false],
		['/rooms/a.collection', '/rooms/a+collection', false],
		['/rooms/axcollection', '/rooms/a.collection', false],
		['/rooms/a.collectionc', '/rooms/a.collection', false],
	])('%s against %s: %s', (path, pattern, expected) => {
		expect(matchesGlob(path, pattern)).toBe(expected);
	});
});
