import { fromHex } from '../../bytes/index.ts';
import { LZ4_MODULE_HEX } from './lz4-module.ts';
import { keyStream } from './xtea.ts';

// The neutral rooms compile without a platform's type library; every platform has these.
type Memory = { readonly buffer: ArrayBuffer; grow(pages: number): number };
declare const WebAssembly:
	| {
			readonly Memory: new (options: { initial: number }) => Memory;
			readonly Module: new (bytes: Uint8Array) => object;
			readonly Instance: new (module: object, imports: object) => { readonly exports: object };
	  }
	| undefined;

/** What `lz4-module.as` exports; numbers are positions in memory and sizes. */
type Functions = {
	cipher(at: number, stream: number, size: number): void;
	decode(from: number, size: number, out: number, outSize: number): number;
};

const PAGE_BYTES = 65536;
/** The key stream lies at the beginning of memory; longer enciphered resources are deciphered outside. */
const STREAM_BYTES = 4 * PAGE_BYTES;
/** Memory does not shrink again, so that what is larger is left to the plain decoder. */
const MAX_WORK_BYTES = 64 * 1024 * 1024;
/** What the module may read and write behind its input and output. */
const SLACK_BYTES = 64;

type Decoder = { readonly functions: Functions; readonly memory: Memory; streamBytes: number };

let decoder: Decoder | undefined;
let isMissing = false;

function start(): Decoder | undefined {
	if (decoder || isMissing) return decoder;
	try {
		if (WebAssembly) {
			const memory = new WebAssembly.Memory({ initial: STREAM_BYTES / PAGE_BYTES + 1 });
			const module = new WebAssembly.Module(fromHex(LZ4_MODULE_HEX));
			const { exports } = new WebAssembly.Instance(module, { env: { memory } });
			decoder = { functions: exports as Functions, memory, streamBytes: 0 };
		}
	} catch {
		// A platform without SIMD, or a page that forbids WebAssembly: the plain decoder does the same.
	}
	isMissing = decoder === undefined;
	return decoder;
}

/**
 * Deciphers and unpacks an LZ4 block in WebAssembly.
 *
 * Undefined when it is not to be had, the resource is too large for it, or anything is wrong with the bytes: the plain
 * decoder then does the work, or says what is wrong.
 */
export function decodeInModule(stored: Uint8Array, sizeBytes: number, encrypted: boolean): Uint8Array | undefined {
	if (stored.length + sizeBytes > MAX_WORK_BYTES || (encrypted && stored.length > STREAM_BYTES - SLACK_BYTES)) {
		return undefined;
	}
	const running = start();
	if (!running) return undefined;
	const { functions, memory } = running;
	const out = STREAM_BYTES + roundUp(stored.length + SLACK_BYTES);
	const missing = out + sizeBytes + SLACK_BYTES - memory.buffer.byteLength;
	if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
	// Growing puts another buffer in place, so the view is made anew.
	const bytes = new Uint8Array(memory.buffer);
	bytes.set(stored, STREAM_BYTES);
	if (encrypted) {
		if (running.streamBytes < stored.length) {
			const stream = keyStream(stored.length);
			running.streamBytes = Math.min(stream.length, STREAM_BYTES);
			bytes.set(stream.subarray(0, running.streamBytes), 0);
		}
		functions.cipher(STREAM_BYTES, 0, stored.length);
	}
	const isGood = functions.decode(STREAM_BYTES, stored.length, out, sizeBytes) === 1;
	return isGood ? bytes.slice(out, out + sizeBytes) : undefined;
}

function roundUp(sizeBytes: number): number {
	return Math.ceil(sizeBytes / 16) * 16;
}
