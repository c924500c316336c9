import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { checkRange, type RandomAccess } from '../bytes/index.ts';
import { ioError } from './error.ts';

/** A file opened for reading at any offset; what is appended to it later can be read too. @throws NodeError */
export function openFile(path: string): RandomAccess {
	let handle: number;
	let knownSizeBytes: number;
	try {
		handle = openSync(path, 'r');
		knownSizeBytes = fstatSync(handle).size;
	} catch (cause) {
		throw ioError('open', path, cause);
	}
	const attempt = <T>(work: () => T): T => {
		try {
			return work();
		} catch (cause) {
			throw ioError('read', path, cause);
		}
	};
	const access: RandomAccess = {
		name: path,
		get sizeBytes() {
			knownSizeBytes = fstatSync(handle).size;
			return knownSizeBytes;
		},
		read(offset, lengthBytes) {
			// The size is asked again only when a read goes beyond it: archives being written to grow.
			if (offset + lengthBytes > knownSizeBytes || lengthBytes < 0 || offset < 0)
				checkRange(access, offset, lengthBytes);
			const bytes = new Uint8Array(lengthBytes);
			let done = 0;
			while (done < lengthBytes) {
				const count = attempt(() => readSync(handle, bytes, done, lengthBytes - done, offset + done));
				if (count === 0) checkRange({ name: path, sizeBytes: offset + done }, offset, lengthBytes);
				done += count;
			}
			return bytes;
		},
		close: () => closeSync(handle),
	};
	return access;
}
