import { luaError } from '../runtime/arguments.ts';
import { type ByteSet, bracketSet, byteSet, escapedSet } from './character-class.ts';

/** Captures a pattern may have (LUA_MAXCAPTURES). */
const CAPTURES_LIMIT = 32;

/** How often an item may match: once, `*`, `+`, `-`, `?`. */
export type Repeat = '' | '*' | '+' | '-' | '?';

/** One step of a pattern. */
export type Item =
	/** A byte of the set; `undefined` is any byte. */
	| { readonly kind: 'set'; readonly set: ByteSet | undefined; readonly repeat: Repeat }
	/** `(`; with `isPosition`, `()`. */
	| { readonly kind: 'open'; readonly isPosition: boolean }
	| { readonly kind: 'close' }
	/** `%1` */
	| { readonly kind: 'again'; readonly index: number }
	/** `%bxy` */
	| { readonly kind: 'balance'; readonly open: number; readonly close: number }
	/** `%f[set]` */
	| { readonly kind: 'frontier'; readonly set: ByteSet }
	/** `$` at the end */
	| { readonly kind: 'end' }
	/** The pattern is malformed from here on; PUC complains only when matching gets here. */
	| { readonly kind: 'error'; readonly message: string };

export type Pattern = {
	/** Began with `^`. */
	readonly isAnchored: boolean;
	readonly items: readonly Item[];
	readonly captureCount: number;
};

/** Offset after the `]` that closes a set whose `[` is at an offset; -1 when there is none. */
function endOfBracket(text: string, at: number): number {
	let index = at + 1;
	if (text[index] === '^') index++;
	// A `]` right at the beginning is a member.
	do {
		if (index >= text.length) return -1;
		if (text[index++] === '%') {
			if (index >= text.length) return -1;
			index++;
		}
	} while (text[index] !== ']');
	return index + 1;
}

const MISSING_BRACKET: Item = { kind: 'error', message: "malformed pattern (missing ']')" };

type Reader = {
	readonly text: string;
	at: number;
	readonly items: Item[];
	captureCount: number;
	readonly isLuaJit: boolean;
};

/** Reads `%` and what follows where it is not a single byte. `false` when it is one. */
function readSpecial(reader: Reader): boolean {
	const { text, items } = reader;
	const letter = text[reader.at + 1] ?? '';
	if (letter === 'b') {
		if (reader.at + 3 >= text.length) {
			items.push({ kind: 'error', message: 'unbalanced pattern' });
			reader.at = text.length;
			return true;
		}
		items.push({
			kind: 'balance',
			open: text.charCodeAt(reader.at + 2),
			close: text.charCodeAt(reader.at + 3),
		});
		reader.at += 4;
		return true;
	}
	if (letter === 'f') {
		const from = reader.at + 2;
		const end = text[from] === '[' ? endOfBracket(text, from) : -1;
		if (end < 0) {
			const message = "missing '[' after '%f' in pattern";
			items.push(text[from] === '[' ? MISSING_BRACKET : { kind: 'error', message });
			reader.at = text.length;
			return true;
		}
		items.push({ kind: 'frontier', set: bracketSet(text.slice(from + 1, end - 1), reader.isLuaJit) });
		reader.at = end;
		return true;
	}
	if (letter >= '0' && letter <= '9') {
		items.push({ kind: 'again', index: Number(letter) - 1 });
		reader.at += 2;
		return true;
	}
	return false;
}

/** Reads a single byte, its class or set, with its repetition. `false` at something malformed. */
function readSet(reader: Reader): boolean {
	const { text, items, isLuaJit } = reader;
	const char = text[reader.at] as string;
	let set: ByteSet | undefined;
	if (char === '%') {
		const letter = text[reader.at + 1];
		if (letter === undefined) {
			items.push({ kind: 'error', message: "malformed pattern (ends with '%')" });
			return false;
		}
		set = escapedSet(letter, isLuaJit);
		reader.at += 2;
	} else if (char === '[') {
		const end = endOfBracket(text, reader.at);
		if (end < 0) {
			items.push(MISSING_BRACKET);
			return false;
		}
		set = bracketSet(text.slice(reader.at + 1, end - 1), isLuaJit);
		reader.at = end;
	} else {
		set = char === '.' ? undefined : byteSet(char.charCodeAt(0));
		reader.at++;
	}
	const next = text[reader.at];
	const isRepeat = next === '*' || next === '+' || next === '-' || next === '?';
	if (isRepeat) reader.at++;
	items.push({ kind: 'set', set, repeat: isRepeat ? next : '' });
	return true;
}

/**
 * Takes a pattern apart.
 *
 * @param isGmatch  `^` is an ordinary byte
 */
