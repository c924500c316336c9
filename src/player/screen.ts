/** What a person sees: the canvas, over it the progress bar, or what went wrong. */
export type Screen = {
	readonly canvas: HTMLCanvasElement;
	progress(receivedBytes: number, totalBytes: number | undefined): void;
	/** A small line below the progress bar. */
	note(text: string): void;
	/** Gives the canvas the game's proportions; it is as large as the window allows. */
	setAspect(width: number, height: number): void;
	/** Takes the progress bar away. */
	play(): void;
	/** Shows a message instead of the game, with a button that loads the page again. */
	fail(message: string): void;
};

// Set by script, because a strict content security policy forbids style sheets within the page.
const STYLE = `
html, body { margin: 0; height: 100%; background: #16171d; color: #e8e6e3; font: 16px/1.5 system-ui, sans-serif }
.livemount { position: fixed; inset: 0; display: grid; place-items: center; overflow: hidden }
.livemount > * { grid-area: 1 / 1 }
.livemount canvas { display: block; width: 100%; height: 100%; touch-action: none; outline: none }
.livemount-loading { width: min(22rem, 80vw); text-align: center }
.livemount-loading progress { width: 100%; height: 0.5rem; accent-color: #f0a646 }
.livemount-loading small { display: block; min-height: 1.5em; opacity: 0.7 }
.livemount-failed { max-width: 44rem; max-height: 90vh; overflow: auto; padding: 1.5rem; background: #2a1d22; border-radius: 0.5rem }
.livemount-failed h1 { margin: 0 0 0.5rem; font-size: 1.2rem }
.livemount-failed pre { white-space: pre-wrap; overflow-wrap: anywhere; font: 0.85rem/1.45 ui-monospace, monospace }
.livemount-failed button { font: inherit; padding: 0.4rem 1.2rem }
.livemount [hidden] { display: none }
`;

export function createScreen(parent: HTMLElement): Screen {
	const sheet = new CSSStyleSheet();
	sheet.replaceSync(STYLE);
	document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
	const root = append(parent, 'div', 'livemount');
	const canvas = append(root, 'canvas');
	canvas.tabIndex = 0;
	canvas.setAttribute('aria-label', 'the game');
	const loading = append(root, 'div', 'livemount-loading');
	const bar = append(loading, 'progress');
	const text = append(loading, 'div');
	text.setAttribute('role', 'status');
	const note = append(loading, 'small');
	const failed = append(root, 'div', 'livemount-failed');
	failed.hidden = true;
	failed.setAttribute('role', 'alert');
	append(failed, 'h1').textContent = 'The game cannot go on';
	const reason = append(failed, 'pre');
	const retry = append(failed, 'button');
	retry.textContent = 'Try again';
	retry.addEventListener('click', () => location.reload());

	return {
		canvas,
		progress(receivedBytes, totalBytes) {
			if (totalBytes === undefined) {
				bar.removeAttribute('value');
				text.textContent = megabytes(receivedBytes);
				return;
			}
			bar.max = totalBytes;
			bar.value = receivedBytes;
			text.textContent = `${megabytes(receivedBytes)} of ${megabytes(totalBytes)}`;
		},
		note: (line) => {
			note.textContent = line;
		},
		setAspect(width, height) {
			// As wide as the window, or as its height allows.
			canvas.style.maxWidth = `calc(100vh * ${width} / ${height})`;
			canvas.style.maxHeight = `calc(100vw * ${height} / ${width})`;
		},
		play() {
			loading.hidden = true;
			canvas.focus();
		},
		fail(message) {
			loading.hidden = true;
			failed.hidden = false;
			reason.textContent = message;
		},
	};
}

function append<Name extends keyof HTMLElementTagNameMap>(
	parent: HTMLElement,
	name: Name,
	className = '',
): HTMLElementTagNameMap[Name] {
	const element = document.createElement(name);
	if (className) element.className = className;
	parent.append(element);
	return element;
}

function megabytes(bytes: number): string {
	return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 2 : 1)} MB`;
}
