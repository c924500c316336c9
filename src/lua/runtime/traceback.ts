import type { Level } from './stack.ts';

/** Levels shown at the top and at the bottom of a deep stack. */
const TOP_LEVELS = 12;
const BOTTOM_LEVELS = 10;

/** `f` of `global 'f'`. */
export function nameOf(calledAs: string): string {
	return /'(.*)'$/s.exec(calledAs)?.[1] ?? '';
}

function describe(level: Level): string {
	if (level.what === 'tail') return '(tail call): ?';
	const { info } = level;
	const source = info === undefined ? '[C]' : info.shortName;
	const place = info !== undefined && level.line > 0 ? `${source}:${level.line}:` : `${source}:`;
	const name = nameOf(level.calledAs);
	if (name !== '') return `${place} in function '${name}'`;
	if (info === undefined) return `${place} ?`;
	if (level.what === 'main') return `${place} in main chunk`;
	return `${place} in function <${source}:${info.functions[level.index]?.[0] ?? 0}>`;
}

/** `stack traceback:` and one line a level from a first one on, as `debug.traceback` of PUC 5.1 prints them. */
export function $tracebackText(levels: readonly Level[], first = 0): string {
	let text = 'stack traceback:';
	const isDeep = levels.length > TOP_LEVELS + BOTTOM_LEVELS + 1;
	for (let index = first; index < levels.length; index++) {
		if (isDeep && index === Math.max(TOP_LEVELS, first)) {
			text += '\n\t...';
			index = levels.length - BOTTOM_LEVELS;
		}
		text += `\n\t${describe(levels[index] as Level)}`;
	}
	return text;
}
