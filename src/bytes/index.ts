/**
 * Bytes: cursors, hashes, hexadecimal, text, reading at an offset, and the base of all errors; with them the interfaces
 * that every room shares and a platform implements (`Crypto`, `ObjectStore`, `ImageDecoder`).
 *
 * This room knows no file format, no Defold file and no platform, and does no I/O.
 */
export { ByteReader } from './byte-reader.ts';
export { ByteWriter } from './byte-writer.ts';
export { compareBytes, compareText, concatBytes, equalBytes } from './compare.ts';
export { type Crypto, DIGEST_SIZE_BYTES, type DigestAlgorithm, portableDigest } from './crypto.ts';
export { BytesError, type BytesErrorCode, type ErrorData, type ErrorOptions, LivemountError } from './error.ts';
export { hash32, hash64 } from './hash64.ts';
export { fromHex, hash64ToHex, toHex } from './hex.ts';
export type { DecodedImage, ImageDecoder } from './image-decoder.ts';
export type { ObjectStore } from './object-store.ts';
export { checkRange, type JoinedPart, joinAccess, memoryAccess, type RandomAccess } from './random-access.ts';
export {
	binaryToText,
	decodeUtf8,
	decodeUtf8Lossy,
	encodeUtf8,
	fromBinaryString,
	textToBinary,
	toBinaryString,
} from './text.ts';
