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

// biome-ignore lint/suspicious/noControlCharactersInRegex: marks are made of what no Lua text leaves in generated code.
const MARK = /\x01(\d+)\x02/;

/**
 * A line break after which the code belongs to the site. Nothing that JavaScript forbids to break may stand before
 * it (`return`, `yield`).
 */
export function lineMark(site: number): string {
	return `\n\x01${site}\x02`;
}

/** Text without marks, and the site of each of its lines. */
export function splitMarks(marked: string): { text: string; lines: number[] } {
	const lines: number[] = [];
	const texts = marked.split('\n').map((line) => {
		const mark = MARK.exec(line);
		lines.push(mark === null ? 0 : Number(mark[1]));
		return mark === null ? line : line.slice(mark[0].length);
	});
	return { text: texts.join('\n'), lines };
}
