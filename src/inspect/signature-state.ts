import type { Crypto } from '../bytes/index.ts';
import { FormatError, type Manifest, verifyManifestSignature } from '../formats/index.ts';

/**
 * `valid` and `invalid` are said of a bundle that has a key. Without one `none` is not signed, as bundles from 1.12 on are,
 * and `no-key` is signed with nothing to check it.
 */
export type SignatureState = 'valid' | 'invalid' | 'none' | 'no-key';

/** What can be said about a manifest's signature. */
export function signatureState(options: {
	manifest: Manifest;
	publicKey: Uint8Array | undefined;
	crypto: Crypto;
	name: string;
}): { state: SignatureState; problem?: string } {
	const { manifest, publicKey, crypto, name } = options;
	if (!publicKey) return { state: manifest.signature.length === 0 ? 'none' : 'no-key' };
	try {
		verifyManifestSignature({ manifest, publicKey, crypto, name });
		return { state: 'valid' };
	} catch (error) {
		if (!(error instanceof FormatError)) throw error;
		return { state: 'invalid', problem: error.message };
	}
}
