import { FormatError } from '../error.ts';
import type { Diagnostic, Position } from './diagnostic.ts';
import { createDiagnostic } from './diagnostic.ts';
import type { SourceText } from './source-text.ts';

/** One `key = value` line. The value is as written, without the blanks around it. */
export type IniEntry = { readonly key: string; readonly value: string; readonly at: Position };

/** A `[section]`; one that stands twice in a file is one section. */
export type IniSection = { readonly name: string; readonly entries: readonly IniEntry[] };

/**
 * Reads INI as Defold does: blanks around names, keys and values are dropped, the first `=` ends the key, so values may
 * contain `=` and `;`. There are no comments. A line that is neither a section nor a key is an error, as is a key before
 * the first section.
 */
export function readIni(source: SourceText): { sections: IniSection[]; diagnostics: Diagnostic[] } {
	const diagnostics: Diagnostic[] = [];
	const sections = new Map<string, { name: string; entries: IniEntry[] }>();
	let section: { name: string; entries: IniEntry[] } | undefined;
	let offset = 0;
	const text = source.text.startsWith('\uFEFF') ? ` ${source.text.slice(1)}` : source.text;
	for (const raw of text.split('\n')) {
		const line = raw.trim();
		const at = source.locate(offset + raw.length - raw.trimStart().length);
		offset += raw.length + 1;
		if (line === '') continue;
		const heading = /^\[(.*)\]$/.exec(line);
		const equals = line.indexOf('=');
		if (heading) {
			const name = (heading[1] as string).trim();
			section = sections.get(name) ?? { name, entries: [] };
			sections.set(name, section);
		} else if (equals <= 0) {
			diagnostics.push(
				createDiagnostic(at, {
					code: 'syntax',
					message: `expected [section] or key = value, found ${JSON.stringify(line)}`,
					...(/^[;#]/.test(line) ? { hint: 'these files have no comments: remove the line' } : {}),
				}),
			);
		} else if (!section) {
			diagnostics.push(
				createDiagnostic(at, { code: 'syntax', message: `expected a [section] before the first key, found ${line}` }),
			);
		} else {
			section.entries.push({ key: line.slice(0, equals).trim(), value: line.slice(equals + 1).trim(), at });
		}
	}
	return { sections: [...sections.values()], diagnostics };
}

/**
 * Writes sections with their keys, a blank line after each section.
 *
 * @throws FormatError `unrepresentable` for what would be read as something else: line breaks, blanks around a text, a key
 * that is empty, has "=" or looks like a section
 */
export function writeIni(sections: Iterable<{ name: string; entries: Iterable<readonly [string, string]> }>): string {
	let text = '';
	for (const { name, entries } of sections) {
		checkText(name, 'a section');
		text += `[${name}]\n`;
		for (const [key, value] of entries) {
			checkText(key, 'a key');
			checkText(value, `the value of ${name}.${key}`);
			const line = `${key} = ${value}`;
			if (key === '' || key.includes('=') || (line.startsWith('[') && line.endsWith(']'))) {
				throw unrepresentable('a key without "=" that is not empty and looks like no section', line);
			}
			text += `${line}\n`;
		}
		text += '\n';
	}
	return text;
}

function checkText(text: string, what: string): void {
	if (text.includes('\n') || text.trim() !== text) {
		throw unrepresentable(`${what} without line breaks and blanks around it`, text);
	}
}

function unrepresentable(expected: string, found: string): FormatError {
	return new FormatError('unrepresentable', `INI: expected ${expected}, found ${JSON.stringify(found)}`, {
		data: { expected, found },
	});
}
