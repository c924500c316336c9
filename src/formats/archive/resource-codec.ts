import { FormatError } from '../error.ts';
import { decodeInModule } from './decode-module.ts';
import { encodeInModule } from './encode-module.ts';
import { lz4Decode, MAX_LZ4_RATIO } from './lz4-decode.ts';
import { lz4HcEncode } from './lz4-hc-encode.ts';
import type { Lz4Encoder } from './lz4-hc-match.ts';
import { xteaCtr } from './xtea.ts';

/** A compressed resource is kept only when it is at most this part of the raw one. Source: Defold's builder. */
const MAX_COMPRESSED_RATIO = 0.95;

/**
 * Decodes stored bytes: deciphers them, then unpacks them. What is neither is returned as it is, not copied.
 *
 * @throws FormatError `decompression`, which with `encrypted` often means that the project replaced the cipher; `limit`;
 * `invalid` when a raw resource has another size than stated
 */
export function decodeResource(options: {
	stored: Uint8Array;
	/** Decoded size. */
	sizeBytes: number;
	compressed: boolean;
	encrypted: boolean;
	/** The resource, for messages. */
	name: string;
}): Uint8Array {
	const { stored, sizeBytes, compressed, encrypted, name } = options;
	// No block grows more than this; what says it does is told by the plain decoder, before any memory is taken for it.
	if (compressed && sizeBytes <= stored.length * MAX_LZ4_RATIO) {
		const decoded = decodeInModule(stored, sizeBytes, encrypted);
		if (decoded) return decoded;
	}
	const plain = encrypted ? xteaCtr(stored) : stored;
	if (compressed) return lz4Decode(plain, sizeBytes, name);
	if (plain.length !== sizeBytes) {
		throw new FormatError('invalid', `${name}: expected ${sizeBytes} bytes, found ${plain.length} stored raw`, {
			data: { name, expected: sizeBytes, found: plain.length },
		});
	}
	return plain;
}

/** A resource as it is stored. */
export type EncodedResource = {
	readonly stored: Uint8Array;
	/** False when compression was asked for but did not pay. */
	readonly compressed: boolean;
	readonly encrypted: boolean;
};

/** Encodes a resource as builders do: LZ4 at level 9, kept when at most 0.95 of the raw size, then enciphered. */
export function encodeResource(options: {
	raw: Uint8Array;
	compress: boolean;
	encrypt: boolean;
	/** Default `modern`. */
	encoder?: Lz4Encoder;
}): EncodedResource {
	const { raw, compress, encrypt, encoder = 'modern' } = options;
	const packed = compress && raw.length > 0 ? pack(raw, encoder) : raw;
	const compressed = packed !== raw && packed.length <= raw.length * MAX_COMPRESSED_RATIO;
	const plain = compressed ? packed : raw;
	return { stored: encrypt ? xteaCtr(plain) : plain, compressed, encrypted: encrypt };
}

function pack(raw: Uint8Array, encoder: Lz4Encoder): Uint8Array {
	return (encoder === 'modern' ? encodeInModule(raw) : undefined) ?? lz4HcEncode(raw, encoder);
}
