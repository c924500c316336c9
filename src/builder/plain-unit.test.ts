import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSourceText, type SourceText } from '../formats/index.ts';
import { fromPlainUnit, toPlainUnit } from './plain-unit.ts';

/** Text inside another whose characters begin at these offsets. */
function inside(outer: SourceText, text: string, offsets: readonly number[]): SourceText {
	return {
		file: outer.file,
		text,
		locate: (offset) => outer.locate(offsets[Math.max(0, Math.min(offset, offsets.length - 1))] ?? 0),
	};
}

describe('plain units', () => {
	it('know where each of their characters stands, as the text they were made of', () => {
		const text = fc.string({ unit: fc.constantFrom('a', 'b', '\n', '"', '\\'), maxLength: 60 });
		fc.assert(
			fc.property(text, fc.array(fc.nat({ max: 60 }), { maxLength: 40 }), (outer, steps) => {
				let at = 0;
				const offsets = steps.map((step) => {
					at += step % 4;
					return at;
				});
				const embedded = inside(createSourceText('/a.go', outer), 'x'.repeat(Math.max(0, offsets.length - 1)), offsets);
				const unit = toPlainUnit({ path: '/_generated_1.sprite', extension: 'sprite', embedded });
				// It survives being written down.
				const again = fromPlainUnit(JSON.parse(JSON.stringify(unit))).embedded;
				for (let offset = -1; offset <= embedded.text.length + 1; offset++) {
					expect(again?.locate(offset)).toEqual(embedded.locate(offset));
				}
			}),
		);
	});

	it('take little room for text that stands in one piece', () => {
		const embedded = createSourceText('/a.go', 'one long line of text '.repeat(20));
		expect(toPlainUnit({ path: '/a', extension: 'sprite', embedded }).embedded?.runs).toEqual([0, 1, 1, 1]);
	});
});
