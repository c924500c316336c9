/** Collects blobs into archive data (`.arcd`): one after the other, each at a multiple of the padding. */
export type ArchiveDataWriter = {
	/** Adds stored bytes and returns their offset. The bytes are kept, not copied. */
	append(stored: Uint8Array): number;
	/** Bytes so far; there is no padding behind the last blob. */
	sizeBytes(): number;
	/** The parts of the file in order, to be written or joined. */
	finish(): Uint8Array[];
};

/** Builders' own padding. */
const DEFAULT_PADDING_BYTES = 4;

/**
 * @param options `paddingBytes` is a power of two; 4 when not given
 * @throws RangeError for another padding
 */
export function archiveDataWriter(options: { paddingBytes?: number } = {}): ArchiveDataWriter {
	const { paddingBytes = DEFAULT_PADDING_BYTES } = options;
	if (!Number.isInteger(Math.log2(paddingBytes))) {
		throw new RangeError(`archive data: expected a padding that is a power of two, found ${paddingBytes}`);
	}
	const parts: Uint8Array[] = [];
	let sizeBytes = 0;
	return {
		append(stored) {
			// Not by bit operations: archive data can be larger than 2^32 bytes.
			const gap = (paddingBytes - (sizeBytes % paddingBytes)) % paddingBytes;
			if (gap > 0) parts.push(new Uint8Array(gap));
			const offset = sizeBytes + gap;
			parts.push(stored);
			sizeBytes = offset + stored.length;
			return offset;
		},
		sizeBytes: () => sizeBytes,
		finish: () => parts,
	};
}
