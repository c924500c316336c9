import { createDiagnostic, createSourceText, type Diagnostic } from '../formats/index.ts';

/** A pack by the paths of what is in it. */
export type PackPattern = {
	readonly name: string;
	/** Patterns of paths of resources or of their sources. */
	readonly patterns: readonly string[];
};

/**
 * Reads a packs file: a line for each pack, `name: pattern pattern …`; `#` begins a comment. A resource goes to the first
 * pack that has a pattern for it.
 */
export function readPacksFile(file: string, text: string): { packs: PackPattern[]; diagnostics: Diagnostic[] } {
	const source = createSourceText(file, text);
	const packs: PackPattern[] = [];
	const diagnostics: Diagnostic[] = [];
	let offset = 0;
	for (const line of text.split('\n')) {
		const content = line.replace(/#.*$/, '').trim();
		const at = source.locate(offset);
		offset += line.length + 1;
		if (content === '') continue;
		const [, name, rest = ''] = /^([A-Za-z0-9][\w.-]*)\s*:\s*(.*)$/.exec(content) ?? [];
		const patterns = rest.split(/\s+/).filter((one) => one !== '');
		const report = (message: string): void => {
			diagnostics.push(createDiagnostic(at, { code: 'invalid-packs', message }));
		};
		if (name === undefined) report(`expected "name: pattern …" with a name of letters and digits, found ${content}`);
		else if (patterns.length === 0) report(`expected patterns of paths for the pack ${name}, found none`);
		else if (packs.some((pack) => pack.name === name)) report(`there are two packs with the name ${name}`);
		else if (patterns.some((pattern) => !pattern.startsWith('/'))) {
			report(`expected patterns that begin with a slash, found ${patterns.find((one) => !one.startsWith('/'))}`);
		} else packs.push({ name, patterns });
	}
	return { packs, diagnostics };
}
