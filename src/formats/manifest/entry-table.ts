import { decodeUtf8, hash64ToHex, toHex } from '../../bytes/index.ts';
import { FormatError } from '../error.ts';
import { WIRE, WireReader } from '../wire/wire-reader.ts';
import { type EntryLayout, entryLayout } from './entry-layout.ts';
import { type ManifestVersion, type ResourceEntry, STORED_RAW } from './manifest.ts';

const join64 = (hi: number, lo: number): bigint => (BigInt(hi) << 32n) | BigInt(lo);

/** Where each entry lies and its url hash, in columns: 16 bytes an entry and an index of about one more. */
export type EntryTable = {
	readonly entryCount: number;
	entryAt(index: number): ResourceEntry;
	digestAt(index: number): Uint8Array;
	indexOf(urlHash: bigint): number;
};

export type EntryTableOptions = {
	/** The ManifestData message. */
	readonly dataBytes: Uint8Array;
	readonly version: ManifestVersion;
	readonly digestSizeBytes: number;
	readonly entryCount: number;
	/** Field number of `resources` in ManifestData. */
	readonly field: number;
	readonly name: string;
};

/**
 * Goes once over all resource entries, checking each whole, so that asking for one later cannot fail.
 *
 * @throws FormatError `truncated`, `invalid`, `unsorted`
 */
export function createEntryTable(options: EntryTableOptions): EntryTable {
	const { dataBytes, version, entryCount, name } = options;
	const layout = entryLayout(version);
	const starts = new Uint32Array(entryCount);
	const ends = new Uint32Array(entryCount);
	const hashHi = new Uint32Array(entryCount);
	const hashLo = new Uint32Array(entryCount);
	const outer = new WireReader(dataBytes, name);
	const inner = new WireReader(dataBytes, name);
	const check: EntryCheck = { layout, digestSizeBytes: options.digestSizeBytes, entryCount, index: 0, hi: 0, lo: 0 };
	let index = 0;
	while (outer.next()) {
		if (outer.field !== options.field) {
			outer.skip();
			continue;
		}
		outer.range();
		inner.enter(outer.start, outer.stop);
		check.index = index;
		checkEntry(inner, check);
		const { hi, lo } = check;
		if (index > 0) {
			const beforeHi = hashHi[index - 1] as number;
			const beforeLo = hashLo[index - 1] as number;
			if (hi < beforeHi || (hi === beforeHi && lo <= beforeLo))
				refuseOrder(name, index, join64(beforeHi, beforeLo), check);
		}
		starts[index] = outer.start;
		ends[index] = outer.stop;
		hashHi[index] = hi;
		hashLo[index] = lo;
		index++;
	}

	const buckets = createBuckets(hashHi);
	const wanted = new BigUint64Array(1);
	const wantedHalves = new Uint32Array(wanted.buffer);
	const littleEndian = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 0 : 1;

	const indexOf = (urlHash: bigint): number => {
		wanted[0] = urlHash;
		const lo = wantedHalves[littleEndian] as number;
		const hi = wantedHalves[1 - littleEndian] as number;
		const bucket = hi >>> buckets.shift;
		let low = buckets.starts[bucket] as number;
		let high = (buckets.starts[bucket + 1] as number) - 1;
		while (low <= high) {
			const middle = (low + high) >>> 1;
			const difference = (hashHi[middle] as number) - hi || (hashLo[middle] as number) - lo;
			if (difference === 0) return middle;
			if (difference < 0) low = middle + 1;
			else high = middle - 1;
		}
		return -1;
	};

	const reader = new WireReader(dataBytes, name);
	let byDigest: ((digest: Uint8Array) => number) | undefined;
	const dependant = (): bigint | undefined => {
		if (layout.dependantForm === 'url-hash') return join64(reader.hi, reader.lo);
		let at = reader.lo;
		if (layout.dependantForm === 'digest') {
			byDigest ??= createDigestLookup(dataBytes, starts, ends, layout);
			at = byDigest(dataBytes.subarray(reader.start, reader.stop));
			if (at < 0) return undefined;
		}
		return join64(hashHi[at] as number, hashLo[at] as number);
	};

	const entryAt = (at: number): ResourceEntry => {
		if (!(at >= 0 && at < entryCount)) throw new RangeError(`${name}: no entry ${at}, there are ${entryCount}`);
		reader.enter(starts[at] as number, ends[at] as number);
		let url = '';
		let hexDigest = '';
		let flags = 0;
		let sizeBytes: number | undefined;
		let compressedSizeBytes: number | undefined;
		const dependants: bigint[] = [];
		while (reader.next()) {
			const { field } = reader;
			if (field === layout.url) url = decodeUtf8(reader.value());
			else if (field === layout.hash) {
				enterDigest(reader);
				hexDigest = toHex(dataBytes.subarray(reader.start, reader.stop));
			} else if (field === layout.flags) flags = reader.uint();
			else if (field === layout.size) sizeBytes = reader.uint();
			else if (field === layout.compressedSize) {
				const value = reader.uint();
				compressedSizeBytes = value === STORED_RAW ? undefined : value;
			} else if (field === layout.dependants) {
				readDependants(reader, layout, () => {
					const value = dependant();
					if (value !== undefined) dependants.push(value);
				});
			} else reader.skip();
		}
		const urlHash = join64(hashHi[at] as number, hashLo[at] as number);
		return { url, urlHash, hexDigest, flags, sizeBytes, compressedSizeBytes, dependants };
	};

	const digestAt = (at: number): Uint8Array => {
		if (!(at >= 0 && at < entryCount)) throw new RangeError(`${name}: no entry ${at}, there are ${entryCount}`);
		reader.enter(starts[at] as number, ends[at] as number);
		let digest = dataBytes.subarray(0, 0);
		while (reader.next()) {
			if (reader.field === layout.hash) {
				enterDigest(reader);
				digest = dataBytes.subarray(reader.start, reader.stop);
			} else reader.skip();
		}
		return digest;
	};

	return { entryCount, entryAt, digestAt, indexOf };
}

