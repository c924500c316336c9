import { BytesError } from './error.ts';

/**
 * A cursor over bytes that checks every read against the end.
 *
 * `name` is what is being read ("archive index of game.arci"); it starts every error message.
 */
export class ByteReader {
	readonly bytes: Uint8Array;
	readonly name: string;
	#offset: number;
	readonly #view: DataView;

	constructor(bytes: Uint8Array, name: string, offset = 0) {
		this.bytes = bytes;
		this.name = name;
		this.#offset = offset;
		this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	}

	/** Position in bytes from the start. */
	get offset(): number {
		return this.#offset;
	}

	get remaining(): number {
		return this.bytes.length - this.#offset;
	}

	/** Moves to `offset`. @throws BytesError `out-of-range` outside 0…length */
	seek(offset: number): void {
		if (!(offset >= 0 && offset <= this.bytes.length)) {
			throw new BytesError(
				'out-of-range',
				`${this.name}: cannot move to byte ${offset}, there are ${this.bytes.length} bytes`,
				{ data: { name: this.name, offset, sizeBytes: this.bytes.length } },
			);
		}
		this.#offset = offset;
	}

	/** Takes `count` bytes as a view, not a copy. @throws BytesError `truncated` */
	take(count: number, what = 'bytes'): Uint8Array {
		const at = this.#advance(count, what);
		return this.bytes.subarray(at, at + count);
	}

	u8(what = 'u8'): number {
		return this.#view.getUint8(this.#advance(1, what));
	}

	u16le(what = 'u16'): number {
		return this.#view.getUint16(this.#advance(2, what), true);
	}

	u32le(what = 'u32'): number {
		return this.#view.getUint32(this.#advance(4, what), true);
	}

	u32be(what = 'u32'): number {
		return this.#view.getUint32(this.#advance(4, what));
	}

	u64be(what = 'u64'): bigint {
		return this.#view.getBigUint64(this.#advance(8, what));
	}

	u64le(what = 'u64'): bigint {
		return this.#view.getBigUint64(this.#advance(8, what), true);
	}

	#advance(count: number, what: string): number {
		const at = this.#offset;
		if (!(count >= 0 && at + count <= this.bytes.length)) {
			throw new BytesError(
				'truncated',
				`${this.name}: expected ${count} more bytes for ${what} at byte ${at}, found ${this.bytes.length - at}`,
				{ data: { name: this.name, offset: at, expected: count, found: this.bytes.length - at } },
			);
		}
		this.#offset = at + count;
		return at;
	}
}
