import { createHash, hash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import type { ArchiveWork } from '../inspect/index.ts';

// This file imports nothing of Livemount but types: a thread that has to load the rest starts later than it could be done.

/** A file of an archive's data: one, or a piece of an HTML5 bundle. */
export type DataFile = { readonly path: string; readonly sizeBytes: number };

/** Looks for blobs that are not as the index says. */
export type BlobHasher = {
	/**
	 * Numbers of the blobs from `from` to `to` (not itself) whose digest differs or that have something other than zeros
	 * before them. @throws the file system's error
	 */
	suspects(from: number, to: number): number[];
	close(): void;
};

/** What is read at once: little enough that it is still in the processor's cache when it is hashed. */
const WINDOW_BYTES = 256 * 1024;

/** Reads every byte once, into one buffer. */
export function createBlobHasher(work: ArchiveWork, files: readonly DataFile[]): BlobHasher {
	const { algorithm, blobCount, offsets, storedSizes, gaps, digests } = work;
	const digestSizeBytes = digests.length / Math.max(1, blobCount);
	const window = Buffer.alloc(WINDOW_BYTES);
	const reader = createReader(files);
	const end = (blob: number): number => (offsets[blob] as number) + (storedSizes[blob] as number);
	const agrees = (digest: Uint8Array, blob: number): boolean => {
		const at = blob * digestSizeBytes;
		if (digest.length !== digestSizeBytes) return false;
		for (let i = 0; i < digest.length; i++) if (digest[i] !== digests[at + i]) return false;
		return true;
	};

	/** A blob larger than the window, in several reads. */
	const large = (blob: number): boolean => {
		const gap = gaps[blob] as number;
		let offset = (offsets[blob] as number) - gap;
		reader.read(window, offset, gap);
		if (!isZero(window, 0, gap)) return false;
		offset += gap;
		const digest = createHash(algorithm);
		for (const stop = end(blob); offset < stop; ) {
			const count = Math.min(WINDOW_BYTES, stop - offset);
			reader.read(window, offset, count);
			digest.update(count === WINDOW_BYTES ? window : window.subarray(0, count));
			offset += count;
		}
		return agrees(digest.digest(), blob);
	};

	return {
		suspects(from, to) {
			const found: number[] = [];
			for (let first = from; first < to; ) {
				const start = (offsets[first] as number) - (gaps[first] as number);
				let stop = end(first);
				if (stop - start > WINDOW_BYTES) {
					if (!large(first)) found.push(first);
					first++;
					continue;
				}
				let next = first + 1;
				for (; next < to && end(next) - start <= WINDOW_BYTES; next++) {
					// What lies over another blob, or far behind it, is read by itself.
					if ((offsets[next] as number) - (gaps[next] as number) !== stop) break;
					stop = end(next);
				}
				reader.read(window, start, stop - start);
				for (let blob = first; blob < next; blob++) {
					const at = (offsets[blob] as number) - start;
					const isGood =
						isZero(window, at - (gaps[blob] as number), at) &&
						agrees(hash(algorithm, window.subarray(at, at + (storedSizes[blob] as number)), 'buffer'), blob);
					if (!isGood) found.push(blob);
				}
				first = next;
			}
			return found;
		},
		close: reader.close,
	};
}

function isZero(bytes: Uint8Array, from: number, to: number): boolean {
	for (let at = from; at < to; at++) if (bytes[at] !== 0) return false;
	return true;
}

/** Reads ranges of files that lie one behind the other, keeping one of them open. */
function createReader(files: readonly DataFile[]): {
	read(into: Uint8Array, offset: number, lengthBytes: number): void;
	close(): void;
} {
	const starts: number[] = [];
	let total = 0;
	for (const { sizeBytes } of files) {
		starts.push(total);
		total += sizeBytes;
	}
	let current = -1;
	let handle: number | undefined;
	const close = (): void => {
		if (handle !== undefined) closeSync(handle);
		handle = undefined;
		current = -1;
	};
	const fileAt = (offset: number): number => {
		let index = Math.max(0, current);
		while (index > 0 && (starts[index] as number) > offset) index--;
		while (index + 1 < files.length && (starts[index + 1] as number) <= offset) index++;
		return index;
	};
	return {
		close,
		read(into, offset, lengthBytes) {
			for (let done = 0; done < lengthBytes; ) {
				const index = fileAt(offset + done);
				const { path, sizeBytes } = files[index] as DataFile;
				if (index !== current) {
					close();
					handle = openSync(path, 'r');
					current = index;
				}
				const at = offset + done - (starts[index] as number);
				const count = readSync(handle as number, into, done, Math.min(lengthBytes - done, sizeBytes - at), at);
				if (count <= 0) throw new Error(`${path}: expected ${sizeBytes} bytes, found ${at}`);
				done += count;
			}
		},
	};
}
