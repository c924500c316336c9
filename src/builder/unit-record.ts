import { type Crypto, concatBytes, decodeUtf8, encodeUtf8, equalBytes } from '../bytes/index.ts';
import type { EncodedResource, UnitResult } from './compile-unit.ts';

/** Bytes of the SHA-1 that ends a record, and of the length that begins it. */
const DIGEST_BYTES = 20;
const LENGTH_BYTES = 4;

type Header = {
	readonly resources: readonly (Omit<EncodedResource, 'stored'> & { readonly storedSizeBytes: number })[];
	readonly units: UnitResult['units'];
	readonly inputs: UnitResult['inputs'];
};

/**
 * A result without diagnostics as bytes: length of the header (u32, little-endian), header as JSON, stored bytes of each
 * resource, SHA-1 of all that.
 */
export function writeUnitResult({ resources, units, inputs }: UnitResult, crypto: Crypto): Uint8Array {
	const header: Header = {
		resources: resources.map(({ stored, ...about }) => ({ ...about, storedSizeBytes: stored.length })),
		units,
		inputs,
	};
	const json = encodeUtf8(JSON.stringify(header));
	const length = new Uint8Array(LENGTH_BYTES);
	new DataView(length.buffer).setUint32(0, json.length, true);
	const body = concatBytes([length, json, ...resources.map(({ stored }) => stored)]);
	return concatBytes([body, crypto.digest('sha1', body)]);
}

/** Reads a record; `undefined` for one that is damaged, cut short or of another shape. */
export function readUnitResult(record: Uint8Array, crypto: Crypto): UnitResult | undefined {
	const end = record.length - DIGEST_BYTES;
	if (end < LENGTH_BYTES) return undefined;
	const body = record.subarray(0, end);
	if (!equalBytes(crypto.digest('sha1', body), record.subarray(end))) return undefined;
	const length = new DataView(body.buffer, body.byteOffset).getUint32(0, true);
	if (LENGTH_BYTES + length > end) return undefined;
	const { resources, units, inputs } = JSON.parse(
		decodeUtf8(body.subarray(LENGTH_BYTES, LENGTH_BYTES + length)),
	) as Header;
	let at = LENGTH_BYTES + length;
	return {
		resources: resources.map(({ storedSizeBytes, ...about }) => {
			at += storedSizeBytes;
			return { ...about, stored: body.subarray(at - storedSizeBytes, at) };
		}),
		units,
		inputs,
		diagnostics: [],
	};
}
