import { describe, expect, it } from 'vitest';
import { makeGame } from '../../test/make-game.ts';

const ROOM = {
	thing: {
		script: `
			function init(self) print("room init") end
			function update(self, dt) print(string.format("room update %.4f", dt)) end
			function final(self) print("room final") end
			function on_message(self, id) print("room got", id) end
		`,
	},
};

const LOADER = (body: string) => `
	function init(self) msg.post("#proxy", "load") end
	function on_message(self, id, message, sender)
		print(id, sender)
		${body}
	end
`;

describe('a collection proxy', () => {
	it('loads, initialises, updates, finalises and unloads its collection', async () => {
		const { frames, printed, errors } = await makeGame({
			main: {
				loader: {
					proxies: { proxy: { collection: 'room' } },
					script: `
						function init(self) msg.post("#proxy", "load") end
						function update(self)
							self.n = (self.n or 0) + 1
							if self.n == 3 then
								msg.post("#proxy", "disable") msg.post("#proxy", "final") msg.post("#proxy", "unload")
							end
						end
						function on_message(self, id, message, sender)
							print(id, sender)
							if id == hash("proxy_loaded") then msg.post(sender, "init") msg.post(sender, "enable") end
						end
					`,
				},
			},
			room: ROOM,
		});
		await frames(5);
		expect(errors()).toEqual([]);
		expect(printed()).toEqual([
			'hash: [proxy_loaded]\turl: [main:/loader#proxy]',
			'room init',
			'room update 0.0167',
			'room update 0.0167',
			'room update 0.0167',
			'room final',
			'hash: [proxy_unloaded]\turl: [main:/loader#proxy]',
		]);
	});

	it('initialises when enabled, and its scripts are reached through its own socket', async () => {
		const { frames, printed } = await makeGame({
			main: {
				loader: {
					proxies: { proxy: { collection: 'room' } },
					script: LOADER(
						'if id == hash("proxy_loaded") then msg.post(sender, "enable") msg.post("room:/thing", "hello") end',
					),
				},
			},
			room: ROOM,
		});
		await frames(1);
		expect(printed()).toContain('room init');
		expect(printed()).toContain('room got\thash: [hello]');
	});

	it('slows its collection down', async () => {
		const { frames, printed } = await makeGame({
			main: {
				loader: {
					proxies: { proxy: { collection: 'room' } },
					script: LOADER(
						'if id == hash("proxy_loaded") then msg.post(sender, "enable") msg.post(sender, "set_time_step", { factor = 0.5, mode = 0 }) end',
					),
				},
			},
			room: ROOM,
		});
		await frames(1);
		expect(printed()).toContain('room update 0.0083');
	});

	it.each(['load', 'async_load'])(
		'fails to %s what is missing, posts nothing, and loads it once it is there',
		async (message) => {
			const { frames, printed, errors, mounts, release } = await makeGame(
				{
					main: {
						loader: {
							proxies: { proxy: { collection: 'room', exclude: true } },
							script: `
							function update(self)
								self.n = (self.n or 0) + 1
								if self.n == 1 or self.n == 4 then msg.post("#proxy", "${message}") end
								if self.n == 1 then print(#collectionproxy.missing_resources("#proxy"), #collectionproxy.get_resources("#proxy")) end
							end
							function on_message(self, id) print(id) end
						`,
						},
					},
					room: ROOM,
				},
				{ excluded: ['room'] },
			);
			await frames(3);
			expect(printed()).toEqual(['1\t1']);
			expect(errors()).toEqual([
				'RESOURCE: Resource not found: /room.collectionc',
				'GAMESYS: The collection /room.collectionc could not be loaded.',
			]);
			const [blob] = [...release.blobs.values()] as [Uint8Array];
			mounts.addMemoryFile('/room.collectionc', blob.slice(16));
			await frames(3);
			expect(printed()).toEqual(['1\t1', 'hash: [proxy_loaded]']);
		},
	);

	it('says what cannot be done now', async () => {
		const { frames, errors, log } = await makeGame({
			main: {
				loader: {
					proxies: { proxy: { collection: 'room' } },
					script: `
						function init(self)
							for _, id in ipairs({ "unload", "init", "enable", "disable", "final" }) do msg.post("#proxy", id) end
							msg.post("#proxy", "async_load")
							msg.post("#proxy", "load")
						end
						function on_message(self, id, _, sender) if id == hash("proxy_loaded") then msg.post(sender, "load") end end
					`,
				},
			},
			room: ROOM,
		});
		await frames(2);
		expect(errors()).toEqual([
			'GAMESYS: The collection /room.collectionc could not be unloaded since it was never loaded.',
			'GAMESYS: The collection /room.collectionc could not be initialized since it has not been loaded.',
			'GAMESYS: The collection /room.collectionc could not be initialized since it has not been loaded.',
			'GAMESYS: The collection /room.collectionc could not be disabled since it is not enabled.',
			'GAMESYS: The collection /room.collectionc could not be finalized since it was never initialized.',
			'GAMESYS: The collection /room.collectionc could not be loaded since it was already.',
		]);
		expect(log).toContainEqual(
			expect.objectContaining({
				severity: 'warning',
				message: 'The collection /room.collectionc is already being loaded.',
			}),
		);
	});

	it('tells proxies from other components', async () => {
		const { printed } = await makeGame({
			main: { a: { script: 'function init() print(pcall(collectionproxy.missing_resources, "#script")) end' } },
		});
		expect(printed()[0]).toContain('Unable to find collection proxy component');
	});

	it('has missing_resources only before era C', async () => {
		const script =
			'function init() print(collectionproxy.missing_resources, resource.store_resource, liveupdate.add_mount ~= nil) end';
		const { printed } = await makeGame({ main: { a: { script } } }, { era: 'C' });
		expect(printed()).toEqual(['nil\tnil\ttrue']);
	});
});

