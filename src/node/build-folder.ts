import { closeSync, existsSync, openSync, writeSync } from 'node:fs';
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
	type BuildOptions,
	type BuildReport,
	type BuildResult,
	buildProject,
	findOverBudget,
	type PackRule,
	type PlannedPack,
	planPacks,
	type ResourceReport,
	reportBuild,
} from '../builder/index.ts';
import { type ObjectStore, toHex } from '../bytes/index.ts';
import type { Diagnostic } from '../formats/index.ts';
import { PUBLISHED_MANIFEST_NAME, type PublishedContent } from '../publisher/index.ts';
import { findSameBuild, fingerprintOf } from './build-fingerprint.ts';
import { BUILD_LAYOUT, type BuildRecord } from './build-layout.ts';
import { startBuildWorkers } from './build-workers.ts';
import { nodeCrypto } from './crypto.ts';
import { ioError, NodeError } from './error.ts';
import { openFileDigests } from './file-digests.ts';
import { decodeImage } from './image.ts';
import { findKeys, generateKeys, type KeyPair, saveKeys } from './keys.ts';
import { programStamp } from './program-stamp.ts';
import { openProject } from './project-files.ts';
import { readFileOrFail } from './read-file.ts';
import { recoverFolder, replaceFolder } from './replace-folder.ts';
import { openSpillFile } from './spill-file.ts';
import { temporaryName } from './write-file.ts';
import { writePacks } from './write-packs.ts';

export type BuildFolderOptions = Omit<
	BuildOptions,
	'files' | 'crypto' | 'decodeImage' | 'keys' | 'cache' | 'hold' | 'workers' | 'onData'
> & {
	/** The project's folder. */
	project: string;
	/** Where to build; made anew. */
	out: string;
	/** Signs with this pair; without it with the pair kept from an earlier build, or a new one. */
	keys?: KeyPair | undefined;
	/** Results of earlier builds, of this machine or many. */
	cache?: ObjectStore | undefined;
	/** Told once when the cache fails; the build goes on without it. */
	onCacheFault?: ((fault: unknown) => void) | undefined;
	/** The file in which digests of the project's files are remembered; none without it. */
	digestMemory?: string | undefined;
	/** Threads that compile; by default one for each core, and none for small projects. */
	workerCount?: number | undefined;
	/** Divides what was left out into zips; none are made without it. */
	packs?: PackRule | undefined;
	/** The most the bundle may weigh: with more the build fails. */
	budgetBytes?: number | undefined;
	/** Told how content will be divided, before it is. */
	onPlan?: ((packs: readonly PlannedPack[]) => void) | undefined;
};

/** What building into a folder came to. */
export type FolderBuild = {
	readonly diagnostics: readonly Diagnostic[];
	/** Both undefined when nothing was built: after errors, or over the budget. */
	readonly record: BuildRecord | undefined;
	/** There when the project could be built, even if it is over the budget. */
	readonly report: BuildReport | undefined;
	/** What to look at when the bundle is over its budget. */
	readonly overBudget: readonly ResourceReport[];
	/** The folder holds just this build already. */
	readonly unchanged: boolean;
	readonly phases: readonly { readonly name: string; readonly ms: number }[];
};

/** Projects with fewer files and bytes are built sooner than threads start. */
const MIN_FILES_FOR_WORKERS = 400;
const MIN_BYTES_FOR_WORKERS = 48 * 1024 ** 2;

/**
 * Builds a project into a folder: `bundle/`, `excluded/`, `build.json`, `report.json`, and `packs/` when they are asked for.
 *
 * With errors in the project, or over the budget, nothing is written and an earlier build stays as it was. When nothing
 * changed since the build in the folder, nothing is done.
 *
 * @throws NodeError `not-found`, `not-ours`, `io-error`
 */
