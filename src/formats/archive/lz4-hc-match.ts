/**
 * Which encoder's choices to make: `r123` is what builders up to about 1.4.x used (lz4-java 1.3, after LZ4 r123), `modern` is
 * LZ4 1.8.3 and every later one. Their blocks can be read by the same decoder; only the choice among matches differs.
 */
export type Lz4Encoder = 'r123' | 'modern';

/** Shortest match that LZ4 can express. */
export const MIN_MATCH = 4;
const MAX_DISTANCE = 65_535;
const HASH_BITS = 15;
/** Multiplier of the hash of four bytes: 2^32 divided by the golden ratio, made prime. */
const HASH_FACTOR = 2_654_435_761;
/** Candidates looked at for each search at level 9. */
const ATTEMPTS = 256;
/** Positions count from here, so that 0 in the hash table is before any of them. */
const FIRST = 65_536;

/** Finds earlier occurrences of the bytes at a position. The result of the last successful search is in its fields. */
export type Matcher = {
	/** The longest match that begins at `at`. */
	best(at: number): boolean;
	/** The longest match longer than `than` that covers `at` and begins at `low` or later. */
	wider(at: number, low: number, than: number): boolean;
	readonly start: number;
	readonly from: number;
	readonly length: number;
};

/** @param matchEnd no match reaches beyond this position */
export function createMatcher(raw: Uint8Array, encoder: Lz4Encoder, matchEnd: number): Matcher {
	return new HashChains(raw, encoder === 'modern', matchEnd);
}

class HashChains implements Matcher {
	start = 0;
	from = 0;
	length = 0;
	readonly #raw: Uint8Array;
	readonly #modern: boolean;
	readonly #matchEnd: number;
	/** Newest position of each hash. */
	readonly #heads: Int32Array = new Int32Array(1 << HASH_BITS);
	/** Distance to the next older position of the same hash. */
	readonly #chain: Uint16Array = new Uint16Array(65_536).fill(MAX_DISTANCE);
	#inserted = 0;

	constructor(raw: Uint8Array, modern: boolean, matchEnd: number) {
		this.#raw = raw;
		this.#modern = modern;
		this.#matchEnd = matchEnd;
	}

	best(at: number): boolean {
		return this.#modern ? this.#searchModern(at, at, MIN_MATCH - 1) : this.#bestR123(at);
	}

	wider(at: number, low: number, than: number): boolean {
		return this.#modern ? this.#searchModern(at, low, than) : this.#widerR123(at, low, than);
	}

	#hash(at: number): number {
		return Math.imul(this.#read32(at), HASH_FACTOR) >>> (32 - HASH_BITS);
	}

