import { describe, expect, it } from 'vitest';
import { readLiveUpdateSettings, writeLiveUpdateSettings } from './liveupdate-settings.ts';
import { createSourceText } from './source-text.ts';

const read = (text: string) => readLiveUpdateSettings(createSourceText('/liveupdate.settings', text));

describe('readLiveUpdateSettings', () => {
	it('reads every key, whatever its case', () => {
		const { settings, diagnostics } = read(
			'[liveupdate]\nMode = Zip\nzip-filepath = out\nzip-filename = a.zip\nzip-compression-level = 9\n' +
				'save-zip-in-bundle-folder = 1\nsupported-versions = "1.10.0", 1.11.2\namazon-bucket = b\nprivatekey = /p.der\n',
		);
		expect(diagnostics).toEqual([]);
		expect(settings).toMatchObject({
			mode: 'Zip',
			zip: { folder: 'out', name: 'a.zip', saveInBundleFolder: true, compressionLevel: 9 },
			supportedVersions: ['1.10.0', '1.11.2'],
			amazon: { bucket: 'b' },
			privateKey: '/p.der',
		});
	});

	it('reads what was written, and no value with "=" is', () => {
		const values = new Map([
			['mode', 'Folder'],
			['output-directory', '/a b'],
			['supported-versions', '"1.10.0",1.11.2'],
		]);
		const { settings, diagnostics } = read(writeLiveUpdateSettings(values));
		expect(diagnostics).toEqual([]);
		expect(settings.values).toEqual(values);
		expect(() => writeLiveUpdateSettings(new Map([['amazon-prefix', 'a=b']]))).toThrow(
			expect.objectContaining({ code: 'unrepresentable' }),
		);
	});

	it('supports the empty version where none is listed, as Defold does', () => {
		expect(read('[liveupdate]\n').settings.supportedVersions).toEqual(['']);
	});

	it('reports a mode, a level, a key, a section and a value that it does not know', () => {
		const { diagnostics, settings } = read(
			'[liveupdate]\nmode = Ftp\nzip-compresion-level = 3\nzip-compression-level = 12\namazon-prefix = a=b\n[other]\nmode = Zip\n',
		);
		expect(diagnostics.map((one) => [one.code, one.line, one.severity])).toEqual([
			['unknown-key', 3, 'warning'],
			['syntax', 5, 'error'],
			['unknown-section', 7, 'warning'],
			['unknown-value', 2, 'error'],
			['unknown-value', 4, 'error'],
		]);
		expect(diagnostics[0]?.hint).toBe('did you mean zip-compression-level?');
		expect(settings.zip.compressionLevel).toBe(1);
	});
});
