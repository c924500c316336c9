import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import { describe, expect, it } from 'vitest';
import { FontMapSchema, GlyphBankSchema, OlderGlyphBankSchema, readMessage } from '../../formats/index.ts';
import { smallFont } from '../fonts/small-font-contract.ts';
import { build, compile, png, textOf } from '../memory-project-contract.ts';
import { readBuilt, readPublished } from '../published-contract.ts';

const FONT = 'font: "/small.ttf" material: "/builtins/fonts/font.material" size: 10\n';

/** The font and its glyphs as a game has them. */
async function fontOf(text: string, { engineVersion = '1.13.0' }: { engineVersion?: string } = {}) {
	const result = await build(
		{
			'/game.project': '[bootstrap]\nmain_collection = /main.collectionc\n',
			'/main.collection': 'name: "main" instances { id: "go" prototype: "/a.go" }',
			'/a.go': 'components { id: "label" component: "/a.label" }',
			'/a.label': 'size { x: 1 y: 1 } font: "/a.font" material: "/builtins/fonts/label.material"',
			'/a.font': text,
			'/small.ttf': smallFont(),
		},
		{ engineVersion },
	);
	const resources = readBuilt(result);
	const map = readMessage(FontMapSchema, resources.get('/a.fontc') ?? new Uint8Array(), '/a.fontc');
	const bytes = resources.get(map.glyphBank) ?? new Uint8Array();
	return { diagnostics: result.diagnostics, map, bytes };
}

