import { type Crypto, compareText, type ImageDecoder } from '../bytes/index.ts';
import { compareDiagnostics, type Diagnostic, decodeResource } from '../formats/index.ts';
import { compileSettings, rootUnits } from './build-project.ts';
import { unitKey } from './compile-project.ts';
import { type CompileUnit, type UnitResult, unitCompiler } from './compile-unit.ts';
import type { PlainUnit } from './plain-unit.ts';
import { loadProject } from './project.ts';
import type { ProjectFiles } from './project-files.ts';

/** What changed in a project that is kept compiled. */
export type SessionChange = {
	/** Resources that are new or have other bytes, as an engine loads them. */
	readonly resources: readonly { readonly path: string; readonly bytes: Uint8Array }[];
	/** Paths of resources that are there no longer. */
	readonly removed: readonly string[];
	/** Everything that is wrong now, not only what is new. */
	readonly diagnostics: readonly Diagnostic[];
	/** How many units were compiled. */
	readonly compiledCount: number;
};

/** A project that is kept compiled while its files change. Calls must wait for one another. */
export type ProjectSession = {
	/** Compiles everything. */
	start(): Promise<SessionChange>;
	/** Compiles what read these files, or looked for them. */
	update(paths: readonly string[]): Promise<SessionChange>;
};

export type SessionOptions = {
	readonly files: ProjectFiles;
	readonly crypto: Crypto;
	readonly decodeImage: ImageDecoder;
	readonly variant: 'debug' | 'release';
	readonly exclude: readonly string[];
	readonly engineVersion: string;
	readonly overrides?: ReadonlyMap<string, string> | undefined;
};

type Unit = { readonly unit: PlainUnit; readonly result: UnitResult };

/** The file that decides how everything is compiled. */
const PROJECT_FILE = '/game.project';

/**
 * Keeps a project compiled: what read a file is compiled again when the file changes, nothing else, and no archive is made.
 */
export function openProjectSession(options: SessionOptions): ProjectSession {
	const { crypto, decodeImage } = options;
	const files = rememberSmall(options.files);
	const paths = new Set<string>();
	let units = new Map<string, Unit>();
	let roots: readonly PlainUnit[] = [];
	let rootDiagnostics: readonly Diagnostic[] = [];
	let compile: CompileUnit | undefined;

	/** Compiles units that are stale or not known, and what they name, if that is not known either. */
	const compileFrom = async (first: readonly PlainUnit[], isStale: (key: string) => boolean): Promise<number> => {
		const done = new Set<string>();
		const waiting = [...first].reverse();
		for (let unit = waiting.pop(); unit && compile; unit = waiting.pop()) {
			const key = unitKey(unit);
			const known = units.get(key);
			// Text inside another may have moved, and with it the places of what is wrong in it.
			const moved = unit.embedded !== undefined && (known?.result.diagnostics.length ?? 0) > 0;
			if (done.has(key) || (known && !moved && !isStale(key))) continue;
			done.add(key);
			const result = await compile(unit);
			units.set(key, { unit, result });
			waiting.push(...result.units.toReversed());
		}
		return done.size;
	};

	/** Compiles everything, forgetting what was. */
	const compileAll = async (): Promise<number> => {
		units = new Map();
		roots = [];
		const { project, diagnostics } = await loadProject({ files, paths, overrides: options.overrides });
		rootDiagnostics = diagnostics;
		if (!project) return 0;
		// Nothing is stored, so nothing is compressed.
		const settings = compileSettings(project, { ...options, compress: false });
		compile = unitCompiler({ files, paths, settings, decodeImage, crypto });
		const rooted = await rootUnits(project, { options, settings, paths });
		rootDiagnostics = [...diagnostics, ...rooted.diagnostics];
		roots = [...rooted.units, ...rooted.custom];
		return await compileFrom(roots, () => true);
	};

	const refreshPaths = async (): Promise<void> => {
		paths.clear();
		for (const path of await files.list()) paths.add(path);
	};

	const changeSince = (before: ReadonlyMap<string, Unit>, compiledCount: number): SessionChange => {
		const had = digestsOf(before);
		const has = digestsOf(units);
		const results = [...units.values()].map(({ result }) => result);
		return {
			resources: results
				.flatMap(({ resources }) => resources.filter(({ path, hexDigest }) => had.get(path) !== hexDigest))
				.map(({ path, ...about }) => ({ path, bytes: decodeResource({ ...about, name: path }) }))
				.sort((a, b) => compareText(a.path, b.path)),
			removed: [...had.keys()].filter((path) => !has.has(path)).sort(compareText),
			diagnostics: [...rootDiagnostics, ...results.flatMap((result) => result.diagnostics)].sort(compareDiagnostics),
			compiledCount,
		};
	};

	return {
		async start() {
			await refreshPaths();
			return changeSince(new Map(), await compileAll());
		},
		async update(changed) {
			const before = units;
			files.forget(changed);
			await refreshPaths();
			if (changed.includes(PROJECT_FILE)) return changeSince(before, await compileAll());
			const touched = new Set(changed);
			units = new Map(units);
			const stale = [...units.values()].filter(({ result }) => result.inputs.some((path) => touched.has(path)));
			const keys = new Set(stale.map(({ unit }) => unitKey(unit)));
			const count = await compileFrom(
				stale.map(({ unit }) => unit),
				(key) => keys.has(key),
			);
			units = namedFrom(roots, units);
			return changeSince(before, count);
		},
	};
}

/** Files larger than this are read each time: pictures and sounds would fill the memory, and few units read one. */
const MAX_REMEMBERED_BYTES = 64 * 1024;

/** Files whose content is kept until it is said to have changed: a collection reads every object that stands in it. */
function rememberSmall(files: ProjectFiles): ProjectFiles & { forget(paths: readonly string[]): void } {
	const known = new Map<string, Uint8Array>();
	return {
		list: () => files.list(),
		async read(path) {
			const before = known.get(path);
			if (before) return before;
			const bytes = await files.read(path);
			if (bytes && bytes.length <= MAX_REMEMBERED_BYTES) known.set(path, bytes);
			return bytes;
		},
		forget(paths) {
			for (const path of paths) known.delete(path);
		},
	};
}

/** The units that the roots lead to; others were named once and are no longer. */
function namedFrom(roots: readonly PlainUnit[], units: ReadonlyMap<string, Unit>): Map<string, Unit> {
	const named = new Map<string, Unit>();
	const waiting = [...roots];
	for (let unit = waiting.pop(); unit; unit = waiting.pop()) {
		const key = unitKey(unit);
		const found = units.get(key);
		if (!found || named.has(key)) continue;
		named.set(key, found);
		waiting.push(...found.result.units);
	}
	return named;
}

function digestsOf(units: ReadonlyMap<string, Unit>): Map<string, string> {
	return new Map(
		[...units.values()].flatMap(({ result }) => result.resources.map((one) => [one.path, one.hexDigest] as const)),
	);
}
