import type { PlayerSettings, Surface, ToPage, ToWorker } from './protocol.ts';
import { createScreen } from './screen.ts';
import { watchInput } from './watch-input.ts';

/** The half of the player that runs in the page: canvas, progress, devices; the game itself runs in the worker. */
export function runPage(scriptUrl: string): void {
	const screen = createScreen(document.body);
	let settings: PlayerSettings;
	try {
		settings = readSettings();
	} catch (error) {
		screen.fail((error as Error).message);
		return;
	}
	const worker = new Worker(scriptUrl, { type: 'module' });
	const send = (message: ToWorker, transfer: Transferable[] = []): void => worker.postMessage(message, transfer);
	worker.addEventListener('error', (event) => screen.fail(event.message || `${scriptUrl} cannot be run in a worker`));
	worker.addEventListener('message', ({ data }: MessageEvent<ToPage>) => {
		switch (data.type) {
			case 'progress':
				screen.progress(data.receivedBytes, data.totalBytes);
				break;
			case 'retry':
				screen.note(`Trying again: ${data.reason}`);
				break;
			case 'title':
				if (data.title) document.title = data.title;
				screen.setAspect(data.width, data.height);
				break;
			case 'started':
				screen.play();
				break;
			case 'log':
				// biome-ignore lint/suspicious/noConsole: a game's log belongs where its developer looks first
				console[data.severity === 'warning' ? 'warn' : data.severity](data.line);
				break;
			case 'exit':
				screen.fail(`The game ended (${data.code}).`);
				break;
			case 'failed':
				screen.fail(data.message);
				break;
		}
	});

	const { canvas } = screen;
	const surfaceOf = (): Surface => ({
		width: canvas.clientWidth,
		height: canvas.clientHeight,
		pixelRatio: devicePixelRatio,
	});
	const offscreen = canvas.transferControlToOffscreen();
	send({ type: 'start', settings, canvas: offscreen, surface: surfaceOf() }, [offscreen]);
	watchInput(canvas, (event) => send({ type: 'input', event }));
	new ResizeObserver(() => send({ type: 'resize', surface: surfaceOf() })).observe(canvas);
	document.addEventListener('visibilitychange', () => {
		send({ type: 'visible', isVisible: document.visibilityState === 'visible' });
	});
	addEventListener('focus', () => send({ type: 'focus', hasFocus: true }));
	addEventListener('blur', () => send({ type: 'focus', hasFocus: false }));
}

function readSettings(): PlayerSettings {
	const element = document.getElementById('livemount');
	if (!element) throw new Error('the page has no <script type="application/json" id="livemount">');
	const settings: unknown = JSON.parse(element.textContent ?? '');
	if (typeof settings !== 'object' || settings === null || !('bundle' in settings)) {
		throw new Error('the page\'s settings have no "bundle": the address of archive_files.json or of a folder');
	}
	const { bundle, scripts } = settings as PlayerSettings;
	const absolute = (url: string): string => new URL(url, document.baseURI).href;
	return { ...settings, bundle: absolute(bundle), ...(scripts === undefined ? {} : { scripts: absolute(scripts) }) };
}
