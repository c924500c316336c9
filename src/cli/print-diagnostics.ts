import type { Diagnostic } from '../formats/index.ts';
import { type Output, plural } from './output.ts';

/** Prints `file:line:column: error: message` for each, hints below, and a count at the end. */
export function printDiagnostics(diagnostics: readonly Diagnostic[], output: Output): void {
	const { color } = output;
	for (const { file, line, column, severity, message, hint } of diagnostics) {
		const label = severity === 'error' ? color.red('error') : color.yellow('warning');
		output.warn(`${file}:${line}:${column}: ${label}: ${message}`);
		if (hint) output.warn(`  ${hint}`);
	}
	const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
	if (diagnostics.length > 0) {
		output.warn(`${plural(errors, 'error')}, ${plural(diagnostics.length - errors, 'warning')}`);
	}
}