type EntryCheck = {
	readonly layout: EntryLayout;
	readonly digestSizeBytes: number;
	readonly entryCount: number;
	index: number;
	/** The entry's url hash. */
	hi: number;
	lo: number;
};

/** Checks one entry as a whole and leaves its url hash in `check`. */
function checkEntry(reader: WireReader, check: EntryCheck): void {
	const { layout } = check;
	let seen = 0;
	while (reader.next()) {
		const { field } = reader;
		if (field === layout.urlHash) {
			reader.expect(WIRE.VARINT);
			reader.varint();
			check.hi = reader.hi;
			check.lo = reader.lo;
			seen |= 1;
		} else if (field === layout.hash) {
			enterDigest(reader);
			if (reader.stop - reader.start !== check.digestSizeBytes) {
				refuseEntry(reader, check, `a digest of ${check.digestSizeBytes} bytes`, `${reader.stop - reader.start}`);
			}
			seen |= 2;
		} else if (field === layout.url) {
			reader.range();
			checkUrl(reader);
		} else if (field === layout.flags || field === layout.size || field === layout.compressedSize) reader.uint();
		else if (field === layout.dependants) {
			readDependants(reader, layout, () => {
				if (layout.dependantForm === 'index' && (reader.hi !== 0 || reader.lo >= check.entryCount)) {
					refuseEntry(reader, check, `a dependant below ${check.entryCount}`, `${reader.lo}`);
				}
			});
		} else reader.skip();
	}
	if (seen !== 3) refuseEntry(reader, check, 'a url hash and a digest', seen === 1 ? 'no digest' : 'no url hash');
}

