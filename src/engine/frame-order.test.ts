import { describe, expect, it } from 'vitest';
import { makeGame } from '../../test/make-game.ts';
import { hashOf } from './hash.ts';

const STEP = 1 / 60;

describe('a frame', () => {
	it('is input, fixed update, update, messages, late update, and deletes last', async () => {
		const { game, printed } = await makeGame({
			main: {
				hero: {
					script: `
						function init(self) msg.post(".", "acquire_input_focus") end
						function on_input(self, id, action) print("input", id) end
						function fixed_update(self, dt) print("fixed_update") end
						function update(self, dt) print("update") msg.post("#", "hello") go.delete() end
						function on_message(self, id) print("message", id) end
						function late_update(self, dt) print("late_update", go.exists("/hero")) end
						function final(self) print("final") end
					`,
				},
			},
		});
		game.step(STEP);
		expect(printed()).toEqual(['fixed_update', 'update', 'message\thash: [hello]', 'late_update\ttrue', 'final']);
	});

	it('begins with input for whoever has the focus', async () => {
		const { game, printed } = await makeGame({
			main: {
				hero: {
					script: `
						function init(self) msg.post(".", "acquire_input_focus") end
						function on_input(self, id, action) print("input", id, action.pressed) end
						function update(self, dt) print("update") end
					`,
				},
			},
		});
		game.step(STEP, [{ id: hashOf('jump'), value: 1, pressed: true, released: false, repeated: false }]);
		expect(printed()).toEqual(['input\thash: [jump]\ttrue', 'update']);
	});

	it('moves animations after all scripts were updated', async () => {
		const { game, printed } = await makeGame({
			main: {
				a: {
					script: `
						function init(self) go.animate(".", "position.x", go.PLAYBACK_ONCE_FORWARD, 60, go.EASING_LINEAR, 1) end
						function update(self) print("update", go.get_position().x) end
						function late_update(self) print("late", go.get_position().x) end
					`,
				},
			},
		});
		game.step(STEP);
		expect(printed()).toEqual(['update\t0', 'late\t1']);
	});

	it('runs a game object that update made from the next frame on, and its init at once', async () => {
		const { game, printed } = await makeGame(
			{
				main: {
					maker: {
						factories: { factory: 'made' },
						script: `
							function update(self)
								if not self.done then self.done = true factory.create("#factory") print("after create") end
							end
						`,
					},
				},
			},
			{
				prototypes: {
					made: { script: 'function init(self) print("init") end function update(self) print("update") end' },
				},
			},
		);
		game.step(STEP);
		expect(printed()).toEqual(['init', 'after create']);
		game.step(STEP);
		expect(printed()).toEqual(['init', 'after create', 'update']);
	});

	it('makes as many fixed updates as the time of the frame asks for', async () => {
		const { game, printed } = await makeGame(
			{ main: { a: { script: 'function fixed_update(self, dt) print(string.format("%.3f", dt)) end' } } },
			{ config: { 'engine.fixed_update_frequency': '120' } },
		);
		game.step(STEP);
		game.step(STEP);
		expect(printed()).toEqual(['0.008', '0.008', '0.008', '0.008']);
	});

	it('deletes at its end, so that others still find what was deleted', async () => {
		const { game, printed } = await makeGame({
			main: {
				a: { script: 'function update(self) go.delete("/b") print("still", go.exists("/b")) end', children: [] },
				b: { script: 'function final(self) print("final") end' },
			},
		});
		game.step(STEP);
		expect(printed()).toEqual(['still\ttrue', 'final']);
		expect(game.mainCollection.find(hashOf('/b'))).toBeUndefined();
	});

	it('delivers what is posted to a deleted game object in the same frame', async () => {
		const { game, printed } = await makeGame({
			main: {
				a: { script: 'function update(self) go.delete("/b") msg.post("/b", "bye") end' },
				b: { script: 'function on_message(self, id) print(id) end function final(self) print("final") end' },
			},
		});
		game.step(STEP);
		expect(printed()).toEqual(['hash: [bye]', 'final']);
	});
});
