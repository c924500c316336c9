// AssemblyScript: LZ4's high-compression encoder, compiled to WebAssembly by tools/generate-wasm.mjs into lz4-encoder-module.ts.
//
// The same choices as lz4-hc-encode.ts and lz4-hc-match.ts make for "modern", which say what is done and why; the bytes must be
// equal. Positions count from the beginning of the bytes to pack; memory is the caller's.

const MIN_MATCH: i32 = 4;
const MAX_DISTANCE: i32 = 65535;
const HASH_BITS: u32 = 15;
const HASH_FACTOR: u32 = 2654435761;
const ATTEMPTS: i32 = 256;
const FIRST: i32 = 65536;
const MATCH_LIMIT: i32 = 12;
const LAST_LITERALS: i32 = 5;
const CHEAP_MATCH: i32 = 18;

let raw: usize = 0;
let heads: usize = 0;
let chain: usize = 0;
let out: usize = 0;
let matchEnd: i32 = 0;
let lastStart: i32 = 0;
let inserted: i32 = 0;
let anchor: i32 = 0;

// The last match found: where it begins, where the bytes it repeats lie, how long it is.
let foundAt: i32 = 0;
let foundFrom: i32 = 0;
let foundLength: i32 = 0;

// The matches that are chosen among.
let firstAt: i32 = 0;
let firstFrom: i32 = 0;
let firstLength: i32 = 0;
let initialAt: i32 = 0;
let initialFrom: i32 = 0;
let initialLength: i32 = 0;
let secondAt: i32 = 0;
let secondFrom: i32 = 0;
let secondLength: i32 = 0;

@inline
function byteAt(at: i32): u8 {
	return load<u8>(raw + <usize>at);
}

@inline
function read32(at: i32): u32 {
	return load<u32>(raw + <usize>at);
}

@inline
function hashAt(at: i32): usize {
	return <usize>((read32(at) * HASH_FACTOR) >>> (32 - HASH_BITS));
}

@inline
function chainAt(at: i32): i32 {
	return <i32>load<u16>(chain + (<usize>(at & 0xffff) << 1));
}

function insertTo(at: i32): void {
	for (let position = inserted; position < at; position++) {
		const head = heads + (hashAt(position) << 2);
		const index = position + FIRST;
		const distance = index - load<i32>(head);
		store<u16>(chain + (<usize>(position & 0xffff) << 1), <u16>(distance > MAX_DISTANCE ? MAX_DISTANCE : distance));
		store<i32>(head, index);
	}
	if (at > inserted) inserted = at;
}

/** Number of equal bytes from the two positions on. */
function common(a: i32, b: i32): i32 {
	const start = a;
	while (a + 8 <= matchEnd) {
		const difference = load<u64>(raw + <usize>a) ^ load<u64>(raw + <usize>b);
		if (difference != 0) return a - start + <i32>(ctz(difference) >> 3);
		a += 8;
		b += 8;
	}
	while (a < matchEnd && byteAt(a) == byteAt(b)) {
		a++;
		b++;
	}
	return a - start;
}

function runForward(at: i32, byte: u8): i32 {
	const start = at;
	while (at < matchEnd && byteAt(at) == byte) at++;
	return at - start;
}

function runBackward(at: i32, byte: u8, lowest: i32): i32 {
	const start = at;
	while (at > lowest && byteAt(at - 1) == byte) at--;
	return start - at;
}

@inline
function isRun(pattern: u32): bool {
	return (pattern & 0xff) == pattern >>> 24 && (pattern & 0xffff) == pattern >>> 16;
}

@inline
function keep(at: i32, from: i32, length: i32): void {
	foundAt = at;
	foundFrom = from;
	foundLength = length;
}

/** The longest match longer than `than` that covers `at` and begins at `low` or later. */
function search(at: i32, low: i32, than: i32): bool {
	insertTo(at);
	let longest = than;
	let candidate = load<i32>(heads + (hashAt(at) << 2)) - FIRST;
	const lowest = max<i32>(0, at - MAX_DISTANCE);
	const pattern = read32(at);
	const back = at - low;
	let run: i32 = 0;
	for (let attempts = ATTEMPTS; candidate >= lowest && attempts > 0; attempts--) {
		if (low + longest >= matchEnd) break;
		const probe = candidate - back + longest - 1;
		if (
			probe >= 0 &&
			load<u16>(raw + <usize>(low + longest - 1)) == load<u16>(raw + <usize>probe) &&
			read32(candidate) == pattern
		) {
			let before: i32 = 0;
			while (before < back && candidate - before > 0 && byteAt(at - before - 1) == byteAt(candidate - before - 1)) before++;
			const length = MIN_MATCH + common(at + MIN_MATCH, candidate + MIN_MATCH) + before;
			if (length > longest) {
				longest = length;
				keep(at - before, candidate - before, length);
			}
		}
		const distance = chainAt(candidate);
		if (distance == 1) {
			if (run == 0) run = isRun(pattern) ? MIN_MATCH + runForward(at + MIN_MATCH, <u8>pattern) : -1;
			const next = candidate - 1;
			if (run > 0 && next >= lowest && read32(next) == pattern) {
				const forward = MIN_MATCH + runForward(next + MIN_MATCH, <u8>pattern);
				const backward = runBackward(next, <u8>pattern, lowest);
				if (backward + forward >= run && forward <= run) {
					candidate = next + forward - run;
					continue;
				}
				candidate = next - backward;
				if (back > 0) continue;
				const usable = min<i32>(backward + forward, run);
				if (longest < usable) {
					if (at - candidate > MAX_DISTANCE) break;
					longest = usable;
					keep(at, candidate, usable);
				}
				const further = chainAt(candidate);
				if (further > candidate + FIRST) break;
				candidate -= further;
				continue;
			}
		}
		candidate -= distance;
	}
	return longest > than;
}

