import { FactoryDescSchema } from '../../formats/index.ts';
import type { Compiler } from '../compiler.ts';
import { messageCompiler } from './message-compiler.ts';

/** `.factory`: spawns a game object. */
export const factoryCompiler: Compiler = messageCompiler({
	extensions: ['factory'],
	outputExtension: 'factoryc',
	schema: FactoryDescSchema,
	async transform({ message, reading, context }) {
		message.prototype = await context.reference(message.prototype, {
			at: reading.at(message, 'prototype'),
			field: 'prototype',
			extensions: ['go'],
		});
	},
});
