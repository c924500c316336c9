import { describe, expect, it } from 'vitest';
import { makeGame } from '../../test/make-game.ts';

/** Runs a script for some frames and gives what it printed. */
async function printed(
	script: string,
	options: { frames?: number; dt?: number; modules?: Record<string, string> } = {},
) {
	const sample = await makeGame({ main: { a: { script } } }, { modules: options.modules ?? {} });
	for (let frame = 0; frame < (options.frames ?? 0); frame++) sample.game.step(options.dt ?? 1 / 60);
	expect(sample.errors()).toEqual([]);
	return sample.printed();
}

// The ideas of the manual "Lua in Defold", each with the output it tells.
describe('Lua in a script, as the manual shows it', () => {
	it('nil, booleans and numbers print as they should', async () => {
		expect(
			await printed(`
				print(unassigned)
				local flag = true
				if flag then print("flag is true") else print("flag is false") end
				if unassigned then print("set") end
				if not unassigned then print("nil or false") end
				print(10) print(10.0) print(10.000000000001)
				print(5 - 7/3)
			`),
		).toEqual(['nil', 'flag is true', 'nil or false', '10', '10', '10.000000000001', '2.6666666666667']);
	});

	it('strings join, convert to numbers and from them, and know escapes', async () => {
		expect(
			await printed(`
				local one, two = "hello", 'world'
				print(one .. two) print("10.2" + 1) print((pcall(function() return one + 1 end))) print(one .. 1)
				print("one\\nstring") print("\\097bc") print(#[[
two
lines]])
			`),
		).toEqual(['helloworld', '11.2', 'false', 'hello1', 'one\nstring', 'abc', '9']);
	});

	it('functions are values that take and give functions', async () => {
		expect(
			await printed(`
				local plus = function(p, q) return p + q end
				local function times(p, q) return p * q end
				local function operate(f, p, q) return f(p, q) end
				local function adder(n) return function(a) return a + n end end
				print(plus(4, 5)) print(times(4, 5)) print(operate(plus, 4, 5)) print(operate(times, 4, 5))
				local two = adder(2)
				print(two(3)) print(two(10))
			`),
		).toEqual(['9', '20', '9', '20', '5', '12']);
	});

	it('tables are sequences, records and both, and are shared by reference', async () => {
		expect(
			await printed(`
				local days = { "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday" }
				print(days[1]) print(days[5])
				local moons = { Earth = { "Moon" }, Uranus = { "Puck", "Miranda", "Ariel" } }
				print(moons.Uranus[3])
				local t = {}
				t[1] = "first" t[1 + 1] = "second" t.x = 1
				local u = t
				u[1] = "changed"
				for key, value in pairs(t) do print(key, value) end
				print(#"donkey") print(#{ a = 1 }) print(#{ "a", "b", nil })
			`),
		).toEqual(['Sunday', 'Thursday', 'Ariel', '1\tchanged', '2\tsecond', 'x\t1', '6', '0', '2']);
	});

	it('operators and loops', async () => {
		expect(
			await printed(`
				local a = -1
				print(a * 2 + 3 / 4^5) print(true or false) print(true and false) print(not false) print(1 .. 2)
				local days, i = { "Sunday", "Monday", "Saturday" }, 0
				repeat i = i + 1 until days[i] == "Saturday"
				print(i)
				local sum = 0
				for n = 10, 1, -3 do sum = sum + n end
				print(sum)
				while true do sum = sum + 1 if sum >= 100 then break end end
				print(sum)
			`),
		).toEqual(['-1.9970703125', 'true', 'false', 'true', '12', '3', '22', '100']);
	});

	it('a local is seen from its declaration on, and closures keep theirs', async () => {
		expect(
			await printed(`
				local function early() print(late, global) end
				local late = "one"
				global = "two"
				early()
				local function counter(x) return function() x = x + 1 return x end end
				local first, second = counter(10), counter(20)
				print(first()) print(second()) print(first())
				local v = "outer"
				do local v = "inner" print(v) end
				print(v)
			`),
		).toEqual(['nil\ttwo', '11', '21', '12', 'inner', 'outer']);
	});

	it('a coroutine as a sequence of positions, resumed every frame', async () => {
		expect(
			await printed(
				`
				local function sequence(self)
					while self.y < 440 do
						self.y = self.y + 100
						coroutine.yield(self.y)
					end
					return 440
				end
				function init(self)
					self.y = 100
					self.co = coroutine.create(sequence)
					go.set_position(vmath.vector3(100, 0, 0))
				end
				function update(self, dt)
					local running, y = coroutine.resume(self.co, self)
					if running then go.set_position(vmath.vector3(100, y, 0)) end
				end
				function late_update(self) print(go.get_position().y) end
			`,
				{ frames: 6 },
			),
		).toEqual(['200', '300', '400', '500', '440', '440']);
	});

	it('logic that waits with a dummy property instead of counting in update', async () => {
		const sample = await makeGame({
			main: {
				a: {
					properties: { dummy: 0 },
					script: `
						local function send_second() print("second") end
						local function send_first() print("first") msg.post("other", "first_message") end
						function init(self)
							go.animate("#", "dummy", go.PLAYBACK_ONCE_FORWARD, 0, go.EASING_LINEAR, 2.0, 0, send_first)
						end
						function on_message(self, message_id)
							if message_id == hash("response") then
								go.animate("#", "dummy", go.PLAYBACK_ONCE_FORWARD, 0, go.EASING_LINEAR, 5.0, 0, send_second)
							end
						end
					`,
				},
				other: { script: 'function on_message(self, id, m, sender) msg.post(sender, "response") end' },
			},
		});
		for (let second = 0; second < 2; second++) sample.game.step(1);
		expect(sample.printed()).toEqual(['first']);
		for (let second = 0; second < 4; second++) sample.game.step(1);
		expect(sample.printed()).toEqual(['first']);
		sample.game.step(1);
		expect(sample.printed()).toEqual(['first', 'second']);
	});

	it('what a local of a script file is shared by, and what self is', async () => {
		const script = `
			my_global_value = "global scope"
			local script_value = 0
			function init(self, dt)
				script_value = script_value + 1
				self.foo = "self scope"
				local local_foo = "local scope"
			end
			function update(self, dt) print(my_global_value, script_value, self.foo, local_foo) self.foo = go.get_id() end
		`;
		const { game, printed: lines } = await makeGame(
			{
				main: {
					one: { factories: { f: 'made' }, script: 'function init() factory.create("#f") factory.create("#f") end' },
				},
			},
			{ prototypes: { made: { script } } },
		);
		game.step(1 / 60);
		expect(lines()).toEqual(['global scope\t2\tself scope\tnil', 'global scope\t2\tself scope\tnil']);
	});

	it('a module keeps behaviour that scripts share', async () => {
		expect(
			await printed(
				`local mover = require "shared.mover"
				function init(self) self.x = 0 end
				function update(self, dt) mover.move(self, 5) print(self.x) end`,
				{ frames: 2, modules: { 'shared.mover': 'local M = {} function M.move(o, by) o.x = o.x + by end return M' } },
			),
		).toEqual(['5', '10']);
	});

	it('numbers of memory and time move in the right direction', async () => {
		expect(
			await printed(`
				local before, began = collectgarbage("count"), os.clock()
				local vectors = {}
				for i = 1, 2000 do vectors[i] = vmath.vector3(i, i, i) end
				print(collectgarbage("count") >= before, os.clock() > began, #vectors)
			`),
		).toEqual(['true\ttrue\t2000']);
	});

	it('a message posted every few seconds by counting in update', async () => {
		expect(
			await printed(
				`
				function init(self) self.counter = 0 self.state = "first" end
				function update(self, dt)
					self.counter = self.counter + dt
					if self.counter >= 2.0 and self.state == "first" then msg.post("#", "some_message") self.state = nil end
				end
				function on_message(self, id) print(id, self.counter) end
			`,
				{ frames: 5, dt: 0.5 },
			),
		).toEqual(['hash: [some_message]\t2']);
	});
});