/** Almost every url is ASCII; only others are decoded to see that they can be. */
function checkUrl(reader: WireReader): void {
	const { bytes, start, stop } = reader;
	for (let at = start; at < stop; at++) {
		if ((bytes[at] as number) < 0x80) continue;
		try {
			decodeUtf8(bytes.subarray(start, stop));
		} catch (cause) {
			throw new FormatError('invalid', `${reader.name}: expected a url in UTF-8 at byte ${start}, found other bytes`, {
				cause,
				data: { name: reader.name, offset: start },
			});
		}
		return;
	}
}

/** Enters a HashDigest message and leaves the digest's range in `start` and `stop`. */
function enterDigest(reader: WireReader): void {
	reader.range();
	const { at, end } = reader;
	reader.enter(reader.start, reader.stop);
	let start = 0;
	let stop = 0;
	while (reader.next()) {
		if (reader.field === 1) {
			reader.range();
			start = reader.start;
			stop = reader.stop;
		} else reader.skip();
	}
	reader.enter(at, end);
	reader.start = start;
	reader.stop = stop;
}

/** Calls `each` for every dependant in the current field; both packed and single numbers are accepted. */
function readDependants(reader: WireReader, layout: EntryLayout, each: () => void): void {
	if (layout.dependantForm === 'digest') {
		enterDigest(reader);
		each();
		return;
	}
	if (reader.wireType !== WIRE.BYTES) {
		reader.expect(WIRE.VARINT);
		reader.varint();
		each();
		return;
	}
	reader.range();
	const { at, end } = reader;
	reader.enter(reader.start, reader.stop);
	while (reader.at < reader.end) {
		reader.varint();
		each();
	}
	reader.enter(at, end);
}

/** Ranges of the sorted hashes by their highest bits, about eight entries a range: most searches end in two steps. */
function createBuckets(hashHi: Uint32Array): { shift: number; starts: Uint32Array } {
	const bits = Math.max(1, Math.min(20, Math.ceil(Math.log2(Math.max(1, hashHi.length / 8)))));
	const shift = 32 - bits;
	const starts = new Uint32Array(2 ** bits + 1);
	let index = 0;
	for (let bucket = 0; bucket < starts.length - 1; bucket++) {
		starts[bucket] = index;
		while (index < hashHi.length && (hashHi[index] as number) >>> shift === bucket) index++;
	}
	starts[starts.length - 1] = hashHi.length;
	return { shift, starts };
}

/** Position of the first entry with a digest, for the versions that name dependants by content. */
function createDigestLookup(
	dataBytes: Uint8Array,
	starts: Uint32Array,
	ends: Uint32Array,
	layout: EntryLayout,
): (digest: Uint8Array) => number {
	const reader = new WireReader(dataBytes, 'manifest entry');
	const positions = new Map<string, number>();
	for (let at = 0; at < starts.length; at++) {
		reader.enter(starts[at] as number, ends[at] as number);
		while (reader.next()) {
			if (reader.field !== layout.hash) {
				reader.skip();
				continue;
			}
			enterDigest(reader);
			const digest = toHex(dataBytes.subarray(reader.start, reader.stop));
			if (!positions.has(digest)) positions.set(digest, at);
		}
	}
	return (digest) => positions.get(toHex(digest)) ?? -1;
}

function refuseEntry(reader: WireReader, check: EntryCheck, expected: string, found: string): never {
	throw new FormatError(
		'invalid',
		`${reader.name}: entry ${check.index}: expected ${expected}, found ${found}, before byte ${reader.at}`,
		{ data: { name: reader.name, entry: check.index, offset: reader.at, expected, found } },
	);
}

function refuseOrder(name: string, index: number, before: bigint, check: EntryCheck): never {
	const hash = join64(check.hi, check.lo);
	throw new FormatError(
		'unsorted',
		`${name}: expected ascending url hashes, found entry ${index} (${hash64ToHex(hash)}) after ${hash64ToHex(before)}`,
		{ data: { name, entry: index, urlHash: hash64ToHex(hash), before: hash64ToHex(before) } },
	);
}
