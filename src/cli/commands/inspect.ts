import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inspectBundle, inspectFile, summarizeTypes, treeOfResources } from '../../inspect/index.ts';
import { nodeCrypto, openContent, openFile, statOf } from '../../node/index.ts';
import { type CliCommand, EXIT } from '../command.ts';
import { addContentOption, type ContentOptions, describeContent } from '../content-options.ts';
import type { Output } from '../output.ts';
import { printBundle, printFile } from '../print-inspect.ts';

type Options = ContentOptions & { tree?: boolean; types?: boolean; decode: boolean };

export const inspectCommand: CliCommand = {
	name: 'inspect',
	summary: 'show what is in a bundle, a zip or any single file of a bundle, a project or live update',
	example: 'livemount inspect build/gallery --types',
	define(command, action) {
		addContentOption(
			command.argument(
				'<file-or-bundle>',
				'a build, a bundle, or a file such as game.dmanifest, game.arci, resources.zip, main.collectionc or main.collection',
			),
		)
			.option('--tree', 'as folders, with what each adds up to')
			.option('--types', 'by type of resource, the largest first')
			.option('--no-decode', 'only what the lists say: reads no content, checks no digest, finds no blank path')
			.action(async (path: string, options: Options) => action((output) => inspect(path, options, output)));
	},
};

async function inspect(path: string, options: Options, output: Output): Promise<number> {
	const single = statOf(path).isFile();
	if (single && !options.tree && !options.types) return inspectSingle(path, output);
	const opened = await openContent(path, options.content);
	const { bundle, packs } = opened;
	const report = inspectBundle({ bundle, packs, crypto: nodeCrypto, decode: options.decode });
	const view = options.types ? 'types' : options.tree ? 'tree' : 'list';
	printBundle(report, { output, view, heading: describeContent(opened) });
	const ok = report.resources.every(({ digest }) => digest !== 'mismatch');
	output.result({
		ok,
		kind: opened.kind,
		...report,
		...(options.types ? { types: summarizeTypes(report.resources) } : {}),
		...(options.tree ? { tree: treeOfResources(report.resources) } : {}),
	});
	return ok ? EXIT.ok : EXIT.input;
}

function inspectSingle(path: string, output: Output): number {
	const file = openFile(path);
	const report = inspectFile({
		file,
		name: path,
		crypto: nodeCrypto,
		beside(name) {
			try {
				return readFileSync(join(dirname(path), name));
			} catch {
				// Whatever keeps it from being read, the file asked for can be shown without it.
				return undefined;
			}
		},
	});
	file.close();
	printFile(report, output);
	output.result({ ok: report.problem === undefined, ...report });
	return report.problem === undefined ? EXIT.ok : EXIT.input;
}
