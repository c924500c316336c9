import { describe, expect, it } from 'vitest';
import { makeGame } from '../../test/make-game.ts';

describe('messages', () => {
	it('arrive in the order they were posted, each with its sender', async () => {
		const { frames, printed } = await makeGame({
			main: {
				a: { script: 'function init(self) msg.post("b", "one") msg.post("b", "two", { n = 2 }) end' },
				b: { script: 'function on_message(self, id, message, sender) print(id, message.n, sender) end' },
			},
		});
		await frames(1);
		expect(printed()).toEqual(['hash: [one]\tnil\turl: [main:/a#script]', 'hash: [two]\t2\turl: [main:/a#script]']);
	});

	it('go to a string, a hash or a url alike', async () => {
		const { printed } = await makeGame({
			main: {
				a: {
					script: `
						function init(self)
							msg.post("/b#script", "string")
							msg.post(hash("/b"), hash("hash"))
							msg.post(msg.url(nil, "/b", "script"), "url")
						end
					`,
				},
				b: { script: 'function on_message(self, id) print(id) end' },
			},
		});
		expect(printed()).toEqual(['hash: [string]', 'hash: [hash]', 'hash: [url]']);
	});

	it('are pumped until none is left, and at most ten times in a row', async () => {
		const { game, printed } = await makeGame({
			main: {
				a: {
					script: `
						function update(self) self.count = 0 msg.post("#", "again") end
						function on_message(self) self.count = self.count + 1 msg.post("#", "again") end
						function late_update(self) print(self.count > 1) end
					`,
				},
			},
		});
		game.step(1 / 60);
		expect(printed()).toEqual(['true']);
	});

	it('carry a copy of their table: what either side changes afterwards is its own', async () => {
		const { printed } = await makeGame({
			main: {
				a: {
					script: `
						function init(self)
							local t = { v = vmath.vector3(1, 2, 3), list = { 1, 2 } }
							msg.post("b", "copy", t)
							t.v.x = 9
							t.list[1] = 9
						end
					`,
				},
				b: { script: 'function on_message(self, id, m) print(m.v.x, m.list[1], m.list[2]) end' },
			},
		});
		expect(printed()).toEqual(['1\t1\t2']);
	});

	it('hold hashes, urls, vectors, quaternions and matrices', async () => {
		const { printed } = await makeGame({
			main: {
				a: {
					script: `
						function init(self)
							msg.post("#", "all", {
								h = hash("x"), u = msg.url("main:/a#b"), v4 = vmath.vector4(1), q = vmath.quat(), m = vmath.matrix4(), b = true,
							})
						end
						function on_message(self, id, m) print(m.h, m.u, m.v4.w, m.q.w, m.m.m11, m.b) end
					`,
				},
			},
		});
		expect(printed()).toEqual(['hash: [x]\turl: [main:/a#b]\t1\t1\t1\ttrue']);
	});

	it('refuse functions, and tables that contain themselves', async () => {
		const { printed } = await makeGame({
			main: {
				a: {
					script: `
						function init(self)
							print(pcall(msg.post, "#", "m", { f = print }))
							local t = {}
							t.t = t
							print(pcall(msg.post, "#", "m", t))
						end
					`,
				},
			},
		});
		expect(printed()[0]).toContain('unsupported value type in table: function');
		expect(printed()[1]).toContain('recursive');
	});

	it('refuse a table of more than two kilobytes, naming where it was full', async () => {
		const { printed } = await makeGame({
			main: {
				a: {
					script: `function init(self) print(pcall(msg.post, "#", "m", { text = string.rep("x", 3000) })) end`,
				},
			},
		});
		expect(printed()[0]).toContain("buffer (2048 bytes) too small for table, exceeded at 'text' for element #1");
	});

	it('to a socket that is not there are an error of the caller', async () => {
		const { errors } = await makeGame({
			main: { a: { script: 'function init(self) msg.post("nowhere:/x", "m") end' } },
		});
		expect(errors()[0]).toContain('nowhere:/x');
	});

	it('to a game object that is not there are logged, and the game goes on', async () => {
		const { errors, game } = await makeGame({
			main: { a: { script: 'function init(self) msg.post("/gone", "m") end' } },
		});
		expect(errors()[0]).toContain(
			"Instance '/gone' could not be found when dispatching message 'm' sent from main:/a#script",
		);
		expect(game.scriptErrorCount()).toBe(0);
	});

	it('"exit" to @system: ends the game with its code', async () => {
		const { game } = await makeGame({
			main: { a: { script: 'function init(self) msg.post("@system:", "exit", { code = 7 }) end' } },
		});
		game.step(1 / 60);
		expect(game.exitCode()).toBe(7);
	});
});
