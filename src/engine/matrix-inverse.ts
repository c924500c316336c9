import type { Matrix } from './transform.ts';

/** Writes the inverse of any 4×4 matrix into `out`, by Gauss-Jordan elimination. False when it has none. */
export function invertAnyMatrix(out: Matrix, matrix: Matrix): boolean {
	// Rows of [matrix | identity], in doubles.
	const rows = [0, 1, 2, 3].map((row) => {
		const values: number[] = new Array<number>(8).fill(0);
		for (let column = 0; column < 4; column++) values[column] = matrix[column * 4 + row] as number;
		values[4 + row] = 1;
		return values;
	});
	for (let column = 0; column < 4; column++) {
		let pivot = column;
		for (let row = column + 1; row < 4; row++) {
			if (Math.abs(rows[row]?.[column] ?? 0) > Math.abs(rows[pivot]?.[column] ?? 0)) pivot = row;
		}
		const chosen = rows[pivot] as number[];
		const divisor = chosen[column] as number;
		if (divisor === 0) return false;
		rows[pivot] = rows[column] as number[];
		rows[column] = chosen;
		for (let at = 0; at < 8; at++) chosen[at] = (chosen[at] as number) / divisor;
		for (let row = 0; row < 4; row++) {
			if (row === column) continue;
			const other = rows[row] as number[];
			const factor = other[column] as number;
			if (factor === 0) continue;
			for (let at = 0; at < 8; at++) other[at] = (other[at] as number) - factor * (chosen[at] as number);
		}
	}
	rows.forEach((values, row) => {
		for (let column = 0; column < 4; column++) out[column * 4 + row] = values[4 + column] as number;
	});
	return true;
}