describe('http.request()', () => {
	it('calls back in a later frame with status, body and headers', async () => {
		const { frames, printed } = await makeGame(
			{
				main: {
					a: {
						script: `function init(self)
							self.name = "me"
							http.request("http://host/x", "POST", function(self, id, r)
								print(self.name, r.status, r.response, r.headers["x-kind"], r.url)
							end, { ["X-Ask"] = "please" }, "body")
							print("asked")
						end`,
					},
				},
			},
			{
				http: async ({ method, headers, body }) => ({
					status: 201,
					headers: [['x-kind', `${method} ${headers.flat().join(' ')}`]],
					body: body ?? new Uint8Array(),
				}),
			},
		);
		expect(printed()).toEqual(['asked']);
		await frames(1);
		expect(printed()).toEqual(['asked', 'me\t201\tbody\tPOST X-Ask please\thttp://host/x']);
	});

	it('gives status 0 when there is no network', async () => {
		const { frames, printed } = await makeGame({
			main: {
				a: {
					script: 'function init() http.request("http://x", "GET", function(_, _, r) print(r.status, r.error) end) end',
				},
			},
		});
		await frames(1);
		expect(printed()).toEqual(['0\tno network here']);
	});
});

describe('input', () => {
	it('goes to the last that asked for it first, until someone uses it up', async () => {
		const script = (name: string, used: boolean) => `
			function init() msg.post(".", "acquire_input_focus") end
			function on_input(self, id, action) print("${name}", id, action.pressed) return ${used} end
		`;
		const { game, frames, printed } = await makeGame({
			main: { a: { script: script('a', false) }, b: { script: script('b', true) }, c: { script: script('c', false) } },
		});
		await frames(1);
		const { hashOf } = await import('./hash.ts');
		game.step(1 / 60, [{ id: hashOf('jump'), value: 1, pressed: true, released: false, repeated: false }]);
		expect(printed()).toEqual(['c\thash: [jump]\ttrue', 'b\thash: [jump]\ttrue']);
	});
});

describe('the game', () => {
	it('exits when told', async () => {
		const { game, frames } = await makeGame({
			main: { a: { script: 'function init() msg.post("@system:", "exit", { code = 7 }) end' } },
		});
		await frames(1);
		expect(game.exitCode()).toBe(7);
	});

	it('does not start without its main collection, naming it', async () => {
		await expect(makeGame({ other: {} })).rejects.toThrow('Resource not found: /main.collectionc');
	});

	it('does not start with a script that cannot be compiled, naming file and line', async () => {
		await expect(makeGame({ main: { a: { script: 'function init(self)\n  x = = 1\nend' } } })).rejects.toThrow(
			"/main_a.script:2: unexpected symbol near '='",
		);
	});
});
