import { type Crypto, type DigestAlgorithm, toHex } from '../bytes/index.ts';
import { ResourceError } from './error.ts';

/**
 * Checks stored bytes (as they lie in an archive, before deciphering) against the digest the manifest gives.
 *
 * @throws ResourceError `digest-mismatch`, naming the resource and where it lies
 */
export function verifyStored(options: {
	stored: Uint8Array;
	hexDigest: string;
	algorithm: DigestAlgorithm;
	crypto: Crypto;
	/** The resource, for the message. */
	resource: string;
	/** Where it lies, for the message. */
	where: string;
}): void {
	const found = toHex(options.crypto.digest(options.algorithm, options.stored));
	if (found !== options.hexDigest) {
		throw new ResourceError(
			'digest-mismatch',
			`${options.resource} in ${options.where}: expected ${options.algorithm.toUpperCase()} ${options.hexDigest}, found ${found}`,
			{ data: { resource: options.resource, where: options.where, expected: options.hexDigest, found } },
		);
	}
}
