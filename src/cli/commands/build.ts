import { buildToFolder, writeFileAtomically, writeReportPage } from '../../node/index.ts';
import { addBuildOptions, type BuildCliOptions, buildProgress, readBuildOptions } from '../build-options.ts';
import { type CliCommand, EXIT } from '../command.ts';
import type { Output } from '../output.ts';
import { printBuild, printOverBudget, printPlan } from '../print-build.ts';
import { printDiagnostics } from '../print-diagnostics.ts';

type Options = BuildCliOptions & { out: string; report?: string };

export const buildCommand: CliCommand = {
	name: 'build',
	summary: 'build a Defold project into a bundle and the content left out of it',
	example: 'livemount build examples/gallery --out build/gallery',
	define(command, action) {
		addBuildOptions(
			command
				.argument('<project>', 'the folder with game.project')
				.requiredOption('--out <dir>', 'where to build; made anew'),
		)
			.option('--report <file>', 'write an HTML page with all that is in the build, and why')
			.action(async (project: string, options: Options) => action((output) => build(project, options, output)));
	},
};

async function build(project: string, options: Options, output: Output): Promise<number> {
	const start = performance.now();
	const folderOptions = await readBuildOptions(project, options.out, options);
	const built = await buildToFolder({
		...folderOptions,
		...buildProgress(output),
		onPlan: (packs) => printPlan(packs, output),
		onCacheFault: (fault) =>
			output.warn(`building without the cache: ${fault instanceof Error ? fault.message : fault}`),
	});
	const { diagnostics, record, report, overBudget, unchanged } = built;
	printDiagnostics(diagnostics, output);
	if (!record || !report) {
		if (folderOptions.budgetBytes !== undefined && overBudget.length > 0) {
			printOverBudget(built, folderOptions.budgetBytes, output);
		}
		output.warn(`${project} was not built; ${options.out} is as it was`);
		output.result({ ok: false, diagnostics, overBudget });
		return EXIT.input;
	}
	if (options.report !== undefined) {
		await writeFileAtomically(options.report, await writeReportPage(report));
		output.line(`report in ${options.report}`);
	}
	printBuild(report, output);
	const seconds = ((performance.now() - start) / 1000).toFixed(1);
	const phases = built.phases.map(({ name, ms }) => `${name} ${(ms / 1000).toFixed(2)} s`).join(', ');
	output.line(
		unchanged
			? `${options.out} holds this build already: nothing changed, looked at in ${seconds} s`
			: `built into ${options.out} in ${seconds} s (${phases})`,
	);
	const { resources, packs, duplicates, nearlyExcludable } = report;
	output.result({
		ok: true,
		out: options.out,
		...record,
		unchanged,
		phases: built.phases,
		diagnostics,
		resources,
		plan: packs,
		duplicates,
		nearlyExcludable,
	});
	return EXIT.ok;
}
