import { FormatError } from '../error.ts';

/** Wire types of protobuf. Source: the protobuf encoding guide. */
export const WIRE = { VARINT: 0, FIXED64: 1, BYTES: 2, GROUP_START: 3, GROUP_END: 4, FIXED32: 5 } as const;

/**
 * A cursor over protobuf fields that makes no objects: after `next()` the field is in `field` and `wireType`, and after one
 * of the reading methods its value is in `lo`/`hi` or `start`/`stop`.
 *
 * The generated message classes are the ordinary way to read messages. This one is for what must not cost memory per
 * field (a manifest of 100,000 entries) and for looking into messages whose layout is only known in part.
 */
export class WireReader {
	readonly bytes: Uint8Array;
	/** What is read; starts every error message. */
	readonly name: string;
	/** Position in `bytes` of the next read. */
	at: number;
	/** Where the message ends. */
	end: number;
	field = 0;
	wireType = 0;
	/** Low and high 32 bits of the last number, unsigned. */
	lo = 0;
	hi = 0;
	/** Range in `bytes` of the last length-delimited value. */
	start = 0;
	stop = 0;

	constructor(bytes: Uint8Array, name: string, at = 0, end: number = bytes.length) {
		this.bytes = bytes;
		this.name = name;
		this.at = at;
		this.end = end;
	}

	/** Goes on to read another range of the same bytes. */
	enter(at: number, end: number): void {
		this.at = at;
		this.end = end;
	}

	/** Reads the next field's tag; false at the end. @throws FormatError `truncated`, `invalid` */
	next(): boolean {
		const { at } = this;
		if (at >= this.end) return false;
		const first = this.bytes[at] as number;
		// Almost every tag is one byte.
		if (first < 0x80) {
			this.at = at + 1;
			this.field = first >>> 3;
			this.wireType = first & 7;
			if (first < 8) this.#refuse('a field number above 0');
			return true;
		}
		this.varint();
		if (this.hi !== 0) this.#refuse('a field number below 2^29');
		this.field = this.lo >>> 3;
		this.wireType = this.lo & 7;
		if (this.field === 0) this.#refuse('a field number above 0');
		return true;
	}

	/** Reads a varint into `lo` and `hi`. @throws FormatError `truncated`, `invalid` */
	varint(): void {
		const { bytes, end } = this;
		let at = this.at;
		let lo = 0;
		for (let shift = 0; shift < 28; shift += 7) {
			if (at >= end) this.#cutShort(1);
			const byte = bytes[at++] as number;
			lo |= (byte & 0x7f) << shift;
			if (byte < 0x80) {
				this.at = at;
				this.lo = lo >>> 0;
				this.hi = 0;
				return;
			}
		}
		if (at >= end) this.#cutShort(1);
		const middle = bytes[at++] as number;
		lo = (lo | ((middle & 0x0f) << 28)) >>> 0;
		let hi = (middle & 0x7f) >>> 4;
		if (middle >= 0x80) {
			for (let shift = 3; ; shift += 7) {
				if (at >= end) this.#cutShort(1);
				if (shift > 31) this.#refuse('a varint of at most 10 bytes');
				const byte = bytes[at++] as number;
				hi |= (byte & 0x7f) << shift;
				if (byte < 0x80) break;
			}
		}
		this.at = at;
		this.lo = lo;
		this.hi = hi >>> 0;
	}

	/** The varint of the current field as a number below 2^53. @throws FormatError `truncated`, `invalid` */
	uint(): number {
		this.expect(WIRE.VARINT);
		this.varint();
		if (this.hi > 0x1f_ffff) this.#refuse('a number below 2^53');
		return this.hi * 0x1_0000_0000 + this.lo;
	}

	/** The range of the current field's bytes, in `start` and `stop`. @throws FormatError `truncated`, `invalid` */
	range(): void {
		this.expect(WIRE.BYTES);
		let length = this.at < this.end ? (this.bytes[this.at] as number) : 0x80;
		if (length < 0x80) this.at++;
		else {
			this.varint();
			length = this.hi * 0x1_0000_0000 + this.lo;
		}
		if (length > this.end - this.at) this.#cutShort(length);
		this.start = this.at;
		this.stop = this.at + length;
		this.at = this.stop;
	}

	/** The current field's bytes as a view. @throws FormatError `truncated`, `invalid` */
	value(): Uint8Array {
		this.range();
		return this.bytes.subarray(this.start, this.stop);
	}

	/** Passes over the current field. @throws FormatError `truncated`, `invalid` */
	skip(): void {
		switch (this.wireType) {
			case WIRE.VARINT:
				this.varint();
				return;
			case WIRE.FIXED64:
				this.#pass(8);
				return;
			case WIRE.BYTES:
				this.range();
				return;
			case WIRE.FIXED32:
				this.#pass(4);
				return;
			case WIRE.GROUP_START:
				this.#skipGroup();
				return;
			default:
				this.#refuse('a wire type of 0, 1, 2, 3 or 5');
		}
	}

	/** @throws FormatError `invalid` unless the current field has this wire type */
	expect(wireType: number): void {
		if (this.wireType !== wireType) this.#refuse(`wire type ${wireType} for field ${this.field}`);
	}

	#skipGroup(): void {
		// Groups can nest; counting instead of recursing keeps hostile input from exhausting the stack.
		const open = [this.field];
		while (open.length > 0) {
			if (!this.next()) this.#cutShort(1);
			if (this.wireType === WIRE.GROUP_START) open.push(this.field);
			else if (this.wireType === WIRE.GROUP_END) {
				if (open.pop() !== this.field) this.#refuse('the end of the group that began last');
			} else this.skip();
		}
	}

	#pass(count: number): void {
		if (count > this.end - this.at) this.#cutShort(count);
		this.at += count;
	}

	#cutShort(expected: number): never {
		throw new FormatError(
			'truncated',
			`${this.name}: expected ${expected} more bytes at byte ${this.at}, found ${Math.max(0, this.end - this.at)}`,
			{ data: { name: this.name, offset: this.at, expected, found: Math.max(0, this.end - this.at) } },
		);
	}

	#refuse(expected: string): never {
		throw new FormatError(
			'invalid',
			`${this.name}: expected ${expected} before byte ${this.at}, found field ${this.field} of wire type ${this.wireType}`,
			{ data: { name: this.name, offset: this.at, field: this.field, wireType: this.wireType } },
		);
	}
}
