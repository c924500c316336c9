import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Option } from 'commander';
import { encodeUtf8, memoryAccess, type RandomAccess } from '../../bytes/index.ts';
import {
	type ArchiveIndexVersion,
	BUNDLE_FILES,
	type ManifestVersion,
	readArchiveIndex,
	readManifest,
} from '../../formats/index.ts';
import {
	type ConvertTarget,
	compareContent,
	convertBundle,
	convertIndex,
	convertManifest,
	fitReport,
	layoutsOfEngine,
	sameResources,
	verifyBundle,
} from '../../inspect/index.ts';
import {
	expectEmptyFolder,
	loadBundle,
	makeFolder,
	NodeError,
	nodeCrypto,
	type OpenedContent,
	openContent,
	openContentPack,
	readFileOrFail,
	writeBundleFiles,
	writeContentPack,
	writeFileAtomically,
} from '../../node/index.ts';
import { type CliCommand, collect, EXIT, UsageError } from '../command.ts';
import { addContentOption, type ContentOptions } from '../content-options.ts';
import type { Output } from '../output.ts';

type Options = ContentOptions & {
	to: string;
	index?: string;
	manifest?: string;
	engine: string[];
	privateKey?: string;
	unsigned?: boolean;
	pieces?: boolean;
	whole?: boolean;
	force?: boolean;
};

export const convertCommand: CliCommand = {
	name: 'convert',
	summary: 'write a bundle, a manifest or an index in the layout of other engines, or sign it anew',
	example: 'livemount convert build/gallery --to build/gallery-1.13.1 --engine 1.13.1',
	define(command, action) {
		addContentOption(
			command
				.argument('<bundle|file>', 'a build, a bundle, a live-update zip, a .dmanifest or an .arci')
				.requiredOption('--to <dir|file>', 'a new or empty folder for a bundle, else a file that is not there'),
		)
			.option(
				'--engine <version>',
				'the engine it is for, which decides both versions and the list of engines; may be repeated',
				collect,
				[],
			)
			.addOption(
				new Option('--index <version>', 'of the archive index; the manifest follows where it must').choices([
					'4',
					'5',
					'6',
				]),
			)
			.addOption(
				new Option('--manifest <version>', 'of the manifest; the index follows where it must').choices([
					'1',
					'2',
					'3',
					'4',
					'5',
				]),
			)
			.option('--private-key <file>', 'sign with this key (PKCS#8 DER); the bundle gets its public half')
			.option('--unsigned', 'leave the signature empty, as engines from 1.12 on have it')
			.option('--pieces', 'cut the files into pieces, as HTML5 bundles are; default: as they were')
			.option('--whole', 'put pieces together; default: as they were')
			.option('--force', 'write over a file that is there')
			.action(async (path: string, options: Options) => action((output) => convert(path, options, output)));
	},
};

async function convert(path: string, options: Options, output: Output): Promise<number> {
	const target = await readTarget(options);
	if (/\.arci(\.tmp)?$/.test(path)) return convertIndexFile(path, { target, options, output });
	const opened = await openContent(path, options.content);
	if (opened.kind === 'bundle') return convertWhole(opened, { target, options, output });
	if (opened.kind === 'device') {
		throw new NodeError(
			'not-a-bundle',
			`${path}: expected a bundle or a file, found what an engine keeps on a device`,
			{
				data: { path },
			},
		);
	}
	return convertPublished(opened, { path, target, options, output });
}

