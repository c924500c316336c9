import { loadBuildReport, writeFileAtomically, writeReportPage } from '../../node/index.ts';
import { type CliCommand, EXIT } from '../command.ts';
import { formatBytes, type Output, plural } from '../output.ts';

export const reportCommand: CliCommand = {
	name: 'report',
	summary: 'write a page with all that is in a build: sizes, why it is there, what is nearly excludable',
	example: 'livemount report build/gallery --to build/gallery.html',
	define(command, action) {
		command
			.argument('<build>', 'a folder made by "livemount build"')
			.option('--to <file>', 'the page; one HTML file that needs nothing else')
			.action(async (build: string, options: { to?: string }) => action((output) => report(build, options, output)));
	},
};

async function report(build: string, { to }: { to?: string }, output: Output): Promise<number> {
	const data = await loadBuildReport(build);
	output.line(
		`${data.title || build}: bundle ${formatBytes(data.bundleSizeBytes)}, excluded ${formatBytes(data.excludedSizeBytes)}, ` +
			plural(data.resources.length, 'resource'),
	);
	for (const { path, owner, kind, freedSizeBytes } of data.nearlyExcludable.slice(0, 10)) {
		const change = kind === 'proxy' ? `tick Exclude on ${owner}` : `no longer use it in ${owner}`;
		output.line(
			`  ${formatBytes(freedSizeBytes).padStart(8)}  ${path}${output.color.dim(`  would leave the bundle: ${change}`)}`,
		);
	}
	if (to !== undefined) {
		await writeFileAtomically(to, await writeReportPage(data));
		output.line(`report in ${to}`);
	} else output.line('--to <file.html> writes the whole report as a page');
	output.result({ ok: true, ...data });
	return EXIT.ok;
}
