import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Option } from 'commander';
import { type ExtractProblem, extractBundle } from '../../inspect/index.ts';
import { makeFolder, openContent, writeFileAtomically } from '../../node/index.ts';
import { type CliCommand, EXIT } from '../command.ts';
import { addContentOption, CONTENT_ARGUMENT, type ContentOptions } from '../content-options.ts';
import { formatBytes, type Output, plural } from '../output.ts';

type Options = ContentOptions & { to: string; only?: 'lua' | 'resources'; force?: boolean };

export const extractCommand: CliCommand = {
	name: 'extract',
	summary: 'take the resources and the Lua text of scripts out of a bundle',
	example: 'livemount extract build/gallery --to build/extracted --only lua',
	define(command, action) {
		addContentOption(command.argument('<bundle>', CONTENT_ARGUMENT))
			.requiredOption('--to <dir>', 'the folder; files go to their own paths in it')
			.addOption(
				new Option(
					'--only <what>',
					'lua: the text of scripts, which completes a project; resources: as compiled',
				).choices(['lua', 'resources']),
			)
			.option('--force', 'write over files that are there')
			.action(async (bundle: string, options: Options) => action((output) => extract(bundle, options, output)));
	},
};

async function extract(folder: string, options: Options, output: Output): Promise<number> {
	const { kind, bundle, packs } = await openContent(folder, options.content);
	await makeFolder(options.to);
	const problems: ExtractProblem[] = [];
	const missing: string[] = [];
	const written: string[] = [];
	const kept: string[] = [];
	let sizeBytes = 0;
	const files = extractBundle(bundle, {
		packs,
		...(options.only ? { what: [options.only] } : {}),
		onProblem(problem) {
			if (problem.missing) missing.push(problem.resource);
			else problems.push(problem);
		},
	});
	for (const { name, bytes } of files) {
		const path = join(options.to, name);
		if (!options.force && existsSync(path)) {
			kept.push(name);
			continue;
		}
		await writeFileAtomically(path, bytes);
		written.push(name);
		sizeBytes += bytes.length;
	}
	output.line(`${plural(written.length, 'file')} extracted into ${options.to}, ${formatBytes(sizeBytes)}`);
	if (kept.length > 0)
		output.warn(
			`${plural(kept.length, 'file')} left alone because they are there already (--force writes over them): ${kept.slice(0, 5).join(', ')}${kept.length > 5 ? ' …' : ''}`,
		);
	if (missing.length > 0) {
		const where = kind === 'bundle' ? 'published and not here (--content takes it)' : 'in the bundle this belongs to';
		output.warn(`note: the content of ${plural(missing.length, 'resource')} is ${where}`);
	}
	for (const { resource, problem } of problems) output.warn(`${resource}: ${problem}`);
	output.result({ ok: problems.length === 0, folder: options.to, written, kept, missing, problems });
	return problems.length === 0 ? EXIT.ok : EXIT.input;
}
