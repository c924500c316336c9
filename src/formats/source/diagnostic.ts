import { compareText } from '../../bytes/index.ts';

/** A place in a file of a project: line and column count from 1, columns in UTF-16 units. */
export type Position = { readonly file: string; readonly line: number; readonly column: number };

/**
 * A mistake in a user's project, found while reading or building it.
 *
 * `code` is for machines and stays the same; `message` says what was expected and what was found; `hint` what to do.
 */
export type Diagnostic = Position & {
	readonly severity: 'error' | 'warning';
	readonly code: string;
	readonly message: string;
	readonly hint?: string;
};

/** What is said about a place. */
export type Complaint = {
	readonly code: string;
	readonly message: string;
	readonly hint?: string | undefined;
	readonly severity?: 'error' | 'warning';
};

/** A diagnostic about a place; an error unless the complaint says otherwise. */
export function createDiagnostic(
	{ file, line, column }: Position,
	{ code, message, hint, severity = 'error' }: Complaint,
): Diagnostic {
	return { file, line, column, severity, code, message, ...(hint === undefined ? {} : { hint }) };
}

/** Order by file, place and code, so that what is printed does not depend on what was built first. */
export function compareDiagnostics(a: Diagnostic, b: Diagnostic): number {
	return (
		compareText(a.file, b.file) ||
		a.line - b.line ||
		a.column - b.column ||
		compareText(a.code, b.code) ||
		compareText(a.message, b.message)
	);
}
