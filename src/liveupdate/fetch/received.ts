import { concatBytes } from '../../bytes/index.ts';
import { LiveUpdateError } from '../error.ts';

/** What has come of a file so far, over however many connections. */
export type Received = {
	readonly sizeBytes: number;
	/** The first connection's version mark and address: a part of another version would not fit. */
	readonly etag: string | undefined;
	readonly url: string | undefined;
	begin(about: { url: string; etag: string | undefined }): void;
	/** @throws LiveUpdateError `too-long` */
	add(part: Uint8Array, url: string): void;
	/** Forgets everything. */
	drop(): void;
	/** How often something was forgotten. */
	readonly dropCount: number;
	bytes(): Uint8Array;
};

export function createReceived(options: {
	sizeBytes: number | undefined;
	maxBytes: number;
	onReceived?: (bytes: number) => void;
}): Received {
	const limitBytes = options.sizeBytes ?? options.maxBytes;
	let parts: Uint8Array[] = [];
	let sizeBytes = 0;
	let dropCount = 0;
	let etag: string | undefined;
	let from: string | undefined;
	return {
		get sizeBytes() {
			return sizeBytes;
		},
		get dropCount() {
			return dropCount;
		},
		get etag() {
			return etag;
		},
		get url() {
			return from;
		},
		begin(about) {
			etag = about.etag;
			from = about.url;
		},
		add(part, url) {
			if (sizeBytes + part.length > limitBytes) {
				throw new LiveUpdateError('too-long', `${url}: expected ${limitBytes} bytes at most, found more`, {
					data: { url, expected: limitBytes },
				});
			}
			parts.push(part);
			sizeBytes += part.length;
			options.onReceived?.(part.length);
		},
		drop() {
			if (sizeBytes > 0) {
				dropCount++;
				options.onReceived?.(-sizeBytes);
			}
			parts = [];
			sizeBytes = 0;
			etag = undefined;
			from = undefined;
		},
		bytes() {
			if (parts.length !== 1) parts = [concatBytes(parts)];
			return parts[0] as Uint8Array;
		},
	};
}
