import { create, toBinary } from '@bufbuild/protobuf';
import { hash64 } from '../../bytes/index.ts';
import {
	extensionOf,
	type FontDesc,
	FontDescSchema,
	FontMapSchema,
	FontRenderMode,
	FontTextureFormat,
	writeText,
} from '../../formats/index.ts';
import { type Compiler, withExtension } from '../compiler.ts';
import { distanceFieldOf, paddingOf } from '../fonts/glyph.ts';
import { inRange, MAX_BORDER } from './limits.ts';

/** Files with outlines, and those with pictures of glyphs. */
const FONT_TYPES = ['ttf', 'otf', 'fnt'];

/** Pixels: as much as the texture that an engine keeps glyphs in has. */
const MAX_SIZE = 2048;

/** `.font`: how text is drawn. Its glyphs are a resource of their own, shared by fonts that differ in colour alone. */
export const fontCompiler: Compiler = {
	extensions: ['font'],
	outputExtension: 'fontc',
	async compile(unit, context) {
		const reading = context.readMessage(FontDescSchema, await context.textOf(unit));
		const { message } = reading;
		if (!message) return [];
		const at = reading.at(message, 'font');
		const measures = [
			{ value: message.size, field: 'size', min: 1, max: MAX_SIZE, at: reading.at(message, 'size') },
			{
				value: message.outlineWidth,
				field: 'outline_width',
				min: 0,
				max: MAX_BORDER,
				at: reading.at(message, 'outlineWidth'),
			},
			{
				value: message.shadowBlur,
				field: 'shadow_blur',
				min: 0,
				max: MAX_BORDER,
				at: reading.at(message, 'shadowBlur'),
			},
		];
		if (!inRange(measures, context)) return [];
		const type = extensionOf(message.font).toLowerCase();
		if (message.font !== '' && !FONT_TYPES.includes(type)) {
			context.report(at, {
				code: 'wrong-type',
				message: `expected a font of type ${FONT_TYPES.map((one) => `.${one}`).join(', ')}, found ${message.font}`,
			});
			return [];
		}
		const material = await context.reference(message.material, {
			at: reading.at(message, 'material'),
			field: 'material',
			extensions: ['material'],
		});
		if (!(await context.load(message.font, { at, field: 'font' }))) return [];
		const name = message.font.slice(message.font.lastIndexOf('/') + 1, -type.length - 1);
		const glyphBank = context.generate({
			path: `/_generated_${name}_${glyphBankHash(message)}.glyph_bank`,
			extension: 'glyph_bank',
			embedded: { file: at.file, text: writeText(FontDescSchema, glyphFields(message)), locate: () => at },
		});
		const isDistanceField = message.outputFormat === FontTextureFormat.TYPE_DISTANCE_FIELD;
		const field = distanceFieldOf(message);
		const map = create(FontMapSchema, {
			material,
			glyphBank,
			size: message.size,
			antialias: message.antialias,
			shadowX: message.shadowX,
			shadowY: message.shadowY,
			shadowBlur: message.shadowBlur,
			shadowAlpha: message.shadowAlpha,
			alpha: message.alpha,
			outlineAlpha: message.outlineAlpha,
			outlineWidth: message.outlineWidth,
			layerMask: layerMask(message),
			outputFormat: message.outputFormat,
			renderMode: message.renderMode,
			...(message.allChars ? { allChars: true } : { characters: message.characters }),
			cacheWidth: message.cacheWidth,
			cacheHeight: message.cacheHeight,
			...(isDistanceField
				? { sdfSpread: field.spread, sdfOutline: field.outlineEdge, sdfShadow: field.shadowEdge }
				: {}),
			padding: paddingOf(message),
		});
		return [{ path: withExtension(unit.path, 'fontc'), bytes: toBinary(FontMapSchema, map) }];
	},
};

/** Layers that are drawn one by one: face 1, outline 2, shadow 4; only the face when all are drawn at once. */
function layerMask(font: FontDesc): number {
	if (font.renderMode !== FontRenderMode.MODE_MULTI_LAYER) return 1;
	return (
		1 | (font.outlineAlpha > 0 && font.outlineWidth > 0 ? 2 : 0) | (font.shadowAlpha > 0 && font.alpha > 0 ? 4 : 0)
	);
}

/** The settings that decide what glyphs look like. */
function glyphFields(font: FontDesc): FontDesc {
	const { alpha, outlineAlpha, shadowAlpha } = font;
	return create(FontDescSchema, {
		font: font.font,
		material: '',
		size: font.size,
		antialias: font.antialias,
		// In a bitmap these are drawn into the glyphs; of a distance field only whether there is a shadow counts.
		...(font.outputFormat === FontTextureFormat.TYPE_BITMAP
			? { alpha, outlineAlpha, shadowAlpha }
			: { shadowAlpha: shadowAlpha > 0 ? 1 : 0 }),
		outlineWidth: font.outlineWidth,
		shadowBlur: font.shadowBlur,
		extraCharacters: font.extraCharacters,
		characters: font.characters,
		outputFormat: font.outputFormat,
		allChars: font.allChars,
		cacheWidth: font.cacheWidth,
		cacheHeight: font.cacheHeight,
		renderMode: font.renderMode,
	});
}

/** The hash in a glyph bank's name: bob's, with what bob leaves out of it added when it is not the default. */
function glyphBankHash(font: FontDesc): string {
	const real = (value: number): string => (Number.isInteger(value) ? `${value}.0` : String(Math.fround(value)));
	const names = <Value extends number>(kind: Readonly<Record<string, Value>>, value: Value): string =>
		Object.keys(kind).find((name) => kind[name] === value) ?? '';
	const text = [
		font.font,
		font.size,
		font.antialias,
		real(font.outlineWidth),
		font.shadowBlur,
		font.extraCharacters,
		names(FontTextureFormat, font.outputFormat),
		font.allChars,
		font.cacheWidth,
		font.cacheHeight,
		names(FontRenderMode, font.renderMode),
	].join('');
	const { alpha, outlineAlpha, shadowAlpha, characters } = font;
	const isPlain = alpha === 1 && outlineAlpha === 0 && shadowAlpha === 0 && characters === '';
	const more = isPlain ? '' : ` ${[alpha, outlineAlpha, shadowAlpha, characters].join(' ')}`;
	return hash64(text + more).toString(16);
}
