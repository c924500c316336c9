import { join } from 'node:path';
import type { Http } from '../../engine/index.ts';
import { LIVE_UPDATE_HEADER_BYTES, RESOURCE_FLAG } from '../../formats/index.ts';
import {
	BUILD_LAYOUT,
	buildToFolder,
	type FileServer,
	findKeys,
	loadBundle,
	loadContent,
	nodeCrypto,
	nodeHttp,
	type OpenedBundle,
	openPublishTarget,
	playBundle,
	runFrames,
	serveFolder,
} from '../../node/index.ts';
import { keyOfHash, type Mounts } from '../../resource/index.ts';
import { addBuildOptions, type BuildCliOptions, buildProgress, readBuildOptions } from '../build-options.ts';
import { type CliCommand, EXIT, parseConfigOptions, parseCount, UsageError } from '../command.ts';
import { createFetchBar, type FetchBar } from '../fetch-bar.ts';
import { createGameLog } from '../game-log.ts';
import { untilInterrupted } from '../interrupted.ts';
import { formatBytes, type Output, plural } from '../output.ts';
import { printBuild } from '../print-build.ts';
import { printDiagnostics } from '../print-diagnostics.ts';

/** The game is over when nothing has been fetched, stored or logged for two seconds of its time. */
const IDLE_FRAMES = 120;

type Options = BuildCliOptions & { work: string; frames: string; port: string; urlSetting?: string; serve?: boolean };

export const tryCommand: CliCommand = {
	name: 'try',
	summary: 'build, publish, serve and play a project in one go, live update included',
	example: 'livemount try examples/gallery --url-setting gallery.content_url',
	define(command, action) {
		addBuildOptions(command.argument('<project>', 'the folder with game.project'))
			.option('--work <dir>', 'where the build, the content and what the game stores are kept', '.livemount')
			.option('--url-setting <section.key>', 'the setting from which the game takes the address of its content')
			.option('--port <number>', 'the port of the content server; 0 takes any free one', '0')
			.option('--frames <number>', 'the most frames to play, 60 a second', '36000')
			.option('--serve', 'keep serving at the end')
			.action(async (project: string, options: Options) => action((output) => tryProject(project, options, output)));
	},
};

async function tryProject(project: string, options: Options, output: Output): Promise<number> {
	const frames = parseCount(options.frames, '--frames', 1);
	const port = parseCount(options.port, '--port');
	if (options.urlSetting !== undefined && !options.urlSetting.includes('.')) {
		throw new UsageError(`--url-setting ${options.urlSetting}: expected section.key`);
	}
	const folders = {
		build: join(options.work, 'build'),
		content: join(options.work, 'content'),
		store: join(options.work, 'store'),
	};

	title(output, `1  build ${project}`);
	const { diagnostics, record, report } = await buildToFolder({
		...(await readBuildOptions(project, folders.build, options)),
		...buildProgress(output),
	});
	printDiagnostics(diagnostics, output);
	if (!record || !report) {
		output.result({ ok: false, diagnostics });
		return EXIT.input;
	}
	printBuild(report, output);

	title(output, `2  sign and publish into ${folders.content}`);
	const target = await openPublishTarget(folders.content);
	const published = await target.publish({
		content: await loadContent(folders.build),
		crypto: nodeCrypto,
		keys: await findKeys(join(folders.build, BUILD_LAYOUT.keys)),
		now: new Date().toISOString(),
	});
	output.line(
		`${plural(published.sentCount, 'resource')} published, ${formatBytes(published.sentBytes)}; ` +
			`${published.keptCount} were there already`,
	);

	const server = await serveFolder({ folder: folders.content, port });
	try {
		title(output, `3  serve at ${server.url}/`);
		title(output, '4  play, headless');
		const bundle = await loadBundle(folders.build);
		const summary = await play({ bundle, server, frames, options, storeFolder: folders.store, output });
		output.result({ ok: summary.scriptErrors === 0, ...record, published, ...summary });
		if (options.serve) {
			output.line(`\nstill serving ${folders.content} at ${server.url}/ until you press Ctrl+C`);
			await untilInterrupted();
		}
		return summary.scriptErrors === 0 ? EXIT.ok : EXIT.input;
	} finally {
		await server.close();
	}
}

function title(output: Output, text: string): void {
	output.line(`\n${output.color.bold(text)}`);
}

async function play(setup: {
	bundle: OpenedBundle;
	server: FileServer;
	frames: number;
	options: Options;
	storeFolder: string;
	output: Output;
}): Promise<{
	frames: number;
	fetchedCount: number;
	fetchedBytes: number;
	verifiedBytes: number;
	scriptErrors: number;
}> {
	const { bundle, server, options, output } = setup;
	const gameLog = createGameLog(output);
	const config = new Map(parseConfigOptions(options.config));
	if (options.urlSetting !== undefined) config.set(options.urlSetting, server.url);
	let fetchedCount = 0;
	let fetchedBytes = 0;
	let verifiedBytes = 0;
	let bar: FetchBar | undefined;
	const http: Http = async (request, onProgress) => {
		const response = await nodeHttp(request, onProgress);
		if (request.url.startsWith(server.url)) {
			fetchedCount++;
			fetchedBytes += response.body.length;
		}
		return response;
	};
	const played = await playBundle({
		bundle,
		era: 'B',
		engineVersion: options.engineVersion,
		storeFolder: setup.storeFolder,
		config,
		log: gameLog.log,
		http,
		onStored: ({ sizeBytes }) => {
			verifiedBytes += sizeBytes;
			bar?.advance(sizeBytes);
		},
		onMounted: (mounts) => {
			const missing = missingContent(bundle, mounts);
			output.line(
				missing.count === 0
					? 'all excluded content is stored already'
					: `${plural(missing.count, 'excluded resource')} not stored yet, ${formatBytes(missing.bytes)}`,
			);
			if (missing.bytes > 0) bar = createFetchBar(missing.bytes, output);
		},
	});
	gameLog.beforeLine = () => bar?.hide();
	const end = await runFrames(played.game, {
		frames: setup.frames,
		idleFrames: IDLE_FRAMES,
		activity: () => gameLog.entries.length + fetchedCount,
	});
	bar?.finish();
	await played.close();
	const scriptErrors = played.game.scriptErrorCount();
	output.line(
		`\n${plural(end.frames, 'frame')}; fetched ${plural(fetchedCount, 'file')}, ${formatBytes(fetchedBytes)}; ` +
			`verified and stored ${formatBytes(verifiedBytes)}${scriptErrors > 0 ? `; ${plural(scriptErrors, 'script error')}` : ''}`,
	);
	if (played.storagePath) output.line(`the content is kept in ${played.storagePath}: run again and nothing is fetched`);
	return { frames: end.frames, fetchedCount, fetchedBytes, verifiedBytes, scriptErrors };
}

/** Excluded content of the bundle's manifest that no mount can serve yet; bytes with headers, as they are fetched. */
function missingContent(bundle: OpenedBundle, mounts: Mounts): { count: number; bytes: number } {
	const digests = new Map<string, number>();
	const { manifest } = bundle;
	for (let at = 0; at < manifest.entryCount; at++) {
		const entry = manifest.entryAt(at);
		if ((entry.flags & RESOURCE_FLAG.EXCLUDED) === 0 || mounts.find(keyOfHash(entry.urlHash))) continue;
		digests.set(entry.hexDigest, (entry.compressedSizeBytes ?? entry.sizeBytes ?? 0) + LIVE_UPDATE_HEADER_BYTES);
	}
	return { count: digests.size, bytes: [...digests.values()].reduce((sum, size) => sum + size, 0) };
}
