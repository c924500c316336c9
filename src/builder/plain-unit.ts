import type { Position, SourceText } from '../formats/index.ts';
import type { SourceUnit } from './compiler.ts';

/** A unit that can be sent to another thread or written down. */
export type PlainUnit = {
	readonly path: string;
	readonly extension: string;
	readonly embedded?: PlainText;
	/** Taken as it is: a custom resource. */
	readonly custom?: boolean;
};

/**
 * A text and where its characters stand. `runs` has four numbers for each stretch of characters: the offset where it begins,
 * the line and column of that, and how many columns each further character is to the right.
 */
type PlainText = { readonly file: string; readonly text: string; readonly runs: readonly number[] };

/** The unit without functions. */
export function toPlainUnit({ path, extension, embedded }: SourceUnit): PlainUnit {
	return embedded ? { path, extension, embedded: toPlainText(embedded) } : { path, extension };
}

/** The unit as compilers take it. */
export function fromPlainUnit({ path, extension, embedded }: PlainUnit): SourceUnit {
	return embedded ? { path, extension, embedded: fromPlainText(embedded) } : { path, extension };
}

function toPlainText(source: SourceText): PlainText {
	const runs: number[] = [];
	let step = -1;
	let last: Position | undefined;
	for (let offset = 0; offset <= source.text.length; offset++) {
		const at = source.locate(offset);
		const moved = last && at.line === last.line ? at.column - last.column : -1;
		// A run of one character may still become one of either kind.
		if (last && (moved === 0 || moved === 1) && (step === -1 || step === moved)) {
			if (step === -1) runs[runs.length - 1] = moved;
			step = moved;
		} else {
			runs.push(offset, at.line, at.column, 0);
			step = -1;
		}
		last = at;
	}
	return { file: source.file, text: source.text, runs };
}

function fromPlainText({ file, text, runs }: PlainText): SourceText {
	return {
		file,
		text,
		locate(offset) {
			const wanted = Math.max(0, Math.min(offset, text.length));
			let low = 0;
			let high = runs.length / 4 - 1;
			while (low < high) {
				const middle = (low + high + 1) >> 1;
				if ((runs[middle * 4] as number) <= wanted) low = middle;
				else high = middle - 1;
			}
			const [start = 0, line = 1, column = 1, step = 0] = runs.slice(low * 4, low * 4 + 4);
			return { file, line, column: column + (wanted - start) * step };
		},
	};
}
