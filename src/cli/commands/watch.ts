import { Option } from 'commander';
import { eraRules } from '../../liveupdate/index.ts';
import { type WatchedChange, watchProject } from '../../node/index.ts';
import { type CliCommand, collect, EXIT, parseConfigOptions } from '../command.ts';
import { untilInterrupted } from '../interrupted.ts';
import { type Output, plural } from '../output.ts';
import { printDiagnostics } from '../print-diagnostics.ts';

type Options = {
	out: string;
	exclude: string[];
	variant: 'debug' | 'release';
	engineVersion: string;
	config: string[];
};

export const watchCommand: CliCommand = {
	name: 'watch',
	summary: 'keep a project compiled while its files change, as single resources without an archive',
	example: 'livemount watch examples/gallery --out build/watched',
	define(command, action) {
		command
			.argument('<project>', 'the folder with game.project')
			.requiredOption('--out <dir>', 'where the compiled resources lie; it holds nothing else')
			.option('--exclude <glob>', 'exclude the collections that match; may be repeated', collect, [])
			.addOption(new Option('--variant <name>', 'debug or release').choices(['debug', 'release']).default('debug'))
			.option('--engine-version <version>', 'the engine the content is for', eraRules('B').engineVersion)
			.option('--config <section.key=value>', 'override a setting of game.project; may be repeated', collect, [])
			.action(async (project: string, options: Options) => action((output) => watch(project, options, output)));
	},
};

async function watch(project: string, options: Options, output: Output): Promise<number> {
	const watched = await watchProject({
		project,
		out: options.out,
		exclude: options.exclude,
		variant: options.variant,
		engineVersion: options.engineVersion,
		overrides: parseConfigOptions(options.config),
		onChange: (change) => print(change, output),
		onFault: (fault) => output.warn(fault.message),
	});
	output.line(`${project} is compiled into ${options.out} and watched; Ctrl+C ends it`);
	await untilInterrupted();
	await watched.close();
	return EXIT.ok;
}

function print({ changed, resources, removed, diagnostics, ms }: WatchedChange, output: Output): void {
	printDiagnostics(diagnostics, output);
	const what = changed.length === 0 ? 'all' : changed.join(' ');
	const gone = removed.length > 0 ? `, ${plural(removed.length, 'resource')} gone` : '';
	output.line(`${what}: ${plural(resources.length, 'resource')} written${gone} in ${Math.round(ms)} ms`);
	output.result({
		changed,
		written: resources.map(({ path }) => path),
		removed,
		diagnostics,
		ms: Math.round(ms),
	});
}
