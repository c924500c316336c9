import { describe, expect, it } from 'vitest';
import { makeGame } from '../../test/make-game.ts';

describe('the three kinds of script', () => {
	it('gui.* from a .script fails as in Defold', async () => {
		const { errors } = await makeGame({ main: { a: { script: 'function init(self) gui.get_node("x") end' } } });
		expect(errors()[0]).toContain(
			'You can only access gui.* functions and values from a gui script instance (.gui_script file)',
		);
	});

	it('go.* from a .gui_script fails as in Defold', async () => {
		const { errors } = await makeGame({
			main: { a: { guis: { gui: { script: 'function init(self) go.get_position() end' } } } },
		});
		expect(errors()[0]).toContain(
			'You can only access go.* functions and values from a script instance (.script file)',
		);
	});

	it('render.* from a .script fails as in Defold', async () => {
		const { errors } = await makeGame({ main: { a: { script: 'function init(self) render.draw() end' } } });
		expect(errors()[0]).toContain('You can only access render.* functions and values from a render script instance');
	});

	it('share globals when the project shares their state, and have states of their own when not', async () => {
		const objects = {
			main: {
				a: { script: 'function init(self) shared = 1 end' },
				b: { guis: { gui: { script: 'function init(self) print(shared, go == nil) end' } } },
			},
		};
		expect((await makeGame(objects)).printed()).toEqual(['1\tfalse']);
		const apart = await makeGame(objects, { config: { 'script.shared_state': '0' } });
		expect(apart.printed()).toEqual(['nil\ttrue']);
	});

	it('run again when they are reloaded, keep self, and are told by on_reload', async () => {
		const sample = await makeGame({
			main: {
				a: {
					script: `
						function init(self) self.count = 1 end
						function update(self) self.count = self.count + 1 end
						function on_reload(self) print("reloaded", self.count) end
					`,
				},
			},
		});
		sample.game.step(1 / 60);
		expect(sample.game.reload('/main_a.scriptc')).toBe(true);
		expect(sample.printed()).toEqual(['reloaded\t2']);
		expect(sample.game.reload('/nothing.scriptc')).toBe(false);
	});
});

describe('content that is broken', () => {
	it('is a line in the log of the script that asked for it, and the game goes on', async () => {
		const script = `
			function init(self) resource.get_buffer("/unused_bad.bufferc") print("never") end
			function update(self) print("on") end
		`;
		const { game, errors, printed } = await makeGame(
			{ main: { a: { script } } },
			{
				prototypes: {
					unused: { components: { bad: { extension: 'bufferc', bytes: () => new Uint8Array([255, 255]) } } },
				},
			},
		);
		expect(errors()[0]).toContain('main:/a#script: ');
		expect(errors()[0]).toContain('/unused_bad.bufferc');
		expect(game.scriptErrorCount()).toBe(1);
		game.step(1 / 60);
		expect(printed()).toEqual(['on']);
	});
});
