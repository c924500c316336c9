import { type HostFunction, LuaTable, type LuaValue } from '../../lua/index.ts';
import { graphicsConstants } from './render/constants.ts';

/** Module `graphics`: constants, and what draws. */
export function createGraphicsModule(): Record<string, HostFunction | LuaValue> {
	return {
		...graphicsConstants,
		get_adapter_info: () =>
			LuaTable.fromObject({
				family: 'null',
				name: 'Livemount',
				vendor: '',
				version: '',
				extensions: new LuaTable(),
				limits: LuaTable.fromObject({
					max_texture_size_2d: 4096,
					max_texture_size_3d: 2048,
					max_texture_size_cube: 4096,
					max_framebuffer_width: 4096,
					max_framebuffer_height: 4096,
					max_color_attachments: 4,
					max_vertex_attributes: 16,
				}),
			}),
	};
}
