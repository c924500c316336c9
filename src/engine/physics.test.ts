import { describe, expect, it } from 'vitest';
import { collisionObject, makeGame } from '../../test/make-game.ts';
import { hashOf } from './hash.ts';

const listen = `
	function on_message(self, id, m, sender)
		print(id, m.other_id, m.other_group, m.own_group, m.enter, m.normal and string.format("%.1f %.1f", m.normal.x, m.normal.y))
	end
`;

describe('physics', () => {
	it('lets dynamic objects fall with gravity and rest on static ones', async () => {
		const { game } = await makeGame(
			{
				main: {
					ball: {
						components: { co: collisionObject({ type: 'dynamic', group: 'ball', mask: ['floor'], radius: 10 }) },
						position: [0, 100, 0],
					},
					floor: {
						components: { co: collisionObject({ type: 'static', group: 'floor', mask: ['ball'], box: [200, 10] }) },
					},
				},
			},
			{ config: { 'physics.gravity_y': '-500' } },
		);
		for (let frame = 0; frame < 240; frame++) game.step(1 / 60);
		expect(game.mainCollection.find(hashOf('/ball'))?.transform.y).toBeCloseTo(20, 0);
	});

	it('tells kinematic objects of what they touch, in both directions, with the normal away from the other', async () => {
		const { game, printed } = await makeGame({
			main: {
				hero: {
					script: listen,
					components: { co: collisionObject({ type: 'kinematic', group: 'hero', mask: ['wall'], box: [10, 10] }) },
				},
				wall: {
					components: { co: collisionObject({ type: 'static', group: 'wall', mask: ['hero'], box: [10, 10] }) },
					position: [15, 0, 0],
				},
			},
		});
		game.step(1 / 60);
		expect(printed()).toContain('hash: [collision_response]\thash: [/wall]\thash: [wall]\thash: [hero]\tnil\tnil');
		expect(printed().filter((line) => line.includes('contact_point_response'))[0]).toBe(
			'hash: [contact_point_response]\thash: [/wall]\thash: [wall]\thash: [hero]\tnil\t-1.0 0.0',
		);
	});

	it('tells of entering and leaving a trigger once each', async () => {
		const { game, printed } = await makeGame({
			main: {
				hero: {
					script: `
						function init(self) self.t = 0 end
						function update(self) self.t = self.t + 1 if self.t == 4 then go.set_position(vmath.vector3(500, 0, 0)) end end
						${listen}
					`,
					components: { co: collisionObject({ type: 'kinematic', group: 'hero', mask: ['zone'], radius: 5 }) },
				},
				zone: { components: { co: collisionObject({ type: 'trigger', group: 'zone', mask: ['hero'], radius: 50 }) } },
			},
		});
		for (let frame = 0; frame < 8; frame++) game.step(1 / 60);
		expect(printed()).toEqual([
			'hash: [trigger_response]\thash: [/zone]\thash: [zone]\thash: [hero]\ttrue\tnil',
			'hash: [trigger_response]\thash: [/zone]\thash: [zone]\thash: [hero]\tfalse\tnil',
		]);
	});

	it('leaves alone what is not in the mask', async () => {
		const { game, printed } = await makeGame({
			main: {
				hero: {
					script: listen,
					components: { co: collisionObject({ type: 'kinematic', group: 'hero', mask: ['other'], box: [10, 10] }) },
				},
				wall: { components: { co: collisionObject({ type: 'static', group: 'wall', mask: ['hero'], box: [10, 10] }) } },
			},
		});
		game.step(1 / 60);
		expect(printed()).toEqual([]);
	});

	it('casts rays at groups, nearest first', async () => {
		const { game, printed } = await makeGame({
			main: {
				hero: {
					script: `
						function update(self)
							local from, to = vmath.vector3(), vmath.vector3(100, 0, 0)
							local hit = physics.raycast(from, to, { hash("wall") })
							print(hit.id, string.format("%.2f", hit.fraction), hit.normal.x)
							print(#physics.raycast(from, to, { hash("wall") }, { all = true }), physics.raycast(from, to, { hash("none") }))
							physics.raycast_async(from, to, { hash("wall") }, 3)
						end
						function on_message(self, id, m) print(id, m.request_id, m.id) end
					`,
				},
				near: {
					components: { co: collisionObject({ type: 'static', group: 'wall', mask: [], box: [5, 5] }) },
					position: [30, 0, 0],
				},
				far: {
					components: { co: collisionObject({ type: 'static', group: 'wall', mask: [], box: [5, 5] }) },
					position: [60, 0, 0],
				},
			},
		});
		game.step(1 / 60);
		expect(printed()).toEqual(['hash: [/near]\t0.25\t-1', '2\tnil', 'hash: [ray_cast_response]\t3\thash: [/near]']);
	});

	it('gives and takes velocities in game units', async () => {
		const { game, printed } = await makeGame(
			{
				main: {
					ball: {
						script: `
							function init(self) go.set("#co", "linear_velocity", vmath.vector3(60, 0, 0)) end
							function late_update(self) print(string.format("%.1f", go.get_position().x)) end
						`,
						components: { co: collisionObject({ type: 'dynamic', group: 'ball', mask: [], radius: 5 }) },
					},
				},
			},
			{ config: { 'physics.gravity_y': '0' } },
		);
		for (let frame = 0; frame < 3; frame++) game.step(1 / 60);
		expect(printed()).toEqual(['1.0', '2.0', '3.0']);
	});
});
