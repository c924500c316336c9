import { createMatcher, type Lz4Encoder, type Matcher, MIN_MATCH } from './lz4-hc-match.ts';

// The way a high-compression LZ4 encoder chooses among matches decides the bytes, and a resource's name is the digest of
// those bytes. So that a build of the same content gives the same names as Defold's own builder, the choices made here are
// those of the two encoders that builders have used, at their level 9. They were checked against every compressed
// resource of the test bundles and against liblz4 itself.

/** The last match must begin this far before the end … */
const MATCH_LIMIT = 12;
/** … and the last bytes are always literals. */
const LAST_LITERALS = 5;
/** A match of up to this length needs no second byte for its length. */
const CHEAP_MATCH = 18;

/** Where the two encoders differ beside their search. Source: lz4-java 1.3 (its Java and native ports agree), LZ4 1.9. */
const RULES: Readonly<Record<Lz4Encoder, Rules>> = {
	r123: { stopsEarlierBy: 1, widerFrom: 1, trimBelow: 15 },
	modern: { stopsEarlierBy: 0, widerFrom: 0, trimBelow: CHEAP_MATCH },
};

type Rules = {
	/** Bytes before the last place for a match where the search ends. */
	readonly stopsEarlierBy: number;
	/** How much later than the first match a longer one must begin. */
	readonly widerFrom: number;
	/** Distance of the second match below which the first of three is kept cheap. */
	readonly trimBelow: number;
};

/** A match: where it begins, where the bytes it repeats lie, how long it is. */
type Match = { at: number; from: number; length: number };

/**
 * Packs bytes as one LZ4 block, by LZ4's high-compression level 9.
 *
 * @param encoder which encoder's choices to make; `modern` unless an old bundle is re-created
 */
export function lz4HcEncode(raw: Uint8Array, encoder: Lz4Encoder = 'modern'): Uint8Array {
	const out = new BlockWriter(Math.max(64, raw.length >>> 1));
	const matcher = createMatcher(raw, encoder, raw.length - LAST_LITERALS);
	const rules = RULES[encoder];
	const lastStart = raw.length - MATCH_LIMIT - rules.stopsEarlierBy;
	let anchor = 0;
	const emit = (match: Match): void => {
		out.sequence(raw.subarray(anchor, match.at), match);
		anchor = match.at + match.length;
	};

	let at = 0;
	while (at <= lastStart) {
		if (!matcher.best(at)) {
			at++;
			continue;
		}
		at = chooseFrom({ at, from: matcher.from, length: matcher.length }, { matcher, rules, lastStart, emit });
	}
	out.sequence(raw.subarray(anchor), undefined);
	return out.finish();
}

type Choice = {
	readonly matcher: Matcher;
	readonly rules: Rules;
	/** Last position where a match may begin. */
	readonly lastStart: number;
	readonly emit: (match: Match) => void;
};

/** The longest match around `searchAt` that begins at `low` or later and is longer than `than`, or undefined. */
function wider(choice: Choice, searchAt: number, low: number, than: number): Match | undefined {
	const { matcher } = choice;
	if (!matcher.wider(searchAt, low, than)) return undefined;
	return { at: matcher.start, from: matcher.from, length: matcher.length };
}

/**
 * Given a match, looks whether a longer one overlaps its end, and a third one that one's end, shortens and drops until no
 * longer one is found, and emits what is settled. Returns where to go on.
 */
function chooseFrom(found: Match, choice: Choice): number {
	const { lastStart, rules, emit } = choice;
	let first = found;
	/** The match the search began with, in case two searches in a row skip too much of it. */
	let initial = { ...found };
	for (;;) {
		const end = first.at + first.length;
		const second = end <= lastStart ? wider(choice, end - 2, first.at + rules.widerFrom, first.length) : undefined;
		if (!second) {
			emit(first);
			return first.at + first.length;
		}
		if (initial.at < first.at && second.at < first.at + initial.length) first = { ...initial };
		if (second.at - first.at < 3) {
			first = second;
			continue;
		}
		const settled = settleThree(first, second, choice);
		if (settled.done) return settled.at;
		first = settled.first;
		initial = settled.initial;
	}
}

