import { FormatError } from '../error.ts';
import { ARCHIVE_FLAG } from './archive-index.ts';

/** Bytes before the stored bytes of a published resource. */
export const LIVE_UPDATE_HEADER_BYTES = 16;
const FILLER = 0xed;

/** What stands before each published blob, in a zip, a folder or a bucket. */
export type LiveUpdateHeader = {
	/** Decoded size. */
	readonly sizeBytes: number;
	readonly encrypted: boolean;
	readonly compressed: boolean;
	/** Builders set it from some version between 1.8.0 and 1.11.2 on. */
	readonly liveUpdate: boolean;
};

/**
 * Reads the 16-byte header: size (32 bits, big-endian), flags (8 bits), 11 bytes 0xED that are not looked at.
 *
 * @throws FormatError `truncated`
 */
export function readLiveUpdateHeader(bytes: Uint8Array, name: string): LiveUpdateHeader {
	if (bytes.length < LIVE_UPDATE_HEADER_BYTES) {
		throw new FormatError(
			'truncated',
			`${name}: expected a live-update header of ${LIVE_UPDATE_HEADER_BYTES} bytes, found ${bytes.length} bytes in all`,
			{ data: { name, expected: LIVE_UPDATE_HEADER_BYTES, found: bytes.length } },
		);
	}
	const view = new DataView(bytes.buffer, bytes.byteOffset, LIVE_UPDATE_HEADER_BYTES);
	const flags = view.getUint8(4);
	return {
		sizeBytes: view.getUint32(0),
		encrypted: (flags & ARCHIVE_FLAG.ENCRYPTED) !== 0,
		compressed: (flags & ARCHIVE_FLAG.COMPRESSED) !== 0,
		liveUpdate: (flags & ARCHIVE_FLAG.LIVEUPDATE) !== 0,
	};
}

/** Writes the header. Joined with the stored bytes it is a blob as published. */
export function writeLiveUpdateHeader(header: LiveUpdateHeader): Uint8Array {
	const bytes = new Uint8Array(LIVE_UPDATE_HEADER_BYTES).fill(FILLER);
	new DataView(bytes.buffer).setUint32(0, header.sizeBytes);
	bytes[4] =
		(header.encrypted ? ARCHIVE_FLAG.ENCRYPTED : 0) |
		(header.compressed ? ARCHIVE_FLAG.COMPRESSED : 0) |
		(header.liveUpdate ? ARCHIVE_FLAG.LIVEUPDATE : 0);
	return bytes;
}
