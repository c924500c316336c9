import { FormatError } from '../error.ts';
import type { Diagnostic, Position } from './diagnostic.ts';
import { createDiagnostic } from './diagnostic.ts';
import { didYouMean } from './did-you-mean.ts';
import { readIni, writeIni } from './ini.ts';
import type { SourceText } from './source-text.ts';

/**
 * A `liveupdate.settings` file: how excluded content is published.
 *
 * Keys that a mode does not use are kept. Source: formats.md §14.
 */
export type LiveUpdateSettings = {
	/** `undefined` when the file names none. */
	readonly mode: 'Amazon' | 'Zip' | 'Folder' | undefined;
	/** Engine versions that may run this content besides the one that builds it. */
	readonly supportedVersions: readonly string[];
	readonly amazon: { readonly credentialProfile: string; readonly bucket: string; readonly prefix: string };
	readonly zip: {
		readonly folder: string;
		readonly name: string;
		readonly saveInBundleFolder: boolean;
		readonly compressionLevel: number;
	};
	readonly folder: { readonly parent: string; readonly name: string; readonly saveInBundleFolder: boolean };
	/** Paths of DER files; builders of 2026 and later leave content unsigned. */
	readonly publicKey: string;
	readonly privateKey: string;
	/** Every key as written, in lower case. */
	readonly values: ReadonlyMap<string, string>;
};

const KEYS = [
	'mode',
	'supported-versions',
	'amazon-credential-profile',
	'amazon-bucket',
	'amazon-prefix',
	'zip-filepath',
	'zip-filename',
	'save-zip-in-bundle-folder',
	'zip-compression-level',
	'output-directory',
	'output-folder-name',
	'save-folder-in-bundle-folder',
	'publickey',
	'privatekey',
];

const MODES = ['Amazon', 'Zip', 'Folder'] as const;

/** Reads the file; what is wrong in it is reported and left out. */
export function readLiveUpdateSettings(source: SourceText): {
	settings: LiveUpdateSettings;
	diagnostics: Diagnostic[];
} {
	const { sections, diagnostics } = readIni(source);
	const values = new Map<string, string>();
	const places = new Map<string, Position>();
	for (const section of sections) {
		for (const { key, value, at } of section.entries) {
			const name = key.toLowerCase();
			if (section.name !== 'liveupdate') {
				const message = `expected the section [liveupdate], found ${name} in [${section.name}]`;
				diagnostics.push(createDiagnostic(at, { code: 'unknown-section', message, severity: 'warning' }));
				continue;
			}
			if (value.includes('=')) {
				const message = `the value of ${name} contains "=", which these settings cannot hold`;
				diagnostics.push(createDiagnostic(at, { code: 'syntax', message }));
				continue;
			}
			if (!KEYS.includes(name)) {
				const message = `${name} is not a setting of live update; it is ignored`;
				const hint = didYouMean(name, KEYS);
				diagnostics.push(createDiagnostic(at, { code: 'unknown-key', message, hint, severity: 'warning' }));
			}
			values.set(name, value);
			places.set(name, at);
		}
	}
	const text = (key: string): string => values.get(key) ?? '';
	const mode = MODES.find((one) => one.toLowerCase() === text('mode').toLowerCase());
	if (values.has('mode') && !mode) {
		const message = `expected the mode to be one of ${MODES.join(', ')}, found ${JSON.stringify(text('mode'))}`;
		diagnostics.push(createDiagnostic(places.get('mode') ?? source.locate(0), { code: 'unknown-value', message }));
	}
	const level = Number(text('zip-compression-level') || 1);
	if (!Number.isInteger(level) || level < 0 || level > 9) {
		const message = `expected a compression level from 0 to 9, found ${JSON.stringify(text('zip-compression-level'))}`;
		const at = places.get('zip-compression-level') ?? source.locate(0);
		diagnostics.push(createDiagnostic(at, { code: 'unknown-value', message }));
	}
	return {
		settings: {
			mode,
			supportedVersions: splitVersions(text('supported-versions')),
			amazon: {
				credentialProfile: text('amazon-credential-profile'),
				bucket: text('amazon-bucket'),
				prefix: text('amazon-prefix'),
			},
			zip: {
				folder: text('zip-filepath'),
				name: text('zip-filename'),
				saveInBundleFolder: text('save-zip-in-bundle-folder') === '1',
				compressionLevel: Number.isInteger(level) && level >= 0 && level <= 9 ? level : 1,
			},
			folder: {
				parent: text('output-directory'),
				name: text('output-folder-name'),
				saveInBundleFolder: text('save-folder-in-bundle-folder') === '1',
			},
			publicKey: text('publickey'),
			privateKey: text('privatekey'),
			values,
		},
		diagnostics,
	};
}

/**
 * Writes the file from its keys and values, such as the `values` of settings that were read.
 *
 * @throws FormatError `unrepresentable` for a value with "=", which its readers refuse, and for line breaks
 */
export function writeLiveUpdateSettings(values: ReadonlyMap<string, string>): string {
	for (const [key, value] of values) {
		if (!value.includes('=')) continue;
		throw new FormatError('unrepresentable', `the value of ${key} contains "=", which these settings cannot hold`, {
			data: { key, value },
		});
	}
	return writeIni([{ name: 'liveupdate', entries: values }]);
}

/** Items between commas without quotes. An empty text has one empty item, as in Defold, which is why `""` is supported. */
function splitVersions(text: string): string[] {
	return text.split(',').map((item) => item.trim().replace(/^"(.*)"$/, '$1'));
}