export async function buildToFolder(options: BuildFolderOptions): Promise<FolderBuild> {
	const {
		project,
		out,
		keys: givenKeys,
		cache,
		digestMemory,
		workerCount,
		packs: rule,
		budgetBytes,
		onPlan,
		onCacheFault,
		...build
	} = options;
	if (!existsSync(join(project, 'game.project'))) {
		throw new NodeError('not-found', `${project}: expected a Defold project with a file game.project, found none`, {
			data: { path: project, expected: 'game.project' },
		});
	}
	const phases = createPhases();
	phases.begin('look');
	await recoverFolder(out);
	const keysFolder = join(out, BUILD_LAYOUT.keys);
	const keys = givenKeys ?? (await findKeys(keysFolder)) ?? (await generateKeys());
	const files = await openProject(project);
	const digests = await openFileDigests(digestMemory);
	const { onProgress, overrides, ...plain } = build;
	const settings = {
		...plain,
		overrides: [...(overrides ?? [])],
		rule,
		budgetBytes,
		givenKeys: givenKeys !== undefined,
	};
	const fingerprint = await fingerprintOf({ project: files, digests, publicKey: keys.publicKey, settings });
	await digests.save();
	const same = await findSameBuild(out, fingerprint);
	if (same) {
		const { record, report } = same;
		return { diagnostics: report.diagnostics, record, report, overBudget: [], unchanged: true, phases: phases.end() };
	}
	const isLarge = (await files.list()).length >= MIN_FILES_FOR_WORKERS || digests.sizeBytes() >= MIN_BYTES_FOR_WORKERS;
	const workers =
		(workerCount ?? (isLarge ? undefined : 0)) === 0 ? undefined : startBuildWorkers(project, workerCount);
	const spill = openSpillFile(temporaryName(out));
	const dataFile = temporaryName(out);
	const data = openData(dataFile);
	try {
		const result = await buildProject({
			...build,
			files,
			crypto: nodeCrypto,
			decodeImage,
			keys,
			cache: cache && {
				store: cache,
				stamp: programStamp(),
				onFault: onCacheFault,
				digestOf: async (path) => (files.has(path) ? await digests.digestOf(files.fileOf(path)) : undefined),
			},
			hold: spill.hold,
			workers,
			onData: data.write,
			onProgress(progress) {
				phases.begin(progress.phase);
				onProgress?.(progress);
			},
		});
		data.close();
		if (!result.ok) {
			return {
				diagnostics: result.diagnostics,
				record: undefined,
				report: undefined,
				overBudget: [],
				unchanged: false,
				phases: phases.end(),
			};
		}
		phases.begin('write');
		const planned = rule && result.graph ? planPacks({ stored: result.resources, graph: result.graph, rule }) : [];
		const report = reportBuild(result, { ...build, packs: planned });
		const { diagnostics } = result;
		const overBudget = budgetBytes === undefined ? [] : findOverBudget(report, budgetBytes);
		if (overBudget.length > 0) {
			return { diagnostics, record: undefined, report, overBudget, unchanged: false, phases: phases.end() };
		}
		if (rule) onPlan?.(planned);
		const record: BuildRecord = {
			livemount: 1,
			title: report.title,
			engineVersion: build.engineVersion,
			variant: build.variant,
			release: toHex(nodeCrypto.digest('sha1', result.liveUpdateManifest)),
			fingerprint,
			bundle: { fileCount: report.files.length, sizeBytes: report.bundleSizeBytes },
			excluded: { blobCount: result.excluded.length, sizeBytes: report.excludedSizeBytes },
			packs: planned.map(({ name }) => `${name}.zip`),
		};
		await writeBuild({ out, result, report, record, planned, dataFile, keys: givenKeys ? undefined : keys });
		return { diagnostics, record, report, overBudget: [], unchanged: false, phases: phases.end() };
	} finally {
		data.close();
		spill.close();
		await rm(dataFile, { force: true });
		await workers?.close();
	}
}

