import { compareText, decodeUtf8Lossy } from '../bytes/index.ts';
import {
	createDiagnostic,
	createSourceText,
	type Diagnostic,
	extensionOf,
	type LiveUpdateSettings,
	type ProjectSettings,
	readGameProject,
	readLiveUpdateSettings,
	settingOrDefault,
} from '../formats/index.ts';

import type { ProjectFiles } from './project-files.ts';

/** The file that makes a folder a project. */
const PROJECT_FILE = '/game.project';

/** Settings that name what a game begins with, in bob's order, and the extension each must have. */
const ROOTS = [
	['bootstrap.main_collection', 'collection'],
	['bootstrap.render', 'render'],
	['bootstrap.debug_init_script', 'lua'],
	['input.game_binding', 'input_binding'],
	['input.gamepads', 'gamepads'],
	['display.display_profiles', 'display_profiles'],
] as const;

/** A setting that names a resource to begin with. */
export type ProjectRoot = { readonly key: string; readonly path: string; readonly extension: string };

/** What `game.project` says. */
export type Project = {
	readonly settings: ProjectSettings;
	readonly liveUpdate: LiveUpdateSettings | undefined;
	readonly roots: readonly ProjectRoot[];
	/** Files to be bundled as they are, in order. */
	readonly customResources: readonly string[];
	/** Path of the texture profiles, or "". */
	readonly textureProfiles: string;
};

/** Reads the project's settings. `undefined` when there is no project; the diagnostics say so. */
export async function loadProject(from: {
	readonly files: ProjectFiles;
	readonly paths: ReadonlySet<string>;
	/** Settings over those of the file, by `section.key`. */
	readonly overrides?: ReadonlyMap<string, string> | undefined;
}): Promise<{ project: Project | undefined; diagnostics: Diagnostic[] }> {
	const { files, paths, overrides = new Map() } = from;
	const bytes = await files.read(PROJECT_FILE);
	if (!bytes) {
		const diagnostic = createDiagnostic(
			{ file: PROJECT_FILE, line: 1, column: 1 },
			{ code: 'missing-file', message: 'expected a game.project in the folder, found none' },
		);
		return { project: undefined, diagnostics: [diagnostic] };
	}
	const { settings, diagnostics } = readGameProject(createSourceText(PROJECT_FILE, decodeUtf8Lossy(bytes)), overrides);
	const roots = ROOTS.flatMap(([key, extension]) =>
		settingOrDefault(settings, key)
			.split(',')
			.map((path) => ({ key, extension, path: sourcePath(path.trim(), extension) }))
			.filter((root) => root.path !== '' || root.key === 'bootstrap.main_collection'),
	);
	const textureProfiles = settingOrDefault(settings, 'graphics.texture_profiles').replace(/_profilesc$/, '_profiles');
	if (textureProfiles !== '' && !paths.has(textureProfiles)) {
		const message = `graphics.texture_profiles names ${textureProfiles}, which does not exist`;
		diagnostics.push(createDiagnostic(settings.at('graphics.texture_profiles'), { code: 'missing-file', message }));
	}
	const liveUpdate = await loadLiveUpdate(settings, files);
	return {
		project: {
			settings,
			liveUpdate: liveUpdate.settings,
			roots,
			customResources: findCustomResources(settings, paths, diagnostics),
			textureProfiles,
		},
		diagnostics: [...diagnostics, ...liveUpdate.diagnostics],
	};
}

/** The source of a path in `game.project`, which may be that of the compiled file. */
function sourcePath(path: string, extension: string): string {
	return extensionOf(path) === `${extension}c` ? path.slice(0, -1) : path;
}

async function loadLiveUpdate(
	settings: ProjectSettings,
	files: ProjectFiles,
): Promise<{ settings: LiveUpdateSettings | undefined; diagnostics: readonly Diagnostic[] }> {
	const path = settingOrDefault(settings, 'liveupdate.settings');
	const bytes = path === '' ? undefined : await files.read(path);
	if (bytes) return readLiveUpdateSettings(createSourceText(path, decodeUtf8Lossy(bytes)));
	if (!settings.get('liveupdate.settings')) return { settings: undefined, diagnostics: [] };
	const message = `liveupdate.settings names ${path}, which does not exist`;
	return {
		settings: undefined,
		diagnostics: [createDiagnostic(settings.at('liveupdate.settings'), { code: 'missing-file', message })],
	};
}

/** Files that `project.custom_resources` names, itself or by a folder above. */
function findCustomResources(
	settings: ProjectSettings,
	paths: ReadonlySet<string>,
	diagnostics: Diagnostic[],
): string[] {
	const found = new Set<string>();
	for (const item of settings.list('project.custom_resources')) {
		const path = `/${item.replace(/^\/+|\/+$/g, '')}`;
		const matching = [...paths].filter((one) => one === path || one.startsWith(`${path === '/' ? '' : path}/`));
		for (const one of matching) if (!one.startsWith('/builtins/')) found.add(one);
		if (matching.length === 0) {
			const message = `project.custom_resources names ${path}, which does not exist`;
			diagnostics.push(createDiagnostic(settings.at('project.custom_resources'), { code: 'missing-file', message }));
		}
	}
	return [...found].sort(compareText);
}
