import { constants, createPrivateKey, createPublicKey, hash, privateEncrypt, publicDecrypt } from 'node:crypto';
import type { Crypto } from '../bytes/index.ts';

/** `Crypto` on Node's own OpenSSL. */
export const nodeCrypto: Crypto = {
	digest: (algorithm, bytes) => hash(algorithm, bytes, 'buffer'),
	rsaPublic: (publicKey, block) =>
		publicDecrypt(
			{
				key: createPublicKey({ key: Buffer.from(publicKey), format: 'der', type: 'spki' }),
				padding: constants.RSA_NO_PADDING,
			},
			block,
		),
	rsaPrivate: (privateKey, block) =>
		privateEncrypt(
			{
				key: createPrivateKey({ key: Buffer.from(privateKey), format: 'der', type: 'pkcs8' }),
				padding: constants.RSA_NO_PADDING,
			},
			block,
		),
};
