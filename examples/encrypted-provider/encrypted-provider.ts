import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { memoryAccess } from 'livemount/bytes';
import { openZip } from 'livemount/formats';
import { createZipProvider, type OpenProvider } from 'livemount/resource';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * A provider of one's own: live-update zips that lie enciphered on the disk (AES-256-GCM), mounted as `sealed:/path`.
 *
 * Put it into the table of providers beside the ones there are:
 * `new Map([...nodeProviders(), ['sealed', createSealedProvider(key)]])`.
 */
export function createSealedProvider(key: Uint8Array): OpenProvider {
	return async ({ uri, name, crypto, verify, manifest, acceptManifest }) => {
		const zipBytes = unseal(await readFile(`${uri.location}${uri.path}`), key);
		return createZipProvider({
			zip: openZip(memoryAccess(zipBytes, name)),
			name,
			crypto,
			verifyReads: verify === 'read',
			// Throws when the pack must not be mounted: another publisher's, an older release. Never leave it out.
			acceptManifest,
			...(manifest ? { manifest } : {}),
		});
	};
}

/** Enciphers a zip: 12 bytes of nonce, the content, 16 bytes of tag. */
export function seal(bytes: Uint8Array, key: Uint8Array): Uint8Array {
	const nonce = randomBytes(NONCE_BYTES);
	const cipher = createCipheriv('aes-256-gcm', key, nonce);
	return Buffer.concat([nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
}

function unseal(sealed: Uint8Array, key: Uint8Array): Uint8Array {
	const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES));
	decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
	return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
}
