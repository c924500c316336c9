/** Signatures, sizes and bits of the zip format. Source: PKWARE's APPNOTE 6.3.10. */
export const ZIP = {
	LOCAL_SIGNATURE: 0x04034b50,
	CENTRAL_SIGNATURE: 0x02014b50,
	END_SIGNATURE: 0x06054b50,
	END64_SIGNATURE: 0x06064b50,
	LOCATOR64_SIGNATURE: 0x07064b50,
	DESCRIPTOR_SIGNATURE: 0x08074b50,
	LOCAL_BYTES: 30,
	CENTRAL_BYTES: 46,
	END_BYTES: 22,
	END64_BYTES: 56,
	LOCATOR64_BYTES: 20,
	/** Bits of the general purpose flags. */
	ENCRYPTED: 0x0001,
	DESCRIPTOR: 0x0008,
	UTF8: 0x0800,
	MASKED: 0x2000,
	/** Compression methods. */
	STORED: 0,
	DEFLATED: 8,
	/** Extra fields. */
	EXTRA_ZIP64: 0x0001,
	EXTRA_UNICODE_PATH: 0x7075,
	/** A 16-bit or 32-bit field that says "look into the zip64 extra field". */
	FULL16: 0xffff,
	FULL32: 0xffff_ffff,
} as const;

/** What a reader accepts at most; a zip beyond is refused before anything is allocated for it. */
export type ZipLimits = {
	readonly maxEntryCount: number;
	/** Unpacked size of one entry. */
	readonly maxEntryBytes: number;
	/** Unpacked size of all entries together. */
	readonly maxTotalBytes: number;
	/** Unpacked by packed size, asked of entries larger than `ratioFromBytes`. */
	readonly maxRatio: number;
	readonly ratioFromBytes: number;
};

export const DEFAULT_ZIP_LIMITS: ZipLimits = {
	maxEntryCount: 300_000,
	maxEntryBytes: 1024 ** 3,
	maxTotalBytes: 16 * 1024 ** 3,
	maxRatio: 300,
	ratioFromBytes: 4 * 1024 ** 2,
};

/** One file of a zip. */
export type ZipEntry = {
	readonly name: string;
	/** Unpacked. */
	readonly sizeBytes: number;
	readonly compressedSizeBytes: number;
	/** 0 stored, 8 deflated. */
	readonly method: number;
	readonly crc32: number;
	readonly flags: number;
	/** Where its local header begins. */
	readonly headerOffset: number;
	/** Where the next structure begins; all of the entry lies before it. */
	readonly endLimit: number;
};
