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

/** A picture's place on the texture, from its top left corner. */
export type TextureSetTile = {
	readonly id: string;
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
	/** From the top left corner, 1 is the whole side. */
	readonly pivot?: { readonly x: number; readonly y: number };
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
	texture: { readonly path: string; readonly width: number; readonly height: number },
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
		coordinates.set(geometry.uvs, index * 8);
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
		useGeometries: 0,
		pageIndices: quads.map(() => 0),
		pageCount: 0,
	});
}

function createGeometry(tile: TextureSetTile, page: { readonly width: number; readonly height: number }) {
	const left = tile.x / page.width;
	const right = (tile.x + tile.width) / page.width;
	const top = 1 - tile.y / page.height;
	const bottom = 1 - (tile.y + tile.height) / page.height;
	return create(SpriteGeometrySchema, {
		width: tile.width,
		height: tile.height,
		centerX: tile.x + tile.width / 2,
		centerY: tile.y + tile.height / 2,
		rotated: false,
		trimMode: SpriteTrimmingMode.SPRITE_TRIM_MODE_OFF,
		vertices: [-0.5, -0.5, -0.5, 0.5, 0.5, 0.5, 0.5, -0.5],
		uvs: [left, bottom, left, top, right, top, right, bottom],
		indices: [0, 1, 2, 0, 2, 3],
		pivotX: (tile.pivot?.x ?? 0.5) - 0.5,
		pivotY: 0.5 - (tile.pivot?.y ?? 0.5),
	});
}

function littleEndian(values: Float32Array): Uint8Array {
	const bytes = new Uint8Array(values.length * 4);
	const view = new DataView(bytes.buffer);
	values.forEach((value, index) => {
		view.setFloat32(index * 4, value, true);
	});
	return bytes;
}
