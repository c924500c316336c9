import { encodeUtf8 } from './text.ts';

// The 64-bit arithmetic is done in two 32-bit halves that stay in local variables: BigInt is some 50 times slower here, and
// every resource path, identifier and message name goes through this function.

const M_HI = 0xc6a4a793 | 0;
const M_LO = 0x5bd1e995;
const M_LO_HIGH = M_LO >>> 16;
const M_LO_LOW = M_LO & 0xffff;

/** Upper 32 bits of (aHi, aLo) × 0xc6a4a7935bd1e995 modulo 2^64; the lower ones are `Math.imul(aLo, M_LO)`. */
function multiplyHigh(aHi: number, aLo: number): number {
	const a0 = aLo & 0xffff;
	const a1 = aLo >>> 16;
	const middle = (Math.imul(a1, M_LO_LOW) + (Math.imul(a0, M_LO_LOW) >>> 16)) >>> 0;
	const cross = (Math.imul(a0, M_LO_HIGH) + (middle & 0xffff)) >>> 0;
	const carry = Math.imul(a1, M_LO_HIGH) + (middle >>> 16) + (cross >>> 16);
	return (carry + Math.imul(aHi, M_LO) + Math.imul(aLo, M_HI)) | 0;
}

/** Blocks of eight bytes, then the rest (also when it is empty), then the length as a block of its own are mixed in. */
function hashBytes64(bytes: Uint8Array): bigint {
	const { length } = bytes;
	const view = new DataView(bytes.buffer, bytes.byteOffset, length);
	const rest = length - (length % 8);
	let hHi = 0;
	let hLo = 0;
	for (let at = 0; at <= rest + 8; at += 8) {
		let kLo = 0;
		let kHi = 0;
		if (at < rest) {
			kLo = view.getInt32(at, true);
			kHi = view.getInt32(at + 4, true);
		} else if (at === rest) {
			for (let i = length - 1; i >= rest; i--) {
				kHi = (kHi << 8) | (kLo >>> 24);
				kLo = (kLo << 8) | (bytes[i] as number);
			}
		} else {
			kLo = length | 0;
			kHi = (length / 0x1_0000_0000) | 0;
		}
		kHi = multiplyHigh(kHi, kLo);
		kLo = Math.imul(kLo, M_LO);
		// k ^= k >> 47
		kLo ^= kHi >>> 15;
		hHi = multiplyHigh(hHi, hLo) ^ multiplyHigh(kHi, kLo);
		hLo = Math.imul(hLo, M_LO) ^ Math.imul(kLo, M_LO);
	}
	return finish(hHi, hLo);
}

/** The same for a text, whose characters are its bytes as long as they are ASCII: almost every path is. */
function hashText64(text: string): bigint {
	const { length } = text;
	const rest = length - (length % 8);
	let hHi = 0;
	let hLo = 0;
	let all = 0;
	for (let at = 0; at <= rest + 8; at += 8) {
		let kLo = 0;
		let kHi = 0;
		if (at < rest) {
			const a = text.charCodeAt(at);
			const b = text.charCodeAt(at + 1);
			const c = text.charCodeAt(at + 2);
			const d = text.charCodeAt(at + 3);
			const e = text.charCodeAt(at + 4);
			const f = text.charCodeAt(at + 5);
			const g = text.charCodeAt(at + 6);
			const h = text.charCodeAt(at + 7);
			all |= a | b | c | d | e | f | g | h;
			kLo = a | (b << 8) | (c << 16) | (d << 24);
			kHi = e | (f << 8) | (g << 16) | (h << 24);
		} else if (at === rest) {
			for (let i = length - 1; i >= rest; i--) {
				const code = text.charCodeAt(i);
				all |= code;
				kHi = (kHi << 8) | (kLo >>> 24);
				kLo = (kLo << 8) | code;
			}
			if (all > 127) return hashBytes64(encodeUtf8(text));
		} else {
			kLo = length;
		}
		kHi = multiplyHigh(kHi, kLo);
		kLo = Math.imul(kLo, M_LO);
		kLo ^= kHi >>> 15;
		hHi = multiplyHigh(hHi, hLo) ^ multiplyHigh(kHi, kLo);
		hLo = Math.imul(hLo, M_LO) ^ Math.imul(kLo, M_LO);
	}
	return finish(hHi, hLo);
}

function finish(hHi: number, hLo: number): bigint {
	hLo ^= hHi >>> 15;
	hHi = multiplyHigh(hHi, hLo);
	hLo = Math.imul(hLo, M_LO);
	hLo ^= hHi >>> 15;
	result.setInt32(0, hHi);
	result.setInt32(4, hLo);
	return result.getBigUint64(0);
}

/** The one way from two halves to a BigInt that needs no BigInt arithmetic. */
const result = new DataView(new ArrayBuffer(8));

/**
 * Defold's 64-bit hash (`dmHashBuffer64`) of bytes, or of the UTF-8 bytes of a text.
 *
 * Used for url hashes, identifiers, message names and mount names. A variant of MurmurHash2A with seed 0.
 */
export function hash64(value: string | Uint8Array): bigint {
	return typeof value === 'string' ? hashText64(value) : hashBytes64(value);
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
