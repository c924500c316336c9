/** A column of a table; numbers and sizes are set to the right. */
export type Column = { readonly title: string; readonly right?: boolean };

/** Rows of cells as lines, columns as wide as their widest cell, the last one as it is. */
export function formatTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
	const widths = columns.map(({ title }, at) =>
		rows.reduce((width, row) => Math.max(width, (row[at] ?? '').length), title.length),
	);
	const line = (cells: readonly string[]): string =>
		columns
			.map(({ right }, at) => {
				const cell = cells[at] ?? '';
				if (right) return cell.padStart(widths[at] ?? 0);
				return at === columns.length - 1 ? cell : cell.padEnd(widths[at] ?? 0);
			})
			.join('  ')
			.trimEnd();
	return [line(columns.map(({ title }) => title)), ...rows.map(line)];
}
