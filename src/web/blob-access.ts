import { checkRange, type RandomAccess } from '../bytes/index.ts';

// Only workers have it, and the page's type library does not know it.
declare const FileReaderSync: (new () => { readAsArrayBuffer(blob: Blob): ArrayBuffer }) | undefined;

/** True where blobs can be read synchronously: in a dedicated worker. */
export function canReadBlobs(): boolean {
	return typeof FileReaderSync !== 'undefined';
}

/** The parts of a file, one after the other. Appending gives a longer list; a list that was read from stays as it is. */
export type BlobParts = {
	/** Where each part begins. */
	readonly offsets: readonly number[];
	readonly blobs: readonly Blob[];
	readonly sizeBytes: number;
};

export function joinBlobs(blobs: readonly Blob[]): BlobParts {
	const offsets: number[] = [];
	let sizeBytes = 0;
	for (const blob of blobs) {
		offsets.push(sizeBytes);
		sizeBytes += blob.size;
	}
	return { offsets, blobs, sizeBytes };
}

/**
 * A file made of blobs as `RandomAccess`. Only what is asked for is read into memory.
 *
 * @param file `parts` gives the parts at the time of each call, so that later appends are seen; `close` is called once
 */
export function blobAccess(name: string, file: { parts(): BlobParts; close(): void }): RandomAccess {
	let isClosed = false;
	const access: RandomAccess = {
		name,
		get sizeBytes() {
			return file.parts().sizeBytes;
		},
		read(offset, lengthBytes) {
			checkRange(access, offset, lengthBytes);
			return readBlobs(file.parts(), offset, lengthBytes);
		},
		close() {
			if (!isClosed) file.close();
			isClosed = true;
		},
	};
	return access;
}

function readBlobs(parts: BlobParts, offset: number, lengthBytes: number): Uint8Array {
	if (typeof FileReaderSync === 'undefined') {
		throw new TypeError('stored files can only be read in a dedicated worker: a page has no FileReaderSync');
	}
	const reader = new FileReaderSync();
	const end = offset + lengthBytes;
	let at = partAt(parts.offsets, offset);
	let result: Uint8Array | undefined;
	let filled = 0;
	while (filled < lengthBytes) {
		const blob = parts.blobs[at] as Blob;
		const start = parts.offsets[at] as number;
		const slice = blob.slice(offset + filled - start, Math.min(end - start, blob.size));
		const bytes = new Uint8Array(reader.readAsArrayBuffer(slice));
		if (bytes.length === lengthBytes) return bytes;
		result ??= new Uint8Array(lengthBytes);
		result.set(bytes, filled);
		filled += bytes.length;
		at++;
	}
	return result ?? new Uint8Array();
}

/** The last part that begins at or before the offset. */
function partAt(offsets: readonly number[], offset: number): number {
	let low = 0;
	let high = offsets.length - 1;
	while (low < high) {
		const middle = (low + high + 1) >> 1;
		if ((offsets[middle] as number) <= offset) low = middle;
		else high = middle - 1;
	}
	return low;
}