export function parsePattern(text: string, isGmatch: boolean, isLuaJit: boolean): Pattern {
	const isAnchored = !isGmatch && text.startsWith('^');
	const reader: Reader = { text, at: isAnchored ? 1 : 0, items: [], captureCount: 0, isLuaJit };
	while (reader.at < text.length) {
		const char = text[reader.at];
		if (char === '(') {
			const isPosition = text[reader.at + 1] === ')';
			reader.items.push({ kind: 'open', isPosition });
			reader.captureCount++;
			reader.at += isPosition ? 2 : 1;
		} else if (char === ')') {
			reader.items.push({ kind: 'close' });
			reader.at++;
		} else if (char === '$' && reader.at === text.length - 1) {
			reader.items.push({ kind: 'end' });
			reader.at++;
		} else if (char !== '%' || !readSpecial(reader)) {
			if (!readSet(reader)) break;
		}
	}
	return { isAnchored, items: reader.items, captureCount: reader.captureCount };
}

const OPEN = -1;
const POSITION = -2;

/** Walks a pattern over a subject; holds the captures of the last success. */
export class Matcher {
	subject = '';
	/** Captures begun so far. */
	level = 0;
	readonly starts: number[] = [];
	/** Length of each capture, or what else it is. */
	readonly lengths: number[] = [];
	private readonly items: readonly Item[];

	constructor(pattern: Pattern) {
		this.items = pattern.items;
	}

	/** Where the match that begins at an offset ends; -1 when there is none. */
	matchAt(subject: string, at: number): number {
		this.subject = subject;
		this.level = 0;
		return this.match(at, 0);
	}

	/** A capture's text, or its position; `undefined` when it was never closed. */
	capture(index: number): string | number | undefined {
		const length = this.lengths[index] ?? OPEN;
		const start = this.starts[index] ?? 0;
		if (length === POSITION) return start + 1;
		if (length === OPEN) return undefined;
		return this.subject.slice(start, start + length);
	}

	private match(at: number, from: number): number {
		const { subject, items } = this;
		for (let index = from; ; index++) {
			const item = items[index];
			if (item === undefined) return at;
			switch (item.kind) {
				case 'set': {
					if (item.repeat !== '') return this.matchRepeated(at, index, item);
					if (at >= subject.length) return -1;
					if (item.set !== undefined && item.set[subject.charCodeAt(at)] !== 1) return -1;
					at++;
					break;
				}
				case 'open':
					return this.matchOpen(at, index, item.isPosition);
				case 'close':
					return this.matchClose(at, index);
				case 'again':
					at = this.matchAgain(at, item.index);
					if (at < 0) return -1;
					break;
				case 'balance':
					at = this.matchBalance(at, item.open, item.close);
					if (at < 0) return -1;
					break;
				case 'frontier': {
					const before = at === 0 ? 0 : subject.charCodeAt(at - 1);
					const after = at < subject.length ? subject.charCodeAt(at) : 0;
					if (item.set[before] === 1 || item.set[after] !== 1) return -1;
					break;
				}
				case 'end':
					return at === subject.length && index === items.length - 1 ? at : -1;
				case 'error':
					return luaError(item.message);
			}
		}
	}

	private matchRepeated(at: number, index: number, item: Item & { kind: 'set' }): number {
		const { subject } = this;
		const { set, repeat } = item;
		const fits = (offset: number): boolean =>
			offset < subject.length && (set === undefined || set[subject.charCodeAt(offset)] === 1);
		if (repeat === '-') {
			for (;;) {
				const end = this.match(at, index + 1);
				if (end >= 0) return end;
				if (!fits(at)) return -1;
				at++;
			}
		}
		let last = at;
		if (repeat === '?') last = fits(at) ? at + 1 : at;
		else while (fits(last)) last++;
		const least = repeat === '+' ? at + 1 : at;
		for (; last >= least; last--) {
			const end = this.match(last, index + 1);
			if (end >= 0) return end;
		}
		return -1;
	}

	private matchOpen(at: number, index: number, isPosition: boolean): number {
		if (this.level >= CAPTURES_LIMIT) luaError('too many captures');
		this.starts[this.level] = at;
		this.lengths[this.level] = isPosition ? POSITION : OPEN;
		this.level++;
		const end = this.match(at, index + 1);
		if (end < 0) this.level--;
		return end;
	}

	private matchClose(at: number, index: number): number {
		let capture = this.level - 1;
		while (capture >= 0 && this.lengths[capture] !== OPEN) capture--;
		if (capture < 0) luaError('invalid pattern capture');
		this.lengths[capture] = at - (this.starts[capture] ?? 0);
		const end = this.match(at, index + 1);
		if (end < 0) this.lengths[capture] = OPEN;
		return end;
	}

	private matchAgain(at: number, capture: number): number {
		const length = this.lengths[capture] ?? OPEN;
		if (capture < 0 || capture >= this.level || length === OPEN) luaError('invalid capture index');
		const start = this.starts[capture] ?? 0;
		if (length === POSITION) return -1;
		return this.subject.startsWith(this.subject.slice(start, start + length), at) ? at + length : -1;
	}

	private matchBalance(at: number, open: number, close: number): number {
		const { subject } = this;
		if (at >= subject.length || subject.charCodeAt(at) !== open) return -1;
		let depth = 1;
		for (let offset = at + 1; offset < subject.length; offset++) {
			const code = subject.charCodeAt(offset);
			if (code === close) {
				if (--depth === 0) return offset + 1;
			} else if (code === open) depth++;
		}
		return -1;
	}
}
