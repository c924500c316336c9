import { describe, expect, it } from 'vitest';
import { makeGame } from '../../test/make-game.ts';

describe('the life cycle of a script', () => {
	it('is init, update every frame, final when its game object is deleted', async () => {
		const { frames, printed } = await makeGame({
			main: {
				hero: {
					script: `
						function init(self) self.count = 0 print("init") end
						function update(self, dt)
							self.count = self.count + 1
							print("update", self.count, string.format("%.4f", dt))
							if self.count == 2 then go.delete() end
						end
						function final(self) print("final", self.count) end
					`,
				},
			},
		});
		await frames(4);
		expect(printed()).toEqual(['init', 'update\t1\t0.0167', 'update\t2\t0.0167', 'final\t2']);
	});

	it('keeps the functions of one script from another, and shares its locals', async () => {
		const script = `
			local shared = 0
			function init(self) shared = shared + 1 print(shared, update, go.get_id()) end
		`;
		const other = 'function update(self) end function init(self) print("other", on_message) end';
		const { printed } = await makeGame({ main: { a: { script }, b: { script: other } } });
		expect(printed()).toEqual(['1\tnil\thash: [/a]', 'other\tnil']);
	});

	it('goes on after an error, which is logged with file, line and traceback', async () => {
		const { frames, errors, game } = await makeGame({
			main: { hero: { script: 'function update(self)\n\tlocal t = nil\n\tprint(t.x)\nend' } },
		});
		await frames(2);
		expect(errors()).toHaveLength(2);
		expect(errors()[0]).toContain("SCRIPT: /main_hero.script:3: attempt to index local 't' (a nil value)");
		expect(errors()[0]).toContain('stack traceback:');
		expect(game.scriptErrorCount()).toBe(2);
	});

	it('gives a self that indexes like a table and does not iterate', async () => {
		const { printed } = await makeGame({
			main: {
				hero: { script: 'function init(self) self.x = 1 print(type(self), self.x, self.y, pcall(pairs, self)) end' },
			},
		});
		expect(printed()[0]).toMatch(
			/^userdata\t1\tnil\tfalse\tbad argument #1 to '\??.*' \(table expected, got userdata\)/,
		);
	});

	it('has its properties in self, and others can read and set them', async () => {
		const { printed, errors } = await makeGame({
			main: {
				hero: { script: 'function init(self) print(self.speed) end', properties: { speed: 7 } },
				other: {
					script: `function init(self)
						go.set("/hero#script", "speed", 9)
						print(go.get("/hero#script", "speed"))
						print(pcall(go.get, "/hero#script", "nothing"))
					end`,
				},
			},
		});
		expect(printed().slice(0, 2)).toEqual(['7', '9']);
		expect(printed()[2]).toContain("does not have any property called 'nothing'");
		expect(errors()).toEqual([]);
	});
});

describe('require', () => {
	it('runs a module once and gives the same table to everybody', async () => {
		const script =
			'local m = require "lib.counter"\nfunction init(self) print(m.next(), require "lib.counter" == m) end';
		const { printed } = await makeGame(
			{ main: { a: { script }, b: { script: `${script} -- another text` } } },
			{
				modules: {
					'lib.counter':
						'local M = {} local n = 0 print("loaded", ...) function M.next() n = n + 1 return n end return M',
				},
			},
		);
		expect(printed()).toEqual(['loaded\tlib.counter', '1\ttrue', '2\ttrue']);
	});

	it('names a module that is not there', async () => {
		const { printed } = await makeGame({
			main: { a: { script: 'function init() print(pcall(require, "no.such")) end' } },
		});
		expect(printed()[0]).toContain("module 'no.such' not found");
	});
});

