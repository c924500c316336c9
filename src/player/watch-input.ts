import type { InputEvent, Pointer } from './input-event.ts';

/** Keys that would scroll the page or leave it while somebody plays. */
const TAKEN = new Set(['Tab', 'Space', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Backspace', 'F1', 'F3']);

/** Tells of every event of keyboard, mouse and touch that belongs to the game. */
export function watchInput(canvas: HTMLCanvasElement, tell: (event: InputEvent) => void): void {
	const pointerOf = (event: PointerEvent): Pointer => {
		const { left, bottom, width, height } = canvas.getBoundingClientRect();
		return {
			x: (event.clientX - left) / width,
			y: (bottom - event.clientY) / height,
			button: Math.max(0, event.button),
		};
	};
	canvas.addEventListener('pointerdown', (event) => {
		canvas.focus();
		canvas.setPointerCapture(event.pointerId);
		event.preventDefault();
		tell({ type: 'pointer', phase: 'down', pointer: pointerOf(event) });
	});
	canvas.addEventListener('pointermove', (event) => {
		tell({ type: 'pointer', phase: 'move', pointer: pointerOf(event) });
	});
	for (const name of ['pointerup', 'pointercancel'] as const) {
		canvas.addEventListener(name, (event) => tell({ type: 'pointer', phase: 'up', pointer: pointerOf(event) }));
	}
	canvas.addEventListener('contextmenu', (event) => event.preventDefault());
	canvas.addEventListener(
		'wheel',
		(event) => {
			event.preventDefault();
			if (event.deltaY !== 0) tell({ type: 'wheel', up: -Math.sign(event.deltaY) });
		},
		{ passive: false },
	);
	canvas.addEventListener('keydown', (event) => {
		if (TAKEN.has(event.code)) event.preventDefault();
		if (!event.repeat) tell({ type: 'key', code: event.code, isDown: true });
	});
	canvas.addEventListener('keyup', (event) => tell({ type: 'key', code: event.code, isDown: false }));
	canvas.addEventListener('blur', () => tell({ type: 'release' }));
}
