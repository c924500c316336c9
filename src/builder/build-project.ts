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
import { type BuildCache, cachedCompiler } from './build-cache.ts';
import { type CompiledProject, compileProject } from './compile-project.ts';
import { type CompileUnit, unitCompiler } from './compile-unit.ts';
import { type CompileSettings, withExtension } from './compiler.ts';
import { compilerOf } from './compilers/table.ts';
import { createContext } from './context.ts';
import { findBundled, findDependants } from './exclude.ts';
import { matchesGlob } from './glob.ts';
import { createGraph, type ResourceGraph } from './graph.ts';
import { type HoldBytes, holdInMemory } from './held-bytes.ts';
import { type PlainUnit, toPlainUnit } from './plain-unit.ts';
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
	/** Results of earlier builds. */
	readonly cache?: BuildCache | undefined;
	/** Where compiled bytes lie until they are written; in memory without it. */
	readonly hold?: HoldBytes;
	/** Compiles in other threads, so many units at a time; without it they are compiled here, one after the other. */
	readonly workers?: BuildWorkers | undefined;
	/** Takes the archive's data part by part; the bundle has no `game.arcd` then. */
	readonly onData?: ((part: Uint8Array) => void) | undefined;
	readonly onProgress?: ((progress: BuildProgress) => void) | undefined;
};

/** Threads that compile. */
export type BuildWorkers = {
	readonly parallelCount: number;
	/** Compiles a unit with the settings of this build. */
	compile(settings: CompileSettings): CompileUnit;
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
	/** The manifest of a pack with these resources, signed; an engine that mounts the pack looks up nothing else in it. */
	manifestOf(paths: ReadonlySet<string>): Uint8Array;
	/** Bytes of `game.arcd`, wherever it went. */
	readonly dataSizeBytes: number;
	readonly resources: readonly ResourceReport[];
	/** Which resource names which; undefined after errors. */
	readonly graph: ResourceGraph | undefined;
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
	const settings = compileSettings(project, options);
	const rooted = await rootUnits(project, { options, settings, paths });
	const compiled = await compileAll(options, { settings, paths, units: [...rooted.units, ...rooted.custom] });
	diagnostics.push(...rooted.diagnostics, ...compiled.diagnostics);
	if (diagnostics.some((one) => one.severity === 'error')) return failed(diagnostics, project);

	const graph = createGraph(rooted.compiled, (path) => compiled.resources.get(path));
	for (const { path, parent } of graph.missing) {
		const message = `${parent} names ${path}, which was not built`;
		diagnostics.push(createDiagnostic({ file: parent, line: 1, column: 1 }, { code: 'missing-resource', message }));
	}
	diagnostics.push(...unusedPatterns(options.exclude, graph, project));
	if (diagnostics.some((one) => one.severity === 'error')) return failed(diagnostics, project);

	const bundled = options.excludeContent ? findBundled(graph) : new Set(graph.nodes.keys());
	const custom = new Set(rooted.custom.map(({ path }) => path).filter((path) => !graph.nodes.has(path)));
	const placed: PlacedResource[] = [...custom].flatMap((path) => {
		const resource = compiled.resources.get(path);
		return resource ? [{ ...resource, place: 'bundled' as const, dependants: [] }] : [];
	});
	for (const node of graph.nodes.values()) {
		const resource = compiled.resources.get(node.path);
		if (!resource) continue;
		const place = bundled.has(node.path) ? 'bundled' : 'excluded';
		const lists = node.type === 'ExcludedCollection' && place === 'excluded';
		placed.push({ ...resource, place, dependants: lists ? findDependants(graph, node, bundled) : [] });
	}
	const { liveUpdate } = project;
	const archive = writeArchive({
		resources: placed,
		title: project.settings.get('project.title') ?? '<anonymous>',
		engineVersion: options.engineVersion,
		supportedVersions: liveUpdate?.supportedVersions ?? [''],
		blankUrls: options.variant === 'release',
		crypto: options.crypto,
		keys,
		onData: options.onData,
		onResource: (done, total, path) => options.onProgress?.({ phase: 'archive', done, total, path }),
	});
	const resources = reportResources({
		graph,
		stored: archive.stored,
		bundled,
		custom,
		excludeContent: options.excludeContent,
	});
	const digests = new Map(resources.map((one) => [one.path, one.hexDigest]));
	return {
		diagnostics: tidy(diagnostics),
		ok: true,
		bundle: new Map([
			['game.projectc', encodeUtf8(writeGameProjectc(project.settings, compiledSetting))],
			['game.arci', archive.index],
			...(options.onData ? [] : [['game.arcd', archive.data] as const]),
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
		manifestOf: archive.manifestOf,
		dataSizeBytes: archive.dataSizeBytes,
		resources,
		graph,
		settings: project.settings,
		liveUpdateSettings: liveUpdate,
	};
}

/** The settings of a project and a build that decide what resources compile to. */
export function compileSettings(
	project: Project,
	options: Pick<BuildOptions, 'engineVersion' | 'variant' | 'exclude' | 'compress'>,
): CompileSettings {
	const { settings } = project;
	return {
		engineVersion: options.engineVersion,
		variant: options.variant,
		exclude: options.exclude,
		textureProfiles: project.textureProfiles,
		streamSounds: settings.boolean('sound.stream_enabled', false),
		compress: options.compress ?? settings.boolean('project.compress_archive', true),
	};
}

/** How many units are under way at a time in this thread: pictures are decoded in others meanwhile. */
const OWN_PARALLEL_COUNT = 4;

/** Compiles everything the units lead to, from the cache where that has it. */
async function compileAll(
	options: BuildOptions,
	work: { settings: CompileSettings; paths: ReadonlySet<string>; units: readonly PlainUnit[] },
): Promise<CompiledProject> {
	const { files, decodeImage, crypto, workers, cache, hold = holdInMemory } = options;
	const { settings, paths, units } = work;
	const compile = workers?.compile(settings) ?? unitCompiler({ files, paths, settings, decodeImage, crypto });
	return await compileProject({
		units,
		compile: cache ? cachedCompiler(compile, { cache, settings, crypto }) : compile,
		hold,
		parallelCount: workers?.parallelCount ?? OWN_PARALLEL_COUNT,
		onUnit: (done, total, path) => options.onProgress?.({ phase: 'compile', done, total, path }),
	});
}

/** Units of what the project begins with and their compiled paths in order; and its custom resources. */
export async function rootUnits(
	project: Project,
	{
		options,
		settings,
		paths,
	}: { options: Pick<BuildOptions, 'files' | 'decodeImage'>; settings: CompileSettings; paths: ReadonlySet<string> },
): Promise<{ units: PlainUnit[]; custom: PlainUnit[]; compiled: string[]; diagnostics: readonly Diagnostic[] }> {
	const { files, decodeImage } = options;
	const { context, units, diagnostics } = createContext({ files, paths, decodeImage, settings });
	const compiled: string[] = [];
	for (const { key, path, extension } of project.roots) {
		const at = project.settings.at(key);
		compiled.push(await context.reference(path, { at, field: key, extensions: [extension] }));
	}
	const custom = project.customResources.map((path) => ({ path, extension: extensionOf(path), custom: true }));
	return { units: [...units.values()].map(toPlainUnit), custom, compiled, diagnostics };
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
		manifestOf: () => new Uint8Array(),
		dataSizeBytes: 0,
		resources: [],
		graph: undefined,
		settings: project?.settings,
		liveUpdateSettings: project?.liveUpdate,
	};
}
