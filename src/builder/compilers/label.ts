import { LabelDescSchema } from '../../formats/index.ts';
import type { Compiler } from '../compiler.ts';
import { messageCompiler } from './message-compiler.ts';

/** `.label`: a text in the world. Its scale moves to the component that holds it (see game-object.ts). */
export const labelCompiler: Compiler = messageCompiler({
	extensions: ['label'],
	outputExtension: 'labelc',
	schema: LabelDescSchema,
	async transform({ message, reading, context }) {
		const at = (field: string) => reading.at(message, field);
		message.font = await context.reference(message.font, { at: at('font'), field: 'font', extensions: ['font'] });
		message.material = await context.reference(message.material, {
			at: at('material'),
			field: 'material',
			extensions: ['material'],
		});
	},
});
