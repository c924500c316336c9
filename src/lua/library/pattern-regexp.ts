import type { ByteSet } from './character-class.ts';
import type { Item, Pattern } from './pattern.ts';

const hex = (code: number): string => `\\x${code.toString(16).padStart(2, '0')}`;

/** A set as a class of a regular expression. */
function classOf(set: ByteSet | undefined): string {
	if (set === undefined) return '[^]';
	let ranges = '';
	for (let code = 0; code < 256; code++) {
		if (set[code] !== 1) continue;
		let last = code;
		while (last < 255 && set[last + 1] === 1) last++;
		ranges += last === code ? hex(code) : `${hex(code)}-${hex(last)}`;
		code = last;
	}
	return `[${ranges}]`;
}

/** The text of an item; `undefined` for what regular expressions cannot do, or do differently. */
function textOf(item: Item): string | undefined {
	switch (item.kind) {
		case 'set':
			return classOf(item.set) + (item.repeat === '-' ? '*?' : item.repeat);
		case 'open':
			return item.isPosition ? undefined : '(';
		case 'close':
			return ')';
		case 'end':
			return '$';
		case 'frontier': {
			const own = classOf(item.set);
			// Outside the subject there are zero bytes.
			const ends = item.set[0] === 1;
			return `${ends ? `(?<=[^])` : ''}(?<!${own})${ends ? `(?=${own}|$)` : `(?=${own})`}`;
		}
		default:
			return undefined;
	}
}

/**
 * The same pattern as a regular expression, which engines compile to machine code.
 *
 * Lua's repetitions try the same lengths in the same order, so both find the same match and captures.
 */
export function patternToRegExp(pattern: Pattern): RegExp | undefined {
	let text = '';
	let depth = 0;
	for (const item of pattern.items) {
		const piece = textOf(item);
		if (piece === undefined) return undefined;
		if (item.kind === 'open') depth++;
		if (item.kind === 'close' && --depth < 0) return undefined;
		text += piece;
	}
	if (depth !== 0 || pattern.captureCount > 31) return undefined;
	return new RegExp(text, pattern.isAnchored ? 'y' : 'g');
}