async function readTarget(options: Options): Promise<ConvertTarget> {
	const { engine: engines, privateKey, unsigned } = options;
	if (options.pieces && options.whole) throw new UsageError('--pieces and --whole exclude each other');
	if (privateKey !== undefined && unsigned) throw new UsageError('--private-key and --unsigned exclude each other');
	const [first] = engines;
	const layouts = first === undefined ? undefined : layoutsOfEngine(first);
	if (first !== undefined && !layouts && !/^[0-9a-f]{40}$/.test(first)) {
		throw new UsageError(`--engine ${first}: expected a version of Defold such as 1.9.0`);
	}
	const given = [first, options.index, options.manifest, privateKey, unsigned, options.pieces, options.whole];
	if (given.every((value) => value === undefined)) {
		throw new UsageError(
			'nothing to convert: give --engine, --index, --manifest, --private-key, --unsigned, --pieces or --whole',
		);
	}
	return {
		indexVersion: options.index ? (Number(options.index) as ArchiveIndexVersion) : layouts?.indexVersion,
		manifestVersion: options.manifest ? (Number(options.manifest) as ManifestVersion) : layouts?.manifestVersion,
		engines: engines.length > 0 ? engines : undefined,
		privateKey: privateKey === undefined ? undefined : await readFileOrFail(privateKey),
		unsigned,
	};
}

type Job = { readonly target: ConvertTarget; readonly options: Options; readonly output: Output };

async function convertWhole(opened: OpenedContent, { target, options, output }: Job): Promise<number> {
	const { bundle, packs } = opened;
	const folder = options.to;
	expectEmptyFolder(folder);
	const made = convertBundle({ bundle, packs, target, crypto: nodeCrypto });
	await makeFolder(folder);
	const files = new Map<string, RandomAccess>();
	const add = (name: string, bytes: Uint8Array | undefined): void => {
		if (bytes) files.set(name, memoryAccess(bytes, name));
	};
	// The order in which Defold's bundler lists them.
	add(BUNDLE_FILES.project, bundle.projectText === '' ? undefined : encodeUtf8(bundle.projectText));
	add(BUNDLE_FILES.index, made.index);
	files.set(BUNDLE_FILES.data, bundle.data);
	add(BUNDLE_FILES.manifest, made.manifest);
	add(BUNDLE_FILES.publicKey, made.publicKey);
	const pieces = options.pieces ?? (options.whole ? false : bundle.split);
	const naming = readArchiveIndex(made.index, 'the index made').version < 5 ? 'at-end' : 'before-dot';
	await writeBundleFiles({ folder, files, split: pieces ? { naming, totalSize: naming === 'before-dot' } : undefined });
	const content: string[] = [];
	for (const [at, pack] of packs.entries()) {
		const path = join(folder, basename(pack.name));
		await writeContentPack({ pack, manifest: made.packManifests[at], path });
		content.push(path);
	}
	const written = await loadBundle(folder);
	const after: OpenedContent = { kind: 'bundle', bundle: written, files: written, packs: content.map(openContentPack) };
	return prove({ before: opened, after, notes: made.notes, output, withKey: target.privateKey !== undefined });
}

/** Verifies all of what was written, opened as anyone would, and compares it with what it was made from. */
function prove(job: {
	before: OpenedContent;
	after: OpenedContent;
	notes: readonly string[];
	output: Output;
	withKey: boolean;
}): number {
	const { before, after, notes, output, withKey } = job;
	const { kind, packs, bundle } = after;
	const report = fitReport(verifyBundle({ bundle, packs, crypto: nodeCrypto }), {
		kind,
		packCount: packs.filter(({ manifest }) => manifest).length,
	});
	const { changes } = compareContent({ before, after, crypto: nodeCrypto, texts: false });
	const lost = changes.filter(({ kind: change }) => change !== 'moved');
	const said = [...notes];
	if (changes.length > lost.length) {
		said.push(
			`${changes.length - lost.length} excluded resources count as bundled now: manifests of version 1 and 2 do not tell them from bundled ones with the same content`,
		);
	}
	output.line(
		`${bundle.name}: manifest ${bundle.manifest.version} of ${bundle.manifest.entryCount} resources${kind === 'bundle' ? `, index ${bundle.index.version}` : ''}, signature: ${report.signature}`,
	);
	for (const note of said) output.warn(`note: ${note}`);
	for (const fault of report.faults.slice(0, 10)) output.warn(`${fault.code}: ${fault.where}: ${fault.message}`);
	for (const { name, kind: change } of lost.slice(0, 10)) output.warn(`${change}: ${name}`);
	const signatureWrong = withKey && report.signature !== 'valid' && kind === 'bundle';
	const ok = report.faults.length === 0 && lost.length === 0 && !signatureWrong;
	output.line(ok ? `${report.checkedCount} blobs verified, nothing is wrong` : 'what was written is NOT right');
	output.result({
		ok,
		to: bundle.name,
		manifestVersion: bundle.manifest.version,
		indexVersion: kind === 'bundle' ? bundle.index.version : null,
		signature: report.signature,
		checkedCount: report.checkedCount,
		faults: report.faults,
		notes: said,
	});
	return ok ? EXIT.ok : EXIT.input;
}

