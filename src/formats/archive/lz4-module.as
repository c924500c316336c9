// AssemblyScript: the inner loops of decoding, compiled to WebAssembly by tools/generate-wasm.mjs into lz4-module.ts.
//
// Memory is the caller's. Behind the bytes to decode and behind the output lie at least 32 bytes that may be read and
// written: short runs are copied 16 bytes at a time without a look at where they end.

/** Longest run of literals copied in one go. */
const SHORT: usize = 16;

/** XORs `size` bytes at `at` with those at `stream`, up to 15 bytes more. */
export function cipher(at: usize, stream: usize, size: usize): void {
	const end = at + size;
	while (at < end) {
		v128.store(at, v128.xor(v128.load(at), v128.load(stream)));
		at += 16;
		stream += 16;
	}
}

/** Unpacks an LZ4 block. 1 when it gives exactly `outSize` bytes, 0 when anything is wrong with it. */
export function decode(from: usize, size: usize, out: usize, outSize: usize): i32 {
	const end = from + size;
	const outEnd = out + outSize;
	let to = out;
	while (from < end) {
		const token = <usize>load<u8>(from);
		from++;
		let literals = token >>> 4;
		if (literals == 15) {
			let more: usize = 255;
			while (more == 255) {
				if (from >= end) return 0;
				more = <usize>load<u8>(from);
				from++;
				literals += more;
			}
		}
		if (literals > end - from || literals > outEnd - to) return 0;
		if (literals <= SHORT) v128.store(to, v128.load(from));
		else memory.copy(to, from, literals);
		from += literals;
		to += literals;
		// A block ends with literals.
		if (from == end) break;
		if (end - from < 2) return 0;
		const distance = <usize>load<u16>(from);
		from += 2;
		if (distance == 0 || distance > to - out) return 0;
		let length = token & 15;
		if (length == 15) {
			let more: usize = 255;
			while (more == 255) {
				if (from >= end) return 0;
				more = <usize>load<u8>(from);
				from++;
				length += more;
			}
		}
		length += 4;
		if (length > outEnd - to) return 0;
		const stop = to + length;
		if (distance >= 16) {
			let source = to - distance;
			while (to < stop) {
				v128.store(to, v128.load(source));
				to += 16;
				source += 16;
			}
		} else if (distance == 1) {
			memory.fill(to, load<u8>(to - 1), length);
		} else {
			// The run repeats itself: its first eight bytes one by one, then eight at a time from a whole number of
			// repetitions before.
			let source = to - distance;
			if (distance < 8) {
				for (let i: usize = 0; i < 8; i++) store<u8>(to + i, load<u8>(source + i));
				source = to + 8 - distance * ((8 + distance - 1) / distance);
				to += 8;
			}
			while (to < stop) {
				store<u64>(to, load<u64>(source));
				to += 8;
				source += 8;
			}
		}
		to = stop;
	}
	return to == outEnd ? 1 : 0;
}
