import { describe, expect, it } from 'vitest';
import { readTexture, TextureImage_TextureFormat } from '../../formats/index.ts';
import { createPixels, type Pixels } from './pixels.ts';
import { compileTexture } from './texture-image.ts';
import type { TextureProfile } from './texture-profile.ts';

const { LUMINANCE, LUMINANCE_ALPHA, RGB, RGBA, RGBA_16BPP, RGB_16BPP } = TextureImage_TextureFormat;
const PROFILE: TextureProfile = { mipmaps: false, maxSize: 0, premultiplyAlpha: true, formats: [RGBA] };

function filled(width: number, height: number, color: readonly number[]): Pixels {
	const pixels = createPixels(width, height);
	for (let at = 0; at < pixels.rgba.length; at += 4) pixels.rgba.set(color, at);
	return pixels;
}

function compiled(pixels: Pixels, profile: Partial<TextureProfile> = {}, channels = 4) {
	const bytes = compileTexture(pixels, { path: '/a.texturec', profile: { ...PROFILE, ...profile }, channels });
	return readTexture(bytes, '/a.texturec');
}

describe('compileTexture', () => {
	it('writes the header that engines from 1.10 read, with the bottom row first', () => {
		const pixels = filled(4, 2, [0, 0, 0, 255]);
		pixels.rgba.set([255, 0, 0, 255], 0);
		const { layout, image, data } = compiled(pixels);
		expect(layout).toBe('header');
		expect(image).toMatchObject({ type: 1, count: 1 });
		expect(image.alternatives[0]).toMatchObject({
			width: 4,
			height: 2,
			originalWidth: 4,
			originalHeight: 2,
			format: RGBA,
			mipMapOffset: [0],
			mipMapSize: [32],
			mipMapSizeCompressed: [32],
			mipMapDimensions: [4, 2],
			dataSize: 32,
		});
		expect([...(data[0] ?? []).slice(16, 20)]).toEqual([255, 0, 0, 255]);
	});

	it('has every mip level down to one pixel, as bob 1.10.1 laid them out', () => {
		const [image] = compiled(filled(64, 256, [1, 2, 3, 255]), { mipmaps: true }).image.alternatives;
		expect(image?.mipMapOffset).toEqual([0, 65536, 81920, 86016, 87040, 87296, 87360, 87376, 87384]);
		expect(image?.mipMapDimensions).toEqual([64, 256, 32, 128, 16, 64, 8, 32, 4, 16, 2, 8, 1, 4, 1, 2, 1, 1]);
		expect(image?.dataSize).toBe(87388);
	});

	it('makes sides powers of two, the nearer one, and shrinks to the largest allowed', () => {
		expect(compiled(filled(499, 500, [0, 0, 0, 0])).image.alternatives[0]).toMatchObject({
			width: 512,
			height: 512,
			originalWidth: 499,
			originalHeight: 500,
		});
		expect(compiled(filled(130, 5, [0, 0, 0, 0])).image.alternatives[0]).toMatchObject({ width: 128, height: 4 });
		expect(compiled(filled(512, 128, [0, 0, 0, 0]), { maxSize: 256 }).image.alternatives[0]).toMatchObject({
			width: 256,
			height: 64,
		});
	});

	it('multiplies by alpha only when the profile says so', () => {
		const pixels = filled(1, 1, [200, 100, 0, 128]);
		expect([...(compiled(pixels).data[0] ?? [])]).toEqual([100, 50, 0, 128]);
		expect([...(compiled(pixels, { premultiplyAlpha: false }).data[0] ?? [])]).toEqual([200, 100, 0, 128]);
		expect([...pixels.rgba]).toEqual([200, 100, 0, 128]);
	});

	it('keeps the channels that the source has', () => {
		const pixels = filled(2, 2, [9, 8, 7, 255]);
		const formatOf = (channels: number) => compiled(pixels, {}, channels).image.alternatives[0]?.format;
		expect([1, 2, 3, 4].map(formatOf)).toEqual([LUMINANCE, LUMINANCE_ALPHA, RGB, RGBA]);
		expect([...(compiled(pixels, {}, 3).data[0] ?? []).slice(0, 3)]).toEqual([9, 8, 7]);
	});

	it('writes one image a format, 16-bit ones packed', () => {
		const { image, data } = compiled(filled(1, 1, [255, 128, 8, 255]), { formats: [RGB_16BPP, RGBA_16BPP] });
		expect(image.alternatives.map((one) => one.format)).toEqual([RGB_16BPP, RGBA_16BPP]);
		expect(new DataView((data[0] as Uint8Array).slice().buffer).getUint16(0, true)).toBe((31 << 11) | (32 << 5) | 1);
		expect(new DataView((data[1] as Uint8Array).slice().buffer).getUint16(0, true)).toBe(0xf80f);
	});
});
