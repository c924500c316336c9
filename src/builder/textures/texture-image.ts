import { create } from '@bufbuild/protobuf';
import { concatBytes } from '../../bytes/index.ts';
import {
	TextureImage_CompressionType,
	TextureImage_ImageSchema,
	TextureImage_TextureFormat,
	TextureImage_Type,
	TextureImageSchema,
	writeTexture,
} from '../../formats/index.ts';
import { flipRows, halve, type Pixels, premultiply, resizePixels } from './pixels.ts';
import type { TextureProfile } from './texture-profile.ts';

/**
 * Compiles a picture to a texture in the layout of engines from 1.10 on.
 *
 * Sides become powers of two; rows go from the bottom; colours are multiplied by alpha when the profile says so; the mip
 * levels of each format follow one another.
 *
 * @param channels how many the source has: a profile's RGBA becomes RGB for a picture without alpha, and so on
 */
export function compileTexture(
	source: Pixels,
	{ path, profile, channels }: { path: string; profile: TextureProfile; channels: number },
): Uint8Array {
	return writeImages([source], { path, profile, channels, type: TextureImage_Type.TYPE_2D, flip: true });
}

/**
 * Compiles six pictures of one size to a cubemap: +x, -x, +y, -y, +z, -z. Rows stay from the top, as graphics systems expect
 * of the sides; each mip level has its six sides one after the other, and its size is that of one.
 */
export function compileCubemap(
	sides: readonly Pixels[],
	{ path, profile, channels }: { path: string; profile: TextureProfile; channels: number },
): Uint8Array {
	return writeImages(sides, { path, profile, channels, type: TextureImage_Type.TYPE_CUBEMAP, flip: false });
}

/**
 * Compiles pages of one size to an array of textures.
 */
export function compilePages(
	pages: readonly Pixels[],
	{ path, profile, channels }: { path: string; profile: TextureProfile; channels: number },
): Uint8Array {
	return writeImages(pages, { path, profile, channels, type: TextureImage_Type.TYPE_2D_ARRAY, flip: true });
}

function writeImages(
	sources: readonly Pixels[],
	options: {
		readonly path: string;
		readonly profile: TextureProfile;
		readonly channels: number;
		readonly type: TextureImage_Type;
		readonly flip: boolean;
	},
): Uint8Array {
	const { path, profile, channels, type } = options;
	const original = { width: sources[0]?.width ?? 0, height: sources[0]?.height ?? 0 };
	const { width, height } = targetSize(original, profile.maxSize);
	const slices = sources.map((source) => {
		const pixels: Pixels = { ...source, rgba: source.rgba.slice() };
		if (profile.premultiplyAlpha) premultiply(pixels);
		const base = resizePixels(pixels, width, height);
		if (options.flip) flipRows(base);
		const levels = [base];
		while (profile.mipmaps && (levels.at(-1) as Pixels).width * (levels.at(-1) as Pixels).height > 1) {
			levels.push(halve(levels.at(-1) as Pixels));
		}
		return levels;
	});
	const image = create(TextureImageSchema, { type, count: sources.length });
	const data: Uint8Array[] = [];
	for (const wanted of profile.formats) {
		const format = formatFor(wanted, channels);
		const encoded = (slices[0] ?? []).map((_, level) =>
			slices.map((levels) => encodePixels(levels[level] as Pixels, format)),
		);
		let offset = 0;
		const offsets = encoded.map((parts) => {
			const at = offset;
			for (const part of parts) offset += part.length;
			return at;
		});
		const sizes = encoded.map((parts) => parts[0]?.length ?? 0);
		image.alternatives.push(
			create(TextureImage_ImageSchema, {
				width,
				height,
				originalWidth: original.width,
				originalHeight: original.height,
				format,
				mipMapOffset: offsets,
				mipMapSize: sizes,
				compressionType: TextureImage_CompressionType.DEFAULT,
				mipMapSizeCompressed: sizes,
				mipMapDimensions: (slices[0] ?? []).flatMap((level) => [level.width, level.height]),
				dataSize: offset,
			}),
		);
		data.push(concatBytes(encoded.flat()));
	}
	return writeTexture({ layout: 'header', image, data }, path);
}

function targetSize(
	{ width, height }: { width: number; height: number },
	maxSize: number,
): { width: number; height: number } {
	let size = { width: nearestPowerOfTwo(width), height: nearestPowerOfTwo(height) };
	while (maxSize > 0 && (size.width > maxSize || size.height > maxSize)) {
		size = { width: Math.max(1, size.width >> 1), height: Math.max(1, size.height >> 1) };
	}
	return size;
}

function nearestPowerOfTwo(side: number): number {
	let above = 1;
	while (above < side) above *= 2;
	const below = above / 2;
	return above - side <= side - below ? above : below;
}

/** The format of the same family with as many channels as the source. */
function formatFor(wanted: TextureImage_TextureFormat, channels: number): TextureImage_TextureFormat {
	const { LUMINANCE, LUMINANCE_ALPHA, RGB, RGBA } = TextureImage_TextureFormat;
	if (wanted === RGBA) return [RGBA, LUMINANCE, LUMINANCE_ALPHA, RGB, RGBA][channels] ?? RGBA;
	if (wanted === RGB) return [RGB, LUMINANCE, LUMINANCE_ALPHA, RGB, RGB][channels] ?? RGB;
	return wanted;
}

function encodePixels({ rgba }: Pixels, format: TextureImage_TextureFormat): Uint8Array {
	const count = rgba.length / 4;
	const pick = (channels: readonly number[]): Uint8Array => {
		const bytes = new Uint8Array(count * channels.length);
		for (let pixel = 0, to = 0; pixel < count; pixel++) {
			for (const channel of channels) bytes[to++] = rgba[pixel * 4 + channel] as number;
		}
		return bytes;
	};
	const words = (word: (r: number, g: number, b: number, a: number) => number): Uint8Array => {
		const bytes = new Uint8Array(count * 2);
		const view = new DataView(bytes.buffer);
		for (let pixel = 0; pixel < count; pixel++) {
			const [r, g, b, a] = rgba.subarray(pixel * 4, pixel * 4 + 4) as unknown as [number, number, number, number];
			view.setUint16(pixel * 2, word(r, g, b, a), true);
		}
		return bytes;
	};
	switch (format) {
		case TextureImage_TextureFormat.LUMINANCE:
			return pick([0]);
		case TextureImage_TextureFormat.LUMINANCE_ALPHA:
			return pick([0, 3]);
		case TextureImage_TextureFormat.RGB:
			return pick([0, 1, 2]);
		case TextureImage_TextureFormat.RGB_16BPP:
			return words((r, g, b) => ((r >> 3) << 11) | ((g >> 2) << 5) | (b >> 3));
		case TextureImage_TextureFormat.RGBA_16BPP:
			return words((r, g, b, a) => ((r >> 4) << 12) | ((g >> 4) << 8) | ((b >> 4) << 4) | (a >> 4));
		default:
			return rgba;
	}
}
