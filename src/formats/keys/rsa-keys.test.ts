import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeUtf8, equalBytes } from '../../bytes/index.ts';
import { nodeCrypto } from '../../node/crypto.ts';
import { codeOf } from '../refusal-contract.ts';
import { DER, readDer, writeDer } from './der.ts';
import { portableRsaPrivate, portableRsaPublic } from './portable-rsa.ts';
import {
	privateKeyToPkcs8,
	publicKeyOf,
	publicKeyToSpki,
	readRsaPrivateKey,
	readRsaPublicKey,
	verifyKeyPair,
} from './rsa-keys.ts';

const pair = (bits: number): { privateKey: Uint8Array; publicKey: Uint8Array } =>
	generateKeyPairSync('rsa', {
		modulusLength: bits,
		publicKeyEncoding: { type: 'spki', format: 'der' },
		privateKeyEncoding: { type: 'pkcs8', format: 'der' },
	});

const keys = pair(1024);
const others = pair(1024);
const pkcs1Public = createPublicKey({ key: Buffer.from(keys.publicKey), format: 'der', type: 'spki' }).export({
	type: 'pkcs1',
	format: 'der',
});
const pkcs1Private = createPrivateKey({ key: Buffer.from(keys.privateKey), format: 'der', type: 'pkcs8' }).export({
	type: 'pkcs1',
	format: 'der',
});

test.each([512, 768, 1024, 2048, 3072, 4096])('reads both halves of a pair of %i bits', (bits) => {
	const { privateKey, publicKey } = pair(bits);
	const read = readRsaPublicKey(publicKey, 'public');
	expect(read.modulusBits).toBe(bits);
	expect(read.modulusSizeBytes).toBe(bits / 8);
	expect(read.exponent).toBe(65537n);
	expect(readRsaPrivateKey(privateKey, 'private').modulus).toBe(read.modulus);
	verifyKeyPair({ privateKey, publicKey, name: 'test' });
	const bare = createPublicKey({ key: Buffer.from(publicKey), format: 'der', type: 'spki' });
	const bareBytes = bare.export({ type: 'pkcs1', format: 'der' });
	expect(readRsaPublicKey(bareBytes, 'public')).toEqual(read);
	expect(equalBytes(publicKeyToSpki(bareBytes, 'public'), publicKey)).toBe(true);
	const whole = createPrivateKey({ key: Buffer.from(privateKey), format: 'der', type: 'pkcs8' });
	const wholeBytes = whole.export({ type: 'pkcs1', format: 'der' });
	expect(equalBytes(privateKeyToPkcs8(wholeBytes, 'private'), privateKey)).toBe(true);
});

test('bare PKCS#1 keys are read, and wrapped as the platform wraps them', () => {
	expect(readRsaPublicKey(pkcs1Public, 'public')).toEqual(readRsaPublicKey(keys.publicKey, 'public'));
	expect(equalBytes(publicKeyToSpki(pkcs1Public, 'public'), keys.publicKey)).toBe(true);
	expect(equalBytes(privateKeyToPkcs8(pkcs1Private, 'private'), keys.privateKey)).toBe(true);
	expect(publicKeyToSpki(keys.publicKey, 'public')).toBe(keys.publicKey);
});

test('the public half of a private key is the one it was made with', () => {
	expect(equalBytes(publicKeyOf(keys.privateKey, 'private'), keys.publicKey)).toBe(true);
});

test('the portable RSA gives the same blocks as the platform, both ways', () => {
	fc.assert(
		fc.property(fc.uint8Array({ minLength: 127, maxLength: 127 }), (payload) => {
			const block = new Uint8Array([0, ...payload]);
			const signed = portableRsaPrivate(keys.privateKey, block);
			expect(equalBytes(signed, nodeCrypto.rsaPrivate(keys.privateKey, block))).toBe(true);
			expect(equalBytes(portableRsaPublic(keys.publicKey, signed), block)).toBe(true);
		}),
		{ numRuns: 20 },
	);
});

test('DER values are read as they were written', () => {
	fc.assert(
		fc.property(fc.uint8Array({ maxLength: 400 }), fc.constantFrom(...Object.values(DER)), (content, tag) => {
			expect(readDer(writeDer(tag, content), 'test')).toEqual([{ tag, content }]);
		}),
	);
});

describe('throws invalid-key', () => {
	test('for two keys that do not belong together', () => {
		expect(codeOf(() => verifyKeyPair({ ...keys, publicKey: others.publicKey, name: 'test' }))).toBe('invalid-key');
	});

	test('for a PEM file, saying so', () => {
		const pem = encodeUtf8('-----BEGIN PUBLIC KEY-----\nMIGf\n-----END PUBLIC KEY-----\n');
		expect(() => readRsaPublicKey(pem, 'key')).toThrow(/PEM file has to be converted/);
	});

	test('for a key that is not RSA', () => {
		const { publicKey } = generateKeyPairSync('ed25519', {
			publicKeyEncoding: { type: 'spki', format: 'der' },
			privateKeyEncoding: { type: 'pkcs8', format: 'der' },
		});
		expect(codeOf(() => readRsaPublicKey(publicKey, 'key'))).toBe('invalid-key');
	});

	test('for a key cut short anywhere, and for a private key in place of a public one', () => {
		for (let length = 0; length < keys.publicKey.length; length++) {
			expect(codeOf(() => readRsaPublicKey(keys.publicKey.subarray(0, length), 'key'))).toBe('invalid-key');
		}
		expect(codeOf(() => readRsaPublicKey(keys.privateKey, 'key'))).toBe('invalid-key');
	});

	test('for a modulus of more than 4096 bits', () => {
		const huge = writeDer(DER.INTEGER, new Uint8Array(600).fill(0x7f));
		const key = writeDer(DER.SEQUENCE, huge, writeDer(DER.INTEGER, new Uint8Array([1, 0, 1])));
		expect(codeOf(() => readRsaPublicKey(key, 'key'))).toBe('invalid-key');
	});
});
