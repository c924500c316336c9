import { type Crypto, encodeUtf8, type ImageDecoder } from '../bytes/index.ts';
import {
	compareDiagnostics,
	createDiagnostic,
	type Diagnostic,
	extensionOf,
	type LiveUpdateSettings,
	type ProjectSettings,
	writeGameProjectc,
	writeGraphFile,
} from '../formats/index.ts';
import { type ExcludedBlob, type PlacedResource, type SigningKeys, writeArchive } from './archive.ts';
import { compileProject } from './compile-project.ts';
import { type CompiledResource, type SourceUnit, withExtension } from './compiler.ts';
import { compilerOf } from './compilers/table.ts';
import { createContext } from './context.ts';
import { findBundled, findDependants } from './exclude.ts';
import { matchesGlob } from './glob.ts';
import { createGraph } from './graph.ts';
import { loadProject, type Project } from './project.ts';
import type { ProjectFiles } from './project-files.ts';
import { type ResourceReport, reportResources } from './report.ts';

export type BuildOptions = {
	readonly files: ProjectFiles;
	readonly crypto: Crypto;
	readonly decodeImage: ImageDecoder;
	/** `release` leaves the paths of resources out of the manifest. */
	readonly variant: 'debug' | 'release';
	/** False bundles everything, whatever is excluded. */
	readonly excludeContent: boolean;
	/** Patterns of collection paths: the same as ticking Exclude on every proxy that leads there. */
	readonly exclude: readonly string[];
	readonly engineVersion: string;
	/** Settings over those of `game.project`, by `section.key`. */
	readonly overrides?: ReadonlyMap<string, string> | undefined;
	/** Without them the manifest is not signed. */
	readonly keys?: SigningKeys | undefined;
	/** Report it when there are no keys. */
	readonly requireSignature?: boolean;
	/** Default: `project.compress_archive`. */
	readonly compress?: boolean | undefined;
	readonly onProgress?: ((progress: BuildProgress) => void) | undefined;
};

export type BuildProgress = {
	readonly phase: 'compile' | 'archive';
	readonly done: number;
	/** Known so far; grows while compiling. */
	readonly total: number;
	readonly path: string;
};

export type BuildResult = {
	/** In order of file and place. */
	readonly diagnostics: readonly Diagnostic[];
	/** False when there are errors; everything else is empty then. */
	readonly ok: boolean;
	/** Files of the bundle by name: `game.projectc`, `game.arci`, `game.arcd`, `game.dmanifest`, … */
	readonly bundle: ReadonlyMap<string, Uint8Array>;
	/** Blobs to be published. */
	readonly excluded: readonly ExcludedBlob[];
	/** The manifest to be published with them: always complete. */
	readonly liveUpdateManifest: Uint8Array;
	readonly resources: readonly ResourceReport[];
	readonly settings: ProjectSettings | undefined;
	readonly liveUpdateSettings: LiveUpdateSettings | undefined;
};

/**
 * Builds a Defold project: a signed bundle, and the content that was left out of it.
 *
 * Mistakes in the project never throw: they are collected, as many as can be found at once, and nothing is built. The
 * result depends on the options alone, not on time, place or the order of files.
 */
