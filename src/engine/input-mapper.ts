import type { InputBinding } from '../formats/index.ts';
import { type Hash, hashOf } from './hash.ts';
import type { InputAction } from './input.ts';

/** What happened to a device. Keys and buttons are the numbers of `dmInputDDF.Key` and `dmInputDDF.Mouse`. */
export type DeviceEvent =
	| { readonly type: 'key'; readonly key: number; readonly isDown: boolean }
	| { readonly type: 'button'; readonly button: number; readonly isDown: boolean }
	/** In the project's display size, origin bottom left. */
	| { readonly type: 'move'; readonly x: number; readonly y: number }
	/** Everything that is held is let go. */
	| { readonly type: 'release' };

/** Turns events of devices into the actions of frames, by a project's input binding. */
export type InputMapper = {
	/** Takes an event for the next frame. */
	add(event: DeviceEvent): void;
	/** The actions of a frame of `dt` seconds. */
	frame(dt: number): InputAction[];
};

export type InputMapperOptions = {
	binding: InputBinding;
	/** Seconds until a held input repeats, and between repeats; 0 never repeats. */
	repeatDelay: number;
	repeatInterval: number;
};

/** `MOUSE_BUTTON_LEFT` and the numbered button that is the same one, and so on. */
const SAME_BUTTON: ReadonlyMap<number, number> = new Map([
	[5, 2],
	[7, 3],
	[6, 4],
]);

type Trigger = {
	readonly id: Hash;
	readonly device: string;
	readonly isPointer: boolean;
	isHeld: boolean;
	heldSeconds: number;
	nextRepeat: number;
};

/**
 * Makes a mapper. A key pressed and let go between two frames counts as pressed in the first and released in the next, so
 * that no tap is lost.
 */
export function createInputMapper({ binding, repeatDelay, repeatInterval }: InputMapperOptions): InputMapper {
	const triggers: Trigger[] = [
		...binding.keyTrigger.map(({ input, action }) => trigger(action, `key ${input}`, false)),
		...binding.mouseTrigger.map(({ input, action }) =>
			trigger(action, `button ${SAME_BUTTON.get(input) ?? input}`, true),
		),
	];
	let queue: DeviceEvent[] = [];
	const held = new Set<string>();
	let position: { x: number; y: number } | undefined;

	const apply = (): { dx: number; dy: number } => {
		const before = position;
		const changed = new Set<string>();
		const later: DeviceEvent[] = [];
		for (const event of queue) {
			if (event.type === 'move') {
				position = { x: event.x, y: event.y };
				continue;
			}
			if (event.type === 'release') {
				for (const device of held) if (!changed.has(device)) held.delete(device);
				if (changed.size > 0) later.push(event);
				continue;
			}
			const device = deviceOf(event);
			if (changed.has(device)) {
				later.push(event);
				continue;
			}
			changed.add(device);
			if (event.isDown) held.add(device);
			else held.delete(device);
		}
		queue = later;
		return before && position ? { dx: position.x - before.x, dy: position.y - before.y } : { dx: 0, dy: 0 };
	};

	const actionOf = (item: Trigger, dt: number, pointer: InputAction['position']): InputAction | undefined => {
		const isHeld = held.has(item.device);
		const pressed = isHeld && !item.isHeld;
		const released = !isHeld && item.isHeld;
		item.isHeld = isHeld;
		if (!isHeld && !released) return undefined;
		item.heldSeconds = pressed ? 0 : item.heldSeconds + dt;
		if (pressed) item.nextRepeat = repeatDelay;
		const repeated = isHeld && !pressed && repeatInterval > 0 && item.heldSeconds >= item.nextRepeat;
		if (repeated) item.nextRepeat += repeatInterval;
		return {
			id: item.id,
			value: isHeld ? 1 : 0,
			pressed,
			released,
			// As in Defold, the first press counts as a repeat too.
			repeated: pressed || repeated,
			...(item.isPointer && pointer ? { position: pointer } : {}),
		};
	};

	return {
		add: (event) => {
			queue.push(event);
		},
		frame(dt) {
			const { dx, dy } = apply();
			const pointer = position && { ...position, dx, dy };
			const actions: InputAction[] = [];
			if (pointer && (dx !== 0 || dy !== 0)) {
				actions.push({ id: undefined, value: 0, pressed: false, released: false, repeated: false, position: pointer });
			}
			for (const item of triggers) {
				const action = actionOf(item, dt, pointer);
				if (action) actions.push(action);
			}
			return actions;
		},
	};
}

function trigger(action: string, device: string, isPointer: boolean): Trigger {
	return { id: hashOf(action), device, isPointer, isHeld: false, heldSeconds: 0, nextRepeat: 0 };
}

function deviceOf(event: { type: 'key'; key: number } | { type: 'button'; button: number }): string {
	return event.type === 'key' ? `key ${event.key}` : `button ${SAME_BUTTON.get(event.button) ?? event.button}`;
}