describe('fonts', () => {
	it('name their glyphs, which hold what the font has of the characters asked for', async () => {
		const { diagnostics, map, bytes } = await fontOf(FONT);
		expect(diagnostics).toEqual([]);
		expect(map.material).toBe('/builtins/fonts/font.materialc');
		expect(map.glyphBank).toMatch(/^\/_generated_small_[0-9a-f]{1,16}\.glyph_bankc$/);
		const bank = readMessage(GlyphBankSchema, bytes, 'bank');
		expect(bank.glyphs.map((glyph) => String.fromCodePoint(glyph.character))).toEqual([' ', 'A', 'g']);
		expect(bank).toMatchObject({ maxAscent: 8, maxDescent: 4, maxAdvance: 8, isMonospaced: true, glyphChannels: 1 });
		expect(bank.glyphs).toMatchObject([
			{ width: 0, advance: 8, glyphDataSize: 0n },
			{ width: 7, advance: 8, leftBearing: 1, ascent: 6, descent: 0 },
			{ advance: 8, leftBearing: 0, ascent: 1, descent: 3 },
		]);
	});

	it('draw glyphs with their holes, an empty pixel around each', async () => {
		const bank = readMessage(GlyphBankSchema, (await fontOf(FONT)).bytes, 'bank');
		const [, a] = bank.glyphs;
		const stored = bank.glyphData.subarray(
			Number(a?.glyphDataOffset),
			Number((a?.glyphDataOffset ?? 0n) + (a?.glyphDataSize ?? 0n)),
		);
		expect(stored[0]).toBe(0);
		const width = (a?.width ?? 0) + 2;
		const rows = Array.from({ length: 8 }, (_, y) =>
			[...stored.subarray(1 + y * width, 1 + (y + 1) * width)]
				.map((value) => (value === 255 ? '#' : value === 0 ? '.' : '?'))
				.join(''),
		);
		expect(rows).toEqual([
			'.........',
			'.######..',
			'.######..',
			'.##..##..',
			'.##..##..',
			'.######..',
			'.######..',
			'.........',
		]);
	});

	it('keep the distance to the edge in a distance field', async () => {
		const { map, bytes } = await fontOf(`${FONT} output_format: TYPE_DISTANCE_FIELD outline_width: 2 size: 20`);
		const bank = readMessage(GlyphBankSchema, bytes, 'bank');
		expect(map.sdfSpread).toBeCloseTo(3.4142, 4);
		expect(map.sdfOutline).toBeCloseTo(0.75 - (2 / 3.4142) * 0.25, 4);
		expect(bank).toMatchObject({ glyphChannels: 1, padding: 3 });
		const a = bank.glyphs[1];
		const width = (a?.width ?? 0) + 2;
		const at = (x: number, y: number): number =>
			(bank.glyphData[Number(a?.glyphDataOffset) + 1 + (y + 4) * width + x + 4] ?? 0) / 255;
		// Half a pixel inside the left edge, half a pixel outside it, and two and a half outside.
		expect(at(0, 2)).toBeCloseTo(0.75 + (0.5 / 3.4142) * 0.25, 1.9);
		expect(at(-1, 2)).toBeCloseTo(0.75 - (0.5 / 3.4142) * 0.25, 1.9);
		expect(at(-3, 2)).toBeCloseTo(0.75 - (2.5 / 3.4142) * 0.25, 1.9);
	});

	it('have a layer for outline and shadow in a bitmap', async () => {
		const { map, bytes } = await fontOf(
			`${FONT} outline_width: 1 outline_alpha: 1 shadow_alpha: 0.5 shadow_blur: 2 render_mode: MODE_MULTI_LAYER`,
		);
		expect(map.layerMask).toBe(7);
		const bank = readMessage(GlyphBankSchema, bytes, 'bank');
		expect(bank).toMatchObject({ glyphChannels: 3, padding: 3 });
		const a = bank.glyphs[1];
		expect(Number(a?.glyphDataSize)).toBe(1 + 3 * ((a?.width ?? 0) + 2) * ((a?.ascent ?? 0) + (a?.descent ?? 0) + 2));
	});

	it('write the glyphs in the layout that engines before 1.13.0 read', async () => {
		const bank = readMessage(OlderGlyphBankSchema, (await fontOf(FONT, { engineVersion: '1.11.2' })).bytes, 'bank');
		expect(bank.glyphs.map((glyph) => [glyph.character, glyph.imageWidth])).toEqual([
			[32, 0],
			[65, 7],
			[103, bank.glyphs[2]?.width],
		]);
		expect(bank.$unknown ?? []).toEqual([]);
	});

	it('share their glyphs when they differ in what is drawn from them alone', async () => {
		const plain = await fontOf(FONT);
		expect((await fontOf(`${FONT} shadow_x: 3`)).map.glyphBank).toBe(plain.map.glyphBank);
		expect((await fontOf(`${FONT} characters: "A"`)).map.glyphBank).not.toBe(plain.map.glyphBank);
	});

	it('made of pictures have the glyphs cut out of them, in their own colours', async () => {
		const picture = await png(16, 8, { r: 200, g: 100, b: 50, alpha: 0.5 });
		const text = [
			'info face="Small Caps" size=8',
			'common lineHeight=10 base=7 scaleW=16 scaleH=8 pages=1',
			'page id=0 file="small_0.png"',
			'chars count=2',
			'char id=65 x=0 y=0 width=4 height=6 xoffset=1 yoffset=2 xadvance=6 page=0 chnl=15',
			'char id=32 x=0 y=0 width=0 height=0 xoffset=0 yoffset=0 xadvance=6 page=0 chnl=15',
		].join('\n');
		const font = 'font: "/f/small.fnt" material: "/builtins/fonts/font-fnt.material" size: 8';
		const files = { '/a.font': font, '/f/small.fnt': text, '/f/small_0.png': picture };
		const compiled = await compile('/a.font', files);
		expect(compiled.diagnostics).toEqual([]);
		const [bankPath = ''] = compiled.units.filter((unit) => unit.endsWith('.glyph_bank'));
		const embedded = textOf(font);
		const bank = await compile(bankPath, files, { embedded, settings: { engineVersion: '1.13.0' } });
		expect(bank.diagnostics).toEqual([]);
		const { glyphs, glyphData, ...measures } = bank.message(GlyphBankSchema);
		expect(measures).toMatchObject({
			glyphChannels: 4,
			maxAscent: 7,
			maxDescent: 3,
			cacheCellWidth: 6,
			isMonospaced: true,
		});
		expect(glyphs).toMatchObject([
			{ character: 65, width: 4, advance: 6, leftBearing: 1, ascent: 5, descent: 1 },
			{ character: 32, width: 0, glyphDataSize: 0n },
		]);
		// A byte that says "not compressed", then 6 by 8 pixels, the first row of which is empty.
		expect(glyphData.length).toBe(1 + 6 * 8 * 4);
		expect([...glyphData.subarray(1 + 7 * 4, 1 + 8 * 4)]).toEqual([100, 50, 25, 128]);
		const broken = await compile(
			bankPath,
			{ ...files, '/f/small.fnt': text.replace('width=4', 'width=40') },
			{ embedded },
		);
		expect(broken.diagnostics).toMatchObject([{ file: '/f/small.fnt', line: 5, code: 'invalid-font' }]);
		const none = await compile(bankPath, { ...files, '/f/small.fnt': '<font></font>' }, { embedded });
		expect(none.diagnostics).toMatchObject([{ file: '/f/small.fnt', code: 'invalid-font' }]);
	});

	it.each(['default', 'system_font', 'debug/always_on_top'])(
		'of the builtins, %s, have the glyphs of ASCII',
		async (name) => {
			const path = `/builtins/fonts/${name}.font`;
			const { message, units, diagnostics } = await compile(path, {});
			expect(diagnostics).toEqual([]);
			expect(message(FontMapSchema).size).toBeGreaterThan(10);
			const result = await build(
				{
					'/game.project': '[bootstrap]\nmain_collection = /main.collectionc\n',
					'/main.collection': 'name: "main" instances { id: "go" prototype: "/a.go" }',
					'/a.go': 'components { id: "label" component: "/a.label" }',
					'/a.label': `size { x: 1 y: 1 } font: "${path}" material: "/builtins/fonts/label.material"`,
				},
				{ engineVersion: '1.13.0' },
			);
			expect(units.some((unit) => unit.endsWith('.glyph_bank'))).toBe(true);
			const [bank, bytes = new Uint8Array()] =
				[...readBuilt(result)].find(([one]) => one.endsWith('.glyph_bankc')) ?? [];
			const { glyphs } = readMessage(GlyphBankSchema, bytes, bank ?? '');
			expect(glyphs.map(({ character }) => character)).toEqual(Array.from({ length: 95 }, (_, index) => 32 + index));
			// A font of one width, and nothing but the space is empty.
			expect(new Set(glyphs.map(({ advance }) => advance)).size).toBe(1);
			expect(glyphs.filter(({ width }) => width === 0).map(({ character }) => character)).toEqual([32]);
		},
	);

	it('report a file that is no font, and one that has none of the characters', async () => {
		const codes = async (text: string, files = {}) =>
			(
				await build({
					'/game.project': '[bootstrap]\nmain_collection = /main.collectionc\n',
					'/main.collection': 'name: "main" instances { id: "go" prototype: "/a.go" }',
					'/a.go': 'components { id: "label" component: "/a.label" }',
					'/a.label': 'size { x: 1 y: 1 } font: "/a.font" material: "/builtins/fonts/label.material"',
					'/a.font': text,
					'/small.ttf': smallFont(),
					...files,
				})
			).diagnostics.map((one) => [one.file, one.code]);
		expect(await codes(FONT, { '/small.ttf': 'nonsense' })).toEqual([['/a.font', 'invalid-font']]);
		expect(await codes(`${FONT} outline_width: nan`)).toEqual([['/a.font', 'limit']]);
		expect(await codes(FONT.replace('size: 10', 'size: 4000000000'))).toEqual([['/a.font', 'limit']]);
		expect(await codes(`${FONT} characters: "xyz"`)).toEqual([['/a.font', 'empty-font']]);
		expect(await codes(FONT.replace('small.ttf', 'a.fnt'), { '/a.fnt': '' })).toEqual([['/a.fnt', 'invalid-font']]);
		expect(await codes(FONT.replace('small.ttf', 'none.ttf'))).toEqual([['/a.font', 'missing-file']]);
	});
});

