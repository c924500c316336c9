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

/** A part of joined bytes: opened when it is first read. */
export type JoinedPart = { readonly sizeBytes: number; open(): RandomAccess };

/** Parts kept open at a time: a bundle in pieces can have more files than a process may open. */
const MAX_OPEN_PARTS = 16;

/** Several parts, one behind the other, as one `RandomAccess`. A read inside one part copies nothing. */
export function joinAccess(parts: readonly JoinedPart[], name: string): RandomAccess {
	const starts: number[] = [];
	let sizeBytes = 0;
	for (const part of parts) {
		starts.push(sizeBytes);
		sizeBytes += part.sizeBytes;
	}
	/** Those read last are at the end. */
	const opened = new Map<number, RandomAccess>();
	const partAt = (index: number): RandomAccess => {
		const known = opened.get(index);
		const access = known ?? (parts[index] as JoinedPart).open();
		opened.delete(index);
		opened.set(index, access);
		if (!known && opened.size > MAX_OPEN_PARTS) {
			const [oldest] = opened as Iterable<[number, RandomAccess]>;
			oldest?.[1].close();
			if (oldest) opened.delete(oldest[0]);
		}
		return access;
	};
	const indexOf = (offset: number): number => {
		let low = 0;
		let high = starts.length - 1;
		while (low < high) {
			const middle = (low + high + 1) >>> 1;
			if ((starts[middle] as number) <= offset) low = middle;
			else high = middle - 1;
		}
		return low;
	};
	const access: RandomAccess = {
		name,
		sizeBytes,
		read(offset, lengthBytes) {
			checkRange(access, offset, lengthBytes);
			if (lengthBytes === 0) return new Uint8Array();
			let index = indexOf(offset);
			const first = offset - (starts[index] as number);
			if (first + lengthBytes <= (parts[index] as JoinedPart).sizeBytes) return partAt(index).read(first, lengthBytes);
			const bytes = new Uint8Array(lengthBytes);
			for (let done = 0; done < lengthBytes; index++) {
				const from = offset + done - (starts[index] as number);
				const count = Math.min((parts[index] as JoinedPart).sizeBytes - from, lengthBytes - done);
				bytes.set(partAt(index).read(from, count), done);
				done += count;
			}
			return bytes;
		},
		close() {
			for (const part of opened.values()) part.close();
			opened.clear();
		},
	};
	return access;
}
