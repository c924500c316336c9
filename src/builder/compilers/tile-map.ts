import { TileGridSchema } from '../../formats/index.ts';
import type { Compiler } from '../compiler.ts';
import { TEXTURE_SET_TYPES } from '../textures/texture-source.ts';
import { messageCompiler } from './message-compiler.ts';

/** `.tilemap`: layers of tiles. */
export const tileMapCompiler: Compiler = messageCompiler({
	extensions: ['tilemap', 'tilegrid'],
	outputExtension: 'tilemapc',
	schema: TileGridSchema,
	async transform({ message, reading, context }) {
		message.tileSet = await context.reference(message.tileSet, {
			at: reading.at(message, 'tileSet'),
			field: 'tile_set',
			extensions: TEXTURE_SET_TYPES,
		});
		if (Object.hasOwn(message, 'material')) {
			message.material = await context.reference(message.material, {
				at: reading.at(message, 'material'),
				field: 'material',
				extensions: ['material'],
				optional: true,
			});
		}
		const ids = new Set<string>();
		for (const layer of message.layers) {
			if (ids.has(layer.id)) {
				const text = `two layers have the id ${layer.id}`;
				context.report(reading.at(layer, 'id'), { code: 'duplicate-id', message: text });
			}
			ids.add(layer.id);
		}
	},
});
