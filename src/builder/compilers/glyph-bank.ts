import { extensionOf, FontDescSchema } from '../../formats/index.ts';
import { type Compiler, withExtension } from '../compiler.ts';
import { isAtLeast } from '../engine-version.ts';
import { writeGlyphBank } from '../fonts/glyph-bank.ts';
import { openFont } from '../fonts/outline.ts';
import { compileBitmapGlyphs } from './bitmap-glyphs.ts';

/** The glyphs of a font. The unit is made by the font; its text is the settings that decide what glyphs look like. */
export const glyphBankCompiler: Compiler = {
	extensions: ['glyph_bank'],
	outputExtension: 'glyph_bankc',
	async compile(unit, context) {
		const text = await context.textOf(unit);
		const at = text.locate(0);
		const { message } = context.readMessage(FontDescSchema, text);
		if (message && extensionOf(message.font).toLowerCase() === 'fnt')
			return await compileBitmapGlyphs(unit, text, context);
		const bytes = message && (await context.load(message.font, { at, field: 'font' }));
		if (!message || !bytes) return [];
		try {
			const sized = await openFont(bytes, message.size);
			const characters = message.allChars ? sized.characters() : charactersOf(message);
			const older = !isAtLeast(context.settings.engineVersion, [1, 13, 0]);
			const glyphs = writeGlyphBank(sized, message, { characters, older });
			if (!glyphs) {
				const text = `${message.font} has more glyphs of this size than fit into memory`;
				context.report(at, { code: 'limit', message: text, hint: 'list characters instead of all_chars' });
				return [];
			}
			if (!characters.some((character) => sized.outline(character))) {
				context.report(at, {
					code: 'empty-font',
					message: `${message.font} has none of the characters that are asked for`,
					hint: 'set all_chars, or list characters that it has',
				});
			}
			return [{ path: withExtension(unit.path, 'glyph_bankc'), bytes: glyphs }];
		} catch (error) {
			const reason = error instanceof Error ? error.message : String(error);
			context.report(at, {
				code: 'invalid-font',
				message: `${message.font} is not a font that can be read: ${reason}`,
			});
			return [];
		}
	},
};

/** Printable ASCII, or the characters that the font lists, and the extra ones; each once. */
function charactersOf({ characters, extraCharacters }: { characters: string; extraCharacters: string }): number[] {
	const ascii = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join('');
	return [...new Set((characters || ascii) + extraCharacters)].map((one) => one.codePointAt(0) as number);
}
