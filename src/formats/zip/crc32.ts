/** Four tables, so that four bytes are taken in one step. */
const TABLES: readonly [Uint32Array, Uint32Array, Uint32Array, Uint32Array] = makeTables();

function makeTables(): [Uint32Array, Uint32Array, Uint32Array, Uint32Array] {
	const first = new Uint32Array(256);
	for (let byte = 0; byte < 256; byte++) {
		let value = byte;
		for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
		first[byte] = value;
	}
	const next = (before: Uint32Array): Uint32Array =>
		before.map((value) => (value >>> 8) ^ (first[value & 0xff] as number));
	const second = next(first);
	const third = next(second);
	return [first, second, third, next(third)];
}

/** CRC-32 as zip files have it, an unsigned number. */
export function crc32(bytes: Uint8Array): number {
	const [t0, t1, t2, t3] = TABLES;
	const whole = bytes.length - (bytes.length % 4);
	let value = -1;
	let at = 0;
	while (at < whole) {
		value ^=
			(bytes[at] as number) |
			((bytes[at + 1] as number) << 8) |
			((bytes[at + 2] as number) << 16) |
			((bytes[at + 3] as number) << 24);
		value =
			(t3[value & 0xff] as number) ^
			(t2[(value >>> 8) & 0xff] as number) ^
			(t1[(value >>> 16) & 0xff] as number) ^
			(t0[value >>> 24] as number);
		at += 4;
	}
	for (; at < bytes.length; at++) value = (value >>> 8) ^ (t0[(value ^ (bytes[at] as number)) & 0xff] as number);
	return ~value >>> 0;
}
