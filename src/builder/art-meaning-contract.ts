import type { JsonValue } from '@bufbuild/protobuf';
import {
	type FontMap,
	FontMapSchema,
	type GlyphBank,
	GlyphBankSchema,
	OlderGlyphBankSchema,
	readResource,
	readTexture,
	type ShaderDesc,
	ShaderDescSchema,
	type TextureSet,
	TextureSetSchema,
} from '../formats/index.ts';

/** Textures, texture sets, fonts and shaders: what they look like may differ, what a game asks of them may not. */
export function isArt(path: string): boolean {
	return /\.(texturec|texturesetc|fontc|glyph_bankc|vpc|fpc|spc)$/.test(path);
}

/** What a game can ask of a texture, texture set, font or shader. */
export function artMeaningOf(path: string, resources: ReadonlyMap<string, Uint8Array>): JsonValue {
	const bytes = resources.get(path);
	if (!bytes) return `${path} is not there`;
	const resource = readResource(path, bytes);
	if (resource.kind === 'texture') return textureMeaning(bytes, path);
	if (resource.kind !== 'message') return path;
	const { schema, message, glyphBank } = resource;
	if (schema === TextureSetSchema) return textureSetMeaning(message as TextureSet);
	if (schema === FontMapSchema) return fontMeaning(message as FontMap, glyphBank, resources);
	if (schema === GlyphBankSchema || schema === OlderGlyphBankSchema) return charactersOf(message as GlyphBank);
	if (schema === ShaderDescSchema) return shaderMeaning(message as ShaderDesc);
	return path;
}

/** A page's size depends on how it was packed, a picture's own does not; both are one kind of texture. */
function textureMeaning(bytes: Uint8Array, path: string): JsonValue {
	const { image } = readTexture(bytes, path);
	return { type: image.type, count: Math.max(1, image.count), hasImages: image.alternatives.length > 0 };
}

/** Ids, frames and their sizes, playback; of a tile source its tiles' collision hulls and groups too. */
function textureSetMeaning(set: TextureSet): JsonValue {
	const dimensions = new DataView(set.texDims.buffer, set.texDims.byteOffset, set.texDims.byteLength);
	const sizeOf = (frame: number): JsonValue =>
		(frame + 1) * 8 > dimensions.byteLength
			? null
			: [dimensions.getFloat32(frame * 8, true), dimensions.getFloat32(frame * 8 + 4, true)];
	const animations = set.animations.map((one): { [key: string]: JsonValue } => ({
		id: one.id,
		width: one.width,
		height: one.height,
		// Nothing is played when there is one frame, and a still picture has no rate.
		fps: one.end - one.start > 1 ? one.fps : 0,
		playback: one.playback,
		flips: [one.flipHorizontal, one.flipVertical],
		frames: Array.from({ length: one.end - one.start }, (_, index) => sizeOf(one.start + index)),
	}));
	return {
		animations: animations.toSorted((a, b) => (String(a['id']) < String(b['id']) ? -1 : 1)),
		tile: [set.tileWidth, set.tileHeight],
		collisionGroups: [...set.collisionGroups],
		convexHulls: set.convexHulls.map((hull) => ({ group: hull.collisionGroup, count: hull.count })),
		collisionHullPoints: [...set.collisionHullPoints].map((point) => Number(point.toFixed(3))),
	};
}

function fontMeaning(
	font: FontMap,
	inside: GlyphBank | undefined,
	resources: ReadonlyMap<string, Uint8Array>,
): JsonValue {
	const named = resources.get(font.glyphBank);
	const resource = named && readResource(font.glyphBank, named);
	const bank = inside ?? (resource?.kind === 'message' ? (resource.message as GlyphBank) : undefined);
	return { material: font.material, characters: bank ? charactersOf(bank) : [] };
}

function charactersOf(bank: GlyphBank): JsonValue {
	return bank.glyphs.map((glyph) => glyph.character).toSorted((a, b) => a - b);
}

function shaderMeaning(shader: ShaderDesc): JsonValue {
	const names = (bindings: readonly { name: string }[] | undefined): string[] =>
		(bindings ?? []).map((one) => one.name).sort();
	const { reflection } = shader;
	return {
		inputs: names(reflection?.inputs),
		textures: names(reflection?.textures),
		uniforms: (reflection?.types ?? []).flatMap((type) => names(type.members)).sort(),
	};
}
