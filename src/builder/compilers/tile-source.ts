import { create, toBinary } from '@bufbuild/protobuf';
import { ConvexHullSchema, type Position, TextureSetSchema, type TileSet, TileSetSchema } from '../../formats/index.ts';
import { type CompileContext, type Compiler, withExtension } from '../compiler.ts';
import { convexHull } from '../textures/convex-hull.ts';
import { MAX_TEXTURE_SIZE, packRectangles } from '../textures/pack-rectangles.ts';
import { loadPicture } from '../textures/picture.ts';
import { copyPixels, createPixels, cropPixels, extrudePixels, type Pixels, padPixels } from '../textures/pixels.ts';
import { compileTexture } from '../textures/texture-image.ts';
import { textureProfileOf } from '../textures/texture-profile.ts';
import { createTextureSet, type TextureSetTile } from '../textures/texture-set.ts';
import { borders, inRange } from './limits.ts';

/** `.tilesource`: a picture cut into tiles of one size, with animations and collision shapes. */
export const tileSourceCompiler: Compiler = {
	extensions: ['tilesource', 'tileset'],
	outputExtension: 't.texturesetc',
	async compile(unit, context) {
		const reading = context.readMessage(TileSetSchema, await context.textOf(unit));
		const { message } = reading;
		if (!message) return [];
		const at = (field: string): Position => reading.at(message, field);
		if (!inRange(borders(message, ['extrudeBorders', 'innerPadding'], at), context)) return [];
		// A tile source may have collision shapes alone.
		const path = message.image || message.collision;
		const picture = await loadPicture(path, at(message.image ? 'image' : 'collision'), context);
		const shapes =
			message.collision === '' || message.collision === path
				? picture
				: await loadPicture(message.collision, at('collision'), context);
		if (!picture || !shapes) return [];
		const cells = cutTiles(message, picture);
		if (cells.length === 0) {
			const size = `${message.tileWidth} by ${message.tileHeight}`;
			const text = `no tile of ${size} fits in ${path}, which has ${picture.width} by ${picture.height} pixels`;
			context.report(at('tileWidth'), { code: 'empty-tilesource', message: text });
			return [];
		}
		if (shapes.width !== picture.width || shapes.height !== picture.height) {
			const text = `${message.collision} must have the size of ${path}`;
			context.report(at('collision'), { code: 'wrong-size', message: text });
			return [];
		}
		const border = message.extrudeBorders;
		const prepared = cells.map((cell) =>
			extrudePixels(padPixels(cropPixels(picture, cell), message.innerPadding), border),
		);
		const packing = packRectangles(prepared, { margin: 0 });
		if (!packing) {
			const limit = `${MAX_TEXTURE_SIZE} by ${MAX_TEXTURE_SIZE}`;
			context.report(at('image'), { code: 'limit', message: `the tiles do not fit on one texture of ${limit}` });
			return [];
		}
		const page = createPixels(packing.width, packing.height);
		const tiles = prepared.map((pixels, index): TextureSetTile => {
			const { x, y } = packing.places[index] ?? { x: 0, y: 0 };
			copyPixels(pixels, page, { x, y });
			const [width, height] = [pixels.width - border * 2, pixels.height - border * 2];
			return { id: `tile${index}`, x: x + border, y: y + border, width, height };
		});
		const texturePath = textureOf(unit.path);
		const set = createTextureSet({ path: texturePath, width: page.width, height: page.height }, tiles, {
			animations: message.animations
				.map((animation) => ({
					id: animation.id,
					frames: framesOf(animation, { count: tiles.length, at: reading.at(animation, 'endTile') }, context),
					playback: animation.playback,
					fps: animation.fps,
					flipHorizontal: animation.flipHorizontal !== 0,
					flipVertical: animation.flipVertical !== 0,
				}))
				.filter((animation) => animation.frames.length > 0),
			namesFrames: false,
		});
		set.tileWidth = message.tileWidth;
		set.tileHeight = message.tileHeight;
		set.collisionGroups = [...message.collisionGroups];
		if (message.collision !== '')
			addHulls(
				set,
				message,
				cells.map((cell) => cropPixels(shapes, cell)),
			);
		const profile = await textureProfileOf(unit.path, context);
		return [
			{ path: withExtension(unit.path, 't.texturesetc'), bytes: toBinary(TextureSetSchema, set) },
			{ path: texturePath, bytes: compileTexture(page, { path: texturePath, profile, channels: 4 }) },
		];
	},
};

type Cell = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/** Places of the whole tiles in a picture, row by row. */
function cutTiles(message: TileSet, { width, height }: Pixels): Cell[] {
	const { tileWidth, tileHeight, tileMargin, tileSpacing } = message;
	if (tileWidth === 0 || tileHeight === 0) return [];
	const cells: Cell[] = [];
	for (let y = tileMargin; y + tileHeight + tileMargin <= height; y += tileHeight + tileSpacing) {
		for (let x = tileMargin; x + tileWidth + tileMargin <= width; x += tileWidth + tileSpacing) {
			cells.push({ x, y, width: tileWidth, height: tileHeight });
		}
	}
	return cells;
}

/** `/a/level.tilesource` → `/a/__level_tilesource.texturec`, as bob names it. */
function textureOf(path: string): string {
	const slash = path.lastIndexOf('/') + 1;
	return `${path.slice(0, slash)}__${path.slice(slash).replaceAll('.', '_')}.texturec`;
}

function framesOf(
	{ id, startTile, endTile }: TileSet['animations'][number],
	{ count, at }: { count: number; at: Position },
	context: CompileContext,
): number[] {
	if (startTile < 1 || endTile < startTile || endTile > count) {
		const message = `expected the tiles of ${id} to be among 1 to ${count}, found ${startTile} to ${endTile}`;
		context.report(at, { code: 'unknown-tile', message });
		return [];
	}
	return Array.from({ length: endTile - startTile + 1 }, (_, index) => startTile - 1 + index);
}

/** Collision shapes of the tiles; the source says which group each belongs to. */
function addHulls(set: ReturnType<typeof createTextureSet>, message: TileSet, tiles: readonly Pixels[]): void {
	tiles.forEach((tile, index) => {
		const points = convexHull(tile);
		set.convexHulls.push(
			create(ConvexHullSchema, {
				index: set.collisionHullPoints.length / 2,
				count: points.length / 2,
				collisionGroup: message.convexHulls[index]?.collisionGroup ?? '',
			}),
		);
		set.collisionHullPoints.push(...points);
	});
}
