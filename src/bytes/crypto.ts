import { md5, sha1 } from '@noble/hashes/legacy.js';
import { sha256, sha512 } from '@noble/hashes/sha2.js';

export type DigestAlgorithm = 'md5' | 'sha1' | 'sha256' | 'sha512';

/** Bytes of each digest. */
export const DIGEST_SIZE_BYTES: Readonly<Record<DigestAlgorithm, number>> = {
	md5: 16,
	sha1: 20,
	sha256: 32,
	sha512: 64,
};

/**
 * What the neutral rooms need from a platform's cryptography. Every function is synchronous.
 *
 * RSA works on raw blocks, as Defold signs: the digest is padded (PKCS#1 v1.5 block type 1, no DigestInfo) and raised to
 * the private exponent. Both RSA functions take and return blocks of the length of the modulus.
 */
export type Crypto = {
	digest(algorithm: DigestAlgorithm, bytes: Uint8Array): Uint8Array;
	/** m = block^e mod n. `publicKey` is SubjectPublicKeyInfo DER. */
	rsaPublic(publicKey: Uint8Array, block: Uint8Array): Uint8Array;
	/** s = block^d mod n. `privateKey` is PKCS#8 DER. */
	rsaPrivate(privateKey: Uint8Array, block: Uint8Array): Uint8Array;
};

/** Digests without a platform, for small inputs and browsers: some 180 MB/s for SHA-1, where Node's own does 1.9 GB/s. */
export function portableDigest(algorithm: DigestAlgorithm, bytes: Uint8Array): Uint8Array {
	switch (algorithm) {
		case 'md5':
			return md5(bytes);
		case 'sha1':
			return sha1(bytes);
		case 'sha256':
			return sha256(bytes);
		case 'sha512':
			return sha512(bytes);
	}
}
