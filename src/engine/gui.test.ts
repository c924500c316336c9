import { create } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { makeGame } from '../../test/make-game.ts';
import { Vector4Schema } from '../formats/index.ts';

const vector = (x: number, y: number, z = 0, w = 0) => create(Vector4Schema, { x, y, z, w });
const box = (id: string, more: object = {}) => ({
	id,
	type: 0 as const,
	position: vector(100, 50),
	size: vector(40, 20),
	...more,
});

async function gui(script: string, nodes: readonly object[] = [], frames = 0) {
	const sample = await makeGame({ main: { a: { guis: { gui: { script, nodes } } } } });
	for (let frame = 0; frame < frames; frame++) sample.game.step(0.25);
	expect(sample.errors()).toEqual([]);
	return sample.printed();
}

describe('nodes of a GUI', () => {
	it('are found by id, and give what the file says', async () => {
		const printed = await gui(
			`function init(self)
				local n = gui.get_node("box")
				print(gui.get_id(n), gui.get_position(n), gui.get_size(n), gui.get_color(n).w, gui.is_enabled(n), gui.get_node("box") == n)
			end`,
			[box('box', { alpha: 0.5 })],
		);
		expect(printed).toEqual(['hash: [box]\tvmath.vector3(100, 50, 0)\tvmath.vector3(40, 20, 0)\t0.5\ttrue\ttrue']);
	});

	it('that are not there are named', async () => {
		const { errors } = await makeGame({
			main: { a: { guis: { gui: { script: 'function init(self) gui.get_node("nope") end' } } } },
		});
		expect(errors()[0]).toContain('No such node: nope');
	});

	it('are picked by a point on their rectangle, wherever their pivot, scale, turn and parent put it', async () => {
		const printed = await gui(
			`function init(self)
				local n = gui.get_node("box")
				print(gui.pick_node(n, 100, 50), gui.pick_node(n, 119, 59), gui.pick_node(n, 121, 50))
				gui.set_pivot(n, gui.PIVOT_SW)
				print(gui.pick_node(n, 99, 50), gui.pick_node(n, 139, 69))
				gui.set_rotation(n, vmath.vector3(0, 0, 90))
				print(gui.pick_node(n, 90, 80), gui.pick_node(n, 120, 60))
				local child = gui.new_box_node(vmath.vector3(10, 0, 0), vmath.vector3(4, 4, 0))
				gui.set_parent(child, n)
				print(gui.pick_node(child, 100, 60), gui.pick_node(child, 110, 50))
			end`,
			[box('box')],
		);
		expect(printed).toEqual(['true\ttrue\tfalse', 'false\ttrue', 'true\tfalse', 'true\tfalse']);
	});

	it('are animated by property, part of a property and playback, with a callback at the end', async () => {
		const printed = await gui(
			`function init(self)
				local n = gui.get_node("box")
				gui.animate(n, gui.PROP_POSITION, vmath.vector3(200, 50, 0), gui.EASING_LINEAR, 1, 0,
					function(self, node) print("done", gui.get_id(node)) end)
				gui.animate(n, "color.w", 0, gui.EASING_LINEAR, 1, 0, nil, gui.PLAYBACK_LOOP_PINGPONG)
				gui.animate(n, "rotation.z", 180, gui.EASING_LINEAR, 1)
			end
			function update(self)
				local n = gui.get_node("box")
				print(gui.get_position(n).x, gui.get_color(n).w, gui.get_euler(n).z)
			end`,
			[box('box')],
			5,
		);
		expect(printed).toEqual([
			'100\t1\t0',
			'125\t0.75\t45',
			'150\t0.5\t90',
			'175\t0.25\t135',
			'done\thash: [box]',
			'200\t0\t180',
		]);
	});

	it('are cloned with what is below them, and deleted with it', async () => {
		const printed = await gui(
			`function init(self)
				local tree = gui.clone_tree(gui.get_node("box"))
				local copy = tree["box"] or tree[hash("box")]
				print(copy ~= gui.get_node("box"), gui.get_text(tree[hash("label")]), gui.get_parent(tree[hash("label")]) == copy)
				gui.delete_node(copy)
				print(pcall(gui.get_position, copy))
				print(pcall(gui.get_text, tree[hash("label")]))
			end`,
			[box('box'), { id: 'label', type: 1, text: 'hi', parent: 'box' }],
		);
		expect(printed[0]).toBe('true\thi\ttrue');
		expect(printed[1]).toContain('Deleted node');
		expect(printed[2]).toContain('Deleted node');
	});

	it('are drawn in an order that scripts can change', async () => {
		const printed = await gui(
			`function init(self)
				local a, b, c = gui.get_node("a"), gui.get_node("b"), gui.get_node("c")
				gui.move_above(a, b)
				print(gui.get_index(b), gui.get_index(a), gui.get_index(c))
				gui.move_below(c, nil)
				print(gui.get_index(c), gui.get_index(b), gui.get_index(a))
			end`,
			[box('a'), box('b'), box('c')],
		);
		expect(printed).toEqual(['0\t1\t2', '0\t1\t2']);
	});

	it('stay where they are on the screen when the window grows, as their adjust mode and anchor say', async () => {
		const sample = await makeGame({
			main: {
				a: {
					guis: {
						gui: {
							script: `
								function on_message(self)
									print(gui.get_screen_position(gui.get_node("fit")))
									print(gui.get_screen_position(gui.get_node("right")))
								end`,
							nodes: [box('fit'), box('right', { xanchor: 2, adjustMode: 2 })],
						},
					},
				},
			},
		});
		sample.game.resizeWindow(1920, 640);
		sample.game.post('/a', 'where');
		sample.game.step(1 / 60);
		expect(sample.printed()).toEqual(['vmath.vector3(580, 50, 0)', 'vmath.vector3(200, 50, 0)']);
	});
});
