import { FormatError } from '../error.ts';
import type { Diagnostic, Position } from './diagnostic.ts';
import { readIni, writeIni } from './ini.ts';
import { PRIVATE_KEYS, PROJECT_DEFAULTS, RESOURCE_KEYS } from './project-defaults.ts';
import { createSourceText, type SourceText } from './source-text.ts';

/**
 * The settings of a `game.project` or `game.projectc`. Keys are `section.key`.
 *
 * Lists (`key#0`, `key#1` …) are one setting whose items are in the order of their numbers.
 */
export type ProjectSettings = {
	/** As written; the items of a list joined with commas. `undefined` when it is not in the file. */
	get(key: string): string | undefined;
	/** Items of a list, or of a setting with commas; empty when there is none. */
	list(key: string): readonly string[];
	integer(key: string, fallback: number): number;
	number(key: string, fallback: number): number;
	/** `1` and `true` are true, everything else that is set is not. */
	boolean(key: string, fallback: boolean): boolean;
	/** Where a setting stands, or where the file begins. */
	at(key: string): Position;
	/** Every setting in the order of the file: section, key, value. */
	readonly entries: readonly { readonly section: string; readonly key: string; readonly value: string }[];
};

/**
 * Reads settings and what is wrong with them; settings that can be read are kept.
 *
 * @param overrides  values that count instead of those in the file, by `section.key`
 */
export function readGameProject(
	source: SourceText,
	overrides: ReadonlyMap<string, string> = new Map(),
): { settings: ProjectSettings; diagnostics: Diagnostic[] } {
	const { sections, diagnostics } = readIni(source);
	const values = new Map<
		string,
		{ section: string; key: string; items: { number: number; value: string }[]; at: Position }
	>();
	for (const section of sections) {
		for (const { key, value, at } of section.entries) {
			const numbered = /^(.*?)#(\d*)$/.exec(key);
			const name = numbered ? (numbered[1] as string) : key;
			const id = `${section.name}.${name}`;
			const item = { number: Number(numbered?.[2] || 0), value };
			const known = values.get(id);
			if (known && numbered) known.items.push(item);
			else values.set(id, { section: section.name, key: name, items: [item], at });
		}
	}
	for (const [id, value] of overrides) {
		const dot = id.indexOf('.');
		const at = values.get(id)?.at ?? source.locate(0);
		values.set(id, { section: id.slice(0, dot), key: id.slice(dot + 1), items: [{ number: 0, value }], at });
	}
	for (const { items } of values.values()) items.sort((a, b) => a.number - b.number);
	const get = (key: string): string | undefined =>
		values
			.get(key)
			?.items.map((item) => item.value)
			.join(',');
	const numeric = (key: string, fallback: number): number => {
		const text = get(key)?.trim();
		const value = text ? Number(text) : Number.NaN;
		return Number.isFinite(value) ? value : fallback;
	};
	const settings: ProjectSettings = {
		get,
		list: (key) =>
			(get(key) ?? '')
				.split(',')
				.map((item) => item.trim())
				.filter((item) => item !== ''),
		integer: (key, fallback) => Math.trunc(numeric(key, fallback)),
		number: numeric,
		boolean(key, fallback) {
			const text = get(key);
			return text === undefined || text === '' ? fallback : text === '1' || text.toLowerCase() === 'true';
		},
		at: (key) => values.get(key)?.at ?? source.locate(0),
		entries: [...values.values()].map(({ section, key }) => ({ section, key, value: get(`${section}.${key}`) ?? '' })),
	};
	return { settings, diagnostics };
}

/**
 * Reads settings that must be right, such as those of a bundle.
 *
 * @throws FormatError `invalid` naming file, line and column
 */
export function readProjectSettings(text: string, file: string): ProjectSettings {
	const { settings, diagnostics } = readGameProject(createSourceText(file, text));
	const [first] = diagnostics;
	if (first) {
		const { line, column, message } = first;
		throw new FormatError('invalid', `${file}:${line}:${column}: ${message}`, { data: { file, line, column } });
	}
	return settings;
}

/** A setting of `game.project`, or what Defold assumes where the project says nothing. */
export function settingOrDefault(settings: ProjectSettings, key: string): string {
	return settings.get(key) ?? PROJECT_DEFAULTS[key] ?? '';
}

/**
 * Writes `game.projectc`: every setting of the project over Defold's defaults, in the order of the defaults.
 *
 * References to resources are those of the compiled files; settings that only the builder needs are left out;
 * `project.title_as_file_name` is added. Source: formats.md §12.
 *
 * @param compiledPath path of what a resource compiles to
 */
export function writeGameProjectc(settings: ProjectSettings, compiledPath: (path: string) => string): string {
	const sections = new Map<string, Map<string, string>>();
	const put = (section: string, key: string, value: string): void => {
		let keys = sections.get(section);
		if (!keys) sections.set(section, (keys = new Map()));
		keys.set(key, value);
	};
	for (const [id, value] of Object.entries(PROJECT_DEFAULTS)) {
		const dot = id.indexOf('.');
		put(id.slice(0, dot), id.slice(dot + 1), value);
	}
	for (const { section, key, value } of settings.entries) {
		const id = `${section}.${key}`;
		if (PRIVATE_KEYS.has(id)) continue;
		put(section, key, RESOURCE_KEYS.has(id) && value !== '' ? compiledPath(value) : value);
	}
	put('project', 'title_as_file_name', titleAsFileName(settingOrDefault(settings, 'project.title')));
	return writeIni([...sections].map(([name, entries]) => ({ name, entries })));
}

/** A title with only the characters that every file system takes. Source: formats.md §12. */
export function titleAsFileName(title: string): string {
	return title.replace(/[^A-Za-z0-9_]/g, '') || 'dmengine';
}
