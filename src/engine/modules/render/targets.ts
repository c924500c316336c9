import { binaryToText } from '../../../bytes/index.ts';
import { checkInteger, checkTable, type HostFunction, LuaTable, type LuaValue, luaError } from '../../../lua/index.ts';
import { isTrue } from '../../arguments.ts';
import { Hash, hashOfBinary } from '../../hash.ts';
import type { RenderTarget } from '../../render/commands.ts';
import type { Renderer } from '../../render/renderer.ts';
import { RenderTargetHandle } from './objects.ts';

/** `render`: targets and textures. */
export function targetFunctions(current: () => Renderer): Record<string, HostFunction> {
	let made = 0;
	const targetAt = (value: LuaValue, index: number): RenderTarget => {
		if (value instanceof RenderTargetHandle) {
			return value.target.deleted ? luaError('the render target has been deleted') : value.target;
		}
		if (value instanceof Hash || typeof value === 'string') {
			const name = value instanceof Hash ? value : hashOfBinary(value);
			return current().findTarget(name) ?? luaError(`there is no render target '${name.text}'`);
		}
		return luaError(`bad argument #${index} (render target expected)`);
	};
	const setTarget = (value: LuaValue, options: LuaValue): void => {
		const target = value === undefined || value === 0 ? undefined : targetAt(value, 1);
		const transient = options instanceof LuaTable ? options.get('transient') : undefined;
		const bits: number[] = [];
		if (transient instanceof LuaTable) for (const [, bit] of transient.entries()) bits.push(Number(bit));
		current().record({ type: 'render-target', target, transient: bits });
	};
	const bindTexture: HostFunction = (unit, source, buffer) => {
		const place = typeof unit === 'number' ? unit : unit instanceof Hash ? unit.text : binaryToText(String(unit));
		const texture =
			source instanceof Hash && !current().findTarget(source)
				? source
				: { target: targetAt(source, 2), buffer: buffer === undefined ? 1 : checkInteger(buffer, 3) };
		current().record({ type: 'texture', unit: place, texture });
	};
	return {
		render_target(nameOrParameters, parameters) {
			const given = nameOrParameters instanceof LuaTable ? nameOrParameters : checkTable(parameters, 2);
			const name = typeof nameOrParameters === 'string' ? binaryToText(nameOrParameters) : `target ${++made}`;
			const attachments = new Map<number, Readonly<Record<string, number>>>();
			let [width, height] = [0, 0];
			for (const [bit, options] of given.entries()) {
				if (typeof bit !== 'number' || !(options instanceof LuaTable)) {
					luaError('render_target takes a table of buffers: { [render.BUFFER_COLOR_BIT] = { width = …, height = … } }');
				}
				const values: Record<string, number> = {};
				for (const [key, value] of options.entries()) {
					if (typeof key === 'string' && typeof value === 'number') values[key] = value;
				}
				if (!values['width'] || !values['height'])
					luaError('width and height of a render target must be larger than 0');
				width = Math.max(width, values['width']);
				height = Math.max(height, values['height']);
				attachments.set(bit, values);
			}
			return new RenderTargetHandle(current().createTarget({ name, width, height, attachments }));
		},
		delete_render_target(target) {
			targetAt(target, 1).deleted = true;
		},
		set_render_target: setTarget,
		enable_render_target: setTarget,
		disable_render_target: () => setTarget(undefined, undefined),
		set_render_target_size(target, width, height) {
			Object.assign(targetAt(target, 1), { width: checkInteger(width, 2), height: checkInteger(height, 3) });
		},
		get_render_target_width(target, buffer) {
			checkInteger(buffer, 2);
			return targetAt(target, 1).width;
		},
		get_render_target_height(target, buffer) {
			checkInteger(buffer, 2);
			return targetAt(target, 1).height;
		},
		enable_texture: bindTexture,
		disable_texture(unit) {
			const place = typeof unit === 'number' ? unit : unit instanceof Hash ? unit.text : binaryToText(String(unit));
			current().record({ type: 'texture', unit: place, texture: undefined });
		},
		set_listener(fn) {
			// Contexts are never lost here; the function is only checked.
			if (fn !== undefined && typeof fn !== 'function' && !isTrue(fn)) luaError('render.set_listener takes a function');
		},
	};
}
