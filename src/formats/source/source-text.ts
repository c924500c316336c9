import type { Position } from './diagnostic.ts';

/** The text of a project file, or text inside a string of one, that knows where each of its characters stands. */
export type SourceText = {
	readonly file: string;
	readonly text: string;
	/** Line and column, in the file, of the character at `offset` in `text`; the end of the text when it is past it. */
	locate(offset: number): Position;
};

/** A whole file's text. */
export function createSourceText(file: string, text: string): SourceText {
	let lineStarts: number[] | undefined;
	return {
		file,
		text,
		locate(offset) {
			lineStarts ??= startsOfLines(text);
			const at = Math.max(0, Math.min(offset, text.length));
			let low = 0;
			let high = lineStarts.length - 1;
			while (low < high) {
				const middle = (low + high + 1) >> 1;
				if ((lineStarts[middle] as number) <= at) low = middle;
				else high = middle - 1;
			}
			return { file, line: low + 1, column: at - (lineStarts[low] as number) + 1 };
		},
	};
}

/**
 * Text that stands inside another: `offsets[i]` is where its character `i` begins in `outer`, with one more entry for
 * its end.
 */
export function createEmbeddedText(outer: SourceText, text: string, offsets: ArrayLike<number>): SourceText {
	return {
		file: outer.file,
		text,
		locate: (offset) => outer.locate(offsets[Math.max(0, Math.min(offset, offsets.length - 1))] ?? 0),
	};
}

function startsOfLines(text: string): number[] {
	const starts = [0];
	for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
	return starts;
}
