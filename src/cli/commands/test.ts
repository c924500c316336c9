import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { runLuaTests } from '../../engine/index.ts';
import { playBundle } from '../../node/index.ts';
import { type CliCommand, collect, EXIT, UsageError } from '../command.ts';
import { createGameLog } from '../game-log.ts';
import { openGame } from '../open-game.ts';
import { type Output, plural } from '../output.ts';

type Options = { only?: string; config: string[] };

/** Folders that hold no sources of the project. */
const SKIPPED: ReadonlySet<string> = new Set(['.git', '.internal', 'build', 'bundle', 'node_modules', '.livemount']);

export const testCommand: CliCommand = {
	name: 'test',
	summary: "run a project's Lua unit tests, every *_test.lua, without the engine",
	example: 'livemount test my-project --only inventory',
	define(command, action) {
		command
			.argument('<project>', 'the folder with game.project')
			.option('--only <text>', 'only tests whose file or name contains it')
			.option('--config <section.key=value>', 'override a setting of game.project; may be repeated', collect, [])
			.action(async (project: string, options: Options) => action((output) => test(project, options, output)));
	},
};

async function test(project: string, options: Options, output: Output): Promise<number> {
	if (!existsSync(join(project, 'game.project'))) {
		throw new UsageError(`${project}: expected a Defold project with a file game.project`);
	}
	const paths = await testFiles(project);
	if (paths.length === 0)
		throw new UsageError(`${project}: found no test, that is no file whose name ends in _test.lua`);
	const opened = await openGame(project, { output, config: options.config });
	if (!opened) {
		output.result({ ok: false, tests: [] });
		return EXIT.input;
	}
	const gameLog = createGameLog(output);
	const sources = await projectModules(project);
	try {
		const played = await playBundle({
			bundle: opened.bundle,
			era: 'B',
			log: gameLog.log,
			findModule: (name) => sources.get(name),
		});
		const files = await Promise.all(
			paths.map(async (path) => ({ path, source: new Uint8Array(await readFile(join(project, path))) })),
		);
		const results = runLuaTests(played.game, files, options.only);
		await played.close();
		for (const { file, name, ok, message } of results) {
			output.line(`${ok ? 'ok  ' : 'FAIL'} ${file}: ${name}`);
			if (message !== undefined) output.line(`     ${message.split('\n').join('\n     ')}`);
		}
		const failed = results.filter(({ ok }) => !ok).length;
		output.line(`${plural(results.length, 'test')}, ${failed === 0 ? 'all passed' : `${failed} failed`}`);
		output.result({ ok: failed === 0, tests: results });
		return failed === 0 && results.length > 0 ? EXIT.ok : EXIT.input;
	} finally {
		await opened.dispose();
	}
}

/** Paths of all Lua files below a folder, with "/" between their parts. */
async function luaFiles(root: string, folder: string = root): Promise<string[]> {
	const found: string[] = [];
	for (const entry of await readdir(folder, { withFileTypes: true })) {
		const path = join(folder, entry.name);
		if (entry.isDirectory() && !SKIPPED.has(entry.name)) found.push(...(await luaFiles(root, path)));
		else if (entry.isFile() && entry.name.endsWith('.lua')) found.push(relative(root, path).split(sep).join('/'));
	}
	return found.sort();
}

async function testFiles(project: string): Promise<string[]> {
	return (await luaFiles(resolve(project))).filter((path) => path.endsWith('_test.lua'));
}

/** Every Lua file of the project by the name it is required by: tests may need modules that no script does. */
async function projectModules(project: string): Promise<Map<string, { source: Uint8Array; chunkName: string }>> {
	const root = resolve(project);
	const modules = new Map<string, { source: Uint8Array; chunkName: string }>();
	for (const path of await luaFiles(root)) {
		const source = new Uint8Array(await readFile(join(root, path)));
		modules.set(path.slice(0, -'.lua'.length).replaceAll('/', '.'), { source, chunkName: `@/${path}` });
	}
	return modules;
}
