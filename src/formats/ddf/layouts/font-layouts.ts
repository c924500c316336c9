import { WIRE } from '../../wire/wire-reader.ts';
import { FontMapSchema, GlyphBankSchema } from '../gen/render_ddf_pb.ts';
import { moved, rules, same, type TypeLayouts } from './layout.ts';
import type { Renumbering } from './renumber.ts';

/** Fields of a font from here on belong to the glyph bank that lies in the same file. */
export const BANK_FIELDS = 2000;

const inBank = (to: number): { to: number } => ({ to: BANK_FIELDS + to });

/** A glyph's width was a whole number, and how far it reaches above and below the line unsigned. */
const GLYPH: Renumbering = {
	fields: rules([
		...same(1, 3, 4, 7, 8, 9, 10),
		[2, { to: 2, as: 'float' }],
		[5, { to: 5, as: 'signed' }],
		[6, { to: 6, as: 'signed' }],
	]),
};

/** Engine 1.11.2: the width of the glyph's picture (3) lies beside its own. */
const GLYPH_WITH_IMAGE_WIDTH: Renumbering = { fields: rules([...same(1, 2), ...moved(4, 3, 8)]) };

/** What both layouts with the glyphs inside have; 12 is a distance field's offset, which is no more. */
const GLYPHS_INSIDE = [
	[1, { ...inBank(1), inside: GLYPH }],
	[2, { to: 1 }],
	...same(6, 7),
	[8, inBank(5)],
	[9, inBank(6)],
	[10, inBank(10)],
	[11, inBank(11)],
	[13, inBank(12)],
] as const;

/** Fonts. Source: font_ddf of engines of 2017, the descriptors of 1.2.192, and compiled fonts of engines between them. */
export const FONT_LAYOUTS: TypeLayouts = {
	schema: FontMapSchema,
	layouts: [
		{
			name: 'to-1.2.138',
			fits: (look) => hasGlyphsInside(look) && look.wireType(14) === WIRE.VARINT,
			renumbering: {
				fields: rules([
					...GLYPHS_INSIDE,
					[14, inBank(14)],
					[15, inBank(15)],
					[16, inBank(2)],
					[17, inBank(16)],
					[18, inBank(17)],
					[19, inBank(3)],
					[20, inBank(4)],
					[21, { to: 10 }],
					[22, { to: 11 }],
					[23, { to: 9 }],
				]),
			},
		},
		{
			name: 'to-1.3.1',
			fits: hasGlyphsInside,
			renumbering: {
				fields: rules([
					...GLYPHS_INSIDE,
					[14, inBank(13)],
					[15, inBank(14)],
					[16, inBank(15)],
					[17, inBank(2)],
					[18, inBank(16)],
					[19, inBank(17)],
					[20, inBank(3)],
					[21, inBank(4)],
					[22, { to: 10 }],
					[23, { to: 11 }],
					[24, { to: 9 }],
					[25, inBank(18)],
					[26, { to: 13 }],
				]),
			},
		},
		{
			name: 'to-1.9.3',
			fits: (look) => look.wireType(3) === WIRE.FIXED32,
			renumbering: {
				fields: rules([
					[1, { to: 2 }],
					[2, { to: 1 }],
					[3, { to: 6 }],
					[4, { to: 7 }],
					[5, { to: 10 }],
					[6, { to: 11 }],
					[7, { to: 9 }],
					[8, { to: 13 }],
				]),
			},
		},
		{
			name: 'to-1.10.1',
			fits: (look) => look.wireType(3) === WIRE.VARINT,
			renumbering: { fields: rules([[1, { to: 2 }], [2, { to: 1 }], ...moved(3, 4, 12)]) },
		},
	],
};

/** Only these have their largest ascent (8) and descent in the font, and no size or glyph bank before them. */
function hasGlyphsInside(look: { wireType(field: number): number | undefined }): boolean {
	return look.wireType(8) === WIRE.FIXED32 && [3, 4, 5].every((field) => look.wireType(field) === undefined);
}

/** Glyph banks. Source: the descriptors of 1.11.2 and 1.13.0, and compiled banks of engines from 1.6.2 on. */
export const GLYPH_BANK_LAYOUTS: TypeLayouts = {
	schema: GlyphBankSchema,
	layouts: [
		{
			name: 'to-1.9.3',
			fits: (look) => look.wireType(7) === WIRE.VARINT,
			renumbering: {
				fields: rules([
					[1, { to: 1, inside: GLYPH }],
					...same(2, 3, 4, 5, 6),
					[7, { to: 10 }],
					[8, { to: 11 }],
					[10, { to: 12 }],
					[11, { to: 13 }],
					...moved(12, 14, 7),
				]),
			},
		},
		{
			name: 'to-1.10.1',
			fits: (look) => look.wireType(21) === WIRE.VARINT || look.wireType(14) === WIRE.FIXED32,
			renumbering: {
				fields: rules([[1, { to: 1, inside: GLYPH }], ...same(2, 3, 4, 5, 6, 7, 8, 9, 10, 11), ...moved(13, 12, 9)]),
			},
		},
		{
			name: 'to-1.12.1',
			fits: (look) =>
				look.all(1).some((glyph) => glyph.wireType(11) !== undefined || glyph.wireType(3) === WIRE.VARINT),
			renumbering: {
				fields: rules([[1, { to: 1, inside: GLYPH_WITH_IMAGE_WIDTH }], ...moved(2, 2, 19)]),
			},
		},
	],
};