function writeRest(length: i32): void {
	if (length < 15) return;
	let rest = length - 15;
	for (; rest >= 255; rest -= 255) store<u8>(out++, 255);
	store<u8>(out++, <u8>rest);
}

/** Token, literals up to `at`, distance, rest of the length. */
function emit(at: i32, from: i32, matchLength: i32): void {
	const literals = at - anchor;
	const length = matchLength - MIN_MATCH;
	store<u8>(out++, <u8>((min<i32>(literals, 15) << 4) | min<i32>(length, 15)));
	writeRest(literals);
	memory.copy(out, raw + <usize>anchor, <usize>literals);
	out += <usize>literals;
	store<u16>(out, <u16>(at - from));
	out += 2;
	writeRest(length);
	anchor = at + matchLength;
}

@inline
function trimSecond(count: i32): void {
	if (count <= 0) return;
	secondAt += count;
	secondFrom += count;
	secondLength -= count;
}

/** How long the first may be for the second to keep enough. */
@inline
function cheapLength(): i32 {
	const length = min<i32>(firstLength, CHEAP_MATCH);
	return firstAt + length > secondAt + secondLength - MIN_MATCH ? secondAt - firstAt + secondLength - MIN_MATCH : length;
}

/** `first` and a longer `second` that begins at least 3 bytes later. Where to go on; -1 to search for a second match again. */
function settleThree(): i32 {
	while (true) {
		if (secondAt - firstAt < CHEAP_MATCH) trimSecond(cheapLength() - (secondAt - firstAt));
		const secondEnd = secondAt + secondLength;
		if (secondEnd > lastStart || !search(secondEnd - 3, secondAt, secondLength)) {
			if (secondAt < firstAt + firstLength) firstLength = secondAt - firstAt;
			emit(firstAt, firstFrom, firstLength);
			emit(secondAt, secondFrom, secondLength);
			return secondAt + secondLength;
		}
		const thirdAt = foundAt;
		const thirdFrom = foundFrom;
		const thirdLength = foundLength;
		const firstEnd = firstAt + firstLength;
		if (thirdAt < firstEnd + 3) {
			if (thirdAt >= firstEnd) {
				if (secondAt < firstEnd) {
					trimSecond(firstEnd - secondAt);
					if (secondLength < MIN_MATCH) {
						secondAt = thirdAt;
						secondFrom = thirdFrom;
						secondLength = thirdLength;
					}
				}
				emit(firstAt, firstFrom, firstLength);
				firstAt = thirdAt;
				firstFrom = thirdFrom;
				firstLength = thirdLength;
				initialAt = secondAt;
				initialFrom = secondFrom;
				initialLength = secondLength;
				return -1;
			}
		} else {
			if (secondAt < firstEnd) {
				if (secondAt - firstAt < CHEAP_MATCH) {
					firstLength = cheapLength();
					trimSecond(firstLength - (secondAt - firstAt));
				} else firstLength = secondAt - firstAt;
			}
			emit(firstAt, firstFrom, firstLength);
			firstAt = secondAt;
			firstFrom = secondFrom;
			firstLength = secondLength;
		}
		secondAt = thirdAt;
		secondFrom = thirdFrom;
		secondLength = thirdLength;
	}
}

/** Settles what begins with the match that was found, and gives where to go on. */
function choose(): i32 {
	firstAt = foundAt;
	firstFrom = foundFrom;
	firstLength = foundLength;
	initialAt = firstAt;
	initialFrom = firstFrom;
	initialLength = firstLength;
	while (true) {
		const end = firstAt + firstLength;
		if (end > lastStart || !search(end - 2, firstAt, firstLength)) {
			emit(firstAt, firstFrom, firstLength);
			return firstAt + firstLength;
		}
		secondAt = foundAt;
		secondFrom = foundFrom;
		secondLength = foundLength;
		if (initialAt < firstAt && secondAt < firstAt + initialLength) {
			firstAt = initialAt;
			firstFrom = initialFrom;
			firstLength = initialLength;
		}
		if (secondAt - firstAt < 3) {
			firstAt = secondAt;
			firstFrom = secondFrom;
			firstLength = secondLength;
			continue;
		}
		const next = settleThree();
		if (next >= 0) return next;
	}
}

/**
 * Packs `size` bytes at `from` into a block at `to`, where `size + size / 255 + 16` bytes are free, and gives its size.
 * `table` has 256 KiB for the encoder.
 */
export function encode(from: usize, size: i32, to: usize, table: usize): usize {
	raw = from;
	out = to;
	heads = table;
	chain = table + (1 << (HASH_BITS + 2));
	memory.fill(heads, 0, 1 << (HASH_BITS + 2));
	memory.fill(chain, 0xff, 1 << 17);
	matchEnd = size - LAST_LITERALS;
	lastStart = size - MATCH_LIMIT;
	inserted = 0;
	anchor = 0;
	let at: i32 = 0;
	while (at <= lastStart) at = search(at, at, MIN_MATCH - 1) ? choose() : at + 1;
	const literals = size - anchor;
	store<u8>(out++, <u8>(min<i32>(literals, 15) << 4));
	writeRest(literals);
	memory.copy(out, raw + <usize>anchor, <usize>literals);
	return out + <usize>literals - to;
}
