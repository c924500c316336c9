import { SoundDescSchema } from '../../formats/index.ts';
import type { Compiler } from '../compiler.ts';
import { messageCompiler } from './message-compiler.ts';

/** Sound data that a `.sound`, or a game object directly, can name. */
export const SOUND_DATA: readonly string[] = ['wav', 'ogg', 'opus'];

/** `.sound`: how sound data is played. */
export const soundCompiler: Compiler = messageCompiler({
	extensions: ['sound'],
	outputExtension: 'soundc',
	schema: SoundDescSchema,
	async transform({ message, reading, context }) {
		message.sound = await context.reference(message.sound, {
			at: reading.at(message, 'sound'),
			field: 'sound',
			extensions: SOUND_DATA,
		});
	},
});
