/** Which of the 256 bytes belong to something: 1 or 0 each. */
export type ByteSet = Uint8Array;

const inRange = (code: number, from: number, to: number): boolean => code >= from && code <= to;

/** C's classes in the locale `C`, by the letter that names them in patterns. */
const CLASSES: { readonly [letter: string]: (code: number) => boolean } = {
	a: (code) => inRange(code | 32, 97, 122),
	c: (code) => code < 32 || code === 127,
	d: (code) => inRange(code, 48, 57),
	g: (code) => inRange(code, 33, 126),
	l: (code) => inRange(code, 97, 122),
	p: (code) => inRange(code, 33, 47) || inRange(code, 58, 64) || inRange(code, 91, 96) || inRange(code, 123, 126),
	s: (code) => code === 32 || inRange(code, 9, 13),
	u: (code) => inRange(code, 65, 90),
	w: (code) => inRange(code, 48, 57) || inRange(code | 32, 97, 122),
	x: (code) => inRange(code, 48, 57) || inRange(code | 32, 97, 102),
	z: (code) => code === 0,
};

const cache = new Map<string, ByteSet>();

/** Members of a test, computed once a key. */
function setOf(key: string, test: (code: number) => boolean): ByteSet {
	let set = cache.get(key);
	if (set === undefined) {
		set = Uint8Array.from({ length: 256 }, (_, code) => (test(code) ? 1 : 0));
		cache.set(key, set);
	}
	return set;
}

/** One byte alone. */
export function byteSet(own: number): ByteSet {
	return setOf(`=${own}`, (code) => code === own);
}

/** What `%letter` matches: a class, the complement of one (capital letter), or the letter itself. */
export function escapedSet(letter: string, isLuaJit: boolean): ByteSet {
	const lower = letter.toLowerCase();
	const test = lower === 'g' && !isLuaJit ? undefined : CLASSES[lower];
	if (test === undefined || !/[a-z]/i.test(letter)) {
		return byteSet(letter.charCodeAt(0));
	}
	return setOf(letter, letter === lower ? test : (code) => !test(code));
}

/**
 * The set of `[...]`.
 *
 * @param inner  what stands between the brackets, well-formed
 */
export function bracketSet(inner: string, isLuaJit: boolean): ByteSet {
	const set = new Uint8Array(256);
	const isNegative = inner.startsWith('^');
	for (let at = isNegative ? 1 : 0; at < inner.length; at++) {
		const char = inner[at] as string;
		if (char === '%') {
			at++;
			const escaped = escapedSet(inner[at] ?? '%', isLuaJit);
			for (let code = 0; code < 256; code++) set[code] = (set[code] ?? 0) | (escaped[code] ?? 0);
		} else if (inner[at + 1] === '-' && at + 2 < inner.length) {
			const to = inner.charCodeAt(at + 2);
			for (let code = char.charCodeAt(0); code <= to; code++) set[code] = 1;
			at += 2;
		} else set[char.charCodeAt(0)] = 1;
	}
	if (isNegative) for (let code = 0; code < 256; code++) set[code] = set[code] === 1 ? 0 : 1;
	return set;
}
