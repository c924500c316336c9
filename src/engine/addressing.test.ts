import { describe, expect, it } from 'vitest';
import { makeGame } from '../../test/make-game.ts';

describe('addresses', () => {
	it('without arguments are the own component, in parts or whole', async () => {
		const { printed } = await makeGame({
			main: {
				hero: {
					script: `
						function init(self)
							local url = msg.url()
							print(url, url.socket, url.path, url.fragment)
							print(msg.url("#"), msg.url("."), msg.url(""))
						end
					`,
				},
			},
		});
		expect(printed()).toEqual([
			'url: [main:/hero#script]\thash: [main]\thash: [/hero]\thash: [script]',
			'url: [main:/hero#script]\turl: [main:/hero]\turl: [main:/hero#script]',
		]);
	});

	it('of a name are beside the own game object, and with "/" from the root', async () => {
		const { printed } = await makeGame({
			main: {
				'world/hero': {
					script:
						'function init(self) print(msg.url("enemy"), msg.url("/enemy"), msg.url("enemy#sprite"), msg.url("#gun")) end',
				},
			},
		});
		expect(printed()).toEqual([
			'url: [main:/world/enemy]\turl: [main:/enemy]\turl: [main:/world/enemy#sprite]\turl: [main:/world/hero#gun]',
		]);
	});

	it('with a socket stand as they are written', async () => {
		const { printed } = await makeGame({
			main: { hero: { script: 'function init(self) print(msg.url("level:/a#b"), msg.url("@render:")) end' } },
		});
		expect(printed()).toEqual(['url: [level:/a#b]\turl: [@render:]']);
	});

	it('are equal when their parts are', async () => {
		const { printed } = await makeGame({
			main: {
				hero: { script: 'function init(self) print(msg.url() == msg.url("#"), msg.url(".") == msg.url("#")) end' },
			},
		});
		expect(printed()).toEqual(['true\tfalse']);
	});

	it('that cannot be read are an error that shows the form', async () => {
		const { errors } = await makeGame({ main: { hero: { script: 'function init(self) msg.url("a:b:c") end' } } });
		expect(errors()[0]).toContain('should be [socket:][path][#fragment]');
	});

	it('of game objects: go.get_id of nothing, a name and a path', async () => {
		const { printed } = await makeGame({
			main: { 'a/b': { script: 'function init(self) print(go.get_id(), go.get_id("c"), go.get_id("/c")) end' } },
		});
		expect(printed()).toEqual(['hash: [/a/b]\thash: [/a/c]\thash: [/c]']);
	});
});
