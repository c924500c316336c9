import fc from 'fast-check';
import { expect, test } from 'vitest';
import { codeOf } from '../refusal-contract.ts';
import { readIni, writeIni } from './ini.ts';
import { createSourceText } from './source-text.ts';

const read = (text: string): { name: string; entries: (readonly [string, string])[] }[] => {
	const { sections, diagnostics } = readIni(createSourceText('a.ini', text));
	expect(diagnostics).toEqual([]);
	return sections.map(({ name, entries }) => ({ name, entries: entries.map(({ key, value }) => [key, value]) }));
};

const anything = fc.uniqueArray(
	fc.record({
		name: fc.string({ maxLength: 8 }),
		entries: fc.array(fc.tuple(fc.string({ maxLength: 8 }), fc.string({ maxLength: 12 })), { maxLength: 4 }),
	}),
	{ selector: ({ name }) => name, maxLength: 4 },
);

test('whatever is written is read back the same, or refused', () => {
	let writtenCount = 0;
	fc.assert(
		fc.property(anything, (sections) => {
			const code = codeOf(() => {
				expect(read(writeIni(sections))).toEqual(sections);
				writtenCount++;
			});
			expect(['unrepresentable', 'nothing was thrown']).toContain(code);
		}),
	);
	expect(writtenCount).toBeGreaterThan(10);
});

test('values keep "=", ";", "#" and quotes', () => {
	const sections = [{ name: 'project', entries: [['title', 'a = "b"; #c'] as const, ['list#0', '[x]'] as const] }];
	expect(read(writeIni(sections))).toEqual(sections);
});

test('throws unrepresentable for line breaks, blanks around a text, and keys that are none', () => {
	for (const [key, value] of [
		['a', 'b\nc'],
		['a', ' b'],
		['a=b', 'c'],
		['', 'c'],
		['[a', 'b]'],
	] as const) {
		expect(codeOf(() => writeIni([{ name: 's', entries: [[key, value]] }]))).toBe('unrepresentable');
	}
});
