import { CollectionFactoryDescSchema } from '../../formats/index.ts';
import type { Compiler } from '../compiler.ts';
import { messageCompiler } from './message-compiler.ts';

/** `.collectionfactory`: spawns a collection into the one that is running. */
export const collectionFactoryCompiler: Compiler = messageCompiler({
	extensions: ['collectionfactory'],
	outputExtension: 'collectionfactoryc',
	schema: CollectionFactoryDescSchema,
	async transform({ message, reading, context }) {
		message.prototype = await context.reference(message.prototype, {
			at: reading.at(message, 'prototype'),
			field: 'prototype',
			extensions: ['collection'],
		});
	},
});
