import { equalBytes } from '../bytes/index.ts';
import { type Bundle, encodeResource, type Lz4Encoder } from '../formats/index.ts';
import { decodeContent, listContent, readStored } from './bundle-content.ts';

/** Large resources cost time and tell no more than small ones. */
const MAX_TRIED_BYTES = 128 * 1024;
/** Resources on which the encoders disagree, after which the answer stands. */
const ENOUGH = 3;

/**
 * Finds by trial which LZ4 encoder a bundle was built with, so that stored bytes can be made again from decoded ones.
 *
 * @returns `either` when both make the same bytes of everything tried, `unknown` when neither does
 */
export function detectLz4Encoder(bundle: Bundle): Lz4Encoder | 'either' | 'unknown' {
	const agreeing = { modern: 0, r123: 0 };
	let tried = 0;
	for (const content of listContent(bundle, [])) {
		const found = content.storedIn?.kind === 'archive' ? readStored(content, bundle) : undefined;
		if (!found?.coding.compressed || found.coding.sizeBytes > MAX_TRIED_BYTES) continue;
		const { bytes } = decodeContent(content, bundle);
		if (!bytes) continue;
		tried++;
		for (const encoder of ['modern', 'r123'] as const) {
			const { stored } = encodeResource({ raw: bytes, compress: true, encrypt: found.coding.encrypted, encoder });
			if (equalBytes(stored, found.stored)) agreeing[encoder]++;
		}
		if (Math.abs(agreeing.modern - agreeing.r123) >= ENOUGH) break;
	}
	if (tried === 0) return 'either';
	if (agreeing.modern === agreeing.r123) return agreeing.modern === tried ? 'either' : 'unknown';
	return agreeing.modern > agreeing.r123 ? 'modern' : 'r123';
}
