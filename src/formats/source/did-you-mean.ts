/**
 * The candidate nearest to a misspelt word, or `undefined` when none is near.
 *
 * Near is an edit distance (insert, delete, replace, swap of neighbours) of one for short words, two from six characters
 * on, three from twelve. The first of equally near ones wins.
 */
export function nearestWord(word: string, candidates: Iterable<string>): string | undefined {
	const limit = word.length >= 12 ? 3 : word.length >= 6 ? 2 : 1;
	let best: string | undefined;
	let bestDistance = limit + 1;
	for (const candidate of candidates) {
		if (Math.abs(candidate.length - word.length) >= bestDistance) continue;
		const distance = editDistance(word, candidate);
		if (distance < bestDistance) {
			best = candidate;
			bestDistance = distance;
		}
	}
	return best;
}

/** "did you mean …?", or `undefined` when nothing is near. */
export function didYouMean(word: string, candidates: Iterable<string>): string | undefined {
	const best = nearestWord(word, candidates);
	return best === undefined ? undefined : `did you mean ${best}?`;
}

function editDistance(a: string, b: string): number {
	const width = b.length + 1;
	const cells = new Uint16Array((a.length + 1) * width);
	const at = (row: number, column: number): number => cells[row * width + column] as number;
	for (let row = 0; row <= a.length; row++) {
		for (let column = 0; column <= b.length; column++) {
			let cost = row === 0 ? column : row;
			if (row > 0 && column > 0) {
				const same = a[row - 1] === b[column - 1] ? 0 : 1;
				cost = Math.min(at(row - 1, column) + 1, at(row, column - 1) + 1, at(row - 1, column - 1) + same);
				if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
					cost = Math.min(cost, at(row - 2, column - 2) + 1);
				}
			}
			cells[row * width + column] = cost;
		}
	}
	return at(a.length, b.length);
}
