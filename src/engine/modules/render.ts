import { checkInteger, checkNumber, type HostFunction, LuaTable, type LuaValue, luaError } from '../../lua/index.ts';
import { checkHash, checkMatrix4, checkUrl, checkVector4, isTrue, optTable } from '../arguments.ts';
import type { Hash } from '../hash.ts';
import { Matrix4 } from '../matrix4.ts';
import type { RenderCommand } from '../render/commands.ts';
import type { Renderer } from '../render/renderer.ts';
import type { ScriptHost } from '../script/script-host.ts';
import { renderConstants } from './render/constants.ts';
import { ConstantBuffer, RenderPredicate } from './render/objects.ts';
import { targetFunctions } from './render/targets.ts';

const BUFFER = { COLOR: 1, DEPTH: 16, STENCIL: 32 } as const;

/** Module `render`: what a render script draws and how. */
export function createRenderModule(host: ScriptHost): Record<string, HostFunction | LuaValue> {
	const current = (): Renderer => {
		const { kind } = host.running();
		if (kind === 'render') return host.renderer;
		return luaError(
			'You can only access render.* functions and values from a render script instance (.render_script file)',
		);
	};
	const record = (command: RenderCommand): void => current().record(command);
	const numbers =
		(make: (values: readonly number[]) => RenderCommand, count: number): HostFunction =>
		(...given) =>
			record(make(Array.from({ length: count }, (_, at) => checkNumber(given[at], at + 1))));

	const functions: Record<string, HostFunction> = {
		...targetFunctions(current),
		get_width: () => current().display.width,
		get_height: () => current().display.height,
		get_window_width: () => current().display.windowWidth,
		get_window_height: () => current().display.windowHeight,
		predicate(tags) {
			current();
			if (!(tags instanceof LuaTable)) luaError('render.predicate takes a table of tags');
			const list: Hash[] = [];
			for (const [, tag] of tags.entries()) list.push(checkHash(tag, 1));
			return new RenderPredicate(list);
		},
		constant_buffer: () => new ConstantBuffer(),
		clear(buffers) {
			if (!(buffers instanceof LuaTable)) luaError('render.clear takes a table of buffers and values');
			let command: { color?: ReturnType<typeof checkVector4>; depth?: number; stencil?: number } = {};
			for (const [bit, value] of buffers.entries()) {
				if (bit === BUFFER.DEPTH) command = { ...command, depth: checkNumber(value, 1) };
				else if (bit === BUFFER.STENCIL) command = { ...command, stencil: checkNumber(value, 1) };
				else command = { ...command, color: checkVector4(value, 1) };
			}
			record({ type: 'clear', ...command });
		},
		draw(predicate, options) {
			if (!(predicate instanceof RenderPredicate)) luaError('render.draw takes a predicate of render.predicate');
			const isOlderForm = options instanceof ConstantBuffer;
			const settings = isOlderForm ? new LuaTable() : optTable(options, 2);
			const constants = isOlderForm ? options : settings.get('constants');
			const frustum = settings.get('frustum');
			const sort = settings.get('sort_order');
			record({
				type: 'draw',
				tags: predicate.tags,
				constants: constants instanceof ConstantBuffer ? constants.values : undefined,
				frustum: frustum instanceof Matrix4 ? frustum.m.slice() : undefined,
				sort: typeof sort === 'number' ? sort : undefined,
			});
		},
		draw_debug2d: () => record({ type: 'draw-debug', dimensions: 2 }),
		draw_debug3d: () => record({ type: 'draw-debug', dimensions: 3 }),
		set_view: (matrix) => record({ type: 'view', matrix: checkMatrix4(matrix, 1).m.slice() }),
		set_projection: (matrix) => record({ type: 'projection', matrix: checkMatrix4(matrix, 1).m.slice() }),
		set_viewport: numbers(([x = 0, y = 0, width = 0, height = 0]) => ({ type: 'viewport', x, y, width, height }), 4),
		enable_state: numbers(([state = 0]) => ({ type: 'state', state, enabled: true }), 1),
		disable_state: numbers(([state = 0]) => ({ type: 'state', state, enabled: false }), 1),
		set_blend_func: numbers(([source = 0, destination = 0]) => ({ type: 'blend-func', source, destination }), 2),
		set_color_mask: (r, g, b, a) => record({ type: 'color-mask', mask: [isTrue(r), isTrue(g), isTrue(b), isTrue(a)] }),
		set_depth_mask: (enabled) => record({ type: 'depth-mask', enabled: isTrue(enabled) }),
		set_depth_func: numbers(([func = 0]) => ({ type: 'depth-func', func }), 1),
		set_stencil_mask: numbers(([mask = 0]) => ({ type: 'stencil-mask', mask }), 1),
		set_stencil_func: numbers(
			([func = 0, reference = 0, mask = 0]) => ({ type: 'stencil-func', func, reference, mask }),
			3,
		),
		set_stencil_op: numbers(
			([stencilFail = 0, depthFail = 0, depthPass = 0]) => ({ type: 'stencil-op', stencilFail, depthFail, depthPass }),
			3,
		),
		set_cull_face: numbers(([face = 0]) => ({ type: 'cull-face', face }), 1),
		set_polygon_offset: numbers(([factor = 0, units = 0]) => ({ type: 'polygon-offset', factor, units }), 2),
		enable_material: (material) => record({ type: 'material', material: checkHash(material, 1) }),
		disable_material: () => record({ type: 'material', material: undefined }),
		set_camera(camera, options) {
			const renderer = current();
			renderer.camera = camera === undefined ? undefined : checkUrl(camera, 1, host.running().url);
			const useFrustum = optTable(options, 2).get('use_frustum') === true;
			renderer.record({ type: 'camera', camera: renderer.camera, useFrustum });
		},
		set_compute: (program) =>
			record({ type: 'compute', program: program === undefined ? undefined : checkHash(program, 1) }),
		dispatch_compute: (x, y, z) =>
			record({ type: 'dispatch-compute', groups: [checkInteger(x, 1), checkInteger(y, 2), checkInteger(z, 3)] }),
	};
	// Who may not call them is told so, whatever the arguments are.
	const guarded = Object.entries(functions).map(([name, fn]): [string, HostFunction] => [
		name,
		(...args) => {
			current();
			return fn(...args);
		},
	]);
	return { ...renderConstants, ...Object.fromEntries(guarded) };
}
