import { equalBytes } from '../../bytes/index.ts';
import { FormatError } from '../error.ts';
import { remarkOnText } from '../look-of-bytes.ts';
import { DER, expectDer, readDer, readDerInteger, writeDer } from './der.ts';

/** 1.2.840.113549.1.1.1, rsaEncryption. */
const RSA_OID = new Uint8Array([0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01]);
const MIN_BITS = 512;
const MAX_BITS = 4096;

/** An RSA public key's numbers. */
export type RsaPublicKey = {
	readonly modulus: bigint;
	readonly exponent: bigint;
	readonly modulusBits: number;
	/** Length of a signature. */
	readonly modulusSizeBytes: number;
};

/** An RSA private key's numbers. */
export type RsaPrivateKey = RsaPublicKey & {
	readonly privateExponent: bigint;
	readonly prime1: bigint;
	readonly prime2: bigint;
	readonly exponent1: bigint;
	readonly exponent2: bigint;
	readonly coefficient: bigint;
};

/**
 * Reads a public key: SubjectPublicKeyInfo DER, as in `game.public.der`, or a bare PKCS#1 RSAPublicKey. 512 to 4096 bits.
 *
 * @throws FormatError `invalid-key`
 */
export function readRsaPublicKey(bytes: Uint8Array, name: string): RsaPublicKey {
	return parse(bytes, name, () => {
		const outer = readDer(expectDer(readDer(bytes, name)[0], DER.SEQUENCE, name), name);
		const bare = outer[0]?.tag === DER.INTEGER;
		const bits = bare ? undefined : expectDer(outer[1], DER.BIT_STRING, name);
		const inner = bits ? readDer(expectDer(readDer(bits.subarray(1), name)[0], DER.SEQUENCE, name), name) : outer;
		if (!bare) checkAlgorithm(outer[0]?.content, name);
		const key = publicNumbers(expectDer(inner[0], DER.INTEGER, name), inner[1]?.content, name);
		// There is one way to write a key in DER; whatever differs from it was changed or has something behind it.
		const pkcs1 = writeDer(DER.SEQUENCE, writeInteger(key.modulus), writeInteger(key.exponent));
		if (!equalBytes(bare ? pkcs1 : wrapPublicKey(pkcs1), bytes))
			throw invalidKey(name, 'a key in DER', 'more or other bytes');
		return key;
	});
}

/**
 * Reads a private key: PKCS#8 DER, as Defold takes it, or a bare PKCS#1 RSAPrivateKey. 512 to 4096 bits.
 *
 * @throws FormatError `invalid-key`
 */
export function readRsaPrivateKey(bytes: Uint8Array, name: string): RsaPrivateKey {
	return parse(bytes, name, () => {
		let numbers = readDer(expectDer(readDer(bytes, name)[0], DER.SEQUENCE, name), name);
		if (numbers[1]?.tag === DER.SEQUENCE) {
			checkAlgorithm(numbers[1].content, name);
			const octets = expectDer(numbers[2], DER.OCTET_STRING, name);
			numbers = readDer(expectDer(readDer(octets, name)[0], DER.SEQUENCE, name), name);
		}
		const integers = numbers.slice(1, 9).map((value) => readDerInteger(expectDer(value, DER.INTEGER, name), name));
		const [modulus, exponent, privateExponent, prime1, prime2, exponent1, exponent2, coefficient] = integers;
		if (
			modulus === undefined ||
			exponent === undefined ||
			privateExponent === undefined ||
			prime1 === undefined ||
			prime2 === undefined ||
			exponent1 === undefined ||
			exponent2 === undefined ||
			coefficient === undefined ||
			prime1 * prime2 !== modulus
		) {
			throw invalidKey(
				name,
				'the eight numbers of an RSA private key',
				`${integers.length}, or primes that do not fit`,
			);
		}
		return {
			...checkSize(modulus, exponent, name),
			privateExponent,
			prime1,
			prime2,
			exponent1,
			exponent2,
			coefficient,
		};
	});
}

/** A PKCS#1 public key wrapped as SubjectPublicKeyInfo; one that is so already is returned as it is. */
export function publicKeyToSpki(bytes: Uint8Array, name: string): Uint8Array {
	readRsaPublicKey(bytes, name);
	const outer = readDer(expectDer(readDer(bytes, name)[0], DER.SEQUENCE, name), name);
	if (outer[0]?.tag !== DER.INTEGER) return bytes;
	return wrapPublicKey(bytes);
}

