#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { Command, CommanderError, Option } from 'commander';
import { LivemountError } from '../bytes/index.ts';
import { LuaDefectError } from '../lua/index.ts';
import { type CliCommand, EXIT, UsageError } from './command.ts';
import { buildCommand } from './commands/build.ts';
import { extractCommand } from './commands/extract.ts';
import { inspectCommand } from './commands/inspect.ts';
import { publishCommand } from './commands/publish.ts';
import { runCommand } from './commands/run.ts';
import { serveCommand } from './commands/serve.ts';
import { tryCommand } from './commands/try.ts';
import { createOutput } from './output.ts';

const COMMANDS: readonly CliCommand[] = [
	tryCommand,
	buildCommand,
	publishCommand,
	serveCommand,
	runCommand,
	inspectCommand,
	extractCommand,
];

function version(): string {
	const file = new URL('../../package.json', import.meta.url);
	return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

function createProgram(): Command {
	const width = Math.max(...COMMANDS.map((command) => command.name.length));
	const program = new Command('livemount')
		.description("Defold's Live update: build, publish, run and inspect.")
		.version(version())
		.exitOverride()
		.showHelpAfterError('(add --help for more)')
		.configureHelp({ visibleCommands: () => [] })
		.addHelpText(
			'after',
			`\nCommands:\n${COMMANDS.map(
				({ name, summary, example }) => `  ${name.padEnd(width)}  ${summary}\n  ${' '.repeat(width)}    ${example}`,
			).join(
				'\n',
			)}\n\nlivemount <command> --help says more. Exit codes: 0 done, 1 the input is at fault, 2 wrong usage, 3 a defect of Livemount.`,
		);
	for (const { name, summary, example, define } of COMMANDS) {
		const command = program
			.command(name)
			.description(summary)
			.exitOverride()
			.addOption(new Option('--json', 'print the result as JSON; text for people goes to standard error'))
			.addHelpText('after', `\nExample:\n  ${example}`);
		define(command, async (run) => {
			process.exitCode = await run(createOutput(command.opts<{ json?: boolean }>().json === true));
		});
	}
	return program;
}

/** Says what went wrong and gives the exit code for it. */
function report(error: unknown): number {
	if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
	if (error instanceof UsageError) {
		process.stderr.write(`livemount: ${error.message}\n`);
		return EXIT.usage;
	}
	const json = process.argv.includes('--json');
	if (error instanceof LivemountError && !(error instanceof LuaDefectError)) {
		if (json) process.stdout.write(`${JSON.stringify({ ok: false, error: error.toJSON() }, null, 2)}\n`);
		process.stderr.write(`livemount: ${error.message}\n`);
		return EXIT.input;
	}
	const { stack } = error as Error;
	process.stderr.write(`livemount: this is a defect of Livemount, please report it:\n${stack ?? String(error)}\n`);
	return EXIT.defect;
}

try {
	await createProgram().parseAsync();
} catch (error) {
	process.exitCode = report(error);
}
