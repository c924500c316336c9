import { BytesError } from './error.ts';

/**
 * Bytes that can be read at any offset, without knowing where they lie: a file, memory, a range of another.
 *
 * Reading is synchronous: games ask for resources in the middle of a frame. What can only be read asynchronously (HTTP)
 * is fetched first and then offered in this form.
 */
export type RandomAccess = {
	/** What is read, for messages: a file name, an URI. */
	readonly name: string;
	readonly sizeBytes: number;
	/** Exactly `lengthBytes` bytes. The result may be a view and must not be changed. @throws BytesError `out-of-range` */
	read(offset: number, lengthBytes: number): Uint8Array;
	close(): void;
};

/** @throws BytesError `out-of-range` when the range is not inside the bytes of `access` */
export function checkRange(access: { name: string; sizeBytes: number }, offset: number, lengthBytes: number): void {
	if (!(offset >= 0 && lengthBytes >= 0 && offset + lengthBytes <= access.sizeBytes)) {
		throw new BytesError(
			'out-of-range',
			`${access.name}: expected ${lengthBytes} bytes at byte ${offset}, found ${access.sizeBytes} bytes in all`,
			{ data: { name: access.name, offset, expected: lengthBytes, sizeBytes: access.sizeBytes } },
		);
	}
}

/** Bytes in memory as `RandomAccess`; reads are views. */
export function memoryAccess(bytes: Uint8Array, name: string): RandomAccess {
	const access: RandomAccess = {
		name,
		sizeBytes: bytes.length,
		read(offset, lengthBytes) {
			checkRange(access, offset, lengthBytes);
			return bytes.subarray(offset, offset + lengthBytes);
		},
		close() {},
	};
	return access;
}
