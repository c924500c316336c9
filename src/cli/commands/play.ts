import { Option } from 'commander';
import { findContentPacks, loadBundle, PAGE_BUNDLE_PREFIX, playerPage, serveFolder } from '../../node/index.ts';
import { type CliCommand, collect, EXIT, parseConfigOptions, parseCount } from '../command.ts';
import { untilInterrupted } from '../interrupted.ts';
import type { Output } from '../output.ts';

type Options = {
	port: string;
	host: string;
	era: 'A' | 'B' | 'C';
	engineVersion?: string;
	config: readonly string[];
	content?: string;
};

export const playCommand: CliCommand = {
	name: 'play',
	summary: 'serve a bundle with a page that plays it in a browser',
	example: 'livemount play build/gallery --port 8124',
	define(command, action) {
		command
			.argument('<bundle>', 'a bundle, made by bob or by livemount build')
			.option('--port <number>', 'the port; 0 takes any free one', '8124')
			.option('--host <address>', 'the address to listen on', '127.0.0.1')
			.option('--content <dir>', 'published content, served at /content/')
			.option('--config <section.key=value>', 'override a setting of game.projectc; may be repeated', collect, [])
			.addOption(
				new Option('--era <letter>', "which of Defold's live updates: A up to 1.4, B up to 1.12, C from 1.13")
					.choices(['A', 'B', 'C'])
					.default('B'),
			)
			.option('--engine-version <version>', "the engine the game is told it runs on; default: the era's")
			.action(async (bundle: string, options: Options) => action((output) => play(bundle, options, output)));
	},
};

async function play(folder: string, options: Options, output: Output): Promise<number> {
	const bundle = await loadBundle(folder);
	const packs = findContentPacks(bundle.folder);
	const { files, faults } = playerPage(bundle, packs, {
		era: options.era,
		config: Object.fromEntries(parseConfigOptions(options.config)),
		...(options.engineVersion === undefined ? {} : { engineVersion: options.engineVersion }),
	});
	for (const fault of faults) output.warn(fault);
	const server = await serveFolder({
		folder: bundle.folder,
		port: parseCount(options.port, '--port'),
		host: options.host,
		files,
		folders: new Map([
			[PAGE_BUNDLE_PREFIX, bundle.folder],
			...(options.content === undefined ? [] : [['/content/', options.content] as const]),
		]),
	});
	output.line(`open ${server.url}/ in a browser; Ctrl+C ends it`);
	output.result({ ok: true, url: server.url, port: server.port, folder: bundle.folder });
	await untilInterrupted();
	await server.close();
	return EXIT.ok;
}
