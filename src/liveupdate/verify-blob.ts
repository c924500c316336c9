import { type Crypto, toHex } from '../bytes/index.ts';
import {
	decodeResource,
	FormatError,
	LIVE_UPDATE_HEADER_BYTES,
	type LiveUpdateHeader,
	RESOURCE_FLAG,
	type ResourceEntry,
	readLiveUpdateHeader,
} from '../formats/index.ts';
import { LiveUpdateError } from './error.ts';

/** A blob as published: 16-byte header and stored bytes, with the digest under which it was asked for. */
export type Blob = { readonly hexDigest: string; readonly bytes: Uint8Array };

/**
 * Checks a published blob before it is stored: its bytes against the digest, its header (which no digest covers) against
 * the manifest, or where that says nothing, by decoding.
 *
 * @param options `entry` is what the manifest says of this digest, if it lists it
 * @throws LiveUpdateError `invalid-header`, `invalid-resource`
 */
export function verifyBlob(options: {
	blob: Blob;
	entry: ResourceEntry | undefined;
	algorithm: Parameters<Crypto['digest']>[0];
	crypto: Crypto;
}): LiveUpdateHeader {
	const { blob, algorithm, crypto } = options;
	const { hexDigest, bytes } = blob;
	if (bytes.length < LIVE_UPDATE_HEADER_BYTES) {
		throw new LiveUpdateError(
			'invalid-header',
			`The liveupdate resource could not be verified, header information is missing for resource: ${hexDigest}`,
			{ data: { hexDigest, sizeBytes: bytes.length } },
		);
	}
	const stored = bytes.subarray(LIVE_UPDATE_HEADER_BYTES);
	const found = toHex(crypto.digest(algorithm, stored));
	if (found !== hexDigest) {
		throw new LiveUpdateError(
			'invalid-resource',
			`resource ${hexDigest}: expected ${algorithm.toUpperCase()} ${hexDigest}, ` +
				`found ${found} over ${stored.length} bytes; it was not stored`,
			{ data: { expected: hexDigest, found, sizeBytes: stored.length } },
		);
	}
	const header = readLiveUpdateHeader(bytes, hexDigest);
	checkHeader(header, stored, options);
	return header;
}

function checkHeader(
	header: LiveUpdateHeader,
	stored: Uint8Array,
	{ blob, entry }: { blob: Blob; entry: ResourceEntry | undefined },
): void {
	const { hexDigest } = blob;
	const refuse = (expected: string, found: string, cause?: unknown): LiveUpdateError =>
		new LiveUpdateError('invalid-header', `resource ${hexDigest}: expected a header with ${expected}, found ${found}`, {
			cause,
			data: { hexDigest, expected, found },
		});
	const say = (sizeBytes: number, compressed: boolean, encrypted: boolean): string =>
		`${sizeBytes} bytes${compressed ? ', compressed' : ''}${encrypted ? ', encrypted' : ''}`;
	const found = say(header.sizeBytes, header.compressed, header.encrypted);
	if (entry?.sizeBytes !== undefined) {
		const encrypted = (entry.flags & RESOURCE_FLAG.ENCRYPTED) !== 0;
		const expected = say(entry.sizeBytes, entry.compressedSizeBytes !== undefined, encrypted);
		if (expected !== found) throw refuse(expected, found);
		return;
	}
	try {
		decodeResource({ stored, ...header, name: hexDigest });
	} catch (cause) {
		if (!(cause instanceof FormatError)) throw cause;
		throw refuse(`what its ${stored.length} bytes unpack to`, found, cause);
	}
}
