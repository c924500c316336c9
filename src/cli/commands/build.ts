import { buildToFolder } from '../../node/index.ts';
import { addBuildOptions, type BuildCliOptions, buildProgress, readBuildOptions } from '../build-options.ts';
import { type CliCommand, EXIT } from '../command.ts';
import type { Output } from '../output.ts';
import { printBuild } from '../print-build.ts';
import { printDiagnostics } from '../print-diagnostics.ts';

type Options = BuildCliOptions & { out: string };

export const buildCommand: CliCommand = {
	name: 'build',
	summary: 'build a Defold project into a bundle and the content left out of it',
	example: 'livemount build examples/gallery --out build/gallery',
	define(command, action) {
		addBuildOptions(
			command
				.argument('<project>', 'the folder with game.project')
				.requiredOption('--out <dir>', 'where to build; made anew'),
		).action(async (project: string, options: Options) => action((output) => build(project, options, output)));
	},
};

async function build(project: string, options: Options, output: Output): Promise<number> {
	const start = performance.now();
	const { result, record } = await buildToFolder({
		...(await readBuildOptions(project, options.out, options)),
		...buildProgress(output),
	});
	printDiagnostics(result.diagnostics, output);
	if (!record) {
		output.warn(`${project} was not built; ${options.out} is as it was`);
		output.result({ ok: false, diagnostics: result.diagnostics });
		return EXIT.input;
	}
	printBuild(result, output);
	output.line(`built into ${options.out} in ${((performance.now() - start) / 1000).toFixed(1)} s`);
	output.result({
		ok: true,
		out: options.out,
		...record,
		diagnostics: result.diagnostics,
		resources: result.resources,
	});
	return EXIT.ok;
}
