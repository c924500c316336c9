import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { decodeUtf8Lossy } from '../bytes/index.ts';
import {
	createSourceText,
	type Diagnostic,
	type LiveUpdateSettings,
	readGameProject,
	readLiveUpdateSettings,
	settingOrDefault,
} from '../formats/index.ts';
import { BUILD_LAYOUT } from './build-layout.ts';
import { NodeError } from './error.ts';
import { readFileOrFail } from './read-file.ts';
import { cleanPrefix, s3Url } from './s3/location.ts';

/** What a `liveupdate.settings` file says about publishing, paths resolved. */
export type PublishSettings = {
	/** As `openPublishTarget` takes it. */
	readonly place: string;
	readonly profile: string | undefined;
	readonly zipLevel: number;
	readonly engineVersions: readonly string[];
	readonly privateKey: string | undefined;
	readonly publicKey: string | undefined;
	readonly diagnostics: readonly Diagnostic[];
};

/** Names for those who leave them out; bob takes ones that differ from build to build. */
const DEFAULT_ZIP = 'defold.resourcepack.zip';
const DEFAULT_FOLDER = 'defold_resources';

/**
 * Reads where a project wants to be published to: from the file itself, or from the one that its game.project names.
 *
 * Relative paths are those of the project's folder. With `save-…-in-bundle-folder` it is the bundle of `build`.
 *
 * @throws NodeError `not-found`, `invalid-input`
 */
export async function loadPublishSettings(options: {
	/** A settings file, or a project's folder. */
	path: string;
	build: string;
}): Promise<PublishSettings> {
	const { path, build } = options;
	const isProject = existsSync(join(path, 'game.project'));
	const file = isProject ? await settingsOfProject(path) : path;
	const root = isProject ? path : projectAbove(file);
	const { settings, diagnostics } = readLiveUpdateSettings(
		createSourceText(file, decodeUtf8Lossy(await readFileOrFail(file))),
	);
	const fault = diagnostics.find(({ severity }) => severity === 'error');
	if (fault) {
		throw invalid(`${file}:${fault.line}:${fault.column}: ${fault.message}`, file);
	}
	return {
		place: placeOf(settings, { file, root, build }),
		profile: settings.amazon.credentialProfile || undefined,
		zipLevel: settings.zip.compressionLevel,
		engineVersions: settings.supportedVersions.filter((version) => version !== ''),
		privateKey: keyPath(settings.privateKey, root),
		publicKey: keyPath(settings.publicKey, root),
		diagnostics,
	};
}

async function settingsOfProject(project: string): Promise<string> {
	const file = join(project, 'game.project');
	const { settings } = readGameProject(createSourceText(file, decodeUtf8Lossy(await readFileOrFail(file))));
	const path = settingOrDefault(settings, 'liveupdate.settings');
	const found = join(project, path);
	if (path !== '' && existsSync(found)) return found;
	throw new NodeError(
		'not-found',
		`${file}: liveupdate.settings names ${path === '' ? 'no file' : `${path}, which is not there`}; ` +
			'name one (Project ▸ Live update Settings…), or say where to publish with --to',
		{ data: { path: file, settings: path } },
	);
}

/** The nearest folder above that is a project; else the file's own. */
function projectAbove(file: string): string {
	for (let folder = dirname(resolve(file)); ; folder = dirname(folder)) {
		if (existsSync(join(folder, 'game.project'))) return folder;
		if (folder === dirname(folder)) return dirname(resolve(file));
	}
}

function placeOf(settings: LiveUpdateSettings, where: { file: string; root: string; build: string }): string {
	const { file, root, build } = where;
	const bundle = join(build, BUILD_LAYOUT.bundle);
	const { amazon, zip, folder } = settings;
	switch (settings.mode) {
		case 'Amazon': {
			if (amazon.bucket === '') throw invalid(`${file}: the mode is Amazon, but amazon-bucket names no bucket`, file);
			return s3Url({ bucket: amazon.bucket, prefix: cleanPrefix(amazon.prefix) });
		}
		case 'Zip': {
			const name = zip.name || DEFAULT_ZIP;
			const whole = name.toLowerCase().endsWith('.zip') ? name : `${name}.zip`;
			return zip.saveInBundleFolder ? join(bundle, whole) : resolve(root, zip.folder, whole);
		}
		case 'Folder': {
			const name = folder.name || DEFAULT_FOLDER;
			return folder.saveInBundleFolder ? join(bundle, name) : resolve(root, folder.parent, name);
		}
		default:
			throw invalid(`${file}: expected mode = Amazon, Zip or Folder, found none`, file);
	}
}

/** A key is named by an OS path, or like a resource from the project's folder on. */
function keyPath(path: string, root: string): string | undefined {
	if (path === '') return undefined;
	const inProject = join(root, path);
	return isAbsolute(path) && !existsSync(inProject) ? path : inProject;
}

function invalid(message: string, file: string): NodeError {
	return new NodeError('invalid-input', message, { data: { path: file } });
}
