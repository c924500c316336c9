import { readFileSync } from 'node:fs';
import { Command, CommanderError, Option } from 'commander';
import { LivemountError } from '../bytes/index.ts';
import { LuaDefectError } from '../lua/index.ts';
import { type CliCommand, EXIT, UsageError } from './command.ts';
import { buildCommand } from './commands/build.ts';
import { convertCommand } from './commands/convert.ts';
import { diffCommand } from './commands/diff.ts';
import { doctorCommand } from './commands/doctor.ts';
import { extractCommand } from './commands/extract.ts';
import { graphCommand } from './commands/graph.ts';
import { inspectCommand } from './commands/inspect.ts';
import { keysCommand } from './commands/keys.ts';
import { luaCommand } from './commands/lua.ts';
import { mountsCommand } from './commands/mounts.ts';
import { playCommand } from './commands/play.ts';
import { promoteCommand } from './commands/promote.ts';
import { pruneCommand } from './commands/prune.ts';
import { publishCommand } from './commands/publish.ts';
import { releasesCommand } from './commands/releases.ts';
import { reportCommand } from './commands/report.ts';
import { rollbackCommand } from './commands/rollback.ts';
import { runCommand } from './commands/run.ts';
import { serveCommand } from './commands/serve.ts';
import { storeCommand } from './commands/store.ts';
import { testCommand } from './commands/test.ts';
import { tryCommand } from './commands/try.ts';
import { verifyCommand } from './commands/verify.ts';
import { watchCommand } from './commands/watch.ts';
import { createOutput } from './output.ts';

/** Every command, one line each, in the order in which a newcomer needs them. */
const COMMANDS: readonly CliCommand[] = [
	tryCommand,
	buildCommand,
	reportCommand,
	watchCommand,
	publishCommand,
	releasesCommand,
	promoteCommand,
	rollbackCommand,
	pruneCommand,
	doctorCommand,
	serveCommand,
	runCommand,
	playCommand,
	mountsCommand,
	storeCommand,
	testCommand,
	inspectCommand,
	verifyCommand,
	extractCommand,
	luaCommand,
	diffCommand,
	graphCommand,
	convertCommand,
	keysCommand,
];

/** Runs the command line and gives the exit code; prints what goes wrong. */
export async function runProgram(args: readonly string[]): Promise<number> {
	let code: number = EXIT.ok;
	try {
		await createProgram((result) => {
			code = result;
		}).parseAsync(args, { from: 'user' });
		return code;
	} catch (error) {
		return report(error, args.includes('--json'));
	}
}

function createProgram(finish: (code: number) => void): Command {
	const exampleOf = new Map(COMMANDS.map(({ name, example }) => [name, example]));
	const program = new Command('livemount')
		.description("Defold's Live update: build, publish, run and inspect.")
		.version(version())
		.exitOverride()
		// What follows a script's name belongs to the script.
		.enablePositionalOptions()
		.showHelpAfterError('(add --help for more)')
		.helpCommand(false)
		.configureHelp({
			subcommandTerm: (command) => command.name(),
			subcommandDescription: (command) => {
				const example = exampleOf.get(command.name());
				return example === undefined ? command.summary() : `${command.description()}\n  ${example}`;
			},
		})
		.addHelpText(
			'after',
			'\nlivemount <command> --help says more.\n' +
				'Exit codes: 0 done, 1 the input is at fault, 2 wrong usage, 3 a defect of Livemount.',
		);
	for (const { name, summary, example, define } of COMMANDS) {
		const command = program
			.command(name)
			.description(summary)
			.exitOverride()
			.showHelpAfterError(`(livemount ${name} --help says more)`)
			.addOption(new Option('--json', 'print the result as JSON; text for people goes to standard error'))
			.addHelpText('after', `\nExample:\n  ${example}`);
		define(command, async (run) => {
			finish(await run(createOutput(command.opts<{ json?: boolean }>().json === true)));
		});
	}
	return program;
}

function version(): string {
	const file = new URL('../../package.json', import.meta.url);
	return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

/** Says what went wrong and gives the exit code for it. */
function report(error: unknown, json: boolean): number {
	if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
	if (error instanceof UsageError) {
		process.stderr.write(`livemount: ${error.message}\n`);
		return EXIT.usage;
	}
	if (error instanceof LivemountError && !(error instanceof LuaDefectError)) {
		if (json) process.stdout.write(`${JSON.stringify({ ok: false, error: error.toJSON() }, null, 2)}\n`);
		process.stderr.write(`livemount: ${error.message}\n`);
		return EXIT.input;
	}
	const { stack } = error as Error;
	process.stderr.write(`livemount: this is a defect of Livemount, please report it:\n${stack ?? String(error)}\n`);
	return EXIT.defect;
}
