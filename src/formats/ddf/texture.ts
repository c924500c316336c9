import { concatBytes } from '../../bytes/index.ts';
import { FormatError } from '../error.ts';
import { type TextureImage, TextureImageSchema } from './gen/graphics_ddf_pb.ts';
import { fromToday, toToday } from './layouts/renumber.ts';
import { BARE_IMAGES, HEADER_OLDER_IMAGES, hasOlderImages } from './layouts/texture-layouts.ts';
import { readMessage, writeMessage } from './message.ts';

/**
 * How a compiled texture lies in its file. `bare`: one message with the image data inside, engines to 1.9.6. `header-older`:
 * length of the header (u32, little-endian), header, image data, 1.9.7 to about 1.9.8. `header`: the same with the image's
 * fields renumbered for its depth, from about 1.10.0 on.
 */
export type TextureLayout = 'bare' | 'header-older' | 'header';

/** A compiled texture in one shape, whatever its layout. */
export type Texture = {
	readonly layout: TextureLayout;
	/** As engines 1.11.2 and later number its fields; no image data in it. */
	readonly image: TextureImage;
	/** Image data of each of the image's alternatives. */
	readonly data: readonly Uint8Array[];
};

const LENGTH_BYTES = 4;

/**
 * Reads a compiled texture (`.texturec`) of any engine.
 *
 * @throws FormatError `truncated`, `invalid`
 */
export function readTexture(bytes: Uint8Array, name: string): Texture {
	if (bytes.length < LENGTH_BYTES) {
		throw new FormatError('truncated', `${name}: expected a texture, found ${bytes.length} bytes`, {
			data: { name, found: bytes.length },
		});
	}
	const headerSizeBytes = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
	if (!looksLikeHeader(bytes, headerSizeBytes)) return readBare(bytes, name);
	const header = bytes.subarray(LENGTH_BYTES, LENGTH_BYTES + headerSizeBytes);
	const older = hasOlderImages(header, name);
	const message = older ? toToday(header, HEADER_OLDER_IMAGES, { name, taken: [] }) : header;
	const image = readMessage(TextureImageSchema, message, name);
	let at = LENGTH_BYTES + headerSizeBytes;
	const data = image.alternatives.map((alternative, index) => {
		const sizeBytes = alternative.dataSize;
		if (sizeBytes > bytes.length - at) {
			throw new FormatError(
				'truncated',
				`${name}: expected ${sizeBytes} bytes for image ${index} at byte ${at}, found ${bytes.length - at}`,
				{ data: { name, offset: at, expected: sizeBytes, found: bytes.length - at } },
			);
		}
		at += sizeBytes;
		return bytes.subarray(at - sizeBytes, at);
	});
	if (at !== bytes.length) {
		throw new FormatError(
			'invalid',
			`${name}: expected the end after the image data, found ${bytes.length - at} bytes`,
			{
				data: { name, offset: at, found: bytes.length - at },
			},
		);
	}
	return { layout: older ? 'header-older' : 'header', image, data };
}

/**
 * Writes a compiled texture in its layout. Read and written again it has the same bytes as long as they came from a builder.
 *
 * @throws FormatError `unrepresentable`
 */
export function writeTexture(texture: Texture, name: string): Uint8Array {
	const { layout, image, data } = texture;
	if (data.length !== image.alternatives.length) {
		throw new FormatError(
			'unrepresentable',
			`${name}: expected data for ${image.alternatives.length} images, found ${data.length}`,
			{ data: { name, expected: image.alternatives.length, found: data.length } },
		);
	}
	const message = writeMessage(TextureImageSchema, image, name);
	if (layout === 'bare') return fromToday(message, BARE_IMAGES, { name, taken: [...data] });
	const header = layout === 'header' ? message : fromToday(message, HEADER_OLDER_IMAGES, { name, taken: [] });
	const length = new Uint8Array(LENGTH_BYTES);
	new DataView(length.buffer).setUint32(0, header.length, true);
	return concatBytes([length, header, ...data]);
}

function readBare(bytes: Uint8Array, name: string): Texture {
	const data: Uint8Array[] = [];
	const message = toToday(bytes, BARE_IMAGES, { name, taken: data });
	const image = readMessage(TextureImageSchema, message, name);
	if (data.length !== image.alternatives.length) {
		throw new FormatError('invalid', `${name}: expected image data in each of ${image.alternatives.length} images`, {
			data: { name, expected: image.alternatives.length, found: data.length },
		});
	}
	return { layout: 'bare', image, data };
}

/** A bare message begins with the tag of its first field (0x0a) or its type (0x10); as a length that is beyond the file. */
function looksLikeHeader(bytes: Uint8Array, headerSizeBytes: number): boolean {
	if (headerSizeBytes === 0 || headerSizeBytes > bytes.length - LENGTH_BYTES) return false;
	const tag = bytes[LENGTH_BYTES];
	return tag === 0x0a || tag === 0x10;
}
