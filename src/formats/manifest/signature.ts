import { type Crypto, DIGEST_SIZE_BYTES, type DigestAlgorithm, equalBytes } from '../../bytes/index.ts';
import { FormatError } from '../error.ts';
import { publicKeyToSpki, readRsaPrivateKey, readRsaPublicKey } from '../keys/rsa-keys.ts';
import { remarkOnText } from '../look-of-bytes.ts';
import type { Manifest } from './manifest.ts';

/** Fewest bytes of padding that a block of type 1 must have: 00 01, eight times FF, 00. */
const MIN_PADDING_BYTES = 11;

/**
 * Signs manifest data: the digest, padded to the key's length (00 01 FF…FF 00, no DigestInfo), raised to the private key.
 *
 * Source: Defold's builders before 1.12, which encrypt the bare digest with the private key.
 *
 * @throws FormatError `invalid-key`, also when the key is too short for the digest
 */
export function signManifestData(options: {
	dataBytes: Uint8Array;
	algorithm: DigestAlgorithm;
	/** PKCS#8 DER. */
	privateKey: Uint8Array;
	crypto: Crypto;
}): Uint8Array {
	const { dataBytes, algorithm, privateKey, crypto } = options;
	const { modulusSizeBytes } = readRsaPrivateKey(privateKey, 'private key');
	const digest = crypto.digest(algorithm, dataBytes);
	if (digest.length + MIN_PADDING_BYTES > modulusSizeBytes) {
		throw new FormatError(
			'invalid-key',
			`private key: ${modulusSizeBytes * 8} bits are too few to sign ${algorithm.toUpperCase()}`,
			{ data: { modulusSizeBytes, digestSizeBytes: digest.length } },
		);
	}
	const block = new Uint8Array(modulusSizeBytes).fill(0xff);
	block[0] = 0;
	block[1] = 1;
	block[modulusSizeBytes - digest.length - 1] = 0;
	block.set(digest, modulusSizeBytes - digest.length);
	return crypto.rsaPrivate(privateKey, block);
}

/**
 * Checks a manifest's signature with a public key (SubjectPublicKeyInfo or PKCS#1, DER).
 *
 * @throws FormatError `signature-mismatch`, saying whether the manifest is unsigned, signed with another key, or changed
 * after signing; `invalid-key`
 */
export function verifyManifestSignature(options: {
	manifest: Manifest;
	publicKey: Uint8Array;
	crypto: Crypto;
	/** What is checked, for messages. */
	name: string;
}): void {
	const { manifest, publicKey, crypto, name } = options;
	const { modulusSizeBytes, modulusBits } = readRsaPublicKey(publicKey, `public key for ${name}`);
	const { signature } = manifest;
	const data = { name, keyBits: modulusBits, signatureSizeBytes: signature.length };
	if (signature.length === 0) {
		throw new FormatError('signature-mismatch', `${name}: the manifest is not signed, but a signature is required`, {
			data,
		});
	}
	if (signature.length !== modulusSizeBytes) {
		throw new FormatError(
			'signature-mismatch',
			`${name}: expected a signature of ${modulusSizeBytes} bytes for a key of ${modulusBits} bits, found ` +
				`${signature.length} bytes; it was signed with another key${remarkOnText(signature)}`,
			{ data },
		);
	}
	const algorithm = manifest.signatureHashAlgorithm;
	const signed = openBlock(() => crypto.rsaPublic(publicKeyToSpki(publicKey, name), signature));
	if (!signed || signed.length !== DIGEST_SIZE_BYTES[algorithm]) {
		throw new FormatError(
			'signature-mismatch',
			`${name}: the signature does not open with this public key; it was signed with another key`,
			{ data },
		);
	}
	if (!equalBytes(signed, crypto.digest(algorithm, manifest.dataBytes))) {
		throw new FormatError(
			'signature-mismatch',
			`${name}: the manifest is signed with the right key, but its content was changed after signing`,
			{ data },
		);
	}
}

/** The payload of a type 1 block, undefined when it is none or the platform refuses the block. */
function openBlock(open: () => Uint8Array): Uint8Array | undefined {
	let block: Uint8Array;
	try {
		block = open();
	} catch {
		// A block not below the modulus is refused by the platform: it cannot be a signature of this key.
		return undefined;
	}
	if (block[0] !== 0 || block[1] !== 1) return undefined;
	let at = 2;
	while (block[at] === 0xff) at++;
	if (at + 1 < MIN_PADDING_BYTES || block[at] !== 0) return undefined;
	return block.subarray(at + 1);
}
