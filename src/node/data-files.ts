import { closeSync, openSync, readSync } from 'node:fs';
import { checkRange, joinAccess, type RandomAccess } from '../bytes/index.ts';
import { ioError } from './error.ts';

/** A file of an archive's data: one, or a piece of an HTML5 bundle. */
export type DataFile = { readonly path: string; readonly sizeBytes: number };

/**
 * Files one behind the other, for reading from front to back: what a read returns is overwritten by the next one, so that
 * nothing is allocated for it and what is read stays in the processor's cache.
 */
export function openDataFiles(files: readonly DataFile[], name: string): RandomAccess {
	const buffer = { bytes: new Uint8Array(0) };
	return joinAccess(
		files.map(({ path, sizeBytes }) => ({ sizeBytes, open: () => openReused({ path, sizeBytes }, buffer) })),
		name,
	);
}

function openReused({ path, sizeBytes }: DataFile, buffer: { bytes: Uint8Array }): RandomAccess {
	let handle: number;
	try {
		handle = openSync(path, 'r');
	} catch (cause) {
		throw ioError('open', path, cause);
	}
	const access: RandomAccess = {
		name: path,
		sizeBytes,
		read(offset, lengthBytes) {
			checkRange(access, offset, lengthBytes);
			if (buffer.bytes.length < lengthBytes) buffer.bytes = new Uint8Array(Math.max(lengthBytes, 512 * 1024));
			const bytes = buffer.bytes.subarray(0, lengthBytes);
			for (let done = 0; done < lengthBytes; ) {
				const count = readSync(handle, bytes, done, lengthBytes - done, offset + done);
				if (count === 0) checkRange({ name: path, sizeBytes: offset + done }, offset, lengthBytes);
				done += count;
			}
			return bytes;
		},
		close: () => closeSync(handle),
	};
	return access;
}
