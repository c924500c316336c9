import { fromBinaryString, toBinaryString } from '../../bytes/index.ts';
import { addressOf } from '../runtime/display.ts';
import { parseNumber } from '../runtime/numbers.ts';
import { LuaUserdata } from '../runtime/userdata.ts';
import type { LuaValue } from '../runtime/values.ts';
import { LuaFileError, type LuaFileHandle } from './file-system.ts';

/** Bytes read ahead at a time. */
const CHUNK_BYTES = 4096;

/** Bytes written before they go out. */
const WRITE_BUFFER_BYTES = 4096;

export type Buffering = 'no' | 'line' | 'full';

export type LuaFileOptions = {
	readonly isReadable: boolean;
	readonly isWritable: boolean;
	/** Every write goes to the end. */
	readonly isAppend?: boolean;
	/** One of the three streams that cannot be closed. */
	readonly isStandard?: boolean;
};

/** A file as scripts hold it, with C's buffering. */
export class LuaFile extends LuaUserdata {
	/** `undefined` once it is closed. */
	private handle: LuaFileHandle | undefined;
	private readonly isAppend: boolean;
	private readonly isReadable: boolean;
	private readonly isWritable: boolean;
	/** Standard streams cannot be closed. */
	readonly isStandard: boolean;
	/** Offset in the file of the next byte. */
	private position = 0;
	/** What was read ahead, from `bufferStart` on. */
	private buffer = '';
	private bufferStart = 0;
	/** What was written and has not gone out, at the present position. */
	private pending = '';
	private buffering: Buffering;
	private bufferBytes = WRITE_BUFFER_BYTES;

	constructor(handle: LuaFileHandle, options: LuaFileOptions) {
		super();
		this.handle = handle;
		this.isAppend = options.isAppend === true;
		this.isStandard = options.isStandard === true;
		this.isReadable = options.isReadable;
		this.isWritable = options.isWritable;
		this.buffering = this.isStandard ? 'no' : 'full';
	}

	get isClosed(): boolean {
		return this.handle === undefined;
	}

	private open(): LuaFileHandle {
		if (this.handle === undefined) throw new LuaFileError('EBADF');
		return this.handle;
	}

	override tostring(): string {
		return this.isClosed ? 'file (closed)' : `file (${addressOf(this)})`;
	}

	close(): void {
		this.flush();
		this.open().close();
		this.handle = undefined;
	}

	/** @param sizeBytes  how much is held back at most; 0 leaves it as it is */
	setBuffering(buffering: Buffering, sizeBytes: number): void {
		this.flush();
		this.buffering = buffering;
		if (sizeBytes > 0) this.bufferBytes = sizeBytes;
	}

	/** Hands on what was written, and asks whoever has it not to hold it back. */
	flush(): void {
		this.handOn();
		this.handle?.flush?.();
	}

	private handOn(): void {
		const handle = this.open();
		if (this.pending === '') return;
		const bytes = fromBinaryString(this.pending);
		this.pending = '';
		if (this.isAppend) this.position = handle.sizeBytes();
		handle.write(this.position, bytes);
		this.position += bytes.length;
		this.buffer = '';
	}

	write(text: string): void {
		this.open();
		if (!this.isWritable) throw new LuaFileError('EBADF');
		this.pending += text;
		const { buffering, pending } = this;
		const isDue = buffering === 'no' || pending.length >= this.bufferBytes;
		if (isDue || (buffering === 'line' && pending.includes('\n'))) this.handOn();
	}

	/** Moves to an offset from the beginning, the present position or the end; the new position. */
	seek(whence: 'set' | 'cur' | 'end', offset: number): number {
		this.flush();
		const base = whence === 'set' ? 0 : whence === 'cur' ? this.position : this.open().sizeBytes();
		if (base + offset < 0) throw new LuaFileError('EINVAL');
		this.position = base + offset;
		return this.position;
	}

	/** Makes sure that bytes from the present position on are in the buffer; `false` at the end of the file. */
	private fill(): boolean {
		if (!this.isReadable) throw new LuaFileError('EBADF');
		if (this.pending !== '') this.flush();
		const inBuffer = this.position - this.bufferStart;
		if (inBuffer >= 0 && inBuffer < this.buffer.length) return true;
		this.buffer = toBinaryString(this.open().read(this.position, CHUNK_BYTES));
		this.bufferStart = this.position;
		return this.buffer.length > 0;
	}

	private rest(): string {
		return this.buffer.slice(this.position - this.bufferStart);
	}

	/** A line without its end; `undefined` at the end of the file. */
	readLine(): string | undefined {
		if (!this.fill()) return undefined;
		let line = '';
		do {
			const rest = this.rest();
			const end = rest.indexOf('\n');
			if (end >= 0) {
				this.position += end + 1;
				return line + rest.slice(0, end);
			}
			line += rest;
			this.position += rest.length;
		} while (this.fill());
		return line;
	}

	/** At most so many bytes; `undefined` at the end of the file. */
	readBytes(count: number): string | undefined {
		if (count === 0) return this.fill() ? '' : undefined;
		let text = '';
		while (text.length < count && this.fill()) {
			const piece = this.rest().slice(0, count - text.length);
			text += piece;
			this.position += piece.length;
		}
		return text === '' ? undefined : text;
	}

	readAll(): string {
		return this.readBytes(Number.POSITIVE_INFINITY) ?? '';
	}

	/** A number as C's `scanf` reads one; `undefined` when there is none. */
	readNumber(): LuaValue {
		let text = '';
		while (this.fill()) {
			const char = this.rest()[0] as string;
			const isBlank = /[ \t-\r]/.test(char);
			if (isBlank && text !== '') break;
			if (!isBlank) {
				if (!/^[-+]?(0?[xX]?[\da-fA-F]*|\d*)\.?\d*([eE][-+]?\d*)?$/.test(text + char)) break;
				text += char;
			}
			this.position++;
		}
		return text === '' ? undefined : parseNumber(text);
	}
}
