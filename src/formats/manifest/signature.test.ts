import { execFileSync, spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { equalBytes, toHex } from '../../bytes/index.ts';
import { nodeCrypto } from '../../node/crypto.ts';
import { portableCrypto } from '../keys/portable-rsa.ts';
import { codeOf } from '../refusal-contract.ts';
import { readManifest } from './read-manifest.ts';
import { signManifestData, verifyManifestSignature } from './signature.ts';
import { writeManifest } from './write-manifest.ts';

function keyPair(modulusLength: number): { privateKey: Uint8Array; publicKey: Uint8Array } {
	return generateKeyPairSync('rsa', {
		modulusLength,
		publicKeyEncoding: { type: 'spki', format: 'der' },
		privateKeyEncoding: { type: 'pkcs8', format: 'der' },
	});
}

const keys = keyPair(1024);
const others = keyPair(1024);
const longer = keyPair(2048);

const content = {
	version: 5,
	resourceHashAlgorithm: 'sha1',
	signatureHashAlgorithm: 'sha256',
	projectIdentifier: new Uint8Array(20),
	engineVersions: [],
	entries: [],
} as const;

const sign =
	({ privateKey }: { privateKey: Uint8Array }, crypto = nodeCrypto) =>
	(dataBytes: Uint8Array): Uint8Array =>
		signManifestData({ dataBytes, algorithm: 'sha256', privateKey, crypto });

const verify = (bytes: Uint8Array, publicKey: Uint8Array, crypto = nodeCrypto): void =>
	verifyManifestSignature({ manifest: readManifest(bytes, 'test'), publicKey, crypto, name: 'test' });

test.each([512, 1024, 2048])('a manifest signed with a key of %i bits verifies with its public key', (bits) => {
	const pair = keyPair(bits);
	verify(writeManifest(content, sign(pair)), pair.publicKey);
});

test('the portable RSA signs and verifies as the platform does', () => {
	const byNode = writeManifest(content, sign(keys));
	const portable = writeManifest(content, sign(keys, portableCrypto));
	expect(equalBytes(byNode, portable)).toBe(true);
	verify(byNode, keys.publicKey, portableCrypto);
});

describe.skipIf(spawnSync('openssl', ['version']).status !== 0)('openssl', () => {
	test('opens our signature to the digest of the data', () => {
		const folder = mkdtempSync(join(tmpdir(), 'livemount-signature-'));
		try {
			const manifest = readManifest(writeManifest(content, sign(keys)), 'test');
			writeFileSync(join(folder, 'public.der'), keys.publicKey);
			writeFileSync(join(folder, 'signature'), manifest.signature);
			const opened = execFileSync('openssl', [
				...['pkeyutl', '-verifyrecover', '-pubin', '-keyform', 'DER', '-inkey', join(folder, 'public.der')],
				...['-pkeyopt', 'rsa_padding_mode:pkcs1', '-in', join(folder, 'signature')],
			]);
			expect(toHex(opened)).toBe(toHex(nodeCrypto.digest('sha256', manifest.dataBytes)));
		} finally {
			rmSync(folder, { recursive: true });
		}
	});
});

describe('throws signature-mismatch', () => {
	const signed = writeManifest(content, sign(keys));
	const messageOf = (bytes: Uint8Array, publicKey: Uint8Array): string => {
		expect(codeOf(() => verify(bytes, publicKey))).toBe('signature-mismatch');
		try {
			verify(bytes, publicKey);
		} catch (error) {
			return (error as Error).message;
		}
		return '';
	};

	test('when it is not signed', () => {
		expect(messageOf(writeManifest(content), keys.publicKey)).toMatch(/is not signed/);
	});

	test('when it is signed with another key of the same length', () => {
		expect(messageOf(signed, others.publicKey)).toMatch(/another key/);
	});

	test('when it is signed with a key of another length', () => {
		expect(messageOf(signed, longer.publicKey)).toMatch(/128 bytes; it was signed with another key/);
	});

	test('when its content was changed after signing', () => {
		const changed = writeManifest(
			{ ...content, hasExcludedResources: true },
			() => readManifest(signed, 'test').signature,
		);
		expect(messageOf(changed, keys.publicKey)).toMatch(/changed after signing/);
	});

	test('when one bit of the signature is another', () => {
		const bad = new Uint8Array(signed);
		bad[bad.length - 20] = (bad[bad.length - 20] as number) ^ 1;
		expect(codeOf(() => verify(bad, keys.publicKey))).toBe('signature-mismatch');
	});
});

test('throws invalid-key for a key that is text, and for one too short for the digest', () => {
	const signed = writeManifest(content, sign(keys));
	const page = new TextEncoder().encode('<html>');
	expect(codeOf(() => verify(signed, page))).toBe('invalid-key');
	const { privateKey } = keyPair(512);
	const data = { dataBytes: new Uint8Array(), algorithm: 'sha512', privateKey, crypto: nodeCrypto } as const;
	expect(codeOf(() => signManifestData(data))).toBe('invalid-key');
});