	#read32(at: number): number {
		const raw = this.#raw;
		return (
			(raw[at] as number) |
			((raw[at + 1] as number) << 8) |
			((raw[at + 2] as number) << 16) |
			((raw[at + 3] as number) << 24)
		);
	}

	/** Puts all positions before `at` into the chains. */
	#insertTo(at: number): void {
		const heads = this.#heads;
		const chain = this.#chain;
		for (let position = this.#inserted; position < at; position++) {
			const hash = this.#hash(position);
			const index = position + FIRST;
			const distance = index - (heads[hash] as number);
			chain[position & 0xffff] = distance > MAX_DISTANCE ? MAX_DISTANCE : distance;
			heads[hash] = index;
		}
		if (at > this.#inserted) this.#inserted = at;
	}

	/** Number of equal bytes from the two positions on. */
	#common(a: number, b: number): number {
		const raw = this.#raw;
		const end = this.#matchEnd;
		const start = a;
		while (a < end && raw[a] === raw[b]) {
			a++;
			b++;
		}
		return a - start;
	}

	#keep(start: number, from: number, length: number): void {
		this.start = start;
		this.from = from;
		this.length = length;
	}

	/** The older encoder's own way with repetitions of at most four bytes: it fills the chains along the whole repetition. */
	#bestR123(at: number): boolean {
		const chain = this.#chain;
		this.#insertTo(at);
		const candidate = (this.#heads[this.#hash(at)] as number) - FIRST;
		const distance = at - candidate;
		if (candidate < 0 || distance < 0 || distance > MIN_MATCH) return this.#walkR123(at, at, 0, candidate);
		let repeated = 0;
		if (this.#read32(candidate) === this.#read32(at)) {
			repeated = MIN_MATCH + this.#common(at + MIN_MATCH, candidate + MIN_MATCH);
			this.#keep(at, candidate, repeated);
		}
		const longer = this.#walkR123(at, at, repeated, candidate - (chain[candidate & 0xffff] as number));
		if (repeated === 0) return longer;
		const end = at + repeated - (MIN_MATCH - 1);
		for (let position = at; position < end; position++) {
			chain[position & 0xffff] = distance;
			if (position >= end - distance) this.#heads[this.#hash(position)] = position + FIRST;
		}
		this.#inserted = end;
		return true;
	}

	#widerR123(at: number, low: number, than: number): boolean {
		this.#insertTo(at);
		return this.#walkR123(at, low, than, (this.#heads[this.#hash(at)] as number) - FIRST);
	}

	#walkR123(at: number, low: number, than: number, candidate: number): boolean {
		const raw = this.#raw;
		let longest = than;
		const lowest = Math.max(0, at - MAX_DISTANCE);
		const pattern = this.#read32(at);
		// Inside a filled repetition the newest position can lie ahead of the search, which ends it.
		for (let attempts = ATTEMPTS; candidate >= lowest && candidate <= at && attempts > 0; attempts--) {
			if (low + longest >= this.#matchEnd) break;
			if (raw[low + longest] === raw[candidate - (at - low) + longest] && this.#read32(candidate) === pattern) {
				const end = at + MIN_MATCH + this.#common(at + MIN_MATCH, candidate + MIN_MATCH);
				let start = at;
				let from = candidate;
				while (start > low && from > 0 && raw[start - 1] === raw[from - 1]) {
					start--;
					from--;
				}
				if (end - start > longest) {
					longest = end - start;
					this.#keep(start, from, longest);
				}
			}
			candidate -= this.#chain[candidate & 0xffff] as number;
		}
		return longest > than;
	}

	#searchModern(at: number, low: number, than: number): boolean {
		const raw = this.#raw;
		const chain = this.#chain;
		this.#insertTo(at);
		let longest = than;
		let candidate = (this.#heads[this.#hash(at)] as number) - FIRST;
		const lowest = Math.max(0, at - MAX_DISTANCE);
		const pattern = this.#read32(at);
		const back = at - low;
		/** Length of a run of one byte at `at`: 0 not yet known, −1 none. */
		let run = 0;
		for (let attempts = ATTEMPTS; candidate >= lowest && attempts > 0; attempts--) {
			// A match that reaches the end cannot be beaten.
			if (low + longest >= this.#matchEnd) break;
			if (
				raw[low + longest] === raw[candidate - back + longest] &&
				raw[low + longest - 1] === raw[candidate - back + longest - 1] &&
				this.#read32(candidate) === pattern
			) {
				let before = 0;
				while (before < back && candidate - before > 0 && raw[at - before - 1] === raw[candidate - before - 1])
					before++;
				const length = MIN_MATCH + this.#common(at + MIN_MATCH, candidate + MIN_MATCH) + before;
				if (length > longest) {
					longest = length;
					this.#keep(at - before, candidate - before, length);
				}
			}
			const distance = chain[candidate & 0xffff] as number;
			// Inside a run of one byte the chain would be walked byte by byte; the encoder jumps along the run instead.
			if (distance === 1) {
				if (run === 0) run = isRun(pattern) ? MIN_MATCH + this.#runForward(at + MIN_MATCH, pattern & 0xff) : -1;
				const next = candidate - 1;
				if (run > 0 && next >= lowest && this.#read32(next) === pattern) {
					const forward = MIN_MATCH + this.#runForward(next + MIN_MATCH, pattern & 0xff);
					const backward = this.#runBackward(next, pattern & 0xff, lowest);
					if (backward + forward >= run && forward <= run) {
						candidate = next + forward - run;
						continue;
					}
					candidate = next - backward;
					if (back > 0) continue;
					const usable = Math.min(backward + forward, run);
					if (longest < usable) {
						if (at - candidate > MAX_DISTANCE) break;
						longest = usable;
						this.#keep(at, candidate, usable);
					}
					const further = chain[candidate & 0xffff] as number;
					if (further > candidate + FIRST) break;
					candidate -= further;
					continue;
				}
			}
			candidate -= distance;
		}
		return longest > than;
	}

	#runForward(at: number, byte: number): number {
		const raw = this.#raw;
		const start = at;
		while (at < this.#matchEnd && raw[at] === byte) at++;
		return at - start;
	}

	#runBackward(at: number, byte: number, lowest: number): number {
		const raw = this.#raw;
		const start = at;
		while (at > lowest && raw[at - 1] === byte) at--;
		return start - at;
	}
}

function isRun(pattern: number): boolean {
	return (pattern & 0xff) === pattern >>> 24 && (pattern & 0xffff) === pattern >>> 16;
}