type Settled =
	| { readonly done: true; readonly at: number }
	/** The search for a second match begins again with `first`. */
	| { readonly done: false; readonly first: Match; readonly initial: Match };

/** Second half of the choice: `first` and a longer `second` that begins at least 3 bytes later. */
function settleThree(first: Match, second: Match, choice: Choice): Settled {
	const { lastStart, rules, emit } = choice;
	for (;;) {
		if (second.at - first.at < CHEAP_MATCH) {
			let length = Math.min(first.length, CHEAP_MATCH);
			if (first.at + length > second.at + second.length - MIN_MATCH) {
				length = second.at - first.at + second.length - MIN_MATCH;
			}
			trimStart(second, length - (second.at - first.at));
		}
		const secondEnd = second.at + second.length;
		const third = secondEnd <= lastStart ? wider(choice, secondEnd - 3, second.at, second.length) : undefined;
		if (!third) {
			if (second.at < first.at + first.length) first.length = second.at - first.at;
			emit(first);
			emit(second);
			return { done: true, at: second.at + second.length };
		}
		const firstEnd = first.at + first.length;
		if (third.at < firstEnd + 3) {
			if (third.at < firstEnd) {
				second = third;
				continue;
			}
			// No room for the second: the first stands, the third takes the second's place as the new first.
			if (second.at < firstEnd) {
				trimStart(second, firstEnd - second.at);
				if (second.length < MIN_MATCH) second = { ...third };
			}
			emit(first);
			return { done: false, first: third, initial: second };
		}
		// Three matches one after the other: the first is settled.
		if (second.at < firstEnd) {
			if (second.at - first.at < rules.trimBelow) {
				first.length = Math.min(first.length, CHEAP_MATCH);
				if (first.at + first.length > second.at + second.length - MIN_MATCH) {
					first.length = second.at - first.at + second.length - MIN_MATCH;
				}
				trimStart(second, first.length - (second.at - first.at));
			} else first.length = second.at - first.at;
		}
		emit(first);
		first = second;
		second = third;
	}
}

/** Lets a match begin later; nothing when `count` is not above 0. */
function trimStart(match: Match, count: number): void {
	if (count <= 0) return;
	match.at += count;
	match.from += count;
	match.length -= count;
}

/** A growing block. */
class BlockWriter {
	#bytes: Uint8Array;
	#at = 0;

	constructor(initialSizeBytes: number) {
		this.#bytes = new Uint8Array(initialSizeBytes);
	}

	/** Token, literals, distance (16 bits, little-endian), rest of the length. The last one has no match. */
	sequence(literals: Uint8Array, match: Match | undefined): void {
		const length = match ? match.length - MIN_MATCH : 0;
		this.#reserve(literals.length + Math.ceil((literals.length + length) / 255) + 8);
		this.#bytes[this.#at++] = (Math.min(literals.length, 15) << 4) | Math.min(length, 15);
		this.#rest(literals.length);
		this.#bytes.set(literals, this.#at);
		this.#at += literals.length;
		if (!match) return;
		const distance = match.at - match.from;
		this.#bytes[this.#at++] = distance & 0xff;
		this.#bytes[this.#at++] = distance >>> 8;
		this.#rest(length);
	}

	finish(): Uint8Array {
		return this.#bytes.slice(0, this.#at);
	}

	#rest(length: number): void {
		if (length < 15) return;
		let rest = length - 15;
		for (; rest >= 255; rest -= 255) this.#bytes[this.#at++] = 255;
		this.#bytes[this.#at++] = rest;
	}

	#reserve(count: number): void {
		if (this.#at + count <= this.#bytes.length) return;
		const grown = new Uint8Array(Math.max(this.#at + count, this.#bytes.length * 2));
		grown.set(this.#bytes.subarray(0, this.#at));
		this.#bytes = grown;
	}
}
