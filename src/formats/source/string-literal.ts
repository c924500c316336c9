import { concatBytes, decodeUtf8, encodeUtf8 } from '../../bytes/index.ts';

/** The inside of one quoted literal: `start` is after the opening quote, `end` at the closing one. */
export type LiteralPiece = { readonly start: number; readonly end: number };

/** Where a literal is wrong, and why. */
export type LiteralFault = { readonly at: number; readonly message: string };

const SIMPLE_ESCAPES: Readonly<Record<string, number>> = {
	a: 7,
	b: 8,
	f: 12,
	n: 10,
	r: 13,
	t: 9,
	v: 11,
	'\\': 92,
	"'": 39,
	'"': 34,
	'?': 63,
};

type Escape = { readonly code: number; readonly isByte: boolean; readonly end: number };

/**
 * The text that adjacent string literals denote.
 *
 * Escapes: `\a \b \f \n \r \t \v \\ \' \" \?`, octal `\1` to `\377`, `\x41`, `\u0041`, `\U00000041`. Octal and
 * hexadecimal ones are bytes of UTF-8. `offsets`, when given, gets the place of each resulting character, and of the end.
 */
export function decodeLiteralText(
	source: string,
	pieces: readonly LiteralPiece[],
	offsets?: number[],
): string | LiteralFault {
	let text = '';
	let pending: number[] = [];
	let pendingAt = 0;
	let fault: LiteralFault | undefined;
	const flush = (): void => {
		if (pending.length === 0) return;
		try {
			const decoded = decodeUtf8(Uint8Array.from(pending));
			text += decoded;
			if (offsets) for (let i = 0; i < decoded.length; i++) offsets.push(pendingAt);
		} catch {
			fault ??= { at: pendingAt, message: 'the escaped bytes are not UTF-8' };
		}
		pending = [];
	};
	for (const { start, end } of pieces) {
		let at = start;
		while (at < end) {
			const slash = source.indexOf('\\', at);
			const until = slash < 0 || slash >= end ? end : slash;
			if (until > at) {
				flush();
				text += source.slice(at, until);
				if (offsets) for (let i = at; i < until; i++) offsets.push(i);
			}
			if (until === end) break;
			const found = readEscape(source, until, end);
			if (!('end' in found)) return found;
			if (found.isByte && found.code >= 0x80) {
				if (pending.length === 0) pendingAt = until;
				pending.push(found.code);
			} else {
				flush();
				const character = String.fromCodePoint(found.code);
				text += character;
				if (offsets) for (let i = 0; i < character.length; i++) offsets.push(until);
			}
			at = found.end;
		}
	}
	flush();
	offsets?.push(pieces.at(-1)?.end ?? 0);
	return fault ?? text;
}

/** The bytes that adjacent string literals denote: characters as UTF-8, octal and hexadecimal escapes as they are. */
export function decodeLiteralBytes(source: string, pieces: readonly LiteralPiece[]): Uint8Array | LiteralFault {
	const parts: Uint8Array[] = [];
	for (const { start, end } of pieces) {
		let at = start;
		while (at < end) {
			const slash = source.indexOf('\\', at);
			const until = slash < 0 || slash >= end ? end : slash;
			if (until > at) parts.push(encodeUtf8(source.slice(at, until)));
			if (until === end) break;
			const found = readEscape(source, until, end);
			if (!('end' in found)) return found;
			parts.push(found.isByte ? Uint8Array.of(found.code) : encodeUtf8(String.fromCodePoint(found.code)));
			at = found.end;
		}
	}
	return concatBytes(parts);
}

function readEscape(source: string, at: number, end: number): Escape | LiteralFault {
	const letter = source[at + 1] ?? '';
	const simple = SIMPLE_ESCAPES[letter];
	if (simple !== undefined && at + 1 < end) return { code: simple, isByte: true, end: at + 2 };
	const rest = source.slice(at + 1, Math.min(end, at + 10));
	const octal = /^[0-7]{1,3}/.exec(rest)?.[0];
	if (octal !== undefined) return { code: Number.parseInt(octal, 8) & 0xff, isByte: true, end: at + 1 + octal.length };
	const hex = /^[xX]([0-9a-fA-F]{1,2})/.exec(rest);
	if (hex) return { code: Number.parseInt(hex[1] as string, 16), isByte: true, end: at + 1 + hex[0].length };
	const unicode = /^(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/.exec(rest);
	if (unicode) {
		const code = Number.parseInt((unicode[1] ?? unicode[2]) as string, 16);
		if (code <= 0x10ffff) return { code, isByte: false, end: at + 1 + unicode[0].length };
	}
	return { at, message: `expected an escape such as \\n or \\", found \\${letter}` };
}