async function writeBuild(build: {
	out: string;
	result: BuildResult;
	report: BuildReport;
	record: BuildRecord;
	planned: readonly PlannedPack[];
	dataFile: string;
	/** To be kept. */
	keys: KeyPair | undefined;
}): Promise<void> {
	const { out, result, report, record, planned, dataFile, keys } = build;
	await replaceFolder({
		folder: out,
		mark: BUILD_LAYOUT.mark,
		fill: async (temporary) => {
			const bundle = join(temporary, BUILD_LAYOUT.bundle);
			const excluded = join(temporary, BUILD_LAYOUT.excluded);
			await mkdir(bundle);
			await mkdir(excluded);
			for (const [name, bytes] of result.bundle) await writeFile(join(bundle, name), bytes);
			await rename(dataFile, join(bundle, 'game.arcd'));
			for (const { hexDigest, bytes } of result.excluded) await writeFile(join(excluded, hexDigest), bytes);
			await writeFile(join(excluded, PUBLISHED_MANIFEST_NAME), result.liveUpdateManifest);
			await writePacks(join(temporary, BUILD_LAYOUT.packs), planned, result);
			if (keys) await saveKeys(join(temporary, BUILD_LAYOUT.keys), keys);
			await writeFile(join(temporary, BUILD_LAYOUT.report), JSON.stringify(report));
			await writeFile(join(temporary, BUILD_LAYOUT.mark), `${JSON.stringify(record, null, '\t')}\n`);
		},
	});
}

/** The archive's data on its way into a file beside the build's folder. */
function openData(path: string): { write(part: Uint8Array): void; close(): void } {
	let file: number | undefined;
	let isClosed = false;
	return {
		write(part) {
			try {
				file ??= openSync(path, 'wx');
				for (let done = 0; done < part.length; ) done += writeSync(file, part, done, part.length - done);
			} catch (cause) {
				throw ioError('write', path, cause);
			}
		},
		close() {
			if (isClosed) return;
			isClosed = true;
			// A project without bundled content has a file too, which is empty.
			closeSync(file ?? openSync(path, 'wx'));
		},
	};
}

/** Times of what is done one after the other. */
function createPhases() {
	const phases: { name: string; ms: number }[] = [];
	let start = performance.now();
	const stop = (): void => {
		const last = phases.at(-1);
		if (last) last.ms += performance.now() - start;
		start = performance.now();
	};
	return {
		begin(name: string): void {
			if (phases.at(-1)?.name === name) return;
			stop();
			phases.push({ name, ms: 0 });
		},
		end(): readonly { name: string; ms: number }[] {
			stop();
			return phases;
		},
	};
}
/**
 * What a build has to publish.
 *
 * @throws NodeError `not-found` when the folder is no build
 */
export async function loadPublishedContent(build: string): Promise<PublishedContent> {
	const folder = join(build, BUILD_LAYOUT.excluded);
	if (!existsSync(join(build, BUILD_LAYOUT.mark)) || !existsSync(folder)) {
		throw new NodeError(
			'not-found',
			`${build}: expected a folder made by "livemount build", with ${BUILD_LAYOUT.mark} and ${BUILD_LAYOUT.excluded}/`,
			{ data: { path: build, expected: BUILD_LAYOUT.mark } },
		);
	}
	try {
		const names = (await readdir(folder)).filter((name) => /^[0-9a-f]{40}$/.test(name)).sort();
		const blobs = await Promise.all(
			names.map(async (hexDigest) => ({
				hexDigest,
				sizeBytes: (await stat(join(folder, hexDigest))).size,
				read: () => readFileOrFail(join(folder, hexDigest)),
			})),
		);
		return { manifest: await readFileOrFail(join(folder, PUBLISHED_MANIFEST_NAME)), blobs };
	} catch (cause) {
		if (cause instanceof NodeError) throw cause;
		throw ioError('read', folder, cause);
	}
}

/**
 * The report of the build in a folder.
 *
 * @throws NodeError `not-found` when the folder is no build
 */
export async function loadBuildReport(build: string): Promise<BuildReport> {
	const file = join(build, BUILD_LAYOUT.report);
	if (!existsSync(file)) {
		throw new NodeError(
			'not-found',
			`${build}: expected a folder made by "livemount build", with ${BUILD_LAYOUT.report}`,
			{
				data: { path: build, expected: BUILD_LAYOUT.report },
			},
		);
	}
	return JSON.parse(new TextDecoder().decode(await readFileOrFail(file))) as BuildReport;
}