async function convertPublished(
	opened: OpenedContent,
	{ path, target, options, output }: Job & { path: string },
): Promise<number> {
	const { to } = options;
	if (target.indexVersion !== undefined && options.index !== undefined) {
		throw new UsageError(`--index: ${path} has no archive index`);
	}
	expectFree(to, options);
	const { manifest } = opened.bundle;
	// Sizes that older manifests do not say may be in the bundle beside it.
	const beside = opened.kind === 'manifest' ? await openBeside(path) : undefined;
	const made = convertManifest({
		manifest,
		bundle: beside?.bundle ?? opened.bundle,
		packs: [...opened.packs, ...(beside?.packs ?? [])],
		target: { ...target, version: target.manifestVersion },
		crypto: nodeCrypto,
	});
	if (opened.kind === 'published') {
		const [pack] = opened.packs;
		if (pack) await writeContentPack({ pack, manifest: made.bytes, path: to });
		return prove({ before: opened, after: await openContent(to), notes: made.notes, output, withKey: false });
	}
	await writeFileAtomically(to, made.bytes);
	const written = readManifest(await readFileOrFail(to), to);
	const ok = sameResources(manifest, written);
	return finish({ ok, to, version: written.version, what: 'manifest', notes: made.notes, output });
}

async function openBeside(path: string): Promise<OpenedContent | undefined> {
	const index = join(dirname(path), BUNDLE_FILES.index);
	return basename(path) === BUNDLE_FILES.manifest && existsSync(index) ? openContent(dirname(path)) : undefined;
}

async function convertIndexFile(path: string, { target, options, output }: Job): Promise<number> {
	const { indexVersion } = target;
	if (indexVersion === undefined) throw new UsageError(`${path} is an archive index: give --index or --engine`);
	expectFree(options.to, options);
	const index = readArchiveIndex(await readFileOrFail(path), path);
	await writeFileAtomically(options.to, convertIndex(index, indexVersion, nodeCrypto));
	const written = readArchiveIndex(await readFileOrFail(options.to), options.to);
	const entries = (of: typeof index): string =>
		JSON.stringify(Array.from({ length: of.entryCount }, (_, at) => of.entryAt(at)));
	const ok = entries(index) === entries(written);
	return finish({ ok, to: options.to, version: written.version, what: 'index', notes: [], output });
}

function finish(about: {
	ok: boolean;
	to: string;
	version: number;
	what: string;
	notes: readonly string[];
	output: Output;
}): number {
	const { ok, to, version, what, notes, output } = about;
	for (const note of notes) output.warn(`note: ${note}`);
	output.line(
		`${to}: ${what} ${version}, ${ok ? 'read again: every entry is as it was' : 'which is NOT what it was made from'}`,
	);
	output.result({ ok, to, version, notes });
	return ok ? EXIT.ok : EXIT.input;
}

function expectFree(path: string, { force }: Options): void {
	if (force || !existsSync(path)) return;
	throw new NodeError('already-there', `${path} is there already (--force writes over it)`, { data: { path } });
}
