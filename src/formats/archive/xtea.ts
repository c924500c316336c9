// The cipher's key is the same in every game and its counter starts at 0 for every resource, so all resources share one
// key stream. It is made once and kept: deciphering is then one pass of XOR. (It also means that the cipher hides nothing
// from anyone who looks; it is a part of the format, not a protection.)

/** "aQj8CScgNP4VsfXK" as four big-endian words. Source: verified on bundles of 2017 to 2025. */
const KEY = new Int32Array([0x61516a38, 0x43536367, 0x4e503456, 0x7366584b]);
const DELTA = 0x9e3779b9 | 0;
const CYCLES = 32;
const BLOCK_BYTES = 8;
/** The key stream is kept up to this size; beyond it is made again for each resource. */
const MAX_KEPT_BYTES = 4 * 1024 * 1024;

let kept = new Uint8Array(0);

/** Writes the key stream's blocks from `firstBlock` on over all of `out`, whose length is a multiple of 8. */
function fillKeyStream(out: Uint8Array, firstBlock: number): void {
	const view = new DataView(out.buffer, out.byteOffset, out.byteLength);
	for (let at = 0, block = firstBlock; at < out.length; at += BLOCK_BYTES, block++) {
		let v0 = Math.floor(block / 0x1_0000_0000) | 0;
		let v1 = block | 0;
		let sum = 0;
		for (let cycle = 0; cycle < CYCLES; cycle++) {
			v0 = (v0 + ((((v1 << 4) ^ (v1 >>> 5)) + v1) ^ (sum + (KEY[sum & 3] as number)))) | 0;
			sum = (sum + DELTA) | 0;
			v1 = (v1 + ((((v0 << 4) ^ (v0 >>> 5)) + v0) ^ (sum + (KEY[(sum >>> 11) & 3] as number)))) | 0;
		}
		view.setInt32(at, v0);
		view.setInt32(at + 4, v1);
	}
}

/** The key stream's first bytes, at least as many as asked for up to 4 MiB. Not to be changed. */
export function keyStream(sizeBytes: number): Uint8Array {
	if (kept.length < sizeBytes) {
		const grown = new Uint8Array(
			Math.min(MAX_KEPT_BYTES, Math.max(2 ** Math.ceil(Math.log2(sizeBytes + 1)), 64 * 1024)),
		);
		grown.set(kept);
		fillKeyStream(grown.subarray(kept.length), kept.length / BLOCK_BYTES);
		kept = grown;
	}
	return kept;
}

/**
 * Enciphers or deciphers, which is the same: XTEA in counter mode with Defold's key. Returns new bytes.
 *
 * Projects can replace the cipher; what they enciphered comes out as noise here and fails to decompress.
 */
export function xteaCtr(bytes: Uint8Array): Uint8Array {
	// Not `slice`: on a Buffer of Node that is a view, and the caller's bytes would change.
	const out = new Uint8Array(bytes);
	xorInto(out, 0, keyStream(Math.min(out.length, MAX_KEPT_BYTES)));
	if (out.length > MAX_KEPT_BYTES) {
		const piece = new Uint8Array(64 * 1024);
		for (let at = MAX_KEPT_BYTES; at < out.length; at += piece.length) {
			fillKeyStream(piece, at / BLOCK_BYTES);
			xorInto(out, at, piece);
		}
	}
	return out;
}

/** XORs `stream` over `out` from `from` on, as far as both go. `out` begins its own buffer. */
function xorInto(out: Uint8Array, from: number, stream: Uint8Array): void {
	const count = Math.min(stream.length, out.length - from);
	const words = count >>> 2;
	const outWords = new Int32Array(out.buffer, out.byteOffset + from, words);
	const streamWords = new Int32Array(stream.buffer, stream.byteOffset, words);
	for (let at = 0; at < words; at++) outWords[at] = (outWords[at] as number) ^ (streamWords[at] as number);
	for (let at = words * 4; at < count; at++) {
		out[from + at] = (out[from + at] as number) ^ (stream[at] as number);
	}
}
