import { type Crypto, portableDigest } from '../../bytes/index.ts';
import { FormatError } from '../error.ts';
import { bigintToBytes, bytesToBigint } from './der.ts';
import { readRsaPrivateKey, readRsaPublicKey } from './rsa-keys.ts';

/**
 * RSA on numbers of any size, for platforms whose own cryptography refuses raw blocks (WebCrypto does).
 *
 * Nothing here takes constant time. Verifying needs no secret; signing with it is for tests and for machines that have
 * nothing better, not for a server that others can time.
 */
function modularPower(base: bigint, exponent: bigint, modulus: bigint): bigint {
	let result = 1n;
	let square = base % modulus;
	for (const digit of exponent.toString(2).split('').reverse()) {
		if (digit === '1') result = (result * square) % modulus;
		square = (square * square) % modulus;
	}
	return result;
}

function blockNumber(block: Uint8Array, sizeBytes: number, modulus: bigint): bigint {
	const value = bytesToBigint(block);
	if (block.length !== sizeBytes || value >= modulus) {
		throw new FormatError(
			'invalid',
			`RSA block: expected ${sizeBytes} bytes below the modulus, found ${block.length}`,
			{
				data: { expected: sizeBytes, found: block.length },
			},
		);
	}
	return value;
}

/** block^e mod n, with a public key in DER. @throws FormatError `invalid-key`, `invalid` */
export function portableRsaPublic(publicKey: Uint8Array, block: Uint8Array): Uint8Array {
	const key = readRsaPublicKey(publicKey, 'public key');
	const value = blockNumber(block, key.modulusSizeBytes, key.modulus);
	return bigintToBytes(modularPower(value, key.exponent, key.modulus), key.modulusSizeBytes);
}

/** block^d mod n, with a private key in DER. @throws FormatError `invalid-key`, `invalid` */
export function portableRsaPrivate(privateKey: Uint8Array, block: Uint8Array): Uint8Array {
	const key = readRsaPrivateKey(privateKey, 'private key');
	const value = blockNumber(block, key.modulusSizeBytes, key.modulus);
	// Through the two primes it is some three times faster than with the private exponent.
	const first = modularPower(value, key.exponent1, key.prime1);
	const second = modularPower(value, key.exponent2, key.prime2);
	const difference = (((first - second) * key.coefficient) % key.prime1) + key.prime1;
	return bigintToBytes(second + (difference % key.prime1) * key.prime2, key.modulusSizeBytes);
}

/** `Crypto` without a platform: digests of some 180 MB/s and RSA by big integers. */
export const portableCrypto: Crypto = {
	digest: portableDigest,
	rsaPublic: portableRsaPublic,
	rsaPrivate: portableRsaPrivate,
};
