import { encodeUtf8 } from './text.ts';

// The 64-bit arithmetic is done in two 32-bit halves: BigInt is some 20 times slower here, and every resource path,
// identifier and message name goes through this function.

const M_HI = 0xc6a4a793;
const M_LO = 0x5bd1e995;

let hi = 0;
let lo = 0;

/** (hi, lo) = (aHi, aLo) × 0xc6a4a7935bd1e995 modulo 2^64. */
function multiplyByM(aHi: number, aLo: number): void {
	const a0 = aLo & 0xffff;
	const a1 = aLo >>> 16;
	const b0 = M_LO & 0xffff;
	const b1 = M_LO >>> 16;
	const p00 = a0 * b0;
	const p01 = a0 * b1;
	const p10 = a1 * b0;
	const p11 = a1 * b1;
	const middle = (p00 >>> 16) + (p01 & 0xffff) + (p10 & 0xffff);
	const low = ((middle & 0xffff) << 16) | (p00 & 0xffff);
	const carry = p11 + (p01 >>> 16) + (p10 >>> 16) + (middle >>> 16);
	hi = (carry + Math.imul(aHi, M_LO) + Math.imul(aLo, M_HI)) | 0;
	lo = low | 0;
}

/** One step: mixes the block (kHi, kLo) into the hash (hHi, hLo), leaving the result in (hi, lo). */
function mix(hHi: number, hLo: number, kHi: number, kLo: number): void {
	multiplyByM(kHi, kLo);
	// k ^= k >> 47
	const shifted = hi >>> 15;
	lo ^= shifted;
	multiplyByM(hi, lo);
	const k2Hi = hi;
	const k2Lo = lo;
	multiplyByM(hHi, hLo);
	hi ^= k2Hi;
	lo ^= k2Lo;
}

function hashBytes64(bytes: Uint8Array): bigint {
	let hHi = 0;
	let hLo = 0;
	const length = bytes.length;
	const blocks = length - (length % 8);
	let at = 0;
	for (; at < blocks; at += 8) {
		const kLo =
			(bytes[at] as number) |
			((bytes[at + 1] as number) << 8) |
			((bytes[at + 2] as number) << 16) |
			((bytes[at + 3] as number) << 24);
		const kHi =
			(bytes[at + 4] as number) |
			((bytes[at + 5] as number) << 8) |
			((bytes[at + 6] as number) << 16) |
			((bytes[at + 7] as number) << 24);
		mix(hHi, hLo, kHi, kLo);
		hHi = hi;
		hLo = lo;
	}
	let tLo = 0;
	let tHi = 0;
	for (let i = 0; at + i < length; i++) {
		const byte = bytes[at + i] as number;
		if (i < 4) tLo |= byte << (8 * i);
		else tHi |= byte << (8 * (i - 4));
	}
	mix(hHi, hLo, tHi, tLo);
	mix(hi, lo, Math.floor(length / 0x1_0000_0000), length | 0);
	lo ^= hi >>> 15;
	multiplyByM(hi, lo);
	lo ^= hi >>> 15;
	return (BigInt(hi >>> 0) << 32n) | BigInt(lo >>> 0);
}

/**
 * Defold's 64-bit hash (`dmHashBuffer64`) of bytes, or of the UTF-8 bytes of a text.
 *
 * Used for url hashes, identifiers, message names and mount names. A variant of MurmurHash2A with seed 0.
 */
export function hash64(value: string | Uint8Array): bigint {
	return hashBytes64(typeof value === 'string' ? encodeUtf8(value) : value);
}

const M32 = 0x5bd1e995;

function mix32(hash: number, block: number): number {
	let k = Math.imul(block, M32);
	k ^= k >>> 24;
	k = Math.imul(k, M32);
	return Math.imul(hash, M32) ^ k;
}

/** Defold's 32-bit hash (`dmHashBuffer32`), an unsigned number. */
export function hash32(value: string | Uint8Array): number {
	const bytes = typeof value === 'string' ? encodeUtf8(value) : value;
	const length = bytes.length;
	const blocks = length - (length % 4);
	let h = 0;
	let at = 0;
	for (; at < blocks; at += 4) {
		h = mix32(
			h,
			(bytes[at] as number) |
				((bytes[at + 1] as number) << 8) |
				((bytes[at + 2] as number) << 16) |
				((bytes[at + 3] as number) << 24),
		);
	}
	let tail = 0;
	for (let i = 0; at + i < length; i++) tail |= (bytes[at + i] as number) << (8 * i);
	h = mix32(mix32(h, tail), length);
	h ^= h >>> 13;
	h = Math.imul(h, M32);
	return (h ^ (h >>> 15)) >>> 0;
}