describe('messages', () => {
	it('reach one component, a game object or the sender itself, as copies', async () => {
		const { printed, errors } = await makeGame({
			main: {
				a: {
					script: `
						function init(self)
							self.body = { n = 1, list = { "x" } }
							msg.post("/b#script", "hello", self.body)
							msg.post("b", "hello again")
							msg.post("#", hash("to myself"))
							self.body.n = 2
						end
						function on_message(self, id, message, sender) print("a", id, sender) end
					`,
				},
				b: {
					script: `function on_message(self, id, message, sender)
						print("b", id, message.n, message.list and message.list[1], sender)
					end`,
				},
			},
		});
		expect(printed()).toEqual([
			'b\thash: [hello]\t1\tx\turl: [main:/a#script]',
			'b\thash: [hello again]\tnil\tnil\turl: [main:/a#script]',
			'a\thash: [to myself]\turl: [main:/a#script]',
		]);
		expect(errors()).toEqual([]);
	});

	it('to nobody are logged, and to no socket are an error of the script', async () => {
		const { errors } = await makeGame({
			main: {
				a: {
					script: `function init(self)
						msg.post("/nobody", "hello")
						msg.post("/a#nothing", "hello")
						msg.post("elsewhere:/a", "hello")
					end`,
				},
			},
		});
		expect(errors()[0]).toContain("Could not send message 'hello' from 'main:/a#script' to 'elsewhere:/a'");
		expect(errors()[1]).toBe(
			"GAMEOBJECT: Instance '/nobody' could not be found when dispatching message 'hello' sent from main:/a#script",
		);
		expect(errors()[2]).toBe(
			"GAMEOBJECT: Component '/a#nothing' could not be found when dispatching message 'hello' sent from main:/a#script",
		);
	});

	it('carry vectors, hashes and urls, and refuse functions', async () => {
		const { printed } = await makeGame({
			main: {
				a: {
					script: `
						function init(self)
							msg.post("#", "m", { v = vmath.vector3(1, 2, 3), h = hash("x"), u = msg.url("#"), b = false, [1] = "one" })
							print(pcall(msg.post, "#", "m", { f = print }))
						end
						function on_message(self, id, m) print(m.v, m.h == hash("x"), m.u, m.b, m[1]) end
					`,
				},
			},
		});
		expect(printed()[0]).toContain('unsupported value type in table: function');
		expect(printed()[1]).toBe('vmath.vector3(1, 2, 3)\ttrue\turl: [main:/a#script]\tfalse\tone');
	});
});

describe('msg.url()', () => {
	it.each([
		['msg.url()', 'main:/a#script'],
		['msg.url("")', 'main:/a#script'],
		['msg.url(".")', 'main:/a'],
		['msg.url("#")', 'main:/a#script'],
		['msg.url("#other")', 'main:/a#other'],
		['msg.url("b")', 'main:/b'],
		['msg.url("/b#c")', 'main:/b#c'],
		['msg.url("other:/b#c")', 'other:/b#c'],
		['msg.url("other:")', 'other:'],
		['msg.url("other:b")', 'other:b'],
		['msg.url("other", "/b", "c")', 'other:/b#c'],
		['msg.url(nil, hash("/b"), "c")', 'main:/b#c'],
		['msg.url(hash("other"), "/b", nil)', 'other:/b'],
	])('%s is %s', async (expression, text) => {
		const { printed, errors } = await makeGame({ main: { a: { script: `function init() print(${expression}) end` } } });
		expect(errors()).toEqual([]);
		expect(printed()).toEqual([`url: [${text}]`]);
	});

	it('refuses more than one ":" or "#"', async () => {
		const { printed } = await makeGame({
			main: { a: { script: 'function init() print(pcall(msg.url, "a:b:c")) end' } },
		});
		expect(printed()[0]).toContain("Could not parse 'a:b:c' because the URL is invalid");
	});

	it('gives urls that are equal by value, and whose parts can be changed', async () => {
		const { printed } = await makeGame({
			main: {
				a: {
					script: `function init()
						local u = msg.url("/b#c")
						print(u == msg.url("/b#c"), u == msg.url("/b"), u.path == hash("/b"), u.fragment)
						u.fragment = "d"
						print(u)
					end`,
				},
			},
		});
		expect(printed()).toEqual(['true\tfalse\ttrue\thash: [c]', 'url: [main:/b#d]']);
	});
});