export async function buildProject(options: BuildOptions): Promise<BuildResult> {
	const { files, keys } = options;
	const paths: ReadonlySet<string> = new Set(await files.list());
	const { project, diagnostics } = await loadProject({ files, paths, overrides: options.overrides });
	if (!project) return failed(diagnostics, undefined);
	if (options.requireSignature && !keys) {
		const message = 'expected a pair of keys to sign the manifest with, found none';
		diagnostics.push(createDiagnostic(project.settings.at(''), { code: 'missing-keys', message }));
	}
	const rooted = await rootUnits(project, options, paths);
	const compiled = await compileProject({
		files,
		paths,
		settings: compileSettings(project, options),
		decodeImage: options.decodeImage,
		units: rooted.units,
		onUnit: (done, total, path) => options.onProgress?.({ phase: 'compile', done, total, path }),
	});
	diagnostics.push(...rooted.diagnostics, ...compiled.diagnostics);
	const custom = await loadCustom(project, files);
	if (diagnostics.some((one) => one.severity === 'error')) return failed(diagnostics, project);

	const graph = createGraph(rooted.compiled, (path) => compiled.resources.get(path)?.bytes);
	for (const { path, parent } of graph.missing) {
		const message = `${parent} names ${path}, which was not built`;
		diagnostics.push(createDiagnostic({ file: parent, line: 1, column: 1 }, { code: 'missing-resource', message }));
	}
	diagnostics.push(...unusedPatterns(options.exclude, graph, project));
	if (diagnostics.some((one) => one.severity === 'error')) return failed(diagnostics, project);

	const bundled = options.excludeContent ? findBundled(graph) : new Set(graph.nodes.keys());
	const placed: PlacedResource[] = custom.map((resource) => ({ ...resource, place: 'bundled', dependants: [] }));
	for (const node of graph.nodes.values()) {
		const resource = compiled.resources.get(node.path);
		if (!resource) continue;
		const place = bundled.has(node.path) ? 'bundled' : 'excluded';
		const lists = node.type === 'ExcludedCollection' && place === 'excluded';
		placed.push({ ...resource, place, dependants: lists ? findDependants(graph, node, bundled) : [] });
	}
	const { settings, liveUpdate } = project;
	const archive = writeArchive({
		resources: placed,
		title: settings.get('project.title') ?? '<anonymous>',
		engineVersion: options.engineVersion,
		supportedVersions: liveUpdate?.supportedVersions ?? [''],
		blankUrls: options.variant === 'release',
		compress: options.compress ?? settings.boolean('project.compress_archive', true),
		crypto: options.crypto,
		keys,
		onResource: (done, total, path) => options.onProgress?.({ phase: 'archive', done, total, path }),
	});
	const resources = reportResources({
		graph,
		stored: archive.stored,
		bundled,
		custom: new Set(custom.map((one) => one.path)),
		excludeContent: options.excludeContent,
	});
	const digests = new Map(resources.map((one) => [one.path, one.hexDigest]));
	return {
		diagnostics: tidy(diagnostics),
		ok: true,
		bundle: new Map([
			['game.projectc', encodeUtf8(writeGameProjectc(settings, compiledSetting))],
			['game.arci', archive.index],
			['game.arcd', archive.data],
			['game.dmanifest', archive.manifest],
			...(keys ? [['game.public.der', keys.publicKey] as const] : []),
			[
				'game.graph.json',
				encodeUtf8(
					writeGraphFile([
						{ path: '<AnonymousRoot>', hexDigest: null, children: graph.roots },
						...[...graph.nodes.values()].map((node) => ({
							path: node.path,
							hexDigest: digests.get(node.path) ?? null,
							nodeType: node.type,
							isInMainBundle: options.excludeContent ? bundled.has(node.path) : undefined,
							children: node.children,
						})),
					]),
				),
			],
		]),
		excluded: archive.excluded,
		liveUpdateManifest: archive.publishedManifest,
		resources,
		settings,
		liveUpdateSettings: liveUpdate,
	};
}

function compileSettings(project: Project, options: BuildOptions) {
	return {
		engineVersion: options.engineVersion,
		variant: options.variant,
		exclude: options.exclude,
		textureProfiles: project.textureProfiles,
		streamSounds: project.settings.boolean('sound.stream_enabled', false),
	};
}

/** Units of what the project begins with, and their compiled paths in order. */
async function rootUnits(
	project: Project,
	options: BuildOptions,
	paths: ReadonlySet<string>,
): Promise<{ units: SourceUnit[]; compiled: string[]; diagnostics: readonly Diagnostic[] }> {
	const { files, decodeImage } = options;
	const { context, units, diagnostics } = createContext({
		files,
		paths,
		decodeImage,
		settings: compileSettings(project, options),
	});
	const compiled: string[] = [];
	for (const { key, path, extension } of project.roots) {
		const at = project.settings.at(key);
		compiled.push(await context.reference(path, { at, field: key, extensions: [extension] }));
	}
	return { units: [...units.values()], compiled, diagnostics };
}

async function loadCustom(project: Project, files: ProjectFiles): Promise<CompiledResource[]> {
	return await Promise.all(
		project.customResources.map(async (path) => ({ path, bytes: (await files.read(path)) ?? new Uint8Array() })),
	);
}

/** A pattern that leads to no collection behind a proxy is a mistake worth a word. */
function unusedPatterns(
	patterns: readonly string[],
	graph: ReturnType<typeof createGraph>,
	project: Project,
): Diagnostic[] {
	const collections = [...graph.nodes.values()]
		.filter((node) => node.type === 'ExcludedCollection')
		.map((node) => node.path.slice(0, -1));
	return patterns
		.filter((pattern) => !collections.some((path) => matchesGlob(path, pattern)))
		.map((pattern) =>
			createDiagnostic(project.settings.at(''), {
				code: 'unused-exclude',
				message: `no collection proxy leads to a collection that matches ${pattern}`,
				severity: 'warning',
			}),
		);
}

/** The compiled path of a setting that may name the source or the compiled file. */
function compiledSetting(path: string): string {
	const compiler = compilerOf(extensionOf(path));
	return compiler ? withExtension(path, compiler.outputExtension) : path;
}

/** Diagnostics in order, each once: what two units find in a third is the same mistake. */
function tidy(diagnostics: readonly Diagnostic[]): Diagnostic[] {
	const seen = new Map(diagnostics.map((one) => [JSON.stringify(one), one]));
	return [...seen.values()].sort(compareDiagnostics);
}

function failed(diagnostics: readonly Diagnostic[], project: Project | undefined): BuildResult {
	return {
		diagnostics: tidy(diagnostics),
		ok: false,
		bundle: new Map(),
		excluded: [],
		liveUpdateManifest: new Uint8Array(),
		resources: [],
		settings: project?.settings,
		liveUpdateSettings: project?.liveUpdate,
	};
}
