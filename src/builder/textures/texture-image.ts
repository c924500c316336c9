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
	const original = { width: source.width, height: source.height };
	const pixels: Pixels = { ...source, rgba: source.rgba.slice() };
	if (profile.premultiplyAlpha) premultiply(pixels);
	const { width, height } = targetSize(original, profile.maxSize);
	const base = resizePixels(pixels, width, height);
	flipRows(base);
	const levels = [base];
	while (profile.mipmaps && (levels.at(-1) as Pixels).width * (levels.at(-1) as Pixels).height > 1) {
		levels.push(halve(levels.at(-1) as Pixels));
	}
	const image = create(TextureImageSchema, { type: TextureImage_Type.TYPE_2D, count: 1 });
	const data: Uint8Array[] = [];
	for (const wanted of profile.formats) {
		const format = formatFor(wanted, channels);
		const encoded = levels.map((level) => encodePixels(level, format));
		let offset = 0;
		const offsets = encoded.map((bytes) => {
			const at = offset;
			offset += bytes.length;
			return at;
		});
		const sizes = encoded.map((bytes) => bytes.length);
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
				mipMapDimensions: levels.flatMap((level) => [level.width, level.height]),
				dataSize: offset,
			}),
		);
		data.push(concatBytes(encoded));
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
