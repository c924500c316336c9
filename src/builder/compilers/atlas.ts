import { toBinary } from '@bufbuild/protobuf';
import { type Atlas, AtlasSchema, type TextReading, TextureSetSchema } from '../../formats/index.ts';
import { type CompileContext, type Compiler, withExtension } from '../compiler.ts';
import { MAX_TEXTURE_SIZE, packRectangles } from '../textures/pack-rectangles.ts';
import { loadPicture } from '../textures/picture.ts';
import { copyPixels, createPixels, extrudePixels, type Pixels, padPixels } from '../textures/pixels.ts';
import { compileTexture } from '../textures/texture-image.ts';
import { textureProfileOf } from '../textures/texture-profile.ts';
import { createTextureSet, stillFrames, type TextureSetFrames, type TextureSetTile } from '../textures/texture-set.ts';
import { type AtlasPicture, animationIds, collectPictures } from './atlas-images.ts';
import { borders, inRange } from './limits.ts';

/**
 * `.atlas`: many pictures on one texture.
 *
 * Pictures are neither turned nor trimmed: trimming saves fill rate, it changes nothing that is seen.
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
		const packing = packRectangles(prepared, message.margin);
		if (!packing) {
			const limit = `${MAX_TEXTURE_SIZE} by ${MAX_TEXTURE_SIZE}`;
			context.report(reading.at(message, ''), {
				code: 'limit',
				message: `the ${prepared.length} pictures of this atlas do not fit on one texture of ${limit}`,
				hint: 'split the atlas',
			});
			return [];
		}
		const page = createPixels(packing.width, packing.height);
		const tiles: TextureSetTile[] = prepared.map((pixels, index) => {
			const { x, y } = packing.places[index] ?? { x: 0, y: 0 };
			copyPixels(pixels, page, { x, y });
			const { id, image } = pictures[index] as AtlasPicture;
			return {
				id,
				x: x + border,
				y: y + border,
				width: pixels.width - border * 2,
				height: pixels.height - border * 2,
				pivot: { x: image.pivotX, y: image.pivotY },
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
		const { width, height } = page;
		const set = createTextureSet({ path: texturePath, width, height }, tiles, { animations, namesFrames: true });
		const profile = await textureProfileOf(unit.path, context);
		return [
			{ path: withExtension(unit.path, 'a.texturesetc'), bytes: toBinary(TextureSetSchema, set) },
			{ path: texturePath, bytes: compileTexture(page, { path: texturePath, profile, channels: 4 }) },
		];
	},
};

type Reading = TextReading<typeof AtlasSchema>;

function checkAtlas(atlas: Atlas, reading: Reading, context: CompileContext): void {
	if (atlas.maxPageWidth > 0 && atlas.maxPageHeight > 0) {
		context.report(reading.at(atlas, 'maxPageWidth'), {
			code: 'unsupported',
			message: 'atlases of several pages cannot be built',
			hint: 'set max_page_width and max_page_height to 0, and split the atlas when it grows too large',
		});
	}
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
