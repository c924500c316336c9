import { LivemountError } from '../bytes/index.ts';
import { type CompiledScripts, formatLogEntry } from '../engine/index.ts';
import { portableCrypto } from '../formats/index.ts';
import type { Log } from '../liveupdate/index.ts';
import { loadWebBundle } from '../web/index.ts';
import { createFrameLoop } from './frame-loop.ts';
import { deviceEvents } from './input-event.ts';
import type { PlayerSettings, ToPage, ToWorker } from './protocol.ts';
import { startGame } from './start-game.ts';

/** The half of the player that runs in the worker: it owns the bundle, the stored content and the game. */
export function runWorker(): void {
	const loop = createFrameLoop();
	addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
		switch (data.type) {
			case 'start':
				start(data.settings, loop).catch((error: unknown) => send({ type: 'failed', message: describe(error) }));
				break;
			case 'input':
				for (const event of deviceEvents(data.event, display)) loop.input(event);
				break;
			case 'resize':
			case 'focus':
				break;
			case 'visible':
				loop.setVisible(data.isVisible);
				break;
		}
	});
}

/** The project's display size. */
let display = { width: 960, height: 640 };

async function start(settings: PlayerSettings, loop: ReturnType<typeof createFrameLoop>): Promise<void> {
	const [bundle, compiledScripts] = await Promise.all([
		loadWebBundle({
			url: settings.bundle,
			crypto: portableCrypto,
			onProgress: (progress) => send({ type: 'progress', ...progress }),
			onRetry: (reason) => send({ type: 'retry', reason }),
		}),
		loadScripts(settings.scripts),
	]);
	const { game, config, input } = await startGame({ bundle, settings, log, compiledScripts });
	display = { width: config.integer('display.width', 960), height: config.integer('display.height', 640) };
	send({ type: 'title', title: config.string('project.title') ?? '', ...display });
	loop.run(game, {
		input,
		onFirstFrame: () => send({ type: 'started' }),
		onExit: (code) => send({ type: 'exit', code }),
		onFailed: (error) => send({ type: 'failed', message: describe(error) }),
	});
}

async function loadScripts(url: string | undefined): Promise<CompiledScripts | undefined> {
	if (url === undefined) return undefined;
	const module = (await import(url)) as { default: CompiledScripts };
	return module.default;
}

const log: Log = (entry) => send({ type: 'log', severity: entry.severity, line: formatLogEntry(entry) });

function send(message: ToPage): void {
	postMessage(message);
}

/** Faults with a code are the bundle's or the network's; of others the stack is what helps. */
function describe(error: unknown): string {
	if (error instanceof LivemountError) return error.message;
	return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
