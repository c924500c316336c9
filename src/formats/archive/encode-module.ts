import { fromHex } from '../../bytes/index.ts';
import { LZ4_ENCODER_HEX } from './lz4-encoder-module.ts';

// The neutral rooms compile without a platform's type library; every platform has these.
type Memory = { readonly buffer: ArrayBuffer; grow(pages: number): number };
declare const WebAssembly:
	| {
			readonly Memory: new (options: { initial: number }) => Memory;
			readonly Module: new (bytes: Uint8Array) => object;
			readonly Instance: new (module: object, imports: object) => { readonly exports: object };
	  }
	| undefined;

/** What `lz4-encoder.as` exports; numbers are positions in memory and sizes. */
type Functions = { encode(from: number, size: number, to: number, table: number): number };

const PAGE_BYTES = 65536;
/** The encoder's tables lie at the beginning of memory, behind a page that the compiler may use. */
const TABLE_AT = PAGE_BYTES;
const RAW_AT = TABLE_AT + 4 * PAGE_BYTES;
/** Memory does not shrink again, so that what is larger is left to the plain encoder. */
const MAX_RAW_BYTES = 48 * 1024 * 1024;
/** What may be read behind the bytes to pack. */
const SLACK_BYTES = 64;

type Encoder = { readonly functions: Functions; readonly memory: Memory };

let encoder: Encoder | undefined;
let isMissing = false;

function start(): Encoder | undefined {
	if (encoder || isMissing) return encoder;
	try {
		if (WebAssembly) {
			const memory = new WebAssembly.Memory({ initial: RAW_AT / PAGE_BYTES + 1 });
			const module = new WebAssembly.Module(fromHex(LZ4_ENCODER_HEX));
			const { exports } = new WebAssembly.Instance(module, { env: { memory } });
			encoder = { functions: exports as Functions, memory };
		}
	} catch {
		// A page that forbids WebAssembly: the plain encoder does the same.
	}
	isMissing = encoder === undefined;
	return encoder;
}

/**
 * Packs bytes as one LZ4 block in WebAssembly, with the bytes that `lz4HcEncode` gives for `modern`. Undefined when it is not
 * to be had or the bytes are too many for it.
 */
export function encodeInModule(raw: Uint8Array): Uint8Array | undefined {
	if (raw.length > MAX_RAW_BYTES) return undefined;
	const running = start();
	if (!running) return undefined;
	const { functions, memory } = running;
	const out = RAW_AT + raw.length + SLACK_BYTES;
	const missing = out + raw.length + Math.ceil(raw.length / 255) + SLACK_BYTES - memory.buffer.byteLength;
	if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
	// Growing puts another buffer in place, so the view is made anew.
	const bytes = new Uint8Array(memory.buffer);
	bytes.set(raw, RAW_AT);
	const sizeBytes = functions.encode(RAW_AT, raw.length, out, TABLE_AT);
	return bytes.slice(out, out + sizeBytes);
}
