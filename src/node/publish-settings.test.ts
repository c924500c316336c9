import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadPublishSettings, type PublishSettings } from './publish-settings.ts';

let project: string;
beforeEach(() => {
	project = mkdtempSync(join(tmpdir(), 'livemount-settings-'));
	mkdirSync(join(project, 'settings'));
	writeFileSync(join(project, 'game.project'), '[liveupdate]\nsettings = /settings/live.settings\n');
});
afterEach(() => rmSync(project, { recursive: true, force: true }));

const load = (lines: string): Promise<PublishSettings> => {
	writeFileSync(join(project, 'settings/live.settings'), `[liveupdate]\n${lines}\n`);
	return loadPublishSettings({ path: project, build: '/build' });
};

describe('loadPublishSettings()', () => {
	it('reads Amazon: bucket, prefix and profile', async () => {
		const lines = 'mode = Amazon\namazon-credential-profile = live\namazon-bucket = my-bucket\namazon-prefix = //a//b/';
		expect(await load(lines)).toMatchObject({ place: 's3://my-bucket/a/b', profile: 'live' });
	});

	it('reads Zip: path from the project on, name with or without .zip, level, bundle folder', async () => {
		expect(await load('mode = Zip\nzip-filepath = out\nzip-filename = rooms\nzip-compression-level = 9')).toMatchObject(
			{
				place: join(project, 'out/rooms.zip'),
				zipLevel: 9,
			},
		);
		expect((await load('mode = Zip\nzip-filepath = /abs')).place).toBe('/abs/defold.resourcepack.zip');
		const inBundle = 'mode = Zip\nzip-filepath = out\nzip-filename = a.ZIP\nsave-zip-in-bundle-folder = 1';
		expect((await load(inBundle)).place).toBe('/build/bundle/a.ZIP');
	});

	it('reads Folder: directory, name, bundle folder', async () => {
		expect((await load('mode = Folder\noutput-directory = out\noutput-folder-name = live')).place).toBe(
			join(project, 'out/live'),
		);
		expect((await load('mode = Folder')).place).toBe(join(project, 'defold_resources'));
		expect((await load('mode = Folder\nsave-folder-in-bundle-folder = 1')).place).toBe(
			'/build/bundle/defold_resources',
		);
	});

	it('reads versions and keys; a key may be named as a resource is', async () => {
		writeFileSync(join(project, 'settings/private.der'), '');
		const lines =
			'mode = Zip\nsupported-versions = "1.9.0", 1.10.0\nprivatekey = /settings/private.der\npublickey = /abs/public.der';
		expect(await load(lines)).toMatchObject({
			engineVersions: ['1.9.0', '1.10.0'],
			privateKey: join(project, 'settings/private.der'),
			publicKey: '/abs/public.der',
		});
		expect((await load('mode = Zip')).engineVersions).toEqual([]);
	});

	it('takes the settings file itself, and finds the project above it', async () => {
		await load('mode = Folder');
		const path = join(project, 'settings/live.settings');
		expect((await loadPublishSettings({ path, build: '/build' })).place).toBe(join(project, 'defold_resources'));
	});

	it.each([
		['mode = Amazon', 'amazon-bucket names no bucket'],
		['zip-filename = a', 'expected mode = Amazon, Zip or Folder, found none'],
		['mode = Ftp', 'expected the mode to be one of Amazon, Zip, Folder'],
	])('refuses %s', async (lines, message) => {
		await expect(load(lines)).rejects.toMatchObject({
			code: 'invalid-input',
			message: expect.stringContaining(message),
		});
	});

	it('says when the project names no settings, or ones that are not there', async () => {
		rmSync(join(project, 'settings'), { recursive: true });
		await expect(loadPublishSettings({ path: project, build: '' })).rejects.toThrow(
			'/settings/live.settings, which is not there',
		);
	});
});
