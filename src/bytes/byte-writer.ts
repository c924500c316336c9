/** A growing buffer with typed appends. */
export class ByteWriter {
	#bytes: Uint8Array;
	#view: DataView;
	#length = 0;

	constructor(initialSizeBytes = 256) {
		this.#bytes = new Uint8Array(Math.max(16, initialSizeBytes));
		this.#view = new DataView(this.#bytes.buffer);
	}

	/** Bytes written so far. */
	get length(): number {
		return this.#length;
	}

	u8(value: number): void {
		const at = this.#reserve(1);
		this.#view.setUint8(at, value);
	}

	u16le(value: number): void {
		const at = this.#reserve(2);
		this.#view.setUint16(at, value, true);
	}

	u32le(value: number): void {
		const at = this.#reserve(4);
		this.#view.setUint32(at, value, true);
	}

	u32be(value: number): void {
		const at = this.#reserve(4);
		this.#view.setUint32(at, value);
	}

	u64be(value: bigint): void {
		const at = this.#reserve(8);
		this.#view.setBigUint64(at, value);
	}

	u64le(value: bigint): void {
		const at = this.#reserve(8);
		this.#view.setBigUint64(at, value, true);
	}

	append(bytes: Uint8Array): void {
		const at = this.#reserve(bytes.length);
		this.#bytes.set(bytes, at);
	}

	/** Appends `count` times the byte `value`. */
	fill(value: number, count: number): void {
		const at = this.#reserve(count);
		this.#bytes.fill(value, at, at + count);
	}

	/** The written bytes as a view; valid until the next append. */
	view(): Uint8Array {
		return this.#bytes.subarray(0, this.#length);
	}

	/** The written bytes as a copy of exact size. */
	finish(): Uint8Array {
		return this.#bytes.slice(0, this.#length);
	}

	/** Room for `count` bytes; may put another buffer in place, so the view is to be looked at afterwards. */
	#reserve(count: number): number {
		const at = this.#length;
		const needed = at + count;
		if (needed > this.#bytes.length) {
			const grown = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
			grown.set(this.#bytes.subarray(0, at));
			this.#bytes = grown;
			this.#view = new DataView(grown.buffer);
		}
		this.#length = needed;
		return at;
	}
}
