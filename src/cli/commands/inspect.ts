import { statSync } from 'node:fs';
import {
	type BundleReport,
	type FileReport,
	inspectBundle,
	inspectFile,
	type ResourceReport,
} from '../../inspect/index.ts';
import {
	findContentPacks,
	loadBundle,
	NodeError,
	nodeCrypto,
	openContentPack,
	readFileOrFail,
} from '../../node/index.ts';
import { type CliCommand, collect, EXIT } from '../command.ts';
import { formatBytes, type Output, plural } from '../output.ts';

type Options = { content: string[] };

export const inspectCommand: CliCommand = {
	name: 'inspect',
	summary: 'show what is in a bundle, a zip or any single file of live update',
	example: 'livemount inspect build/gallery',
	define(command, action) {
		command
			.argument('<file-or-bundle>', 'a build, a bundle, or a file such as game.dmanifest, game.arci or resources.zip')
			.option(
				'--content <dir|zip>',
				'published content of the bundle; content beside it is found by itself; may be repeated',
				collect,
				[],
			)
			.action(async (path: string, options: Options) => action((output) => inspect(path, options, output)));
	},
};

async function inspect(path: string, options: Options, output: Output): Promise<number> {
	const found = statSync(path, { throwIfNoEntry: false });
	if (!found)
		throw new NodeError('not-found', `cannot open ${path}: there is no such file or folder`, { data: { path } });
	if (found.isFile()) return reportFile(inspectFile(await readFileOrFail(path), path, nodeCrypto), output);
	const bundle = await loadBundle(path);
	const packs = [...findContentPacks(bundle.folder), ...options.content.map(openContentPack)];
	return reportBundle(inspectBundle({ bundle, packs, crypto: nodeCrypto }), output);
}

function reportFile(report: FileReport, output: Output): number {
	output.line(`${report.name}: ${report.kind}, ${formatBytes(report.sizeBytes)}`);
	for (const [name, value] of Object.entries(report.facts)) {
		output.line(
			typeof value === 'string' && value.includes('\n') ? `  ${name}:\n${value}` : `  ${name}: ${plain(value)}`,
		);
	}
	for (const item of report.items) {
		output.line(
			`  - ${Object.entries(item)
				.map(([name, value]) => `${name} ${plain(value)}`)
				.join(', ')}`,
		);
	}
	if (report.problem !== undefined) output.warn(report.problem);
	output.result({ ok: report.problem === undefined, ...report });
	return report.problem === undefined ? EXIT.ok : EXIT.input;
}

function plain(value: unknown): string {
	return typeof value === 'string' ? value : JSON.stringify(value);
}

function reportBundle(report: BundleReport, output: Output): number {
	const { resources } = report;
	output.line(`${report.name}: ${report.projectTitle ?? 'a game'}`);
	output.line(
		`  manifest version ${report.manifestVersion}, index version ${report.indexVersion}, signature: ${report.signature}` +
			`, engines ${report.engines.filter((version) => version !== '').join(', ')}${report.split ? ', in pieces' : ''}`,
	);
	for (const pack of report.packs) {
		output.line(
			`  with ${pack.name}: ${plural(pack.blobCount, 'resource')}, ${plural(pack.extraNames.length, 'other file')}, signature: ${pack.signature ?? 'no manifest'}`,
		);
	}
	output.line();
	output.line('  stored      raw  flags  resource');
	const byPath = [...resources].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
	for (const resource of byPath) output.line(lineOf(resource, output));
	const wrong = resources.filter(({ digest }) => digest === 'mismatch');
	const absent = resources.filter(({ digest }) => digest === 'missing');
	const problems = resources.filter(({ problem, digest }) => problem !== undefined && digest === 'ok');
	output.line();
	output.line('flags: B bundled, X excluded, C compressed, E enciphered');
	output.line(
		`${plural(resources.length, 'resource')}, ${plural(resources.length - absent.length, 'digest')} checked, ` +
			`${wrong.length === 0 ? 'all agree' : `${wrong.length} do NOT agree`}` +
			`${absent.length > 0 ? `; the content of ${absent.length} is not here` : ''}`,
	);
	for (const resource of wrong)
		output.warn(`${nameOf(resource)}: its stored bytes are not those of digest ${resource.hexDigest}`);
	for (const resource of problems) output.warn(`${nameOf(resource)}: ${resource.problem}`);
	output.result({ ok: wrong.length === 0, ...report });
	return wrong.length === 0 ? EXIT.ok : EXIT.input;
}

function nameOf(resource: ResourceReport): string {
	return resource.path ?? `#${resource.urlHashHex}`;
}

function lineOf(resource: ResourceReport, { color }: Output): string {
	const flags = [
		resource.bundled ? 'B' : '.',
		resource.excluded ? 'X' : '.',
		resource.compressed ? 'C' : '.',
		resource.encrypted ? 'E' : '.',
	].join('');
	const size = (bytes: number | undefined): string => (bytes === undefined ? '?' : formatBytes(bytes)).padStart(8);
	const type = resource.messageType ? color.dim(`  ${resource.messageType}`) : '';
	const digest = resource.digest === 'ok' ? '' : `  ${color.red(resource.digest)}`;
	return `${size(resource.storedSizeBytes)} ${size(resource.sizeBytes)}  ${flags}   ${nameOf(resource)}${resource.recovered ? '*' : ''}${type}${digest}`;
}
