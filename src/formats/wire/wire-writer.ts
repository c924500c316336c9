/** Appends protobuf fields in the order they are written: what a manifest's signature depends on. */
export class WireWriter {
	#bytes: Uint8Array;
	#at = 0;

	constructor(initialSizeBytes = 256) {
		this.#bytes = new Uint8Array(initialSizeBytes);
	}

	/** A number field: an unsigned integer below 2^53, or 64 bits as a bigint. */
	number(field: number, value: number | bigint): void {
		this.#reserve(16);
		this.#varint(field * 8);
		if (typeof value === 'number') this.#varint(value);
		else this.#varint64(BigInt.asUintN(64, value));
	}

	/** A field of bytes: text, a message, a digest. */
	bytes(field: number, value: Uint8Array): void {
		this.#reserve(16 + value.length);
		this.#varint(field * 8 + 2);
		this.#varint(value.length);
		this.#bytes.set(value, this.#at);
		this.#at += value.length;
	}

	/** A field whose value is encoded already, its length included where it has one. */
	encoded(field: number, wireType: number, value: Uint8Array): void {
		this.#reserve(16 + value.length);
		this.#varint(field * 8 + wireType);
		this.#bytes.set(value, this.#at);
		this.#at += value.length;
	}

	/** A number without a tag. */
	varint(value: number): void {
		this.#reserve(16);
		this.#varint(value);
	}

	/** Bytes as they are, without tag and length. */
	raw(value: Uint8Array): void {
		this.#reserve(value.length);
		this.#bytes.set(value, this.#at);
		this.#at += value.length;
	}

	/** The written bytes as a copy of exact size. */
	finish(): Uint8Array {
		return this.#bytes.slice(0, this.#at);
	}

	#varint(value: number): void {
		while (value > 0x7f) {
			this.#bytes[this.#at++] = (value % 0x80) | 0x80;
			value = Math.floor(value / 0x80);
		}
		this.#bytes[this.#at++] = value;
	}

	#varint64(value: bigint): void {
		while (value > 0x7fn) {
			this.#bytes[this.#at++] = Number(value & 0x7fn) | 0x80;
			value >>= 7n;
		}
		this.#bytes[this.#at++] = Number(value);
	}

	#reserve(count: number): void {
		if (this.#at + count <= this.#bytes.length) return;
		const grown = new Uint8Array(Math.max(this.#at + count, this.#bytes.length * 2));
		grown.set(this.#bytes.subarray(0, this.#at));
		this.#bytes = grown;
	}
}
