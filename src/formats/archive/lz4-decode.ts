import { FormatError } from '../error.ts';

/** No LZ4 block can grow more than this for each of its bytes: a size beyond is a lie, and nothing is allocated for it. */
export const MAX_LZ4_RATIO = 255;
const MIN_MATCH = 4;
/** Above this many bytes the platform's own copying is faster than a loop. */
const LONG_COPY_BYTES = 24;

/**
 * Unpacks an LZ4 block (no frame, no size in front).
 *
 * @param sizeBytes the exact size it must have
 * @throws FormatError `decompression` when it ends early, refers before its start, or has another size; `limit` when the size
 * asked for cannot come from so few bytes
 */
export function lz4Decode(stored: Uint8Array, sizeBytes: number, name: string): Uint8Array {
	if (sizeBytes > stored.length * MAX_LZ4_RATIO) {
		throw new FormatError(
			'limit',
			`${name}: expected at most ${stored.length * MAX_LZ4_RATIO} bytes from ${stored.length} compressed ones, found a size of ${sizeBytes}`,
			{ data: { name, max: stored.length * MAX_LZ4_RATIO, found: sizeBytes } },
		);
	}
	const out = new Uint8Array(sizeBytes);
	const inSize = stored.length;
	let at = 0;
	let to = 0;
	while (at < inSize) {
		const token = stored[at++] as number;
		let literals = token >>> 4;
		if (literals === 15) {
			let more = 255;
			while (more === 255) {
				if (at >= inSize) throw broken(name, at, 'the rest of a length', 'the end');
				more = stored[at++] as number;
				literals += more;
			}
		}
		if (literals > inSize - at) throw broken(name, at, `${literals} literal bytes`, `${inSize - at}`);
		if (literals > sizeBytes - to) throw broken(name, at, `at most ${sizeBytes - to} more bytes`, `${literals}`);
		if (literals > LONG_COPY_BYTES) {
			out.set(stored.subarray(at, at + literals), to);
			at += literals;
			to += literals;
		} else {
			for (const stop = at + literals; at < stop; ) out[to++] = stored[at++] as number;
		}
		// A block ends with literals.
		if (at === inSize) break;
		if (inSize - at < 2) throw broken(name, at, 'an offset of 2 bytes', '1 byte');
		const distance = (stored[at] as number) | ((stored[at + 1] as number) << 8);
		at += 2;
		if (distance === 0 || distance > to) throw broken(name, at - 2, `an offset of 1 to ${to}`, `${distance}`);
		let length = token & 15;
		if (length === 15) {
			let more = 255;
			while (more === 255) {
				if (at >= inSize) throw broken(name, at, 'the rest of a length', 'the end');
				more = stored[at++] as number;
				length += more;
			}
		}
		length += MIN_MATCH;
		if (length > sizeBytes - to) throw broken(name, at, `at most ${sizeBytes - to} more bytes`, `${length}`);
		if (length > LONG_COPY_BYTES) copyLong(out, to, distance, length);
		else for (let from = to - distance, i = 0; i < length; i++) out[to + i] = out[from++] as number;
		to += length;
	}
	if (to !== sizeBytes) {
		throw new FormatError(
			'decompression',
			`${name}: expected ${sizeBytes} bytes from ${inSize} compressed ones, found ${to}`,
			{ data: { name, expected: sizeBytes, found: to } },
		);
	}
	return out;
}

/** A match may overlap itself: then what is there already is doubled until the length is reached. */
function copyLong(out: Uint8Array, to: number, distance: number, length: number): void {
	const from = to - distance;
	let done = Math.min(distance, length);
	out.copyWithin(to, from, from + done);
	while (done < length) {
		const count = Math.min(done, length - done);
		out.copyWithin(to + done, to, to + count);
		done += count;
	}
}

function broken(name: string, offset: number, expected: string, found: string): FormatError {
	return new FormatError('decompression', `${name}: LZ4, at byte ${offset}: expected ${expected}, found ${found}`, {
		data: { name, offset, expected, found },
	});
}
