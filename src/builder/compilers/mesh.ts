import { MeshDescSchema } from '../../formats/index.ts';
import type { Compiler } from '../compiler.ts';
import { TEXTURE_TYPES } from '../textures/texture-source.ts';
import { messageCompiler } from './message-compiler.ts';

/** `.mesh`: numbers of a buffer, drawn as triangles or lines. */
export const meshCompiler: Compiler = messageCompiler({
	extensions: ['mesh'],
	outputExtension: 'meshc',
	schema: MeshDescSchema,
	async transform({ message, reading, context }) {
		const at = (field: 'material' | 'vertices') => reading.at(message, field);
		message.material = await context.reference(message.material, {
			at: at('material'),
			field: 'material',
			extensions: ['material'],
		});
		message.vertices = await context.reference(message.vertices, {
			at: at('vertices'),
			field: 'vertices',
			extensions: ['buffer'],
		});
		for (const [index, path] of message.textures.entries()) {
			message.textures[index] = await context.reference(path, {
				at: reading.at(message, 'textures', index),
				field: 'textures',
				extensions: TEXTURE_TYPES,
				optional: true,
			});
		}
	},
});
