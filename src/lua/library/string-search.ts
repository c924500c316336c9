// biome-ignore-all lint/complexity/noArguments: the count of arguments tells a missing one from nil.
import { argError, checkString, luaError, optInt, optInteger } from '../runtime/arguments.ts';
import { first, resultOf } from '../runtime/calls.ts';
import { $index } from '../runtime/index-ops.ts';
import { displayNumber } from '../runtime/numbers.ts';
import type { LuaState } from '../runtime/state.ts';
import { LuaTable } from '../runtime/table.ts';
import { typeName } from '../runtime/type-name.ts';
import { EMPTY, type LuaResult, type LuaValue } from '../runtime/values.ts';
import type { LibraryFields } from './library.ts';
import { Matcher, parsePattern } from './pattern.ts';
import { patternToRegExp } from './pattern-regexp.ts';

/** A pattern ready to search with. */
type Searcher = {
	readonly isAnchored: boolean;
	/** The pattern as a regular expression, where it can be one. */
	readonly expression: RegExp | undefined;
	/** Looks for a match that begins at an offset or, unless anchored, after it. */
	readonly search: (subject: string, from: number) => Found | undefined;
};

type Found = {
	readonly start: number;
	readonly end: number;
	/** `undefined` stands for a capture that is not finished, which matters only if it is used. */
	readonly captures: readonly Capture[];
};

type Capture = string | number | undefined;

