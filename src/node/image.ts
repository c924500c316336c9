import type { ImageDecoder } from '../bytes/index.ts';
import { NodeError } from './error.ts';

/** Decodes pictures with sharp, loaded when first used. Colour is turned to sRGB, 16-bit samples to 8. */
export const decodeImage: ImageDecoder = async (bytes, name) => {
	const { default: sharp } = await import('sharp');
	try {
		const { data, info } = await sharp(bytes)
			.toColourspace('srgb')
			.ensureAlpha()
			.raw({ depth: 'uchar' })
			.toBuffer({ resolveWithObject: true });
		return { width: info.width, height: info.height, rgba: data };
	} catch (cause) {
		throw new NodeError('invalid-image', `${name}: expected a PNG, JPEG or WebP picture: ${(cause as Error).message}`, {
			cause,
			data: { path: name },
		});
	}
};
