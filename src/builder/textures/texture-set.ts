import { create } from '@bufbuild/protobuf';
import { hash64 } from '../../bytes/index.ts';
import {
	Playback,
	SpriteGeometrySchema,
	SpriteTrimmingMode,
	type TextureSet,
	TextureSetAnimationSchema,
	TextureSetSchema,
} from '../../formats/index.ts';

/** A picture's place on the texture, from its top left corner; width and height are the picture's own. */
export type TextureSetTile = {
	readonly id: string;
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
	/** From the top left corner, 1 is the whole side. */
	readonly pivot?: { readonly x: number; readonly y: number };
	/** Turned by a quarter clockwise on the texture. */
	readonly rotated?: boolean;
	/** The page of the texture it lies on. */
	readonly page?: number;
	/** A shape around what is not transparent: x and y by turns, -0.5 to 0.5 of the picture, y upward. */
	readonly hull?: { readonly mode: SpriteTrimmingMode; readonly points: readonly number[] } | undefined;
};

/** A sequence of tiles. */
export type TextureSetFrames = {
	readonly id: string;
	/** Indices of tiles. */
	readonly frames: readonly number[];
	readonly playback: Playback;
	readonly fps: number;
	readonly flipHorizontal: boolean;
	readonly flipVertical: boolean;
};

/** A still picture as an animation of one frame. */
export function stillFrames(id: string, tile: number): TextureSetFrames {
	return { id, frames: [tile], playback: Playback.NONE, fps: 0, flipHorizontal: false, flipVertical: false };
}

/**
 * A texture set in the layout of 1.11.2.
 *
 * Every tile and after them every frame of every animation has a quad: its texture coordinates (rows count from the
 * bottom there), its size, and the tile it shows. An animation points to its first quad and past its last one.
 *
 * @param options `namesFrames`: quads of frames have the name of their picture too, as in atlases
 */
export function createTextureSet(
	texture: {
		readonly path: string;
		readonly width: number;
		readonly height: number;
		/** Of a texture of several pages. */
		readonly pageCount?: number;
	},
	tiles: readonly TextureSetTile[],
	{ animations, namesFrames }: { animations: readonly TextureSetFrames[]; namesFrames: boolean },
): TextureSet {
	const quads = [...tiles.keys(), ...animations.flatMap((animation) => animation.frames)];
	const coordinates = new Float32Array(quads.length * 8);
	const dimensions = new Float32Array(quads.length * 2);
	const geometries = tiles.map((tile) => createGeometry(tile, texture));
	quads.forEach((tile, index) => {
		const geometry = geometries[tile];
		if (!geometry) return;
		coordinates.set(createCorners(tiles[tile] as TextureSetTile, texture), index * 8);
		dimensions.set([geometry.width, geometry.height], index * 2);
	});
	let start = tiles.length;
	return create(TextureSetSchema, {
		texture: texture.path,
		width: texture.width,
		height: texture.height,
		animations: animations.map((animation) => {
			const first = tiles[animation.frames[0] ?? 0];
			const from = start;
			start += animation.frames.length;
			return create(TextureSetAnimationSchema, {
				id: animation.id,
				width: first?.width ?? 0,
				height: first?.height ?? 0,
				start: from,
				end: start,
				fps: animation.fps,
				playback: animation.playback,
				flipHorizontal: animation.flipHorizontal ? 1 : 0,
				flipVertical: animation.flipVertical ? 1 : 0,
			});
		}),
		tileCount: tiles.length,
		imageNameHashes: quads.map((tile, quad) =>
			quad < tiles.length || namesFrames ? hash64(tiles[tile]?.id ?? '') : 0n,
		),
		frameIndices: quads,
		texCoords: littleEndian(coordinates),
		texDims: littleEndian(dimensions),
		geometries,
		useGeometries: tiles.some((tile) => tile.hull) ? 1 : 0,
		pageIndices: quads.map((tile) => tiles[tile]?.page ?? 0),
		pageCount: texture.pageCount ?? 0,
	});
}

/** Corners of a whole picture, from the bottom left clockwise. */
const QUAD = [-0.5, -0.5, -0.5, 0.5, 0.5, 0.5, 0.5, -0.5] as const;

type PageSize = { readonly width: number; readonly height: number };

function createGeometry(tile: TextureSetTile, page: PageSize) {
	const rotated = tile.rotated === true;
	const vertices = tile.hull?.points ?? QUAD;
	return create(SpriteGeometrySchema, {
		width: tile.width,
		height: tile.height,
		centerX: tile.x + (rotated ? tile.height : tile.width) / 2,
		centerY: tile.y + (rotated ? tile.width : tile.height) / 2,
		rotated,
		trimMode: tile.hull?.mode ?? SpriteTrimmingMode.SPRITE_TRIM_MODE_OFF,
		vertices: [...vertices],
		uvs: coordinatesOf(vertices, tile, page),
		indices: Array.from({ length: vertices.length / 2 - 2 }, (_, index) => [0, index + 1, index + 2]).flat(),
		pivotX: (tile.pivot?.x ?? 0.5) - 0.5,
		pivotY: 0.5 - (tile.pivot?.y ?? 0.5),
	});
}

function createCorners(tile: TextureSetTile, page: PageSize): number[] {
	return coordinatesOf(QUAD, tile, page);
}

/**
 * Places on the texture of points of a picture. A turned picture has its bottom left corner at the top left of its place.
 * Source: turned pictures in bundles of 1.9.6 and 1.9.7.
 */
function coordinatesOf(points: readonly number[], tile: TextureSetTile, page: PageSize): number[] {
	const coordinates: number[] = [];
	for (let at = 0; at + 1 < points.length; at += 2) {
		const along = (points[at] as number) + 0.5;
		const up = (points[at + 1] as number) + 0.5;
		const [x, y] = tile.rotated
			? [tile.x + up * tile.height, tile.y + along * tile.width]
			: [tile.x + along * tile.width, tile.y + (1 - up) * tile.height];
		coordinates.push(x / page.width, 1 - y / page.height);
	}
	return coordinates;
}

function littleEndian(values: Float32Array): Uint8Array {
	const bytes = new Uint8Array(values.length * 4);
	const view = new DataView(bytes.buffer);
	values.forEach((value, index) => {
		view.setFloat32(index * 4, value, true);
	});
	return bytes;
}
