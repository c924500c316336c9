import type { StaticType } from './static-types.ts';

/** A piece of JavaScript that gives one value. */
export type Code = {
	readonly js: string;
	readonly type: StaticType;
	/** A literal, or a variable that nothing evaluated after it can change: may be repeated. */
	readonly isStable: boolean;
};

/** Code that must be evaluated exactly once. */
export function once(js: string, type: StaticType = 'any'): Code {
	return { js, type, isStable: false };
}

/** Code that may be repeated. */
export function stable(js: string, type: StaticType = 'any'): Code {
	return { js, type, isStable: true };
}

/** Joins conditions; none is `true`. */
export function allOf(conditions: readonly string[]): string {
	return conditions.length === 0 ? 'true' : conditions.join('&&');
}

/**
 * A line break after which the code belongs to the site. Nothing that JavaScript forbids to break may stand before
 * it (`return`, `yield`).
 */
export function lineMark(site: number): string {
	return `\n\x01${site}\x02`;
}

/** Text without marks, and the site of each of its lines. Every line but the first begins with a mark. */
export function splitMarks(marked: string): { text: string; lines: number[] } {
	const lines = [0];
	const parts: string[] = [];
	let at = 0;
	for (let end = marked.indexOf('\n\x01'); end >= 0; end = marked.indexOf('\n\x01', at)) {
		parts.push(marked.slice(at, end + 1));
		const close = marked.indexOf('\x02', end);
		lines.push(Number(marked.slice(end + 2, close)));
		at = close + 1;
	}
	parts.push(marked.slice(at));
	return { text: parts.join(''), lines };
}