const SPECIALS = /[\^$*+?.([%-]/;

/** Patterns kept ready; beyond this many, all are forgotten. */
const CACHE_LIMIT = 400;

function createSearcher(text: string, isGmatch: boolean, isLuaJit: boolean): Searcher {
	// PUC's patterns are C strings.
	const zero = isLuaJit ? -1 : text.indexOf('\0');
	const pattern = parsePattern(zero < 0 ? text : text.slice(0, zero), isGmatch, isLuaJit);
	const { isAnchored } = pattern;
	const expression = patternToRegExp(pattern);
	if (expression !== undefined) {
		return {
			isAnchored,
			expression,
			search: (subject, from) => {
				expression.lastIndex = from;
				const match = expression.exec(subject);
				if (match === null) return undefined;
				const start = match.index;
				return { start, end: start + match[0].length, captures: match.length === 1 ? [] : match.slice(1) };
			},
		};
	}
	const matcher = new Matcher(pattern);
	return {
		isAnchored,
		expression: undefined,
		search: (subject, from) => {
			for (let start = from; start <= subject.length; start++) {
				const end = matcher.matchAt(subject, start);
				if (end >= 0) {
					const captures = Array.from({ length: matcher.level }, (_, index) => matcher.capture(index));
					return { start, end, captures };
				}
				if (isAnchored) break;
			}
			return undefined;
		},
	};
}

/** Offset of a 1-based position that may count from the end. */
function offsetOf(position: number, length: number): number {
	if (position > 0) return position - 1;
	return position === 0 ? 0 : Math.max(0, length + position);
}

/** What a match gives: its captures, or all of it when it has none. */
function valuesOf(found: Found, subject: string): readonly Capture[] {
	return found.captures.length === 0 ? [subject.slice(found.start, found.end)] : finished(found.captures);
}

function finished(captures: readonly Capture[]): readonly Capture[] {
	if (captures.includes(undefined)) luaError('unfinished capture');
	return captures;
}

type Replace = (found: Found, subject: string) => LuaValue;

/** The replacement string of `gsub` as literal pieces and numbers of captures. */
function parseReplacement(text: string): (string | number)[] {
	const pieces: (string | number)[] = [];
	let literal = '';
	for (let at = 0; at < text.length; at++) {
		const char = text[at] as string;
		if (char !== '%') literal += char;
		else {
			const next = text[++at] ?? '\0';
			if (next >= '0' && next <= '9') {
				pieces.push(literal, Number(next));
				literal = '';
			} else literal += next;
		}
	}
	pieces.push(literal);
	return pieces;
}

function captureText(found: Found, subject: string, index: number): string {
	if (index === 0) return subject.slice(found.start, found.end);
	if (index > Math.max(1, found.captures.length)) return luaError('invalid capture index');
	const capture = found.captures.length === 0 ? subject.slice(found.start, found.end) : found.captures[index - 1];
	if (capture === undefined) return luaError('unfinished capture');
	return typeof capture === 'number' ? displayNumber(capture) : capture;
}

function replaceByString(text: string): Replace {
	if (!text.includes('%')) return () => text;
	const pieces = parseReplacement(text);
	return (found, subject) => {
		let result = '';
		for (const piece of pieces) result += typeof piece === 'string' ? piece : captureText(found, subject, piece);
		return result;
	};
}

function replacerOf(replacement: LuaValue, state: LuaState): Replace {
	if (typeof replacement === 'string') return replaceByString(replacement);
	if (typeof replacement === 'number') return replaceByString(displayNumber(replacement));
	if (replacement instanceof LuaTable) {
		const chunk = state.hostChunk;
		return (found, subject) => {
			const key = found.captures.length === 0 ? subject.slice(found.start, found.end) : finished(found.captures)[0];
			const value = replacement.get(key);
			return value === undefined && replacement.mt !== null ? $index(replacement, key, chunk, 0) : value;
		};
	}
	if (typeof replacement === 'function') {
		return (found, subject) =>
			found.captures.length === 0
				? first(replacement(subject.slice(found.start, found.end)))
				: first(replacement(...finished(found.captures)));
	}
	return argError(3, 'string/function/table expected');
}

/** The text that a replacement puts in place of a match. */
function replacementText(value: LuaValue, whole: string): string {
	if (typeof value === 'string') return value;
	if (typeof value === 'number') return displayNumber(value);
	if (value === undefined || value === false) return whole;
	return luaError(`invalid replacement value (a ${typeName(value)})`);
}

/**
 * Replaces all matches by means of the engine's own `replace`, which goes on after empty matches as Lua 5.1 does.
 */
function substituteAll(subject: string, expression: RegExp, replace: Replace): { text: string; count: number } {
	let count = 0;
	const text = subject.replace(expression, (whole: string, ...rest: (string | number)[]) => {
		count++;
		const captureCount = rest.length - 2;
		const start = rest[captureCount] as number;
		const captures = captureCount === 0 ? NO_CAPTURES : rest.slice(0, captureCount);
		return replacementText(replace({ start, end: start + whole.length, captures }, subject), whole);
	});
	return { text, count };
}

const NO_CAPTURES: readonly Capture[] = [];

/** Replaces up to a number of matches. */
function substitute(
	subject: string,
	searcher: Searcher,
	replace: Replace,
	limit: number,
): { readonly text: string; readonly count: number } {
	let text = '';
	let copied = 0;
	let from = 0;
	let count = 0;
	while (count < limit) {
		const found = searcher.search(subject, from);
		if (found === undefined) break;
		count++;
		const { start, end } = found;
		const value = replace(found, subject);
		text += subject.slice(copied, start) + replacementText(value, subject.slice(start, end));
		copied = end;
		// After an empty match, one byte stays as it is.
		from = end > start ? end : end + 1;
		if (searcher.isAnchored || from > subject.length) break;
	}
	return { text: text + subject.slice(copied), count };
}

/** `find`, `match`, `gmatch`, `gsub`. */
export function createSearchLibrary(state: LuaState): LibraryFields {
	const caches = [new Map<string, Searcher>(), new Map<string, Searcher>()] as const;
	const searcherOf = (pattern: string, isGmatch = false): Searcher => {
		const cache = caches[isGmatch ? 1 : 0];
		let searcher = cache.get(pattern);
		if (searcher === undefined) {
			searcher = createSearcher(pattern, isGmatch, state.isLuaJit);
			if (cache.size >= CACHE_LIMIT) cache.clear();
			cache.set(pattern, searcher);
		}
		return searcher;
	};
	const library: LibraryFields = {
		find(text: LuaValue, pattern: LuaValue, init: LuaValue, plain: LuaValue) {
			const subject = typeof text === 'string' ? text : checkString(text, 1, arguments.length);
			const wanted = typeof pattern === 'string' ? pattern : checkString(pattern, 2, arguments.length);
			const from = init === undefined ? 0 : Math.min(offsetOf(optInteger(init, 3, 1), subject.length), subject.length);
			if ((plain !== undefined && plain !== false) || !SPECIALS.test(wanted)) {
				const at = subject.indexOf(wanted, from);
				return at < 0 ? undefined : [at + 1, at + wanted.length];
			}
			const found = searcherOf(wanted).search(subject, from);
			return found === undefined ? undefined : [found.start + 1, found.end, ...finished(found.captures)];
		},
		match(text: LuaValue, pattern: LuaValue, init: LuaValue) {
			const subject = typeof text === 'string' ? text : checkString(text, 1, arguments.length);
			const wanted = typeof pattern === 'string' ? pattern : checkString(pattern, 2, arguments.length);
			const from = init === undefined ? 0 : Math.min(offsetOf(optInteger(init, 3, 1), subject.length), subject.length);
			const found = searcherOf(wanted).search(subject, from);
			return found === undefined ? undefined : resultOf(valuesOf(found, subject));
		},
		gmatch(text: LuaValue, pattern: LuaValue) {
			const subject = checkString(text, 1, arguments.length);
			const searcher = searcherOf(checkString(pattern, 2, arguments.length), true);
			let from = 0;
			return function gmatch_aux(): LuaResult {
				if (from > subject.length) return EMPTY;
				const found = searcher.search(subject, from);
				if (found === undefined) {
					from = subject.length + 1;
					return EMPTY;
				}
				from = found.end > found.start ? found.end : found.end + 1;
				return resultOf(valuesOf(found, subject));
			};
		},
		gsub(text: LuaValue, pattern: LuaValue, replacement: LuaValue, most: LuaValue) {
			const subject = checkString(text, 1, arguments.length);
			const wanted = checkString(pattern, 2, arguments.length);
			const replace = replacerOf(replacement, state);
			const limit = optInt(most, 4, subject.length + 1);
			const searcher = searcherOf(wanted);
			const { expression, isAnchored } = searcher;
			const done =
				most === undefined && expression !== undefined && !isAnchored
					? substituteAll(subject, expression, replace)
					: substitute(subject, searcher, replace, limit);
			return [done.text, done.count];
		},
	};
	return state.isLuaJit ? library : { ...library, gfind: library['gmatch'] };
}
