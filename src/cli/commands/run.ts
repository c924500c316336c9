import { Option } from 'commander';
import type { Era } from '../../liveupdate/index.ts';
import { playBundle, runFrames } from '../../node/index.ts';
import type { Verify } from '../../resource/index.ts';
import { type CliCommand, collect, EXIT, parseConfigOptions, parseCount } from '../command.ts';
import { debugLevelsOf } from '../debug-levels.ts';
import { createGameLog } from '../game-log.ts';
import { loadInputScript } from '../input-script.ts';
import { parseMountOption } from '../mount-option.ts';
import { openGame } from '../open-game.ts';
import { type Output, plural } from '../output.ts';

type Options = {
	frames: string;
	store?: string;
	mount: string[];
	config: string[];
	era: Era;
	engineVersion?: string;
	verify: Verify;
	allowShadowing?: boolean;
	quirks?: boolean;
	input?: string;
	seed: string;
};

export const runCommand: CliCommand = {
	name: 'run',
	summary: 'play a bundle or a project headless and print its log',
	example: 'livemount run build/gallery --frames 600 --store build/store',
	define(command, action) {
		command
			.argument(
				'<bundle>',
				'a build, a folder with game.dmanifest or archive_files.json, or a project, which is built first',
			)
			.option('--frames <number>', 'how many frames to run, 60 a second', '600')
			.option('--store <dir>', 'where the game keeps its content; without it nothing can be stored')
			.option(
				'--mount <name=uri[@priority]>',
				'mount content before the first frame, such as rooms=zip:rooms.zip; may be repeated',
				collect,
				[],
			)
			.option('--config <section.key=value>', 'override a setting of game.projectc; may be repeated', collect, [])
			.option(
				'--input <file>',
				'input as JSON: [{"frame": 10, "action": "touch", "x": 320, "y": 200, "pressed": true}, …]',
			)
			.option('--seed <number>', 'where math.random begins', '0')
			.addOption(
				new Option('--era <letter>', "which of Defold's live updates: A up to 1.4, B up to 1.12, C from 1.13")
					.choices(['A', 'B', 'C'])
					.default('B'),
			)
			.option('--engine-version <version>', "the engine the game is told it runs on; default: the era's")
			.addOption(
				new Option('--verify <when>', 'when content is compared with its digest')
					.choices(['mount', 'read', 'off'])
					.default('mount'),
			)
			.option('--allow-shadowing', "let packs take the place of the bundle's scripts, as engines do")
			.option('--quirks', 'do what engines do also where that is a known fault')
			.action(async (bundle: string, options: Options) => action((output) => run(bundle, options, output)));
	},
};

async function run(folder: string, options: Options, output: Output): Promise<number> {
	const frames = parseCount(options.frames, '--frames', 1);
	const mounts = options.mount.map(parseMountOption);
	const config = parseConfigOptions(options.config);
	const input = options.input === undefined ? undefined : await loadInputScript(options.input);
	const seed = parseCount(options.seed, '--seed');
	const opened = await openGame(folder, { output, config: options.config });
	if (!opened) {
		output.result({ ok: false });
		return EXIT.input;
	}
	const gameLog = createGameLog(output);
	const played = await playBundle({
		bundle: opened.bundle,
		seed,
		era: options.era,
		mounts,
		config,
		verify: options.verify,
		allowShadowing: options.allowShadowing === true,
		quirks: options.quirks === true,
		debugLevels: debugLevelsOf(process.env),
		log: gameLog.log,
		...(options.store === undefined ? {} : { storeFolder: options.store }),
		...(options.engineVersion === undefined ? {} : { engineVersion: options.engineVersion }),
	});
	const end = await runFrames(played.game, { frames, ...(input ? { input } : {}) });
	await played.close();
	await opened.dispose();
	const errors = played.game.scriptErrorCount();
	const how =
		end.reason === 'exit' ? `the game exited with code ${played.game.exitCode()}` : 'the game was still running';
	output.line(`${plural(end.frames, 'frame')}, ${how}${errors > 0 ? `, ${plural(errors, 'script error')}` : ''}`);
	output.result({
		ok: errors === 0,
		frames: end.frames,
		exitCode: played.game.exitCode() ?? null,
		scriptErrors: errors,
		storage: played.storagePath ?? null,
		log: gameLog.entries,
	});
	return errors === 0 ? EXIT.ok : EXIT.input;
}
