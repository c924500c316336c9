import type { DecodedImage } from '../../bytes/index.ts';
import { extensionOf, type Position } from '../../formats/index.ts';
import type { CompileContext } from '../compiler.ts';

import { PICTURE_TYPES } from './texture-source.ts';

/** A decoded picture and how many channels its file has. */
export type Picture = DecodedImage & { readonly channels: number };

/** A picture may not be larger: 16,384 pixels square. */
const MAX_PIXELS = 16384 * 16384;

/** Loads a picture that a source names at a place; what is wrong is reported there. */
export async function loadPicture(path: string, at: Position, context: CompileContext): Promise<Picture | undefined> {
	if (path !== '' && !PICTURE_TYPES.includes(extensionOf(path).toLowerCase())) {
		const expected = PICTURE_TYPES.map((one) => `.${one}`).join(', ');
		context.report(at, { code: 'wrong-type', message: `expected a picture (${expected}), found ${path}` });
		return undefined;
	}
	const bytes = await context.load(path, { at, field: 'image' });
	if (!bytes) return undefined;
	try {
		const decoded = await context.decodeImage(bytes, path);
		if (decoded.width * decoded.height <= MAX_PIXELS && decoded.width > 0 && decoded.height > 0) {
			return { ...decoded, channels: channelsOf(bytes) };
		}
		context.report(at, { code: 'limit', message: `${path} has ${decoded.width} by ${decoded.height} pixels` });
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		context.report(at, { code: 'invalid-picture', message: reason.includes(path) ? reason : `${path}: ${reason}` });
	}
	return undefined;
}

/** Channels of a PNG by its colour type (a palette counts as RGBA), three for JPEG, four for anything else. */
function channelsOf(bytes: Uint8Array): number {
	if (bytes[0] === 0x89 && bytes[1] === 0x50) return { 0: 1, 2: 3, 3: 4, 4: 2 }[bytes[25] ?? 6] ?? 4;
	return bytes[0] === 0xff && bytes[1] === 0xd8 ? 3 : 4;
}
