import { describe, expect, it } from 'vitest';
import { makeGame } from '../../test/make-game.ts';

/** Runs a script's `init`, then frames, printing a value of every frame. */
async function play(options: { init: string; value: string; frames: number; properties?: Record<string, number> }) {
	const sample = await makeGame({
		main: {
			a: {
				script: `
					function init(self) ${options.init} end
					function late_update(self) print(string.format("%.4f", ${options.value})) end
				`,
				...(options.properties ? { properties: options.properties } : {}),
			},
		},
	});
	for (let frame = 0; frame < options.frames; frame++) sample.game.step(0.25);
	return sample;
}

describe('go.animate', () => {
	it('once forward goes from the present value to the given one and stays', async () => {
		const { printed } = await play({
			init: 'go.animate(".", "position.x", go.PLAYBACK_ONCE_FORWARD, 100, go.EASING_LINEAR, 1)',
			value: 'go.get_position().x',
			frames: 5,
		});
		expect(printed()).toEqual(['25.0000', '50.0000', '75.0000', '100.0000', '100.0000']);
	});

	it('once backward begins at the given value', async () => {
		const { printed } = await play({
			init: 'go.animate(".", "position.x", go.PLAYBACK_ONCE_BACKWARD, 100, go.EASING_LINEAR, 1)',
			value: 'go.get_position().x',
			frames: 4,
		});
		expect(printed()).toEqual(['75.0000', '50.0000', '25.0000', '0.0000']);
	});

	it('once ping-pong is there and back in its duration', async () => {
		const { printed } = await play({
			init: 'go.animate(".", "position.x", go.PLAYBACK_ONCE_PINGPONG, 100, go.EASING_LINEAR, 1)',
			value: 'go.get_position().x',
			frames: 4,
		});
		expect(printed()).toEqual(['50.0000', '100.0000', '50.0000', '0.0000']);
	});

	it('loops forward, backward and ping-pong', async () => {
		for (const [mode, expected] of [
			['FORWARD', ['25.0000', '50.0000', '75.0000', '0.0000', '25.0000']],
			['BACKWARD', ['75.0000', '50.0000', '25.0000', '100.0000', '75.0000']],
			['PINGPONG', ['25.0000', '50.0000', '75.0000', '100.0000', '75.0000']],
		] as const) {
			const { printed } = await play({
				init: `go.animate(".", "position.x", go.PLAYBACK_LOOP_${mode}, 100, go.EASING_LINEAR, 1)`,
				value: 'go.get_position().x',
				frames: 5,
			});
			expect(printed(), mode).toEqual(expected);
		}
	});

	it('calls back once at the end, with self, the url and the property', async () => {
		const { printed } = await play({
			init: `
				self.name = "me"
				go.animate(".", "position.x", go.PLAYBACK_ONCE_FORWARD, 1, go.EASING_LINEAR, 0.5, 0,
					function(self, url, property) print(self.name, url, property) end)
			`,
			value: 'go.get_position().x',
			frames: 4,
		});
		expect(printed()).toEqual(['0.5000', 'me\turl: [main:/a]\thash: [position.x]', '1.0000', '1.0000', '1.0000']);
	});

	it('waits for its delay and starts from the value of then', async () => {
		const { printed } = await play({
			init: `
				go.animate(".", "position.x", go.PLAYBACK_ONCE_FORWARD, 100, go.EASING_LINEAR, 1, 0.5)
				timer.delay(0.25, false, function() go.set_position(vmath.vector3(50, 0, 0)) end)
			`,
			value: 'go.get_position().x',
			frames: 6,
		});
		expect(printed()).toEqual(['50.0000', '50.0000', '62.5000', '75.0000', '87.5000', '100.0000']);
	});

	it('takes the place of an earlier animation of the same property', async () => {
		const { printed } = await play({
			init: `
				go.animate(".", "position.x", go.PLAYBACK_LOOP_FORWARD, 1000, go.EASING_LINEAR, 1, 0, function() print("never") end)
				go.animate(".", "position.x", go.PLAYBACK_ONCE_FORWARD, 4, go.EASING_LINEAR, 1)
			`,
			value: 'go.get_position().x',
			frames: 3,
		});
		expect(printed()).toEqual(['1.0000', '2.0000', '3.0000']);
	});

	it("moves a script's own property, and is stopped by cancel_animations", async () => {
		const { printed } = await play({
			init: `
				go.animate("#", "level", go.PLAYBACK_LOOP_FORWARD, 4, go.EASING_LINEAR, 1)
				timer.delay(0.75, false, function() go.cancel_animations("#", "level") end)
			`,
			value: 'self.level',
			frames: 4,
			properties: { level: 0 },
		});
		expect(printed()).toEqual(['1.0000', '2.0000', '2.0000', '2.0000']);
	});

	it('follows a curve of samples given as a vmath.vector', async () => {
		const { printed } = await play({
			init: 'go.animate(".", "position.x", go.PLAYBACK_ONCE_FORWARD, 10, vmath.vector({ 0, 1, 0 }), 1)',
			value: 'go.get_position().x',
			frames: 4,
		});
		expect(printed()).toEqual(['5.0000', '10.0000', '5.0000', '0.0000']);
	});

	it('animates whole vectors and angles beyond a full turn', async () => {
		const { printed } = await play({
			init: `
				go.animate(".", "position", go.PLAYBACK_ONCE_FORWARD, vmath.vector3(4, 8, 12), go.EASING_LINEAR, 1)
				go.animate(".", "euler.z", go.PLAYBACK_ONCE_FORWARD, 720, go.EASING_LINEAR, 1)
			`,
			value: 'go.get_position().y + go.get(".", "euler.z")',
			frames: 4,
		});
		expect(printed()).toEqual(['182.0000', '364.0000', '546.0000', '728.0000']);
	});

	it('names a property that is not there', async () => {
		const { errors } = await play({
			init: 'go.animate(".", "courage", go.PLAYBACK_ONCE_FORWARD, 1, go.EASING_LINEAR, 1)',
			value: '0',
			frames: 0,
		});
		expect(errors()[0]).toContain("'main:/a' does not have any property called 'courage'");
	});

	it('has every easing of the engine: each begins at 0 and ends at 1', async () => {
		const { printed } = await makeGame({
			main: {
				a: {
					script: `
						function init(self)
							local count = 0
							for name, value in pairs(go) do
								if name:find("^EASING_") then count = count + 1 end
							end
							print(count)
						end
					`,
				},
			},
		});
		expect(printed()).toEqual(['41']);
	});
});
