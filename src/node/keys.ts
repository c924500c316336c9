import { generateKeyPair } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ioError, NodeError } from './error.ts';
import { makeFolder } from './make-folder.ts';
import { writeFileAtomically } from './write-file.ts';

/** A pair of RSA keys in the form Defold takes: PKCS#8 and SubjectPublicKeyInfo, DER. */
export type KeyPair = { readonly privateKey: Uint8Array; readonly publicKey: Uint8Array };

const FILES = { privateKey: 'private.der', publicKey: 'public.der' } as const;
const DEFAULT_BITS = 2048;

export async function generateKeys(bits: number = DEFAULT_BITS): Promise<KeyPair> {
	return await promisify(generateKeyPair)('rsa', {
		modulusLength: bits,
		publicExponent: 65537,
		publicKeyEncoding: { type: 'spki', format: 'der' },
		privateKeyEncoding: { type: 'pkcs8', format: 'der' },
	});
}

/** Reads a pair from two files. @throws NodeError */
export async function loadKeys(privatePath: string, publicPath: string): Promise<KeyPair> {
	const read = async (path: string): Promise<Uint8Array> => {
		try {
			return await readFile(path);
		} catch (cause) {
			throw ioError('read the key', path, cause);
		}
	};
	return { privateKey: await read(privatePath), publicKey: await read(publicPath) };
}

/** The pair kept in a folder, `undefined` when there is none. */
export async function findKeys(folder: string): Promise<KeyPair | undefined> {
	try {
		return {
			privateKey: await readFile(join(folder, FILES.privateKey)),
			publicKey: await readFile(join(folder, FILES.publicKey)),
		};
	} catch {
		// Either file missing means that there is no pair; an unreadable one shows itself when a new pair is written.
		return undefined;
	}
}

export async function saveKeys(folder: string, keys: KeyPair): Promise<void> {
	await writeFileAtomically(join(folder, FILES.privateKey), keys.privateKey);
	await writeFileAtomically(join(folder, FILES.publicKey), keys.publicKey);
}

/**
 * Generates a pair into a folder, as two files; only the owner may read the private one.
 *
 * @param bits 512 to 4096
 * @throws NodeError `already-there` when either file is there, and nothing is changed; `io-error`
 */
export async function generateKeyFiles(options: {
	folder: string;
	bits?: number;
}): Promise<{ privatePath: string; publicPath: string }> {
	const privatePath = join(options.folder, FILES.privateKey);
	const publicPath = join(options.folder, FILES.publicKey);
	for (const path of [privatePath, publicPath]) {
		if (!existsSync(path)) continue;
		throw new NodeError(
			'already-there',
			`${path} is there already and is left alone: content signed with a lost key can never be updated`,
			{ data: { path } },
		);
	}
	const keys = await generateKeys(options.bits);
	await makeFolder(options.folder);
	let path = privatePath;
	try {
		// "wx": also when someone else was faster nothing is written over.
		await writeFile(path, keys.privateKey, { flag: 'wx', mode: 0o600 });
		path = publicPath;
		await writeFile(path, keys.publicKey, { flag: 'wx', mode: 0o644 });
	} catch (cause) {
		if (path === publicPath) await rm(privatePath, { force: true });
		throw ioError('write', path, cause);
	}
	return { privatePath, publicPath };
}
