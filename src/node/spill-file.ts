import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import type { HoldBytes } from '../builder/index.ts';
import { ioError } from './error.ts';

/** Bytes kept in memory before the rest goes to the file. */
const IN_MEMORY_BYTES = 32 * 1024 ** 2;

/** A file that takes bytes which would need too much memory. */
export type SpillFile = {
	readonly hold: HoldBytes;
	/** Removes the file; what was held is gone. */
	close(): void;
};

/** Opens a spill file, which is made when it is first needed. */
export function openSpillFile(path: string): SpillFile {
	let heldBytes = 0;
	let file: number | undefined;
	let end = 0;
	return {
		hold(bytes) {
			if (heldBytes + bytes.length <= IN_MEMORY_BYTES) {
				heldBytes += bytes.length;
				// A part of a larger buffer would keep all of it in memory.
				const own = bytes.length < bytes.buffer.byteLength ? new Uint8Array(bytes) : bytes;
				return () => own;
			}
			const at = end;
			const sizeBytes = bytes.length;
			try {
				file ??= openSync(path, 'wx+');
				for (let done = 0; done < sizeBytes; ) done += writeSync(file, bytes, done, sizeBytes - done, at + done);
			} catch (cause) {
				throw ioError('write', path, cause);
			}
			end += sizeBytes;
			return () => {
				const read = new Uint8Array(sizeBytes);
				try {
					for (let done = 0; done < sizeBytes; ) {
						const count = readSync(file as number, read, done, sizeBytes - done, at + done);
						if (count === 0) throw new Error(`the file ends at byte ${at + done}`);
						done += count;
					}
				} catch (cause) {
					throw ioError('read', path, cause);
				}
				return read;
			};
		},
		close() {
			if (file === undefined) return;
			closeSync(file);
			rmSync(path, { force: true });
			file = undefined;
		},
	};
}