describe('timers', () => {
	it('fire after their time, once or again and again, until cancelled', async () => {
		const { frames, printed } = await makeGame({
			main: {
				a: {
					script: `
						function init(self)
							timer.delay(0.05, false, function(self, handle, elapsed) print("once", self.name, elapsed >= 0.05) end)
							self.name = "me"
							local n = 0
							self.again = timer.delay(0.02, true, function(self)
								n = n + 1
								print("again", n)
								if n == 3 then print(timer.cancel(self.again), timer.cancel(self.again)) end
							end)
						end
					`,
				},
			},
		});
		await frames(20);
		expect(printed()).toEqual(['again\t1', 'again\t2', 'once\tme\ttrue', 'again\t3', 'true\tfalse']);
	});

	it('do not fire once their script is gone', async () => {
		const { frames, printed } = await makeGame({
			main: {
				a: { script: 'function init(self) timer.delay(0.1, false, function() print("late") end) go.delete() end' },
			},
		});
		await frames(20);
		expect(printed()).toEqual([]);
	});
});

describe('game objects', () => {
	it('have a place in the world that follows their parents', async () => {
		const { frames, printed } = await makeGame({
			main: {
				parent: {
					position: [10, 20, 0],
					children: ['child'],
					script: `
						function init(self) print(go.get_world_position("/child"), go.get_position("/child")) end
						function update(self)
							if self.moved then return end
							self.moved = true
							go.set_position(vmath.vector3(100, 0, 0))
							go.set_scale(2)
							print(go.get_world_position("/child"))
							msg.post("#", "look")
						end
						function on_message(self) print(go.get_world_position("/child"), go.get_parent("/child")) end
					`,
				},
				child: { position: [1, 2, 3] },
			},
		});
		await frames(2);
		expect(printed()).toEqual([
			'vmath.vector3(11, 22, 3)\tvmath.vector3(1, 2, 3)',
			// Within the update it is still that of the frame before.
			'vmath.vector3(11, 22, 3)',
			'vmath.vector3(102, 4, 3)\thash: [/parent]',
		]);
	});

	it('are made by factories, initialised at once, with the properties given', async () => {
		const { frames, printed, errors } = await makeGame(
			{
				main: {
					a: {
						factories: { maker: 'bullet' },
						script: `
							function init(self)
								self.id = factory.create("#maker", vmath.vector3(5, 6, 7), nil, { speed = 3 })
								print("made", self.id, go.get_position(self.id), go.exists(self.id))
								go.delete(self.id)
								print("still there", go.exists(self.id))
							end
							function update(self) print("now", go.exists(self.id)) end
						`,
					},
				},
			},
			{
				prototypes: {
					bullet: {
						script: 'function init(self) print("bullet", self.speed) end function final() print("gone") end',
						properties: { speed: 1 },
					},
				},
			},
		);
		await frames(2);
		expect(errors()).toEqual([]);
		expect(printed()).toEqual([
			'bullet\t3',
			'made\thash: [/instance0]\tvmath.vector3(5, 6, 7)\ttrue',
			'still there\ttrue',
			'now\ttrue',
			'gone',
			'now\tfalse',
		]);
	});

	it('are deleted with their children, or leave them to their parent', async () => {
		const { frames, printed } = await makeGame({
			main: {
				top: {
					children: ['middle'],
					script: 'function update(self) print(go.exists("/middle"), go.get_parent("/leaf")) end',
				},
				middle: { children: ['leaf'], script: 'function init() go.delete() end' },
				leaf: {},
			},
		});
		await frames(2);
		expect(printed()).toEqual(['true\thash: [/middle]', 'false\thash: [/top]']);
	});
});
