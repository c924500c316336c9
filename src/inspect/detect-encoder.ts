import { equalBytes } from '../bytes/index.ts';
import { type Bundle, encodeResource, type Lz4Encoder } from '../formats/index.ts';
import { listContent, readContent } from './bundle-content.ts';

/** Large resources cost time and tell no more than small ones. */
const MAX_TRIED_BYTES = 128 * 1024;
/** Resources on which the encoders disagree, after which the answer stands. */
const ENOUGH = 3;
/** Trying is slow; when both encoders agree on so many, what is left tells hardly more. */
const MAX_TRIALS = 400;

/** `either` when both encoders make the same bytes of everything tried, `unknown` when neither does. */
export type DetectedEncoder = Lz4Encoder | 'either' | 'unknown';

/** Finds by trial which LZ4 encoder made some blobs. */
export type EncoderTrial = {
	/** Tries one more compressed blob, unless the answer stands already. */
	add(blob: { stored: Uint8Array; raw: Uint8Array; encrypted: boolean }): void;
	answer(): DetectedEncoder;
};

/** A trial without blobs yet. */
export function createEncoderTrial(): EncoderTrial {
	const agreeing = { modern: 0, r123: 0 };
	let tried = 0;
	return {
		add({ stored, raw, encrypted }) {
			if (raw.length > MAX_TRIED_BYTES || tried >= MAX_TRIALS || Math.abs(agreeing.modern - agreeing.r123) >= ENOUGH)
				return;
			tried++;
			for (const encoder of ['modern', 'r123'] as const) {
				const made = encodeResource({ raw, compress: true, encrypt: encrypted, encoder });
				if (equalBytes(made.stored, stored)) agreeing[encoder]++;
			}
		},
		answer() {
			if (tried === 0) return 'either';
			if (agreeing.modern === agreeing.r123) return agreeing.modern === tried ? 'either' : 'unknown';
			return agreeing.modern > agreeing.r123 ? 'modern' : 'r123';
		},
	};
}

/** Finds by trial which LZ4 encoder a bundle was built with, so that stored bytes can be made again from decoded ones. */
export function detectLz4Encoder(bundle: Bundle): DetectedEncoder {
	const trial = createEncoderTrial();
	for (const content of listContent(bundle, [])) {
		if (content.storedIn?.kind !== 'archive') continue;
		const { stored, bytes, coding } = readContent(content, bundle);
		if (stored && bytes && coding?.compressed) trial.add({ stored, raw: bytes, encrypted: coding.encrypted });
	}
	return trial.answer();
}
