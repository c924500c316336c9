import { Option } from 'commander';
import type { Era } from '../../liveupdate/index.ts';
import { loadBundle, playBundle, runFrames } from '../../node/index.ts';
import type { Verify } from '../../resource/index.ts';
import { type CliCommand, collect, EXIT, parseConfigOptions, parseCount, UsageError } from '../command.ts';
import { createGameLog } from '../game-log.ts';
import { loadInputScript } from '../input-script.ts';
import { type Output, plural } from '../output.ts';

type Options = {
	frames: string;
	store?: string;
	mount: string[];
	config: string[];
	era: Era;
	engineVersion?: string;
	verify: Verify;
	input?: string;
};

export const runCommand: CliCommand = {
	name: 'run',
	summary: 'play a bundle headless and print its log',
	example: 'livemount run build/gallery --frames 600 --store build/store',
	define(command, action) {
		command
			.argument('<bundle>', 'a build, or a folder with game.dmanifest or archive_files.json')
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
			.action(async (bundle: string, options: Options) => action((output) => run(bundle, options, output)));
	},
};

async function run(folder: string, options: Options, output: Output): Promise<number> {
	const frames = parseCount(options.frames, '--frames', 1);
	const mounts = options.mount.map(parseMount);
	const config = parseConfigOptions(options.config);
	const input = options.input === undefined ? undefined : await loadInputScript(options.input);
	const bundle = await loadBundle(folder);
	const gameLog = createGameLog(output);
	const played = await playBundle({
		bundle,
		era: options.era,
		mounts,
		config,
		verify: options.verify,
		log: gameLog.log,
		...(options.store === undefined ? {} : { storeFolder: options.store }),
		...(options.engineVersion === undefined ? {} : { engineVersion: options.engineVersion }),
	});
	const end = await runFrames(played.game, { frames, ...(input ? { input } : {}) });
	await played.close();
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

/** `name=uri`, or `name=uri@priority`; the priority is 10 when not given. */
function parseMount(option: string): { name: string; uri: string; priority: number } {
	const match = /^([^=]+)=(.+?)(?:@(\d+))?$/.exec(option);
	if (!match) throw new UsageError(`--mount ${option}: expected name=uri or name=uri@priority`);
	const [, name, uri, priority] = match;
	return { name: name as string, uri: uri as string, priority: Number(priority ?? 10) };
}
