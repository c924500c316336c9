/** Two mixing constants of the multiply-and-shift hash below, and its two starts. */
const MIX_A = 0x9e3779b1;
const MIX_B = 0x5f356495;

/**
 * A short text that stands for a chunk in the names of its JavaScript functions: 64 bits of a hash, so that two
 * chunks of one process practically never share it.
 */
export function chunkId(...parts: readonly string[]): string {
	let a = 0x811c9dc5;
	let b = 0x1b873593;
	for (const part of parts) {
		for (let index = 0; index < part.length; index++) {
			const code = part.charCodeAt(index);
			a = Math.imul(a ^ code, MIX_A);
			b = Math.imul(b ^ code, MIX_B);
			a ^= a >>> 15;
			b ^= b >>> 13;
		}
		a = Math.imul(a ^ 0x100, MIX_A);
		b = Math.imul(b ^ part.length, MIX_B);
	}
	return (a >>> 0).toString(36) + (b >>> 0).toString(36);
}
