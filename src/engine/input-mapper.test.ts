import { create } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { InputBindingSchema } from '../formats/index.ts';
import { createInputMapper } from './input-mapper.ts';

const KEY_SPACE = 0;
const MOUSE_BUTTON_LEFT = 2;
const MOUSE_BUTTON_1 = 5;

const mapper = () =>
	createInputMapper({
		binding: create(InputBindingSchema, {
			keyTrigger: [{ input: KEY_SPACE, action: 'jump' }],
			mouseTrigger: [{ input: MOUSE_BUTTON_1, action: 'touch' }],
		}),
		repeatDelay: 0.5,
		repeatInterval: 0.2,
	});
const brief = (actions: ReturnType<ReturnType<typeof mapper>['frame']>) =>
	actions.map(({ id, pressed, released, repeated, value }) => ({
		id: id?.text,
		is: `${pressed ? 'pressed ' : ''}${released ? 'released ' : ''}${repeated ? 'repeated ' : ''}${value}`,
	}));

describe('input', () => {
	it('is pressed once, held, and released', () => {
		const input = mapper();
		input.add({ type: 'key', key: KEY_SPACE, isDown: true });
		expect(brief(input.frame(0.1))).toEqual([{ id: 'jump', is: 'pressed repeated 1' }]);
		expect(brief(input.frame(0.1))).toEqual([{ id: 'jump', is: '1' }]);
		input.add({ type: 'key', key: KEY_SPACE, isDown: false });
		expect(brief(input.frame(0.1))).toEqual([{ id: 'jump', is: 'released 0' }]);
		expect(input.frame(0.1)).toEqual([]);
	});

	it('loses no tap that begins and ends between two frames', () => {
		const input = mapper();
		for (const isDown of [true, false]) input.add({ type: 'key', key: KEY_SPACE, isDown });
		expect(brief(input.frame(0.1))).toEqual([{ id: 'jump', is: 'pressed repeated 1' }]);
		expect(brief(input.frame(0.1))).toEqual([{ id: 'jump', is: 'released 0' }]);
	});

	it('repeats after the delay, then at the interval', () => {
		const input = mapper();
		input.add({ type: 'key', key: KEY_SPACE, isDown: true });
		const repeats = Array.from({ length: 10 }, () => input.frame(0.125)[0]?.repeated);
		expect(repeats).toEqual([true, false, false, false, true, false, true, false, true, true]);
	});

	it('takes the left button for the first, and tells where the pointer is and how far it went', () => {
		const input = mapper();
		input.add({ type: 'move', x: 10, y: 20 });
		expect(input.frame(0.1)).toEqual([]);
		input.add({ type: 'move', x: 13, y: 16 });
		input.add({ type: 'button', button: MOUSE_BUTTON_LEFT, isDown: true });
		const position = { x: 13, y: 16, dx: 3, dy: -4 };
		expect(input.frame(0.1)).toMatchObject([
			{ id: undefined, position },
			{ pressed: true, position },
		]);
		expect(input.frame(0.1)).toMatchObject([{ pressed: false, position: { x: 13, y: 16, dx: 0, dy: 0 } }]);
	});

	it('lets everything go when the window loses the focus', () => {
		const input = mapper();
		input.add({ type: 'key', key: KEY_SPACE, isDown: true });
		input.frame(0.1);
		input.add({ type: 'release' });
		expect(brief(input.frame(0.1))).toEqual([{ id: 'jump', is: 'released 0' }]);
	});
});
