import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import {
	createSourceText,
	readMessage,
	readText,
	type TextureSet,
	TextureSetSchema,
	TileGridSchema,
	TileSetSchema,
} from '../../formats/index.ts';
import { compile, png } from '../memory-project-contract.ts';
import { readPublished } from '../published-contract.ts';

describe('tile sources', () => {
	it('cut a picture into tiles row by row, between margins and spacings', async () => {
		const { message, diagnostics, resources } = await compile('/t/a.tilesource', {
			'/t/a.tilesource':
				'image: "/t/a.png" tile_width: 4 tile_height: 4 tile_margin: 1 tile_spacing: 2 collision: "" extrude_borders: 1\n' +
				'collision_groups: "g" animations { id: "run" start_tile: 2 end_tile: 4 fps: 6 }',
			'/t/a.png': await png(12, 12),
		});
		expect(diagnostics).toEqual([]);
		const set = message(TextureSetSchema);
		expect(set).toMatchObject({
			texture: '/t/__a_tilesource.texturec',
			tileCount: 4,
			tileWidth: 4,
			tileHeight: 4,
			collisionGroups: ['g'],
			animations: [{ id: 'run', start: 4, end: 7, fps: 6 }],
			frameIndices: [0, 1, 2, 3, 1, 2, 3],
		});
		expect(set.imageNameHashes.slice(4)).toEqual([0n, 0n, 0n]);
		expect(resources[0]?.path).toBe('/t/a.t.texturesetc');
	});

	it('report a picture too small, a shape of another size and tiles that are not there', async () => {
		const base = 'image: "/a.png" tile_width: 4 tile_height: 4';
		const pictures = { '/a.png': await png(4, 4), '/b.png': await png(5, 4) };
		const codes = async (text: string) =>
			(await compile('/a.tilesource', { ...pictures, '/a.tilesource': text })).diagnostics.map((one) => one.code);
		expect(await codes('image: "/a.png" tile_width: 5 tile_height: 4')).toEqual(['empty-tilesource']);
		expect(await codes(`${base} collision: "/b.png"`)).toEqual(['wrong-size']);
		expect(await codes(`${base} animations { id: "x" start_tile: 1 end_tile: 2 }`)).toEqual(['unknown-tile']);
	});
});

describe('tile maps', () => {
	it('name the compiled texture set and material', async () => {
		const { message, diagnostics } = await compile('/m.tilemap', {
			'/m.tilemap':
				'tile_set: "/a.tilesource" layers { id: "l" z: 0.5 cell { x: -1 y: 2 tile: 3 h_flip: 1 } } material: "/builtins/materials/tile_map.material"',
			'/a.tilesource': '',
		});
		expect(diagnostics).toEqual([]);
		expect(message(TileGridSchema)).toMatchObject({
			tileSet: '/a.t.texturesetc',
			material: '/builtins/materials/tile_map.materialc',
			layers: [{ id: 'l', z: 0.5, cell: [{ x: -1, y: 2, tile: 3, hFlip: 1 }] }],
		});
	});
});

const corpus = join(import.meta.dirname, '../../../../shared/corpus');
const project = join(corpus, 'projects/sample-pixel-line-platformer/assets');

describe.skipIf(!existsSync(project))('a published tile source (skipped where the corpus is absent)', () => {
	let files: Record<string, Uint8Array>;
	let theirs: TextureSet;

	beforeAll(() => {
		files = {
			'/assets/game.tilesource': readFileSync(join(project, 'game.tilesource')),
			'/assets/images/tilemap.png': readFileSync(join(project, 'images/tilemap.png')),
		};
		const published = readPublished(join(corpus, 'bundles/action-tester@2024-04-18-559b041'));
		theirs = readMessage(TextureSetSchema, published.get('/assets/game.t.texturesetc') ?? new Uint8Array(), 'game');
	});

	it('has the tiles and animations that bob 1.7.0 wrote', async () => {
		const { message } = await compile('/assets/game.tilesource', files);
		const ours = message(TextureSetSchema);
		for (const field of [
			'width',
			'height',
			'tileCount',
			'animations',
			'collisionGroups',
			'imageNameHashes',
			'frameIndices',
			'texDims',
		] as const) {
			expect(ours[field], field).toEqual(theirs[field]);
		}
	});

	it('has collision shapes with the corners that the editor counted, from where bob 1.7.0 starts', async () => {
		const { message } = await compile('/assets/game.tilesource', files);
		const ours = message(TextureSetSchema);
		const source = readText(
			TileSetSchema,
			createSourceText('/assets/game.tilesource', readFileSync(join(project, 'game.tilesource'), 'utf8')),
		).message;
		expect(ours.convexHulls.map(({ count }) => count)).toEqual(source?.convexHulls.map(({ count }) => count));
		// The picture was changed after the game was published; a tile whose shape kept its size kept its corners too.
		const shapes = ({ convexHulls, collisionHullPoints }: TextureSet) =>
			convexHulls.map(({ index, count }) => collisionHullPoints.slice(index * 2, (index + count) * 2));
		const [mine, published] = [shapes(ours), shapes(theirs)];
		const same = mine.filter((shape, tile) => JSON.stringify(shape) === JSON.stringify(published[tile]));
		expect([mine.length, published.length]).toEqual([60, 60]);
		expect(same).toHaveLength(60);
	});
});
