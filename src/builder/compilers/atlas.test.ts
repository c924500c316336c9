import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { hash64 } from '../../bytes/index.ts';
import { Playback, readTexture, TextureSetSchema } from '../../formats/index.ts';
import { compile, png } from '../memory-project-contract.ts';
import { pictureId } from './atlas-images.ts';

const ATLAS = `images { image: "/p/red.png" }
images { image: "/p/blue.png" pivot_x: 0.0 pivot_y: 0.0 }
animations { id: "blink" images { image: "/p/blue.png" } images { image: "/p/red.png" } playback: PLAYBACK_LOOP_FORWARD fps: 12 flip_horizontal: 1 }
margin: 0
extrude_borders: 2
inner_padding: 0
`;

async function files(): Promise<Record<string, string | Uint8Array>> {
	return {
		'/a.atlas': ATLAS,
		'/p/red.png': await png(10, 6, { r: 255, g: 0, b: 0, alpha: 1 }),
		'/p/blue.png': await png(4, 8, { r: 0, g: 0, b: 255, alpha: 1 }),
	};
}

describe('atlases', () => {
	it('compile to a texture set and the texture it names', async () => {
		const { resources, message, diagnostics } = await compile('/a.atlas', await files());
		expect(diagnostics).toEqual([]);
		expect(resources.map((one) => one.path)).toEqual(['/a.a.texturesetc', '/a.texturec']);
		const set = message(TextureSetSchema);
		expect(set).toMatchObject({ texture: '/a.texturec', tileCount: 2, pageCount: 0, useGeometries: 0 });
		expect(set.animations).toMatchObject([
			{
				id: 'blink',
				start: 2,
				end: 4,
				fps: 12,
				playback: Playback.LOOP_FORWARD,
				flipHorizontal: 1,
				width: 4,
				height: 8,
			},
			{ id: 'red', start: 4, end: 5, fps: 0, playback: Playback.NONE, width: 10, height: 6 },
			{ id: 'blue', start: 5, end: 6, fps: 0, playback: Playback.NONE },
		]);
		expect(set.frameIndices).toEqual([0, 1, 1, 0, 0, 1]);
		expect(set.imageNameHashes).toEqual(['red', 'blue', 'blue', 'red', 'red', 'blue'].map((id) => hash64(id)));
		expect([set.texCoords.length, set.texDims?.length]).toEqual([6 * 32, 6 * 8]);
		expect(set.geometries[1]).toMatchObject({ pivotX: -0.5, pivotY: 0.5 });
		expect(set.geometries[0]).toMatchObject({ pivotX: 0, pivotY: 0, indices: [0, 1, 2, 0, 2, 3] });
	});

	it('put each picture where its coordinates say, with its edge extruded', async () => {
		const { resources, message } = await compile('/a.atlas', await files());
		const set = message(TextureSetSchema);
		const texture = readTexture(resources[1]?.bytes ?? new Uint8Array(), '/a.texturec');
		const [image] = texture.image.alternatives;
		const [data = new Uint8Array()] = texture.data;
		const colorAt = (x: number, y: number): number[] => {
			const at = (y * (image?.width ?? 0) + x) * 4;
			return [...data.subarray(at, at + 4)];
		};
		const colors = [
			[255, 0, 0, 255],
			[0, 0, 255, 255],
		];
		set.geometries.forEach((geometry, tile) => {
			const [left = 0, bottom = 0, , top = 0, right = 0] = geometry.uvs;
			const [x0, x1] = [left * set.width, right * set.width];
			const [y0, y1] = [bottom * set.height, top * set.height];
			expect([x1 - x0, y1 - y0]).toEqual([geometry.width, geometry.height]);
			for (const [x, y] of [
				[x0 - 2, y0 - 2],
				[x0, y0],
				[x1 - 1, y1 - 1],
				[x1 + 1, y1 + 1],
			] as const) {
				expect(colorAt(x, y)).toEqual(colors[tile]);
			}
		});
	});

	it('are the same whatever folder order the pictures were listed in', async () => {
		const first = await compile('/a.atlas', await files());
		const second = await compile('/a.atlas', Object.fromEntries(Object.entries(await files()).toReversed()));
		expect(second.resources).toEqual(first.resources);
	});

	it('follow the texture profiles of the project', async () => {
		const profiles = `path_settings { path: "/**" profile: "p" } profiles { name: "p" platforms { os: OS_ID_GENERIC
			formats { format: TEXTURE_FORMAT_RGBA_BC3 } mipmaps: true max_texture_size: 8 premultiply_alpha: false } }`;
		const { resources } = await compile(
			'/a.atlas',
			{ ...(await files()), '/x.texture_profiles': profiles },
			{ settings: { textureProfiles: '/x.texture_profiles' } },
		);
		const [image] = readTexture(resources[1]?.bytes ?? new Uint8Array(), '/a.texturec').image.alternatives;
		expect(image).toMatchObject({ width: 8, height: 4, originalWidth: 32, format: 2 });
		expect(image?.mipMapSize).toEqual([128, 32, 8, 4]);
	});

	it('report pictures that are missing, broken or none, and ids that stand twice', async () => {
		const { diagnostics, resources } = await compile('/a.atlas', {
			'/a.atlas':
				'images { image: "/none.png" }\nimages { image: "/bad.png" }\nimages { image: "/a.txt" }\nimages { image: "/b/bad.png" }',
			'/bad.png': 'not a picture',
			'/b/bad.png': await png(1, 1),
			'/a.txt': '',
		});
		expect(resources).toEqual([]);
		expect(diagnostics.map((one) => [one.line, one.code]).toSorted()).toEqual([
			[1, 'missing-file'],
			[2, 'invalid-picture'],
			[3, 'wrong-type'],
			[4, 'duplicate-id'],
		]);
	});

	it('lie on pages of the size that is asked for, as one texture of several', async () => {
		const pictures = Object.fromEntries(
			await Promise.all(['a', 'b', 'c'].map(async (id) => [`/${id}.png`, await png(24, 24)] as const)),
		);
		const text = ['a', 'b', 'c'].map((id) => `images { image: "/${id}.png" }`).join('\n');
		const { message, resources, diagnostics } = await compile('/a.atlas', {
			...pictures,
			'/a.atlas': `${text}\nmax_page_width: 32 max_page_height: 32`,
		});
		expect(diagnostics).toEqual([]);
		const set = message(TextureSetSchema);
		expect([set.pageCount, set.pageIndices, set.width]).toEqual([3, [0, 1, 2, 0, 1, 2], 32]);
		const { image, data } = readTexture(resources[1]?.bytes ?? new Uint8Array(), '/a.texturec');
		expect([image.type, image.count, image.alternatives[0]?.mipMapSize[0]]).toEqual([3, 3, 32 * 32 * 4]);
		expect(data[0]?.length).toBeGreaterThanOrEqual(3 * 32 * 32 * 4);
		const small = await compile('/a.atlas', {
			...pictures,
			'/a.atlas': `${text}\nmax_page_width: 16 max_page_height: 16`,
		});
		expect(small.diagnostics.map(({ line, code }) => [line, code])).toEqual([[4, 'limit']]);
	});

	it('turn pictures to save room, and say so with sizes of the pictures themselves', async () => {
		const { message } = await compile('/a.atlas', {
			'/wide.png': await png(64, 16),
			'/high.png': await png(16, 48),
			'/a.atlas': 'images { image: "/wide.png" }\nimages { image: "/high.png" }',
		});
		const set = message(TextureSetSchema);
		expect([set.width, set.height]).toEqual([64, 32]);
		const [, high] = set.geometries;
		expect(high).toMatchObject({ rotated: true, width: 16, height: 48, centerX: 24, centerY: 8 });
		// From the bottom left corner of the picture clockwise, as bob 1.9.6 has them: its bottom left is at the top left.
		expect(high?.uvs).toEqual([0, 1, 0.75, 1, 0.75, 0.5, 0, 0.5]);
		expect(set.animations.map(({ id, width, height }) => [id, width, height])).toEqual([
			['wide', 64, 16],
			['high', 16, 48],
		]);
	});

	it('trim pictures to a shape with as many corners as are asked for, which has every opaque pixel inside', async () => {
		const side = 32;
		const raw = new Uint8Array(side * side * 4);
		const inside = (x: number, y: number): boolean => Math.hypot(x - 16, y - 16) < 12;
		for (let at = 0; at < side * side; at++) raw.fill(inside(at % side, at >> 5) ? 255 : 0, at * 4, at * 4 + 4);
		const picture = await sharp(raw, { raw: { width: side, height: side, channels: 4 } })
			.png()
			.toBuffer();
		for (const corners of [4, 5, 6, 7, 8]) {
			const { message } = await compile('/a.atlas', {
				'/disc.png': picture,
				'/a.atlas': `images { image: "/disc.png" sprite_trim_mode: SPRITE_TRIM_MODE_${corners} }`,
			});
			const set = message(TextureSetSchema);
			const [geometry] = set.geometries;
			const points = geometry?.vertices ?? [];
			expect([set.useGeometries, geometry?.trimMode, geometry?.indices.length]).toEqual([
				1,
				corners,
				(points.length / 2 - 2) * 3,
			]);
			expect(points.length / 2).toBeLessThanOrEqual(corners);
			expect(points.length / 2).toBeGreaterThanOrEqual(3);
			expect(Math.max(...points.map(Math.abs))).toBeLessThanOrEqual(0.5);
			for (let at = 0; at < side * side; at++) {
				if (!inside(at % side, at >> 5)) continue;
				const [x, y] = [((at % side) + 0.5) / side - 0.5, 0.5 - ((at >> 5) + 0.5) / side];
				for (let i = 0; i < points.length; i += 2) {
					const [ax = 0, ay = 0] = points.slice(i);
					const [bx = 0, by = 0] = points.slice((i + 2) % points.length);
					expect((bx - ax) * (y - ay) - (by - ay) * (x - ax)).toBeGreaterThan(-1e-9);
				}
			}
		}
	});

	it('report borders that are far too wide', async () => {
		const { diagnostics } = await compile('/a.atlas', {
			...(await files()),
			'/a.atlas': 'images { image: "/p/red.png" }\nextrude_borders: 100000\ninner_padding: 257',
		});
		expect(diagnostics.map((one) => [one.line, one.code, one.message])).toEqual([
			[2, 'limit', 'expected extrude_borders to be 0 to 256, found 100000'],
			[3, 'limit', 'expected inner_padding to be 0 to 256, found 257'],
		]);
	});

	it('rename pictures by patterns', () => {
		expect(pictureId('/a/b/hero_normal.png', '_normal=,hero=villain')).toBe('villain');
		expect(pictureId('/a/b.c.png', '=x, nothing')).toBe('b.c');
	});
});
