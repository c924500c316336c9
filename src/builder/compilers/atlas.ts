import { toBinary } from '@bufbuild/protobuf';
import {
	type Atlas,
	AtlasSchema,
	SpriteTrimmingMode,
	type TextReading,
	TextureSetSchema,
} from '../../formats/index.ts';
import { type CompileContext, type Compiler, withExtension } from '../compiler.ts';
import { trimHull } from '../textures/convex-hull.ts';
import { MAX_TEXTURE_SIZE, packRectangles } from '../textures/pack-rectangles.ts';
import { loadPicture } from '../textures/picture.ts';
import { copyPixels, createPixels, extrudePixels, type Pixels, padPixels, rotatePixels } from '../textures/pixels.ts';
import { compilePages, compileTexture } from '../textures/texture-image.ts';
import { textureProfileOf } from '../textures/texture-profile.ts';
import { createTextureSet, stillFrames, type TextureSetFrames, type TextureSetTile } from '../textures/texture-set.ts';
import { type AtlasPicture, animationIds, collectPictures } from './atlas-images.ts';
import { borders, inRange } from './limits.ts';

/**
 * `.atlas`: many pictures on one texture, or on pages of one size.
 *
 * Pictures are turned where that makes the texture smaller. A trimmed picture keeps its place on the texture; what is drawn
 * of it has the shape of what is not transparent.
 */
export const atlasCompiler: Compiler = {
	extensions: ['atlas'],
	outputExtension: 'a.texturesetc',
	async compile(unit, context) {
		const reading = context.readMessage(AtlasSchema, await context.textOf(unit));
		const { message } = reading;
		if (!message) return [];
		checkAtlas(message, reading, context);
		const border = message.extrudeBorders;
		const ranges = borders(message, ['extrudeBorders', 'innerPadding', 'margin'], (field) =>
			reading.at(message, field),
		);
		if (!inRange(ranges, context)) return [];
		const { pictures, indexOf } = collectPictures(message);
		const loaded = await loadAll(pictures, reading, context);
		if (!loaded) return [];
		const prepared = loaded.map((picture) => extrudePixels(padPixels(picture, message.innerPadding), border));
		const paged = message.maxPageWidth > 0 && message.maxPageHeight > 0;
		const limit = paged
			? { width: message.maxPageWidth, height: message.maxPageHeight }
			: { width: MAX_TEXTURE_SIZE, height: MAX_TEXTURE_SIZE };
		const packing = packRectangles(prepared, {
			margin: message.margin,
			rotate: true,
			page: paged ? limit : undefined,
		});
		if (!packing) {
			const size = `${limit.width} by ${limit.height}`;
			context.report(reading.at(message, paged ? 'maxPageWidth' : ''), {
				code: 'limit',
				message: paged
					? `a picture of this atlas does not fit on a page of ${size}`
					: `the ${prepared.length} pictures of this atlas do not fit on one texture of ${size}`,
				hint: paged
					? 'make the pages larger'
					: 'split the atlas, or give it a page size (max_page_width, max_page_height)',
			});
			return [];
		}
		const pages = Array.from({ length: packing.pageCount }, () => createPixels(packing.width, packing.height));
		const tiles: TextureSetTile[] = prepared.map((pixels, index) => {
			const { x, y, page, rotated } = packing.places[index] as (typeof packing.places)[number];
			copyPixels(rotated ? rotatePixels(pixels) : pixels, pages[page] as Pixels, { x, y });
			const { id, image } = pictures[index] as AtlasPicture;
			return {
				id,
				x: x + border,
				y: y + border,
				width: pixels.width - border * 2,
				height: pixels.height - border * 2,
				pivot: { x: image.pivotX, y: image.pivotY },
				rotated,
				page,
				hull: hullOf(padPixels(loaded[index] as Pixels, message.innerPadding), image.spriteTrimMode),
			};
		});
		const animations: TextureSetFrames[] = [
			...message.animations.map((animation) => ({
				id: animation.id,
				frames: animation.images.map(indexOf),
				playback: animation.playback,
				fps: animation.fps,
				flipHorizontal: animation.flipHorizontal !== 0,
				flipVertical: animation.flipVertical !== 0,
			})),
			...message.images.map((image) => stillFrames(pictures[indexOf(image)]?.id ?? '', indexOf(image))),
		].filter((animation) => animation.frames.length > 0);
		const texturePath = withExtension(unit.path, 'texturec');
		const { width, height } = packing;
		const set = createTextureSet({ path: texturePath, width, height, pageCount: paged ? pages.length : 0 }, tiles, {
			animations,
			namesFrames: true,
		});
		const profile = await textureProfileOf(unit.path, context);
		const texture = { path: texturePath, profile, channels: 4 };
		const bytes = paged ? compilePages(pages, texture) : compileTexture(pages[0] as Pixels, texture);
		return [
			{ path: withExtension(unit.path, 'a.texturesetc'), bytes: toBinary(TextureSetSchema, set) },
			{ path: texturePath, bytes },
		];
	},
};

/** The shape of a trimmed picture; undefined for one that is drawn whole. */
function hullOf(pixels: Pixels, mode: SpriteTrimmingMode): TextureSetTile['hull'] {
	if (mode === SpriteTrimmingMode.SPRITE_TRIM_MODE_OFF) return undefined;
	// The modes have the number of corners for a number.
	const points = trimHull(pixels, mode);
	return points && { mode, points };
}

type Reading = TextReading<typeof AtlasSchema>;

function checkAtlas(atlas: Atlas, reading: Reading, context: CompileContext): void {
	if (atlas.images.length + atlas.animations.length === 0) {
		context.report(reading.at(atlas, ''), { code: 'empty-atlas', message: 'an atlas needs at least one picture' });
	}
	const seen = new Set<string>();
	const owners = [...atlas.animations, ...atlas.images];
	animationIds(atlas).forEach((id, index) => {
		const owner = owners[index];
		if (owner && seen.has(id)) {
			const at = reading.at(owner, index < atlas.animations.length ? 'id' : 'image');
			const message = `two animations or pictures of the atlas have the id ${id}`;
			context.report(at, { code: 'duplicate-id', message, severity: 'warning' });
		}
		seen.add(id);
	});
}

async function loadAll(
	pictures: readonly AtlasPicture[],
	reading: Reading,
	context: CompileContext,
): Promise<Pixels[] | undefined> {
	const loaded = await Promise.all(
		pictures.map(({ image }) => loadPicture(image.image, reading.at(image, 'image'), context)),
	);
	const found = loaded.filter((picture) => picture !== undefined);
	return found.length === pictures.length && found.length > 0 ? found : undefined;
}