/** A PKCS#1 private key wrapped as PKCS#8; one that is so already is returned as it is. */
export function privateKeyToPkcs8(bytes: Uint8Array, name: string): Uint8Array {
	readRsaPrivateKey(bytes, name);
	const outer = readDer(expectDer(readDer(bytes, name)[0], DER.SEQUENCE, name), name);
	if (outer[1]?.tag === DER.SEQUENCE) return bytes;
	const version = writeDer(DER.INTEGER, new Uint8Array(1));
	return writeDer(DER.SEQUENCE, version, algorithmIdentifier(), writeDer(DER.OCTET_STRING, bytes));
}

/** The public half of a private key, as SubjectPublicKeyInfo. @throws FormatError `invalid-key` */
export function publicKeyOf(privateKey: Uint8Array, name: string): Uint8Array {
	const { modulus, exponent } = readRsaPrivateKey(privateKey, name);
	return wrapPublicKey(writeDer(DER.SEQUENCE, writeInteger(modulus), writeInteger(exponent)));
}

/** A PKCS#1 public key as SubjectPublicKeyInfo. */
function wrapPublicKey(pkcs1: Uint8Array): Uint8Array {
	return writeDer(DER.SEQUENCE, algorithmIdentifier(), writeDer(DER.BIT_STRING, new Uint8Array(1), pkcs1));
}

/**
 * Checks that two keys are a pair, so that nothing is signed that no installed game can verify.
 *
 * @throws FormatError `invalid-key`, also when each is a key but they do not belong together
 */
export function verifyKeyPair(options: { privateKey: Uint8Array; publicKey: Uint8Array; name: string }): void {
	const own = readRsaPrivateKey(options.privateKey, `${options.name}, private key`);
	const other = readRsaPublicKey(options.publicKey, `${options.name}, public key`);
	if (own.modulus !== other.modulus || own.exponent !== other.exponent) {
		throw invalidKey(
			options.name,
			`the public key of the same pair (${own.modulusBits} bits)`,
			`another (${other.modulusBits} bits)`,
		);
	}
}

function algorithmIdentifier(): Uint8Array {
	return writeDer(DER.SEQUENCE, writeDer(DER.OID, RSA_OID), writeDer(DER.NULL));
}

function writeInteger(value: bigint): Uint8Array {
	let hex = value.toString(16);
	if (hex.length % 2 !== 0) hex = `0${hex}`;
	const digits = hex.match(/../g) ?? [];
	const bytes = Uint8Array.from(digits, (pair) => Number.parseInt(pair, 16));
	return (bytes[0] ?? 0) & 0x80 ? writeDer(DER.INTEGER, new Uint8Array(1), bytes) : writeDer(DER.INTEGER, bytes);
}

function checkAlgorithm(identifier: Uint8Array | undefined, name: string): void {
	const oid = identifier && readDer(identifier, name)[0];
	if (oid?.tag !== DER.OID || !equalBytes(oid.content, RSA_OID)) {
		throw invalidKey(name, 'the algorithm rsaEncryption', 'another');
	}
}

function publicNumbers(modulus: Uint8Array, exponent: Uint8Array | undefined, name: string): RsaPublicKey {
	if (!exponent) throw invalidKey(name, 'a modulus and an exponent', 'a modulus alone');
	return checkSize(readDerInteger(modulus, name), readDerInteger(exponent, name), name);
}

function checkSize(modulus: bigint, exponent: bigint, name: string): RsaPublicKey {
	const modulusBits = modulus.toString(2).length;
	if (modulusBits < MIN_BITS || modulusBits > MAX_BITS) {
		throw invalidKey(name, `a modulus of ${MIN_BITS} to ${MAX_BITS} bits`, `${modulusBits} bits`);
	}
	if (exponent < 3n || exponent >= modulus || (exponent & 1n) === 0n) {
		throw invalidKey(name, 'an odd exponent above 1', 'another');
	}
	return { modulus, exponent, modulusBits, modulusSizeBytes: Math.ceil(modulusBits / 8) };
}

function parse<T>(bytes: Uint8Array, name: string, read: () => T): T {
	const remark = remarkOnText(bytes);
	if (remark !== '') {
		const pem = bytes[0] === 0x2d ? '; a PEM file has to be converted to DER first' : '';
		throw new FormatError('invalid-key', `${name}: expected an RSA key in DER${remark}${pem}`, { data: { name } });
	}
	return read();
}

function invalidKey(name: string, expected: string, found: string): FormatError {
	return new FormatError('invalid-key', `${name}: expected ${expected}, found ${found}`, {
		data: { name, expected, found },
	});
}
