import { describe, expect, it } from 'vitest';
import { makeGame } from '../../test/make-game.ts';
import { hashOf } from './hash.ts';

const press = { id: hashOf('touch'), value: 1, pressed: true, released: false, repeated: false } as const;

const listener = (name: string, consumes = false): string => `
	function init(self) msg.post(".", "acquire_input_focus") end
	function on_input(self, id, action) print("${name}") return ${consumes} end
	function on_message(self, id) if id == hash("leave") then msg.post(".", "release_input_focus") end end
`;

describe('the input focus', () => {
	it('is a stack: who took it last is asked first', async () => {
		const { game, printed } = await makeGame({ main: { a: { script: listener('a') }, b: { script: listener('b') } } });
		game.step(1 / 60, [press]);
		expect(printed()).toEqual(['b', 'a']);
	});

	it('ends with whoever returns true', async () => {
		const { game, printed } = await makeGame({
			main: { a: { script: listener('a') }, b: { script: listener('b', true) } },
		});
		game.step(1 / 60, [press]);
		expect(printed()).toEqual(['b']);
	});

	it('is given back by release_input_focus', async () => {
		const { game, printed } = await makeGame({ main: { a: { script: listener('a') }, b: { script: listener('b') } } });
		game.post('/b', 'leave');
		game.step(1 / 60);
		game.step(1 / 60, [press]);
		expect(printed()).toEqual(['a']);
	});

	it('taken again moves to the top', async () => {
		const { game, printed } = await makeGame({ main: { a: { script: listener('a') }, b: { script: listener('b') } } });
		game.post('/a', 'acquire_input_focus');
		game.step(1 / 60);
		game.step(1 / 60, [press]);
		expect(printed()).toEqual(['a', 'b']);
	});

	it('goes with a game object that is deleted', async () => {
		const { game, printed } = await makeGame({
			main: { a: { script: listener('a') }, b: { script: `${listener('b')} function update() go.delete() end` } },
		});
		game.step(1 / 60);
		game.step(1 / 60, [press]);
		expect(printed()).toEqual(['a']);
	});

	it('of a proxy lets its collection see the input first', async () => {
		const { frames, game, printed } = await makeGame({
			main: {
				main: {
					script: `
						function init(self) msg.post(".", "acquire_input_focus") msg.post("#proxy", "load") end
						function on_message(self, id, m, sender)
							if id == hash("proxy_loaded") then msg.post(sender, "enable") end
						end
						function on_input(self) print("main") end
					`,
					proxies: { proxy: { collection: 'level' } },
				},
			},
			level: { hero: { script: listener('level') } },
		});
		await frames(2);
		game.step(1 / 60, [press]);
		expect(printed().sort()).toEqual(['level', 'main']);
	});

	it('gives movement of the pointer without an action id', async () => {
		const { game, printed } = await makeGame({
			main: {
				a: {
					script: `
						function init(self) msg.post(".", "acquire_input_focus") end
						function on_input(self, id, action) print(id, action.x, action.dy, action.pressed) end
					`,
				},
			},
		});
		game.step(1 / 60, [
			{
				id: undefined,
				value: 0,
				pressed: false,
				released: false,
				repeated: false,
				position: { x: 3, y: 4, dx: 1, dy: 2 },
			},
		]);
		expect(printed()).toEqual(['nil\t3\t2\tnil']);
	});
});
