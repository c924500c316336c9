import type { DeviceEvent } from '../engine/index.ts';
import { keyOfCode } from './key-codes.ts';

/** An event of a device, as the page hands it to the worker. Positions are 0 to 1 from the bottom left of the canvas. */
export type InputEvent =
	| { readonly type: 'pointer'; readonly phase: 'down' | 'move' | 'up'; readonly pointer: Pointer }
	/** Clicks of a wheel, up positive. */
	| { readonly type: 'wheel'; readonly up: number }
	/** `code` is the browser's name of the key's place on the keyboard. */
	| { readonly type: 'key'; readonly code: string; readonly isDown: boolean }
	/** Every device is released: the page lost the focus. */
	| { readonly type: 'release' };

export type Pointer = {
	readonly x: number;
	readonly y: number;
	/** Of a mouse: 0 left, 1 middle, 2 right; a finger is the left button. */
	readonly button: number;
};

/** `MOUSE_BUTTON_LEFT`, `_MIDDLE`, `_RIGHT`, then the numbered ones after the third. */
const BUTTONS = [2, 3, 4, 8, 9];
const WHEEL_UP = 0;
const WHEEL_DOWN = 1;

/** What the engine makes of an event. `width` and `height` are the project's display size. */
export function deviceEvents(event: InputEvent, { width, height }: { width: number; height: number }): DeviceEvent[] {
	switch (event.type) {
		case 'pointer': {
			const { x, y, button } = event.pointer;
			const move: DeviceEvent = { type: 'move', x: x * width, y: y * height };
			const number = BUTTONS[button];
			if (event.phase === 'move' || number === undefined) return [move];
			return [move, { type: 'button', button: number, isDown: event.phase === 'down' }];
		}
		case 'wheel': {
			const button = event.up > 0 ? WHEEL_UP : WHEEL_DOWN;
			return [true, false].map((isDown) => ({ type: 'button', button, isDown }));
		}
		case 'key': {
			const key = keyOfCode(event.code);
			return key === undefined ? [] : [{ type: 'key', key, isDown: event.isDown }];
		}
		case 'release':
			return [event];
	}
}
