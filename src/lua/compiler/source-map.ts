import { binaryToText, fromBinaryString, textToBinary } from '../../bytes/index.ts';
import type { GeneratedUnit } from './generate.ts';

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** A number as source maps write it: the sign lowest, five bits a digit, the lowest first. */
function variableLength(value: number): string {
	let rest = value < 0 ? (-value << 1) | 1 : value << 1;
	let text = '';
	do {
		const digit = rest & 31;
		rest >>>= 5;
		text += DIGITS[rest > 0 ? digit | 32 : digit];
	} while (rest > 0);
	return text;
}

/** Text in base 64, of its UTF-8 bytes. */
function base64(text: string): string {
	const bytes = fromBinaryString(textToBinary(text));
	let encoded = '';
	for (let at = 0; at < bytes.length; at += 3) {
		const [a = 0, b = 0, c = 0] = bytes.subarray(at, at + 3);
		const left = bytes.length - at;
		const digits = [a >> 2, ((a & 3) << 4) | (b >> 4), ((b & 15) << 2) | (c >> 6), c & 63];
		encoded += digits.map((digit, index) => (index > left ? '=' : DIGITS[digit])).join('');
	}
	return encoded;
}

/** Where a debugger shows a chunk: the text of a file by its name, other texts by a name of their own. */
function urlOf(chunkName: string, prefix: string): string {
	const name = binaryToText(/^[@=]/.test(chunkName) ? chunkName.slice(1) : chunkName.slice(0, 60));
	return prefix + encodeURI(name.replace(/^\/+/, '')).replace(/[?#]/g, encodeURIComponent);
}

/**
 * Comments at the end of a generated text by which debuggers show the Lua text instead.
 *
 * Lines are what is mapped: a statement's JavaScript begins on a line of its own.
 *
 * @param parts  generated texts, and after how many lines of JavaScript each begins
 */
export function sourceMapComment(
	parts: readonly { readonly unit: GeneratedUnit; readonly skippedLines: number }[],
	lua: {
		readonly source: string;
		readonly chunkName: string;
		readonly sites: readonly number[];
		readonly prefix: string;
		/** A module has a name already. */
		readonly isModule: boolean;
	},
): string {
	const rows: string[] = [];
	let last = 0;
	for (const { unit, skippedLines } of parts) {
		while (rows.length < skippedLines) rows.push('');
		for (const site of unit.lines) {
			const line = lua.sites[site * 3] ?? 0;
			// Code that belongs to no line is none that anybody wants to see.
			if (site === 0 || line === 0) rows.push('');
			else {
				rows.push(`AA${variableLength(line - 1 - last)}A`);
				last = line - 1;
			}
		}
	}
	const url = urlOf(lua.chunkName, lua.prefix);
	const map = {
		version: 3,
		sources: [url],
		sourcesContent: [binaryToText(lua.source)],
		names: [],
		mappings: rows.join(';'),
	};
	const data = base64(JSON.stringify(map));
	const name = lua.isModule ? '' : `\n//# sourceURL=${url}.js`;
	return `${name}\n//# sourceMappingURL=data:application/json;charset=utf-8;base64,${data}\n`;
}