const corpus = join(import.meta.dirname, '../../../../shared/corpus');
const project = join(corpus, 'projects/sample-pixel-line-platformer/assets/fonts');

describe.skipIf(!existsSync(project))('a published font (skipped where the corpus is absent)', () => {
	it('has the measures that bob 1.7.0 wrote', async () => {
		const published = readPublished(join(corpus, 'bundles/action-tester@2024-04-18-559b041'));
		const files = {
			'/assets/fonts/instructions.font': readFileSync(join(project, 'instructions.font')),
			'/assets/fonts/Kenney Pixel.ttf': readFileSync(join(project, 'Kenney Pixel.ttf')),
		};
		const { message, units } = await compile('/assets/fonts/instructions.font', files);
		const name = '/_generated_e6515a809a308fac.glyph_bankc';
		// Newer builders put the name of the font in front of the same hash.
		expect(message(FontMapSchema).glyphBank).toBe(name.replace('_generated_', '_generated_Kenney Pixel_'));
		const path = units.find((one) => one.endsWith('.glyph_bank')) ?? '';
		const bank = await compile(path, files, { embedded: textOf(files['/assets/fonts/instructions.font'].toString()) });
		const ours = bank
			.message(OlderGlyphBankSchema)
			.glyphs.map(({ character, width, ascent, descent, advance, leftBearing }) => [
				character,
				width,
				advance,
				leftBearing,
				ascent,
				descent,
			]);
		expect(ours).toEqual(readGlyphs(published.get(name) ?? new Uint8Array()));
	});
});

/** Measures of the glyphs in the layout of 1.7.0: fields 1 to 6 of each are whole, whole, real, real, whole, whole. */
function readGlyphs(bytes: Uint8Array): number[][] {
	const reader = new BinaryReader(bytes);
	const glyphs: number[][] = [];
	while (reader.pos < reader.len) {
		const [field, type] = reader.tag();
		if (field !== 1) {
			reader.skip(type);
			continue;
		}
		const glyph = [0, 0, 0, 0, 0, 0];
		const end = reader.uint32() + reader.pos;
		while (reader.pos < end) {
			const [no, kind] = reader.tag();
			if (no > 6) reader.skip(kind);
			else glyph[no - 1] = kind === WireType.Bit32 ? reader.float() : reader.int32();
		}
		glyphs.push(glyph);
	}
	return glyphs;
}
